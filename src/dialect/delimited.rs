//! Fields between delimiters in other ways than RFC 4180 has: another quote character or none,
//! backslashes that escape, blanks before a quotation mark.

/// How such a file writes its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Delimited {
    /// The byte between two fields.
    pub delimiter: u8,
    /// The character that encloses values, where there is one; doubled inside a value it means itself.
    pub quote: Option<u8>,
    /// Whether a backslash escapes the character after it: `\n` is a line break, `\t` a tab, `\\` a
    /// backslash, and a field `\N` is blank, as PostgreSQL's COPY and MySQL's OUTFILE write them.
    pub escapes: bool,
    /// Whether blanks before a quote character, at the start of a field, are skipped.
    pub skips_blanks: bool,
}

impl Delimited {
    /// Fields between these delimiters, without quoting or escaping.
    pub const fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            quote: None,
            escapes: false,
            skips_blanks: false,
        }
    }

    /// With this quote character, or none.
    #[must_use]
    pub const fn quote(mut self, quote: Option<u8>) -> Self {
        self.quote = quote;
        self
    }

    /// With backslashes that escape, or not.
    #[must_use]
    pub const fn escapes(mut self, escapes: bool) -> Self {
        self.escapes = escapes;
        self
    }
}

/// The delimiter that a text names: one ASCII character, or a name for the one that is hard to type.
///
/// # Errors
///
/// What is expected, where it names none.
///
/// ```
/// use cognito_preflight::dialect::delimiter_of;
///
/// assert_eq!(delimiter_of("tab"), Ok(b'\t'));
/// assert_eq!(delimiter_of(";"), Ok(b';'));
/// assert!(delimiter_of("ab").is_err());
/// ```
pub fn delimiter_of(text: &str) -> Result<u8, &'static str> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r' | b'\0') => Ok(*byte),
        _ => Err("expected one ASCII character, such as , ; | or tab"),
    }
}

/// A field that stands for no value where backslashes escape.
pub(super) const NULL: &str = "\\N";
/// The line with which PostgreSQL ends its data.
pub(crate) const END_OF_DATA: &str = "\\.";

/// Splits single records into fields, into buffers that are kept between records.
#[derive(Debug)]
pub(super) struct DelimitedSplitter {
    dialect: Delimited,
    text: String,
    ends: Vec<usize>,
}

impl DelimitedSplitter {
    pub(super) const fn new(dialect: Delimited) -> Self {
        Self {
            dialect,
            text: String::new(),
            ends: Vec::new(),
        }
    }

    /// The text of all fields, without anything between them, and where each ends.
    pub(super) fn split(&mut self, record: &str) -> (&str, &[usize]) {
        self.take_apart(record);
        (&self.text, &self.ends)
    }

    /// Takes a record apart; gives the number of the first field, counted from 1, that goes on after
    /// the quote character that closes it.
    pub(super) fn take_apart(&mut self, record: &str) -> Option<usize> {
        self.text.clear();
        self.ends.clear();
        let mut text_after_quote = None;
        let mut characters = record.chars().peekable();
        loop {
            let more = self.field(&mut characters);
            self.ends.push(self.text.len());
            let Field {
                ends_record,
                is_odd,
            } = more;
            if is_odd && text_after_quote.is_none() {
                text_after_quote = Some(self.ends.len());
            }
            if ends_record {
                return text_after_quote;
            }
        }
    }

    fn field(&mut self, characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Field {
        let Delimited {
            delimiter,
            quote,
            escapes,
            skips_blanks,
        } = self.dialect;
        let delimiter = char::from(delimiter);
        let quote = quote.map(char::from);
        if skips_blanks {
            let mut ahead = characters.clone();
            while ahead
                .next_if(|c| matches!(c, ' ' | '\t') && *c != delimiter)
                .is_some()
            {}
            if ahead.peek().copied() == quote && quote.is_some() {
                *characters = ahead;
            }
        }
        if escapes {
            let mut ahead = characters.clone();
            let is_null = ahead.next() == Some('\\') && ahead.next() == Some('N');
            match ahead.next() {
                None if is_null => {
                    *characters = ahead;
                    return Field::last();
                }
                Some(next) if is_null && next == delimiter => {
                    *characters = ahead;
                    return Field::before_another();
                }
                _ => {}
            }
        }
        let mut is_open = quote.is_some() && characters.next_if(|c| Some(*c) == quote).is_some();
        let was_quoted = is_open;
        let mut is_odd = false;
        while let Some(character) = characters.next() {
            if escapes && character == '\\' {
                match characters.next() {
                    Some(escaped) => self.text.push(meaning_of(escaped)),
                    None => self.text.push('\\'),
                }
            } else if is_open && Some(character) == quote {
                if characters.next_if(|c| Some(*c) == quote).is_some() {
                    self.text.push(character);
                } else {
                    is_open = false;
                }
            } else if !is_open && character == delimiter {
                return Field {
                    ends_record: false,
                    is_odd,
                };
            } else {
                is_odd |= was_quoted && !is_open && !matches!(character, ' ' | '\t');
                self.text.push(character);
            }
        }
        Field {
            ends_record: true,
            is_odd,
        }
    }
}

/// What was seen of one field.
struct Field {
    /// Whether it is the last one.
    ends_record: bool,
    /// Whether text follows the quote character that closes it.
    is_odd: bool,
}

impl Field {
    const fn last() -> Self {
        Self {
            ends_record: true,
            is_odd: false,
        }
    }

    const fn before_another() -> Self {
        Self {
            ends_record: false,
            is_odd: false,
        }
    }
}

/// What a backslash and this character mean together.
const fn meaning_of(escaped: char) -> char {
    match escaped {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        '0' => '\0',
        'Z' => '\u{1a}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(dialect: Delimited, record: &str) -> Vec<String> {
        let mut splitter = DelimitedSplitter::new(dialect);
        let (text, ends) = splitter.split(record);
        crate::dialect::rfc4180::fields(text, ends)
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn without_quoting_every_mark_is_text() {
        let plain = Delimited::new(b'\t');
        assert_eq!(split(plain, "a\t\"b\tc\"\\N"), ["a", "\"b", "c\"\\N"]);
        assert_eq!(split(plain, ""), [""]);
        assert_eq!(split(plain, "\t"), ["", ""]);
    }

    #[test]
    fn backslashes_escape_what_databases_escape() {
        let text = Delimited::new(b'\t').escapes(true);
        assert_eq!(
            split(text, "\\N\t1 Main St\\nApt 2\tback\\\\slash\ta\\\tb\t\\"),
            ["", "1 Main St\nApt 2", "back\\slash", "a\tb", "\\"]
        );
        assert_eq!(split(text, "a\\N\t\\Nb\t\\N"), ["aN", "Nb", ""]);
        let quoted = Delimited::new(b',').quote(Some(b'"')).escapes(true);
        assert_eq!(
            split(quoted, "\"Ana \\\"La\\\" Lopez, x\",\\N,\"a\"\"b\""),
            ["Ana \"La\" Lopez, x", "", "a\"b"]
        );
    }

    #[test]
    fn another_character_can_quote() {
        let single = Delimited::new(b',').quote(Some(b'\''));
        assert_eq!(
            split(single, "'Lopez, Ana','t''Hart',\"x"),
            ["Lopez, Ana", "t'Hart", "\"x"]
        );
        let mut splitter = DelimitedSplitter::new(single);
        assert_eq!(splitter.take_apart("a,'b'c,d"), Some(2));
        assert_eq!(splitter.take_apart("a,'b' ,d"), None);
    }

    #[test]
    fn blanks_before_a_quote_character_are_skipped_where_that_is_the_dialect() {
        let mut blanks = Delimited::new(b',').quote(Some(b'"'));
        assert_eq!(split(blanks, "a, \"b"), ["a", " \"b"]);
        blanks.skips_blanks = true;
        assert_eq!(
            split(blanks, "\"j1\", \"Lopez, Ana\" , x"),
            ["j1", "Lopez, Ana ", " x"]
        );
    }
}
