//! Which dialect a file is written in, decided from its beginning.

use std::{cmp::Ordering, str::FromStr};

use super::{
    Delimited, Dialect, cognito,
    consistency::Consistency,
    delimited::{END_OF_DATA, NULL},
    line_ends::is_field_edge,
    rfc4180::closing,
};

/// How many bytes of a file are looked at.
pub const BYTES_LOOKED_AT: usize = 1024 * 1024;

/// The delimiters that are tried first; of equals the first wins.
const USUAL_DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// How many known names a header must have to prove any other delimiter.
const NAMES_THAT_PROVE: usize = 2;

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

/// What encloses values, as a caller says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "values are enclosed or they are not"
)]
pub enum Quote {
    /// Nothing does: every quotation mark is text.
    None,
    /// This character.
    Character(u8),
}

impl FromStr for Quote {
    type Err = &'static str;

    /// The quote character that a text names: one ASCII character, or `none`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.as_bytes() {
            b"none" => Ok(Self::None),
            [byte] if byte.is_ascii_punctuation() && *byte != b'\\' => Ok(Self::Character(*byte)),
            _ => Err("expected none or one ASCII character, such as '"),
        }
    }
}

impl Quote {
    /// The character, where there is one.
    pub const fn character(self) -> Option<u8> {
        match self {
            Self::None => None,
            Self::Character(character) => Some(character),
        }
    }
}

/// What a caller says about a file's dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a dialect of delimiters has these parts"
)]
pub struct Given {
    /// The delimiter.
    pub delimiter: Option<u8>,
    /// What encloses values.
    pub quote: Option<Quote>,
    /// Whether backslashes escape.
    pub escapes: bool,
}

impl Given {
    /// The dialect of these parts, in which quotation marks enclose values if nothing else was said.
    pub const fn dialect(self, delimiter: u8) -> Dialect {
        let quote = match self.quote {
            None => Some(b'"'),
            Some(quote) => quote.character(),
        };
        Dialect::of(Delimited::new(delimiter).quote(quote).escapes(self.escapes))
    }
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

/// The delimiter that Excel announces in a first line such as `sep=;`, which may be in quotation marks.
pub fn separator_line(first_line: &str) -> Option<u8> {
    let announced = first_line.trim_end_matches(['\r', '\n']);
    let announced = announced
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(announced);
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
    lines(start).next().unwrap_or_default()
}

/// The lines that are not blank.
fn lines(start: &str) -> impl Iterator<Item = &str> {
    start
        .split(['\n', '\r'])
        .filter(|line| !line.trim_ascii().is_empty())
}

/// Decides the dialect from a file's beginning and the names that its header may have.
///
/// Blank lines at the start are skipped. A first line `sep=` decides at once. Otherwise the delimiter is
/// the one that makes most of the first line's fields known names, and failing that the commonest one.
/// Backslashes escape where a field is `\N`, where the last line is `\.`, or where in a file of tabs they
/// come before the letters of line breaks and tabs. Where a backslash comes before a comma, it is the
/// dialect in which more rows have the same number of fields. Otherwise fields that quotation marks open
/// and close mean RFC 4180; a backslash before a comma means Cognito's dialect; neither, and the names are
/// exactly the CSVHeader's (`columns`): Cognito's dialect too.
pub fn dialect(sample: Sample<'_>, columns: &[&str], names: &[&str], given: Given) -> Detected {
    let start = sample.text;
    let first_line = first_line(start);
    if let Some(delimiter) = separator_line(first_line) {
        return Detected {
            dialect: given.dialect(delimiter),
            because: "its first line announces the delimiter",
        };
    }
    let delimiter = given
        .delimiter
        .unwrap_or_else(|| delimiter(first_line, names));
    if given.quote.is_some() || given.escapes {
        return Detected {
            dialect: given.dialect(delimiter),
            because: "its header has that delimiter",
        };
    }
    let is_cognitos_header = delimiter == b',' && has_exactly(first_line, columns);
    let quoted = quoted_fields(start.as_bytes(), delimiter);
    if !is_cognitos_header && has_escapes(start, delimiter) {
        let quote = quoted.is_any().then_some(b'"');
        return Detected {
            dialect: Dialect::of(Delimited::new(delimiter).quote(quote).escapes(true)),
            because: "its backslashes escape, as in the output of a database",
        };
    }
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
    if quoted.after_blanks > 0 && quoted.unclosed == 0 {
        let mut blanks = Delimited::new(delimiter).quote(Some(b'"'));
        blanks.skips_blanks = true;
        return Detected {
            dialect: Dialect::of(blanks),
            because: "quotation marks enclose its fields, some after a blank",
        };
    }
    if quoted.at_edge > 0 {
        return Detected {
            dialect: Dialect::Rfc4180 { delimiter },
            because: "quotation marks open and close its fields",
        };
    }
    if delimiter != b',' && quoted.unclosed > 0 && !closes_any(start.as_bytes(), delimiter) {
        return Detected {
            dialect: Dialect::of(Delimited::new(delimiter)),
            because: "its quotation marks open fields and close none",
        };
    }
    if escapes_comma {
        return Detected {
            dialect: Dialect::Cognito,
            because: "it has a backslash before a comma",
        };
    }
    if is_cognitos_header {
        return Detected {
            dialect: Dialect::Cognito,
            because: "its names are exactly the CSVHeader's",
        };
    }
    Detected {
        dialect: Dialect::Rfc4180 { delimiter },
        because: NOTHING_IS_TYPICAL,
    }
}

/// What is said of a file without any sign of its dialect.
const NOTHING_IS_TYPICAL: &str = "nothing in it is typical of Cognito's dialect";

/// The dialect of a file that shows by some sign that it is not Cognito's.
pub(crate) fn other_dialect(
    sample: Sample<'_>,
    columns: &[&str],
    names: &[&str],
) -> Option<Dialect> {
    let detected = dialect(sample, columns, names, Given::default());
    let has_no_sign = detected.because == NOTHING_IS_TYPICAL
        && detected.dialect == (Dialect::Rfc4180 { delimiter: b',' });
    (detected.dialect != Dialect::Cognito && !has_no_sign).then_some(detected.dialect)
}

fn has_exactly(first_line: &str, columns: &[&str]) -> bool {
    let mut found: Vec<&str> = cognito::raw_fields(first_line).collect();
    let mut expected = columns.to_vec();
    found.sort_unstable();
    expected.sort_unstable();
    found == expected
}

/// How many different known names are fields of a line.
fn known_names(line: &str, delimiter: u8, names: &[&str]) -> usize {
    let mut known: Vec<String> = line
        .split(char::from(delimiter))
        .map(|field| field.trim().trim_matches(['"', '\'']).trim())
        .filter(|field| {
            names
                .iter()
                .any(|name| name.trim().eq_ignore_ascii_case(field))
        })
        .map(str::to_ascii_lowercase)
        .collect();
    known.sort_unstable();
    known.dedup();
    known.len()
}

/// The delimiter that makes most of a line's fields known names, and failing that the commonest of the
/// usual ones.
pub fn delimiter(first_line: &str, names: &[&str]) -> u8 {
    let count = |delimiter: u8| first_line.bytes().filter(|byte| *byte == delimiter).count();
    let score = |delimiter: u8| {
        if cuts_a_name(first_line, delimiter, names) {
            return (0, 0);
        }
        (known_names(first_line, delimiter, names), count(delimiter))
    };
    // The first of equals wins, and that is the comma.
    let mut best = (b',', score(b','));
    for candidate in USUAL_DELIMITERS {
        let scored = score(candidate);
        if scored > best.1 {
            best = (candidate, scored);
        }
    }
    for candidate in (1..0x7F).filter(|byte| is_unusual_delimiter(*byte)) {
        let scored = score(candidate);
        if scored.0 > best.1.0 && is_proven(first_line, candidate, scored) {
            best = (candidate, scored);
        }
    }
    // Where there is none of the usual ones, these two are hardly ever anything else.
    if best.1.1 == 0 {
        return [b'|', b'^']
            .into_iter()
            .find(|candidate| score(*candidate).1 > 0)
            .unwrap_or(best.0);
    }
    best.0
}

/// Whether a byte may separate fields although hardly any file has it: nothing of which names are made.
const fn is_unusual_delimiter(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !matches!(byte, b'\n' | b'\r' | b'"' | b'\'' | b'_' | b'\\')
}

/// Whether a header proves a delimiter that is not one of the usual ones. Names of columns have spaces,
/// points and hyphens in them, so a few known words between those prove nothing.
fn is_proven(first_line: &str, delimiter: u8, (known, count): (usize, usize)) -> bool {
    let fields = count + 1;
    let has_proof = match delimiter {
        b' ' | b'.' | b'-' | b'/' | b':' | b'(' | b')' | b'[' | b']' => 2 * known > fields,
        _ => true,
    };
    let is_free_of_others = first_line.split(char::from(delimiter)).all(|field| {
        let is_quoted = field.trim().starts_with(['"', '\'']);
        is_quoted || !field.bytes().any(|byte| USUAL_DELIMITERS.contains(&byte))
    });
    known >= NAMES_THAT_PROVE && has_proof && is_free_of_others
}

/// Whether a header has a known name that holds this delimiter and is not in quotation marks: then the
/// byte is text.
fn cuts_a_name(first_line: &str, delimiter: u8, names: &[&str]) -> bool {
    let cut = names
        .iter()
        .map(|name| name.trim().as_bytes())
        .filter(|name| name.contains(&delimiter));
    let line = first_line.as_bytes();
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'"' | b'\''));
    cut.into_iter().any(|name| {
        line.windows(name.len()).enumerate().any(|(start, found)| {
            let before = start.checked_sub(1).and_then(|place| line.get(place));
            let after = line.get(start + name.len());
            found.eq_ignore_ascii_case(name)
                && is_edge(before)
                && is_edge(after)
                && !(is_quote(before) && is_quote(after))
        })
    })
}

/// The number of the line that looks like the header, counted from 1, where it is not the first: the one
/// with most known names of the first hundred.
pub fn header_line(start: &str, names: &[&str], given: Given) -> Option<u64> {
    const LINES_LOOKED_AT: usize = 100;
    let mut best = None;
    let mut most = 1;
    let without_pairs = start.replace("\r\n", "\n");
    for (number, line) in (1..).zip(without_pairs.split(['\n', '\r']).take(LINES_LOOKED_AT)) {
        let delimiter = given.delimiter.unwrap_or_else(|| delimiter(line, names));
        let known = known_names(line, delimiter, names);
        if known > most {
            most = known;
            best = Some(number);
        }
    }
    best.filter(|line| *line > 1)
}

/// Whether backslashes escape in a file's beginning, as they do in the output of databases.
fn has_escapes(start: &str, delimiter: u8) -> bool {
    if !start.contains('\\') {
        return false;
    }
    let mut has_letters = false;
    let mut bytes = start.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            continue;
        }
        match bytes.next() {
            Some(b'n' | b't' | b'r') => has_letters = true,
            Some(
                b'N' | b'b' | b'f' | b'v' | b'0' | b'Z' | b'\\' | b'.' | b'"' | b'\'' | b'\n'
                | b'\r',
            )
            | None => {}
            Some(other) if other == delimiter => {}
            // No database writes this, so the others may be no escapes either.
            Some(_) => return false,
        }
    }
    let has_null = lines(start)
        .skip(1)
        .any(|line| line.split(char::from(delimiter)).any(|field| field == NULL));
    let ends_data = lines(start).last() == Some(END_OF_DATA);
    has_null || ends_data || (delimiter == b'\t' && has_letters)
}

/// What quotation marks do at the starts of fields.
#[derive(Debug, Default)]
struct QuotedFields {
    /// Fields that marks open and close.
    at_edge: usize,
    /// Those where blanks come before the opening one.
    after_blanks: usize,
    /// Fields that begin with a mark that closes none.
    unclosed: usize,
}

impl QuotedFields {
    const fn is_any(&self) -> bool {
        self.at_edge + self.after_blanks > 0
    }
}

fn quoted_fields(bytes: &[u8], delimiter: u8) -> QuotedFields {
    let mut found = QuotedFields::default();
    let mut from = 0;
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t') && *byte != delimiter;
    while let Some(offset) = bytes
        .get(from..)
        .and_then(|rest| memchr::memchr(b'"', rest))
    {
        let open = from + offset;
        from = open + 1;
        let before = bytes.get(..open).unwrap_or_default();
        let blanks = before
            .iter()
            .rev()
            .take_while(|byte| is_blank(byte))
            .count();
        let edge = before.len() - blanks;
        let edge = edge.checked_sub(1).and_then(|place| bytes.get(place));
        // Blanks at the start of a line are an indent of something else.
        let opens = match (is_field_edge(edge, delimiter), blanks) {
            (is_edge, 0) => is_edge,
            (_, _) => edge == Some(&delimiter),
        };
        if !opens {
            continue;
        }
        let Some(mark) = closing(bytes, from, b'"') else {
            found.unclosed += 1;
            continue;
        };
        let after = bytes.get(mark + 1..).unwrap_or_default();
        let skipped = after.iter().take_while(|byte| is_blank(byte)).count();
        if !is_field_edge(after.get(skipped), delimiter) {
            found.unclosed += 1;
        } else if blanks > 0 {
            found.after_blanks += 1;
            from = mark + 1;
        } else {
            found.at_edge += 1;
            from = mark + 1;
        }
    }
    found
}

/// Whether any quotation mark comes at the end of a field that it does not itself begin.
fn closes_any(bytes: &[u8], delimiter: u8) -> bool {
    memchr::memchr_iter(b'"', bytes).any(|place| {
        let before = place.checked_sub(1).and_then(|before| bytes.get(before));
        is_field_edge(bytes.get(place + 1), delimiter) && !is_field_edge(before, delimiter)
    })
}

#[cfg(test)]
mod tests;
