//! Apostrophes that keep a spreadsheet from reading a cell as a formula, and the way back.
//!
//! A cell that begins like a formula, after any apostrophes, gets one more apostrophe; taking it off
//! leaves what was there, byte by byte. A number and a phone number are not formulas, whatever their
//! sign.

use std::{borrow::Cow, ops::Range};

use memchr::memchr_iter;

use crate::bug;

use super::raw_fields::RawDialect;

/// Whether a spreadsheet would take a cell of this text for a formula.
pub(crate) fn is_formula(cell: &str) -> bool {
    // Quotation marks and spaces are taken off the front of a cell.
    let text = cell.trim_start_matches([' ', '"']);
    let mut rest = text.chars();
    match rest.next() {
        // The full-width forms are taken for formulas in East Asian locales.
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '＋' | '－') => true,
        Some(sign @ ('+' | '-')) => {
            let rest = rest.as_str().trim_end_matches([' ', '"']);
            !(is_number(rest) || (sign == '+' && is_phone_number(rest)))
        }
        _ => false,
    }
}

fn is_number(unsigned: &str) -> bool {
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && unsigned.parse::<f64>().is_ok()
}

fn is_phone_number(after_plus: &str) -> bool {
    after_plus.contains(|c: char| c.is_ascii_digit())
        && after_plus
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '.' | '-' | '/'))
}

/// How many cells of a record a spreadsheet would take for formulas.
pub(crate) fn formula_cells(record: &[u8], dialect: RawDialect) -> u64 {
    if !may_have_formulas(record, dialect) {
        return 0;
    }
    let cells = cells(record, dialect);
    cells
        .iter()
        .filter(|cell| {
            dialect
                .formula(record, cell)
                .is_some_and(|found| found.guards == 0)
        })
        .count() as u64
}

/// The record with one more apostrophe before each formula.
pub(crate) fn with_guards(record: &[u8], dialect: RawDialect) -> Cow<'_, [u8]> {
    changed(record, dialect, |found, guarded| {
        dialect.push_ascii("'", guarded);
        found.start
    })
}

/// The record with one apostrophe less before each formula that has any.
pub(crate) fn without_guards(record: &[u8], dialect: RawDialect) -> Cow<'_, [u8]> {
    changed(record, dialect, |found, _| {
        let one = usize::from(found.guards > 0) * dialect.encoding.unit();
        found.start + one
    })
}

/// A formula in a record.
#[derive(Debug, Clone, Copy)]
struct Formula {
    /// Where it begins, its apostrophes included.
    start: usize,
    /// How many apostrophes it has.
    guards: usize,
}

impl RawDialect {
    /// The formula in a cell, where it has one.
    fn formula(self, record: &[u8], cell: &Range<usize>) -> Option<Formula> {
        let unit = self.encoding.unit();
        let bytes = record.get(cell.clone())?;
        let text = self.encoding.decode_lossy(bytes);
        let (quote, inner) = match text.strip_prefix('"') {
            Some(inner) => (unit, inner),
            None => (0, &*text),
        };
        let bare = inner.trim_start_matches('\'');
        is_formula(bare).then(|| Formula {
            start: cell.start + quote,
            // An apostrophe is one byte in UTF-8, in which the decoded text is.
            guards: inner.len() - bare.len(),
        })
    }
}

/// The cells of a record, as a spreadsheet divides it: it does not know the backslash before a comma
/// in Cognito's dialect.
fn cells(record: &[u8], dialect: RawDialect) -> Vec<Range<usize>> {
    if dialect.quote == Some(b'"') {
        return dialect.fields(record);
    }
    let mut start = 0;
    let mut cells: Vec<Range<usize>> = dialect
        .delimiters(record)
        .map(|place| std::mem::replace(&mut start, place + dialect.encoding.unit())..place)
        .collect();
    cells.push(start..record.len());
    cells
}

/// Copies a record up to each formula, lets `change` append to the copy, and goes on where it says.
fn changed(
    record: &[u8],
    dialect: RawDialect,
    mut change: impl FnMut(Formula, &mut Vec<u8>) -> usize,
) -> Cow<'_, [u8]> {
    if !may_have_formulas(record, dialect) {
        return Cow::Borrowed(record);
    }
    let mut copy = Vec::new();
    let mut copied = 0;
    for cell in cells(record, dialect) {
        if let Some(found) = dialect.formula(record, &cell) {
            copy.extend_from_slice(bug::slice(record, copied..found.start));
            copied = change(found, &mut copy);
        }
    }
    if copied == 0 && copy.is_empty() {
        return Cow::Borrowed(record);
    }
    copy.extend_from_slice(bug::slice(record, copied..));
    Cow::Owned(copy)
}

/// False where no cell begins with a sign of a formula. Cheap, because most records have none.
fn may_have_formulas(record: &[u8], dialect: RawDialect) -> bool {
    if dialect.encoding.unit() > 1 {
        return true;
    }
    let begins_formula = |start: usize| {
        let cell = record.get(start..).unwrap_or_default();
        let mut bytes = cell.iter();
        match bytes.find(|byte| !matches!(byte, b' ' | b'"' | b'\'')) {
            Some(b'=' | b'@' | b'-' | b'\t' | b'\r' | b'\n') => true,
            // Most are phone numbers in E.164.
            Some(b'+') => {
                let mut number = bytes
                    .take_while(|byte| **byte != dialect.delimiter)
                    .peekable();
                number.peek().is_none() || !number.all(u8::is_ascii_digit)
            }
            Some(byte) => !byte.is_ascii(),
            None => false,
        }
    };
    begins_formula(0)
        || memchr_iter(dialect.delimiter, record).any(|delimiter| begins_formula(delimiter + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Encoding};

    const COGNITO: Dialect = Dialect::Cognito;
    const QUOTED: Dialect = Dialect::Rfc4180 { delimiter: b',' };

    fn guarded(record: &str, dialect: Dialect) -> String {
        let dialect = RawDialect::new(dialect, Encoding::UTF_8);
        String::from_utf8(with_guards(record.as_bytes(), dialect).into_owned()).unwrap()
    }

    #[test]
    fn formulas_are_told_from_numbers_and_phone_numbers() {
        for formula in [
            "=1+1", "@SUM(A1)", "\t=1", "+1+1", "-1+cmd", "+cmd", "-", "+", "-a", "＝1", " =1",
            "-1-1", "+1e", "-inf",
        ] {
            assert!(is_formula(formula), "{formula}");
        }
        for other in [
            "",
            "ana",
            "+12065550100",
            "+1 (206) 555-0100",
            "-5",
            "+5",
            "-0.5",
            "-1e5",
            "a=1",
            "1-1",
            "ana@example.com",
            "'=1",
            "+1 206 ",
        ] {
            assert!(!is_formula(other), "{other}");
        }
    }

    #[test]
    fn each_formula_gets_one_apostrophe() {
        for (record, expected) in [
            ("a,=1,b", "a,'=1,b"),
            ("=1,\"=2\",-3,-x", "'=1,\"'=2\",-3,'-x"),
            ("'=1,''=1,'t Hart", "''=1,'''=1,'t Hart"),
            ("\"a,=1\",b", "\"a,=1\",b"),
            ("a,b", "a,b"),
            ("", ""),
        ] {
            assert_eq!(guarded(record, QUOTED), expected);
        }
        // A spreadsheet begins a new cell after the comma that a backslash escapes.
        assert_eq!(guarded(r"a\,=1,=2", COGNITO), r"a\,'=1,'=2");
    }

    #[test]
    fn guards_come_off_and_nothing_else_does() {
        let cells = [
            "",
            "a",
            "=1",
            "'=1",
            "''@x",
            "'",
            "'t Hart",
            "+1206",
            "'+1206",
            "-x",
            "\"=1\"",
            "\"'=1\"",
            "\"a,=1\"",
            " =1",
            "\t",
            "é=",
            "＝1",
            "=\"\"",
            "\"\"\"=1\"",
            r"a\",
            "'-5",
            "\" '=1\"",
        ];
        for dialect in [COGNITO, QUOTED] {
            for encoding in [Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE] {
                let raw_dialect = RawDialect::new(dialect, encoding);
                for one in cells {
                    for two in cells {
                        let text = format!("{one},{two}");
                        let record: Vec<u8> = if encoding == Encoding::UTF_16LE {
                            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
                        } else if encoding == Encoding::UTF_16BE {
                            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
                        } else {
                            text.into_bytes()
                        };
                        let guarded = with_guards(&record, raw_dialect);
                        assert_eq!(formula_cells(&guarded, raw_dialect), 0, "{one},{two}");
                        let back = without_guards(&guarded, raw_dialect);
                        assert_eq!(*back, record[..], "{one},{two}");
                    }
                }
            }
        }
    }

    #[test]
    fn bytes_that_are_not_text_are_kept() {
        let dialect = RawDialect::new(QUOTED, Encoding::UTF_8);
        let record = b"=\xFF,a\xFE,-\xFF";
        let guarded = with_guards(record, dialect);
        assert_eq!(*guarded, b"'=\xFF,a\xFE,'-\xFF"[..]);
        assert_eq!(*without_guards(&guarded, dialect), record[..]);
    }
}
