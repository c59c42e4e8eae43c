//! Which dialect a file is written in, decided from its beginning.

use std::cmp::Ordering;

use super::{
    Dialect, cognito, consistency::Consistency, line_ends::is_field_edge, rfc4180::closing,
};

/// How many bytes of a file are looked at.
pub const BYTES_LOOKED_AT: usize = 1024 * 1024;

/// The delimiters that are tried.
pub const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// The beginning of a file, decoded.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the text and whether more follows is all that a beginning has"
)]
pub struct Sample<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether it is the whole file. The last line of a longer one may be cut off.
    pub is_whole: bool,
}

/// What a file's beginning says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Detected {
    /// The dialect.
    pub dialect: Dialect,
    /// Why, in a few words for a person.
    pub because: &'static str,
}

/// The delimiter that Excel announces in a first line such as `sep=;`.
pub fn separator_line(first_line: &str) -> Option<u8> {
    let announced = first_line.trim_end_matches(['\r', '\n']);
    let name = announced.get(..4)?;
    match announced.as_bytes().get(4..)? {
        [delimiter] if name.eq_ignore_ascii_case("sep=") && delimiter.is_ascii() => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// The first line that is not blank: the header, or a line that announces the delimiter.
pub fn first_line(start: &str) -> &str {
    start
        .split(['\n', '\r'])
        .find(|line| !line.trim_ascii().is_empty())
        .unwrap_or_default()
}

/// Decides the dialect from a file's beginning and the CSVHeader's names.
///
/// Blank lines at the start are skipped. A first line `sep=` decides at once. Otherwise the
/// delimiter is the one that makes most of the first line's fields known columns, and failing that
/// the commonest one. Where a backslash comes before a comma, it is the dialect in which more rows
/// have the same number of fields. Otherwise fields that quotation marks open and close mean RFC 4180;
/// a backslash before a comma means Cognito's dialect; neither, and the names are exactly the
/// CSVHeader's: Cognito's dialect too.
pub fn dialect(sample: Sample<'_>, names: &[&str], given: Option<u8>) -> Detected {
    let start = sample.text;
    let first_line = first_line(start);
    if let Some(delimiter) = separator_line(first_line) {
        return Detected {
            dialect: Dialect::Rfc4180 { delimiter },
            because: "its first line announces the delimiter",
        };
    }
    let delimiter = given.unwrap_or_else(|| delimiter(first_line, names));
    let escapes_comma = delimiter == b',' && start.contains("\\,");
    if escapes_comma {
        let consistency = Consistency::of(sample);
        match consistency.rfc_4180.cmp(&consistency.cognito) {
            Ordering::Greater => {
                return Detected {
                    dialect: Dialect::Rfc4180 { delimiter },
                    because: "only in RFC 4180 do its rows have the same number of fields, although \
                              it has a backslash before a comma",
                };
            }
            Ordering::Less => {
                return Detected {
                    dialect: Dialect::Cognito,
                    because: "it has a backslash before a comma, and only in Cognito's dialect do its \
                              rows have the same number of fields",
                };
            }
            Ordering::Equal => {}
        }
    }
    if has_quoted_field(start.as_bytes(), delimiter) {
        return Detected {
            dialect: Dialect::Rfc4180 { delimiter },
            because: "quotation marks open and close its fields",
        };
    }
    if delimiter == b',' {
        if escapes_comma {
            return Detected {
                dialect: Dialect::Cognito,
                because: "it has a backslash before a comma",
            };
        }
        let mut found: Vec<&str> = cognito::raw_fields(first_line).collect();
        let mut expected = names.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        if found == expected {
            return Detected {
                dialect: Dialect::Cognito,
                because: "its names are exactly the CSVHeader's",
            };
        }
    }
    Detected {
        dialect: Dialect::Rfc4180 { delimiter },
        because: "nothing in it is typical of Cognito's dialect",
    }
}

/// The delimiter that makes most of a line's fields known columns, and failing that the commonest.
pub fn delimiter(first_line: &str, names: &[&str]) -> u8 {
    let score = |delimiter: u8| {
        let known = first_line
            .split(char::from(delimiter))
            .filter(|field| {
                let field = field.trim().trim_matches('"').trim();
                names.iter().any(|name| name.eq_ignore_ascii_case(field))
            })
            .count();
        let commonness = first_line.bytes().filter(|byte| *byte == delimiter).count();
        (known, commonness)
    };
    // The first of equals wins, and that is the comma.
    let mut best = (b',', score(b','));
    for candidate in DELIMITERS {
        let scored = score(candidate);
        if scored > best.1 {
            best = (candidate, scored);
        }
    }
    best.0
}

fn has_quoted_field(bytes: &[u8], delimiter: u8) -> bool {
    let mut from = 0;
    while let Some(offset) = bytes
        .get(from..)
        .and_then(|rest| memchr::memchr(b'"', rest))
    {
        let open = from + offset;
        let before = open.checked_sub(1).and_then(|before| bytes.get(before));
        from = open + 1;
        if is_field_edge(before, delimiter)
            && let Some(mark) = closing(bytes, from)
            && is_field_edge(bytes.get(mark + 1), delimiter)
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 3] = ["email", "email_verified", "cognito:username"];

    fn detected(start: &str) -> Dialect {
        let sample = Sample {
            text: start,
            is_whole: true,
        };
        dialect(sample, &NAMES, None).dialect
    }

    #[test]
    fn quoted_fields_mean_rfc_4180() {
        for start in [
            "email,cognito:username\n\"a\",b\n",
            "\"email\",\"x\"\n",
            "email\n\"a\nb\"\n",
            "email,x\na,\"b\"\"c\"",
        ] {
            assert_eq!(
                detected(start),
                Dialect::Rfc4180 { delimiter: b',' },
                "{start}"
            );
        }
    }

    #[test]
    fn a_backslash_before_a_comma_means_cognito() {
        assert_eq!(detected("email,x\na\\,b,c\n"), Dialect::Cognito);
        // Neither reading has as many fields as the header.
        assert_eq!(detected("email\na\\,b,c\n"), Dialect::Cognito);
    }

    #[test]
    fn a_backslash_before_a_comma_means_what_makes_the_rows_alike() {
        let rfc = Dialect::Rfc4180 { delimiter: b',' };
        for (rows, dialect) in [
            ("C:\\temp\\,nick\nx,y\n", rfc),
            ("x,y\nC:\\temp\\,nick", rfc),
            ("\"C:\\temp\\, or D:\",nick\n", rfc),
            ("\"a\\,\nb\",nick\n", rfc),
            ("1 Main St\\,\"The Oaks\",nick\n", Dialect::Cognito),
            ("1\\,\"The,nick\nx,y\n2\\,\"Oaks,nick\n", Dialect::Cognito),
            // In both readings two fields: marks that enclose fields are the stronger sign.
            ("x\\,\"y,z\"\n", rfc),
        ] {
            assert_eq!(detected(&format!("email,x\n{rows}")), dialect, "{rows}");
        }
    }

    #[test]
    fn exactly_the_names_mean_cognito_and_others_do_not() {
        assert_eq!(
            detected("cognito:username,email,email_verified\r\na,b,true\r\n"),
            Dialect::Cognito
        );
        assert_eq!(
            detected("Email,email_verified,cognito:username\n"),
            Dialect::Rfc4180 { delimiter: b',' }
        );
    }

    #[test]
    fn the_delimiter_is_the_one_that_knows_the_names() {
        assert_eq!(
            detected("email;Email_Verified;a,b,c,d,e\n"),
            Dialect::Rfc4180 { delimiter: b';' }
        );
        assert_eq!(
            detected("mail\tname\n"),
            Dialect::Rfc4180 { delimiter: b'\t' }
        );
        assert_eq!(detected("mail\n"), Dialect::Rfc4180 { delimiter: b',' });
    }

    #[test]
    fn blank_lines_before_the_first_say_nothing() {
        assert_eq!(
            detected("\r\n \nemail;email_verified;cognito:username\n"),
            Dialect::Rfc4180 { delimiter: b';' }
        );
        assert_eq!(
            detected("\nsep=|\nemail|x\n"),
            Dialect::Rfc4180 { delimiter: b'|' }
        );
        assert_eq!(
            detected("\nemail,email_verified,cognito:username\n"),
            Dialect::Cognito
        );
        assert_eq!(first_line("\n\t\r"), "");
    }

    #[test]
    fn an_announced_separator_is_honoured() {
        assert_eq!(
            detected("sep=|\r\nemail|x\r\n"),
            Dialect::Rfc4180 { delimiter: b'|' }
        );
        assert_eq!(separator_line("SEP=;\r\n"), Some(b';'));
        assert_eq!(separator_line("sep=;;"), None);
        assert_eq!(separator_line("se"), None);
    }

    #[test]
    fn a_quotation_mark_inside_a_field_says_nothing() {
        assert_eq!(
            detected("cognito:username,email,email_verified\n5\" pipe,a \"b\" c,true\n"),
            Dialect::Cognito
        );
    }

    #[test]
    fn a_quoted_field_is_one_that_marks_open_and_close() {
        let rfc = Dialect::Rfc4180 { delimiter: b',' };
        for (row, expected) in [
            ("\"a\"", rfc),
            ("x,\"a\"", rfc),
            ("\"a\"\"b\",c", rfc),
            ("\"\"\"\"", rfc),
            ("x\"y,\"b\"\n", rfc),
            ("a\"b\"c", Dialect::Cognito),
            ("\"a", Dialect::Cognito),
            ("\"a\"b", Dialect::Cognito),
            ("\"a\"\"", Dialect::Cognito),
            ("x\"", Dialect::Cognito),
            ("x\"y\",z", Dialect::Cognito),
        ] {
            let start = format!("email,email_verified,cognito:username\n{row}");
            assert_eq!(detected(&start), expected, "{row}");
        }
    }
}
