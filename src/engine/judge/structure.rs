//! What the lines inside a record say about its shape: whether a quotation mark hides rows.

use std::borrow::Cow;

use memchr::memchr2;

use crate::{
    dialect::Dialect,
    engine::column_map::ColumnMap,
    rules::HiddenRows,
    schema::{AttributeDataType, ColumnId, Schema},
    values::{boolean, white_space},
};

/// So few fields prove nothing by their number: each must look like a value of its column as well.
const FIELDS_THAT_PROVE_NOTHING: usize = 2;

/// The lines of a record, after its first one, that would be rows by themselves.
///
/// A line that has as many fields as the header is probably a row, swallowed by a quotation mark that
/// was never meant to open a value. A line break in the first field of a real record leaves a last line
/// like that as well, so there the first line has to look like a row, too.
pub(super) fn hidden_rows(
    record: &str,
    dialect: Dialect,
    columns: &ColumnMap,
    schema: &Schema,
) -> Option<HiddenRows> {
    let mut lines = Lines { rest: Some(record) };
    let is_row = |line: &str| looks_like_row(line, dialect, columns, schema);
    let first_line = lines.next()?;
    let spans_first_field = dialect.quote().is_some_and(|quote| {
        record.as_bytes().first() == Some(&quote)
            && end_of_quoted(first_line.as_bytes(), quote, dialect.delimiter()).is_none()
    });
    let mut is_in_first_field = spans_first_field;
    let first_is_row = !spans_first_field || is_row(first_line);
    let mut found = None::<HiddenRows>;
    for (before, line) in (1..).zip(lines) {
        let ends_first_field = is_in_first_field
            && dialect
                .quote()
                .is_some_and(|quote| has_unpaired(line, quote));
        is_in_first_field &= !ends_first_field;
        if (!ends_first_field || first_is_row) && is_row(line) {
            found
                .get_or_insert(HiddenRows {
                    first: before,
                    lines: 0,
                })
                .lines += 1;
        }
    }
    found
}

/// Whether a line inside a value has a quotation mark that closes the value: one that is not doubled.
fn has_unpaired(line: &str, quote: u8) -> bool {
    let marks = line.bytes().filter(|byte| *byte == quote).count();
    marks % 2 == 1
}

/// Whether fields are the names of the file's own header.
pub(super) fn repeats_header(fields: &[Cow<'_, str>], names: &[String]) -> bool {
    let is_name = |(field, name): (&Cow<'_, str>, &String)| {
        let field = field.trim_start_matches('\u{feff}');
        field.trim() == name.trim()
    };
    fields.len() == names.len() && fields.iter().zip(names).all(is_name)
}

/// Whether fields are the end of a report rather than a user: one text that counts rows, in a table of
/// several columns.
pub(super) fn is_footer(fields: &[Cow<'_, str>], names: &[String]) -> bool {
    let Some((text, others)) = fields.split_first() else {
        return false;
    };
    if names.len() < 2 || !others.iter().all(|other| white_space::is_blank(other)) {
        return false;
    }
    let text = text.trim().to_ascii_lowercase();
    let inner = text.trim_matches(['(', ')', '.']);
    let counts_rows = inner
        .split_once(' ')
        .is_some_and(|(number, rest)| is_number(number) && rest.starts_with("row"));
    let total = inner.strip_prefix("total");
    let is_total = total.is_some_and(|rest| {
        rest.starts_with([' ', ':']) && rest.contains(|c: char| c.is_ascii_digit())
    });
    counts_rows || is_total
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line by itself has the fields that the header names.
fn looks_like_row(line: &str, dialect: Dialect, columns: &ColumnMap, schema: &Schema) -> bool {
    if columns.len() > FIELDS_THAT_PROVE_NOTHING {
        return fields_of(line, dialect).count() == columns.len();
    }
    let fields: Vec<&str> = fields_of(line, dialect).collect();
    let mut proofs = fields
        .iter()
        .zip(&columns.fields)
        .filter_map(|(field, column)| has_shape((*column)?, unquoted(field, dialect), schema));
    fields.len() == columns.len() && proofs.next() == Some(true) && proofs.all(|is_proof| is_proof)
}

/// Whether a value looks like one of its column; nothing where the column takes any text.
fn has_shape(column: ColumnId, value: &str, schema: &Schema) -> Option<bool> {
    let column = schema.column(column)?;
    match (column.name(), column.attribute.data_type) {
        ("email", _) => Some(
            value
                .split_once('@')
                .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')),
        ),
        ("phone_number", _) => {
            let digits = value.strip_prefix('+')?;
            Some(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        }
        (_, AttributeDataType::Boolean) => Some(boolean::parse_spelling(value).is_some()),
        _ => None,
    }
}

fn unquoted(field: &str, dialect: Dialect) -> &str {
    match dialect.quote() {
        Some(quote) => field.trim_matches(char::from(quote)),
        None => field,
    }
}

/// The fields of a single line, as they are written. A quotation mark that does not close
/// a field on the same line is text.
fn fields_of(line: &str, dialect: Dialect) -> impl Iterator<Item = &str> {
    let delimiter = dialect.delimiter();
    let quote = dialect.quote();
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let quoted = quote
            .filter(|quote| bytes.first() == Some(quote))
            .and_then(|quote| end_of_quoted(bytes, quote, delimiter));
        let from = quoted.unwrap_or(0);
        let end = bytes
            .get(from..)
            .and_then(|after| memchr::memchr(delimiter, after))
            .map(|place| from + place);
        rest = end.and_then(|end| text.get(end + 1..));
        text.get(..end.unwrap_or(text.len()))
    })
}

/// Where a field that begins with a quotation mark ends, if one closes it before a delimiter or the end
/// of the line.
fn end_of_quoted(line: &[u8], quote: u8, delimiter: u8) -> Option<usize> {
    let mut place = 1;
    loop {
        place += memchr::memchr(quote, line.get(place..)?)?;
        match line.get(place + 1) {
            Some(byte) if *byte == quote => place += 2,
            Some(byte) if *byte != delimiter => return None,
            _ => return Some(place + 1),
        }
    }
}

/// The lines of a text, whatever ends them.
struct Lines<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest?;
        let Some(end) = memchr2(b'\n', b'\r', text.as_bytes()) else {
            return self.rest.take();
        };
        let (line, after) = text.split_at_checked(end)?;
        let is_pair = after.starts_with("\r\n");
        self.rest = after.get(1 + usize::from(is_pair)..);
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::fast_path::FastPath,
        engine::{Mode, Options, plan::Plan},
        schema::CsvHeader,
    };

    /// Where the first hidden row is and how many there are, under these column names.
    fn hidden(names: &[&str], record: &str) -> Option<(u64, u64)> {
        let header = CsvHeader::parse("email,email_verified,name,cognito:username").unwrap();
        let schema = Schema::new(Some(header), None).unwrap();
        let fields = names
            .iter()
            .map(|name| schema.column_named(name).map(|column| column.id))
            .collect();
        let options = Options {
            mode: Mode::Clean,
            ..Options::default()
        };
        let plan = Plan::new(schema, options).unwrap();
        let fast_path: &FastPath = &plan.fast_path;
        let columns = ColumnMap::new(fields, Vec::new(), &plan.schema, fast_path);
        let dialect = Dialect::Rfc4180 { delimiter: b',' };
        hidden_rows(record, dialect, &columns, &plan.schema).map(|found| (found.first, found.lines))
    }

    #[test]
    fn a_line_with_the_fields_of_the_header_is_a_row() {
        let names = ["cognito:username", "email", "email_verified", "notes"];
        for (record, expected) in [
            ("a1,e,true,\"call back\na2,e,true,VIP\"", Some((1, 1))),
            (
                "a1,e,true,\"x\r\na2,e,true,\r\n\r\na3,\"e,f\",true,y\"",
                Some((1, 2)),
            ),
            ("a1,e,true,\"one\ntwo\nthree\"", None),
            ("a1,e,true,\"x, y\nz\"", None),
            ("a1,\"e\ne\",true,x", None),
            // The rest of a first field that has a line break in it, and a row that it hides.
            ("\"a\n1\",e,true,x", None),
            ("\"a1,e,true,x\na2\",e,true,y", Some((1, 1))),
            ("a1,e,true,x\ra2,e,true,y", Some((1, 1))),
        ] {
            assert_eq!(hidden(&names, record), expected, "{record:?}");
        }
    }

    #[test]
    fn a_line_that_counts_rows_is_a_footer() {
        let names = ["a".to_owned(), "b".to_owned()];
        let is_footer_of = |fields: &[&'static str]| {
            let fields: Vec<Cow<'_, str>> = fields.iter().map(|field| (*field).into()).collect();
            is_footer(&fields, &names)
        };
        for text in [
            "(60 rows affected)",
            "2 rows selected.",
            "1 row",
            "Total: 2 users",
        ] {
            assert!(is_footer_of(&[text]), "{text}");
            assert!(is_footer_of(&[text, ""]), "{text}");
        }
        for text in ["total", "rows", "Ana", "2 users", ""] {
            assert!(!is_footer_of(&[text]), "{text}");
        }
        assert!(!is_footer_of(&["2 rows", "x"]));
    }

    #[test]
    fn with_two_columns_the_fields_have_to_look_like_their_columns() {
        for (names, record, expected) in [
            (["email", "notes"], "a@b.c,\"x\nd@e.f,y\"", Some((1, 1))),
            (["email", "notes"], "a@b.c,\"x\nLondon, England\"", None),
            (["name", "notes"], "Ana,\"x\nBo,y\"", None),
            (
                ["email", "email_verified"],
                "a@b.c,\"true\nd@e.f,maybe\"",
                None,
            ),
            (
                ["email", "email_verified"],
                "a@b.c,\"true\nd@e.f,false\"",
                Some((1, 1)),
            ),
        ] {
            assert_eq!(hidden(&names, record), expected, "{record:?}");
        }
        assert_eq!(hidden(&["email"], "\"a@b.c\nd@e.f\""), Some((1, 1)));
        assert_eq!(hidden(&["name"], "\"Ana\nBo\""), None);
    }
}
