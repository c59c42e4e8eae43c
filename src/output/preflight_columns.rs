//! The columns that a rejected file has after the input's own, found in raw bytes.

use std::borrow::Cow;

use crate::{
    dialect::{
        Encoding,
        raw_fields::{Escape, RawDialect},
    },
    engine::{preflight_column, says_guarded},
    outcome::Outcome,
};

pub use crate::engine::PREFLIGHT_COLUMNS;

/// The number of the column of the [`FileStatement`](crate::engine::FileStatement), after the three
/// others.
const STATEMENT: usize = PREFLIGHT_COLUMNS.len();

/// The number of the column of the job's log, which a retry file has after that.
const LOG: usize = STATEMENT + 1;

/// Where an input has the columns that a previous run added to its rejected file.
#[derive(Debug, Default)]
pub(super) struct PreviousRunColumns {
    /// The fields of the header that hold them, in order, and which each is.
    places: Vec<(usize, usize)>,
    /// How many there are, where they come in order after everything else that has a name; else 0.
    last: usize,
    /// Whether the file says that its cells are guarded against spreadsheets.
    pub(super) are_guarded: bool,
}

/// A header, divided into what precedes its names, its names, and the columns of a previous run.
#[derive(Debug)]
pub(crate) struct RawHeader<'a> {
    /// A byte order mark and a line such as `sep=;`.
    pub(crate) start: &'a [u8],
    /// The names that are the input's own.
    pub(crate) own: Cow<'a, [u8]>,
    /// How many of those there are.
    pub(crate) fields: usize,
    pub(super) previous: PreviousRunColumns,
}

impl<'a> RawHeader<'a> {
    /// Divides a raw header, given without its line end.
    pub(crate) fn divide(raw: &'a [u8], dialect: RawDialect) -> Self {
        let (start, names) = raw
            .split_at_checked(start_of_names(raw, dialect))
            .unwrap_or((raw, &[]));
        let fields = dialect.fields(names);
        let texts: Vec<Option<String>> = fields
            .iter()
            .map(|field| dialect.ascii(names.get(field.clone()).unwrap_or_default()))
            .collect();
        let places: Vec<(usize, usize)> = texts
            .iter()
            .enumerate()
            .filter_map(|(place, text)| Some((place, preflight_column(text.as_deref()?)?)))
            .collect();
        let end = texts
            .iter()
            .rposition(|text| text.as_deref().is_none_or(|text| !text.trim().is_empty()))
            .map_or(0, |place| place + 1);
        // Without its statement, the file has been changed by hand.
        let last = [STATEMENT, STATEMENT + 1, LOG + 1]
            .into_iter()
            .find(|count| {
                let first = end.checked_sub(*count);
                first.is_some_and(|first| {
                    places
                        .iter()
                        .copied()
                        .eq((0..*count).map(|which| (first + which, which)))
                })
            });
        let are_guarded = texts.iter().flatten().any(|name| says_guarded(name));
        let own_fields = if names.is_empty() {
            0
        } else {
            fields.len() - places.len()
        };
        let own = if places.is_empty() {
            Cow::Borrowed(names)
        } else {
            Cow::Owned(dialect.without(names, |place| is_among(&places, place)))
        };
        Self {
            start,
            own,
            fields: own_fields,
            previous: PreviousRunColumns {
                places,
                last: last.unwrap_or(0),
                are_guarded,
            },
        }
    }
}

fn is_among(places: &[(usize, usize)], place: usize) -> bool {
    places.iter().any(|(among, _)| *among == place)
}

impl PreviousRunColumns {
    /// How many there are at the end of a row that [`Self::cut_off`] makes shorter.
    pub(super) const fn last(&self) -> usize {
        self.last
    }

    /// A row without these columns.
    ///
    /// A row that has been changed by hand, so that something else is in their place, is kept as it is:
    /// none of it may be lost.
    pub(super) fn cut_out<'a>(&self, raw: &'a [u8], dialect: RawDialect) -> Cow<'a, [u8]> {
        if self.places.is_empty() {
            return Cow::Borrowed(raw);
        }
        let own = self.cut_off(raw, dialect);
        if own.len() < raw.len() {
            return Cow::Borrowed(own);
        }
        let fields = dialect.fields(raw);
        let are_ours = self.places.iter().all(|(place, which)| {
            fields.get(*place).is_none_or(|field| {
                let field = raw.get(field.clone()).unwrap_or_default();
                dialect
                    .ascii(field)
                    .is_some_and(|text| text.is_empty() || is_ours(*which, &text))
            })
        });
        if are_ours {
            Cow::Owned(dialect.without(raw, |place| is_among(&self.places, place)))
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// A row without these columns, where they are its last fields. There they are found whatever is
    /// before them: a wrong number of fields, or a quotation mark that never closes.
    pub(super) fn cut_off<'a>(&self, raw: &'a [u8], dialect: RawDialect) -> &'a [u8] {
        if self.last == 0 {
            return raw;
        }
        let mut before = Backwards {
            raw,
            dialect,
            is_at_start: false,
        };
        for which in (0..self.last).rev() {
            match before.field() {
                Some(text) if is_ours(which, &text) => {}
                _ => return raw,
            }
        }
        before.raw
    }
}

/// Whether this is what a previous run wrote into the column of this number.
fn is_ours(which: usize, text: &str) -> bool {
    match which {
        0 => !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
        1 => {
            let outcomes = [Outcome::Imported, Outcome::Skipped, Outcome::Failed];
            let mut known = outcomes.iter().map(|outcome| outcome.as_str());
            known.any(|known| known == text) || matches!(text, "OTHER" | "UNSEEN")
        }
        STATEMENT => text.is_empty(),
        LOG => text.is_empty() || text.starts_with('['),
        _ => text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'+' | b' ')),
    }
}

/// Where the names begin: after a byte order mark and a line such as `sep=;`.
fn start_of_names(raw: &[u8], dialect: RawDialect) -> usize {
    let mark = Encoding::of_byte_order_mark(raw).map_or(0, |(_, length)| length);
    let rest = raw.get(mark..).unwrap_or_default();
    let unit = dialect.encoding.unit();
    // `sep=` and the delimiter are five characters.
    let Some(first) = rest.get(..4 * unit) else {
        return mark;
    };
    let announces = dialect
        .ascii(first)
        .is_some_and(|text| text.eq_ignore_ascii_case("sep="));
    if dialect.escape == Escape::Delimiter || !announces {
        return mark;
    }
    let mut line_ends = (5..7).map(|place| {
        let character = rest.get(place * unit..(place + 1) * unit)?;
        dialect.ascii(character)
    });
    let length = match (line_ends.next().flatten(), line_ends.next().flatten()) {
        (Some(first), Some(second)) if first == "\r" && second == "\n" => 7,
        (Some(first), _) if first == "\r" || first == "\n" => 6,
        _ => return mark,
    };
    mark + length * unit
}

/// Reads ASCII text from its end; anything else ends it.
struct Backwards<'a> {
    raw: &'a [u8],
    dialect: RawDialect,
    /// Whether the first field has been read.
    is_at_start: bool,
}

impl Backwards<'_> {
    /// The field before, and takes the delimiter before it away.
    fn field(&mut self) -> Option<String> {
        if self.is_at_start {
            return None;
        }
        let mut field = Vec::new();
        loop {
            if self.raw.is_empty() {
                self.is_at_start = true;
                break;
            }
            let (rest, byte) = self.dialect.last_byte(self.raw)?;
            if !byte.is_ascii() {
                return None;
            }
            let is_escaped =
                self.dialect.escape != Escape::Nothing && self.dialect.ends_in(rest, b'\\');
            self.raw = rest;
            if byte == self.dialect.delimiter && !is_escaped {
                break;
            }
            field.push(byte);
        }
        field.reverse();
        let field = String::from_utf8(field).ok()?;
        let inner = field
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        Some(inner.map_or(field.clone(), str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    const NAMES: &str = "preflight:line,preflight:outcome,preflight:reasons,preflight:file x";

    fn dialect(encoding: Encoding, delimiter: u8) -> RawDialect {
        RawDialect::new(Dialect::Rfc4180 { delimiter }, encoding)
    }

    fn header(raw: &str) -> (String, String, usize) {
        let header = RawHeader::divide(raw.as_bytes(), dialect(Encoding::UTF_8, b','));
        (
            String::from_utf8(header.start.to_vec()).unwrap(),
            String::from_utf8(header.own.to_vec()).unwrap(),
            header.fields,
        )
    }

    fn cut(names: &str, raw: &str) -> String {
        let dialect = dialect(Encoding::UTF_8, b',');
        let header = RawHeader::divide(names.as_bytes(), dialect);
        let cut = header.previous.cut_out(raw.as_bytes(), dialect);
        String::from_utf8(cut.to_vec()).unwrap()
    }

    #[test]
    fn what_a_previous_run_wrote_is_cut_off() {
        let names = format!("a,b,{NAMES}");
        for (raw, own) in [
            ("ana,b,7,FAILED,one-rule two-rule,", "ana,b"),
            (r#"ana,"b","7","SKIPPED","one-rule","""#, r#"ana,"b""#),
            ("ana,é,7,FAILED,one-rule,", "ana,é"),
            (",7,FAILED,line-is-blank,", ""),
            // Too few and too many fields, a quotation mark that never closes, a row added by hand.
            ("ana,7,FAILED,one-rule,", "ana"),
            ("ana,b,c,7,FAILED,one-rule,", "ana,b,c"),
            ("ana,\"b,7,FAILED,one-rule,", "ana,\"b"),
            ("ana,b,,,,", "ana,b"),
            // A program has taken the blank field at the end away.
            ("ana,b,7,FAILED,one-rule", "ana,b"),
            ("ana,b", "ana,b"),
        ] {
            assert_eq!(cut(&names, raw), own, "{raw}");
        }
    }

    #[test]
    fn what_was_changed_by_hand_is_kept() {
        let names = format!("a,b,{NAMES}");
        for raw in [
            "ana,b,7,FAILED,é",
            "ana,b,c,d,e",
            "ana,b,7,PERHAPS,one-rule",
            "ana,b,7,FAILED,One Rule!",
            "ana",
            "",
        ] {
            assert_eq!(cut(&names, raw), raw);
        }
    }

    #[test]
    fn columns_that_were_moved_are_cut_out_where_they_are() {
        let names = "preflight:line,a,preflight:reasons,b";
        assert_eq!(cut(names, "7,ana,one-rule,b"), "ana,b");
        assert_eq!(cut(names, ",ana,,b"), "ana,b");
        assert_eq!(cut(names, "mine,ana,,b"), "mine,ana,,b");
        // A spreadsheet gives every line as many fields as the longest has.
        let names = format!("a,b,{NAMES},");
        assert_eq!(cut(&names, "ana,b,7,FAILED,one-rule,,"), "ana,b,");
        assert_eq!(cut(&names, "ana,b,c,7,FAILED,one-rule,"), "ana,b,c");
    }

    #[test]
    fn a_header_is_divided_into_its_start_and_its_own_names() {
        let of = |start: &str, own: &str, fields| (start.to_owned(), own.to_owned(), fields);
        assert_eq!(header("a,\"b,c\""), of("", "a,\"b,c\"", 2));
        assert_eq!(header(""), of("", "", 0));
        assert_eq!(
            header(&format!("\u{feff}a,{NAMES}")),
            of("\u{feff}", "a", 1)
        );
        assert_eq!(header(&format!("\u{feff}{NAMES}")), of("\u{feff}", "", 0));
        assert_eq!(header(&format!("a,{NAMES},{NAMES},b")), of("", "a,b", 2));
        assert_eq!(
            header("a,\"preflight:line\", preflight:outcome ,b"),
            of("", "a,b", 2)
        );
        for line_end in ["\r\n", "\n", "\r"] {
            let start = format!("\u{feff}SEP=,{line_end}");
            assert_eq!(header(&format!("{start}a,b")), of(&start, "a,b", 2));
        }
        assert_eq!(header("sep=,,b"), of("", "sep=,,b", 3));
    }

    #[test]
    fn utf_16_is_cut_at_whole_units() {
        for encoding in [Encoding::UTF_16LE, Encoding::UTF_16BE] {
            let dialect = dialect(encoding, b';');
            let mut names = Vec::new();
            encoding.encode_ascii("sep=;\r\na;", &mut names);
            let start = names.len() - 2 * encoding.unit();
            encoding.encode_ascii(&NAMES.replace(',', ";"), &mut names);
            let header = RawHeader::divide(&names, dialect);
            assert_eq!((header.start.len(), header.fields), (start, 1));
            let mut raw = Vec::new();
            encoding.encode_ascii("ana", &mut raw);
            // U+2C2C, whose two bytes both look like a comma.
            raw.extend_from_slice(&[0x2C, 0x2C]);
            let length = raw.len();
            encoding.encode_ascii(";7;FAILED;one-rule;", &mut raw);
            assert_eq!(header.previous.cut_out(&raw, dialect).len(), length);
        }
    }

    #[test]
    fn an_escaped_comma_is_not_a_delimiter() {
        let dialect = RawDialect::new(Dialect::Cognito, Encoding::UTF_8);
        let names = format!("a,{NAMES}");
        let previous = RawHeader::divide(names.as_bytes(), dialect).previous;
        let raw = br"x\,7,FAILED,one-rule,";
        assert_eq!(*previous.cut_out(raw, dialect), raw[..]);
        let raw = br"x\ ,7,FAILED,one-rule,";
        assert_eq!(*previous.cut_out(raw, dialect), raw[..3]);
    }
}
