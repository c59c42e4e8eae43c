//! What the lines inside a record say about its shape: whether a quotation mark hides rows.

use std::borrow::Cow;

use memchr::memchr2;

use crate::{
    dialect::Dialect,
    engine::{column_map::ColumnMap, cut_rows},
    rules::{Detail, Finding, HiddenRows, RawRecord, RuleId},
    schema::{AttributeDataType, ColumnId, Schema},
    values::{boolean, white_space},
};

use super::{
    Judge,
    batch::{Place, RowBuilder},
};

impl Judge<'_> {
    /// What a record is that is no user by the look of its fields.
    pub(super) fn no_user(&self, fields: &[Cow<'_, str>]) -> Option<RawRecord<'static>> {
        let names = &self.file.names;
        let reading = RawRecord {
            repeats_header: repeats_header(fields, names),
            is_footer: is_footer(fields, names),
            ..RawRecord::default()
        };
        (reading.repeats_header || reading.is_footer).then_some(reading)
    }

    /// The lines inside a record that look like rows of their own.
    pub(super) fn hidden_rows(&self, record: &str, columns: &ColumnMap) -> Option<HiddenRows> {
        memchr2(b'\n', b'\r', record.as_bytes())?;
        hidden_rows(record, self.file.dialect, columns, &self.plan.schema)
    }

    /// Whether fields are what follows a line break in the middle of a row.
    pub(super) fn is_piece(&self, line: &str, fields: &[Cow<'_, str>]) -> bool {
        let columns = &self.file.columns;
        // A mark encloses a whole value, and two backslashes may leave the comma after them alone.
        let is_whole = self
            .file
            .dialect
            .quote()
            .is_some_and(|quote| line.as_bytes().first() == Some(&quote));
        let has_two_readings = self.file.dialect == Dialect::Cognito && line.contains("\\\\,");
        self.file.source.is_none()
            && !is_whole
            && !has_two_readings
            && self.is_short(line, fields, columns.unnamed_fields.len())
            && is_piece(fields, columns, &self.plan.schema)
    }

    /// Whether a record has fewer fields than the header, of which the last `unnamed` have no name.
    ///
    /// A rejected row was given as many delimiters as its header has. Where it was rejected as a piece,
    /// those fields count that have something in them.
    pub(super) fn is_short(&self, line: &str, fields: &[Cow<'_, str>], unnamed: usize) -> bool {
        let names = &self.file.names;
        let own = cut_rows::own_columns(names);
        if own < names.len() && line.contains(cut_rows::FINDING.rule.rule().name) {
            let last = fields.get(own.saturating_sub(1));
            return fields.len() < own || last.is_none_or(|last| white_space::is_blank(last));
        }
        fields.len() + unnamed < names.len()
    }

    /// Rejects a piece of a row. Its values are in the columns of others, so nothing else is said of them.
    pub(super) fn reject_piece(&self, found: usize, expected: usize, row: &mut RowBuilder<'_>) {
        row.is(Place::Piece);
        let too_few = Finding {
            rule: const { RuleId::of("row-has-too-few-fields") },
            column: None,
            detail: Detail::Count {
                found: found as u64,
                expected: expected as u64,
            },
        };
        row.report(&[too_few, cut_rows::FINDING], &[]);
        if self.plan.mapper.is_some() {
            row.judged().keep_unmapped();
        }
        if self.file.keeps_values {
            let none = || self.plan.schema.columns().iter().map(|_| None);
            row.keep(none(), none());
        }
    }
}

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

/// Whether fields are part of a report rather than a user: one text that counts rows or says where they
/// come from, or a line that is drawn, in a table of several columns.
pub(super) fn is_footer(fields: &[Cow<'_, str>], names: &[String]) -> bool {
    let Some((text, others)) = fields.split_first() else {
        return false;
    };
    let is_line = |field: &Cow<'_, str>| is_drawn(field) || white_space::is_blank(field);
    if names.len() > 1 && is_drawn(text) && others.iter().all(is_line) {
        return true;
    }
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
    counts_rows || is_total || begins_report(inner)
}

/// Whether a field is part of a line that is drawn, as below the names of a table.
fn is_drawn(field: &str) -> bool {
    let text = white_space::trim(field);
    text.len() > 1 && text.bytes().all(|byte| b"-+=_".contains(&byte))
}

/// Whether a text begins like what programs write below a report.
pub(super) fn begins_report(text: &str) -> bool {
    let beginnings = [
        "copyright ",
        "confidential ",
        "end of file",
        "end of report",
        "exported by ",
        "exported on ",
        "generated by",
        "generated on",
        "report generated ",
    ];
    beginnings.iter().any(|words| {
        text.get(..words.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(words))
    })
}

/// Whether fields, fewer than the header names, are what follows a line break in the middle of a row: none
/// of them looks like the value of its column.
///
/// A row that stops early, because its last values are blank, begins with those of its first columns. One
/// that can be imported has an e-mail address or a telephone number, and a row that has neither often
/// has a flag that says so.
pub(super) fn is_piece(fields: &[Cow<'_, str>], columns: &ColumnMap, schema: &Schema) -> bool {
    let known = schema.known();
    let value_of = |column: Option<ColumnId>| {
        let place = columns.field_of(column?)?;
        let value = white_space::trim(fields.get(place)?);
        (!value.is_empty()).then_some(value)
    };
    let is_like =
        |column: Option<ColumnId>, is_like: fn(&str) -> bool| value_of(column).map(is_like);
    let has_at = |value: &str| value.contains('@');
    let email = is_like(known.email, has_at);
    let others = [
        is_like(known.phone_number, has_digits_of_number),
        is_like(known.username, has_at),
        is_like(known.username, has_digits_of_number),
        is_like(known.email_verified, is_like_flag),
        is_like(known.phone_number_verified, is_like_flag),
    ];
    match email {
        Some(is_address) => !is_address,
        None => !others.contains(&Some(true)),
    }
}

/// Whether any field looks like an address of a user, whatever its column means.
pub(super) fn has_address(fields: &[Cow<'_, str>]) -> bool {
    fields.iter().any(|field| {
        let value = white_space::trim(field);
        is_like_email(value) || has_digits_of_number(value)
    })
}

/// Whether a value has as many digits as a telephone number, and no letter.
fn has_digits_of_number(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    digits >= 7 && !value.chars().any(char::is_alphabetic)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line by itself looks like a row: it has the fields that the header names, or as a field of
/// its own the address of a user, as a row has from which a delimiter was lost or in which blank
/// values at the end were left out.
fn looks_like_row(line: &str, dialect: Dialect, columns: &ColumnMap, schema: &Schema) -> bool {
    let fields: Vec<&str> = fields_of(line, dialect)
        .map(|field| unquoted(field, dialect))
        .collect();
    let is_table = columns.len() > FIELDS_THAT_PROVE_NOTHING;
    if is_table && fields.len() == columns.len() {
        return true;
    }
    // With as many fields as a narrow table has columns, what they look like decides below.
    if fields.len() > 1 && (is_table || fields.len() != columns.len()) {
        let is_address = |field: &&str| {
            let value = white_space::trim(field);
            is_like_email(value) && !value.contains(char::is_whitespace)
        };
        if fields.iter().any(is_address) {
            return true;
        }
    }
    let mut proofs = fields
        .iter()
        .zip(&columns.fields)
        .filter_map(|(field, column)| has_shape((*column)?, field, schema));
    fields.len() == columns.len() && proofs.next() == Some(true) && proofs.all(|is_proof| is_proof)
}

/// Whether a value looks like one of its column; nothing where the column takes any text.
fn has_shape(column: ColumnId, value: &str, schema: &Schema) -> Option<bool> {
    let column = schema.column(column)?;
    match (column.name(), column.attribute.data_type) {
        ("email", _) => Some(is_like_email(value)),
        ("phone_number", _) => {
            let digits = value.strip_prefix('+')?;
            Some(!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
        }
        (_, AttributeDataType::Boolean) => Some(is_like_flag(value)),
        _ => None,
    }
}

fn is_like_email(value: &str) -> bool {
    value
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

fn is_like_flag(value: &str) -> bool {
    boolean::parse_spelling(value).is_some()
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
            "Generated by: Report Writer 11/14/2026 9:05 AM",
            "Copyright (c) 2026",
            "+------+-----+",
        ] {
            assert!(is_footer_of(&[text]), "{text}");
            assert!(is_footer_of(&[text, ""]), "{text}");
        }
        for text in ["total", "rows", "Ana", "2 users", "-", ""] {
            assert!(!is_footer_of(&[text]), "{text}");
        }
        assert!(!is_footer_of(&["2 rows", "x"]));
        assert!(is_footer_of(&["----", " ===="]));
        assert!(!is_footer_of(&["----", "x"]));
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
