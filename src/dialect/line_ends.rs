//! How the lines of a file end.

use memchr::memchr3;

use super::{Dialect, rfc4180::closing};

/// How the lines of a file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum LineEnds {
    /// A line feed, with or without a carriage return before it. A lone carriage return is part of the
    /// value that holds it.
    #[default]
    LineFeed,
    /// A lone carriage return. Assumed only for a file whose beginning holds no line feed outside
    /// quotation marks.
    CarriageReturn,
}

/// So many lone carriage returns for each line feed show that a line feed is a stray one.
const RETURNS_FOR_A_STRAY_LINE_FEED: usize = 8;

/// The line ends outside quotation marks.
#[derive(Default)]
struct Counts {
    line_feeds: usize,
    lone_returns: usize,
}

impl Counts {
    /// Counts the line end that begins at `place`, if one does.
    fn add(&mut self, text: &[u8], place: usize) {
        match text.get(place) {
            Some(b'\n') => self.line_feeds += 1,
            Some(b'\r') if text.get(place + 1) != Some(&b'\n') => self.lone_returns += 1,
            _ => {}
        }
    }

    const fn line_ends(&self) -> LineEnds {
        if self.lone_returns > RETURNS_FOR_A_STRAY_LINE_FEED * self.line_feeds {
            LineEnds::CarriageReturn
        } else {
            LineEnds::LineFeed
        }
    }
}

/// How the lines of a file without quotation marks end, as in Cognito's dialect: in a carriage return only
/// where the beginning holds next to no line feed.
pub fn line_ends(start: &[u8]) -> LineEnds {
    let mut counts = Counts::default();
    for place in memchr::memchr2_iter(b'\n', b'\r', start) {
        counts.add(start, place);
    }
    counts.line_ends()
}

/// How the lines of a file in this dialect end. A line feed in quotation marks ends none: Excel for
/// Macintosh writes such line breaks into cells of a file whose lines end in carriage returns.
pub fn line_ends_in(dialect: Dialect, start: &[u8]) -> LineEnds {
    let Some(quote) = dialect.quote() else {
        return line_ends(start);
    };
    let mut counts = Counts::default();
    let mut place = 0;
    while let Some(offset) = start
        .get(place..)
        .and_then(|rest| memchr3(quote, b'\n', b'\r', rest))
    {
        place += offset;
        if start.get(place) == Some(&quote) {
            let before = place.checked_sub(1).and_then(|before| start.get(before));
            if is_field_edge(before, dialect.delimiter())
                && let Some(end) = closing(start, place + 1, quote)
            {
                place = end;
            }
        } else {
            counts.add(start, place);
        }
        place += 1;
    }
    counts.line_ends()
}

/// Whether a field may begin after this byte, or end before it.
pub(super) fn is_field_edge(byte: Option<&u8>, delimiter: u8) -> bool {
    byte.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carriage_returns_end_lines_only_where_no_line_feed_is() {
        assert_eq!(line_ends(b"a\rb\rc"), LineEnds::CarriageReturn);
        assert_eq!(line_ends(b"a\rb\nc"), LineEnds::LineFeed);
        assert_eq!(line_ends(b"a,b"), LineEnds::LineFeed);
    }

    #[test]
    fn a_stray_line_feed_does_not_join_the_lines_of_a_file() {
        let mut file = b"a,b\r".repeat(20);
        file.extend_from_slice(b"c,d\nc,d\r");
        assert_eq!(line_ends(&file), LineEnds::CarriageReturn);
        let comma = Dialect::Rfc4180 { delimiter: b',' };
        assert_eq!(line_ends_in(comma, &file), LineEnds::CarriageReturn);
        file.extend_from_slice(&b"e,f\r\n".repeat(5));
        assert_eq!(line_ends(&file), LineEnds::LineFeed);
    }

    #[test]
    fn a_line_feed_in_quotation_marks_ends_no_line() {
        let delimiter = b',';
        for (start, line_ends) in [
            (&b"a,b\r\"c\nd\",e\r"[..], LineEnds::CarriageReturn),
            (b"a,b\r\"c\"\"\nd\",\"\n\"", LineEnds::CarriageReturn),
            (b"a,b\r\"c\nd\",e\r\n", LineEnds::LineFeed),
            (b"a,b\r\"never\nd", LineEnds::LineFeed),
            (b"a,b\rc\"\nd\"", LineEnds::LineFeed),
            (b"a,\"b\r\nc\"", LineEnds::LineFeed),
        ] {
            let found = line_ends_in(Dialect::Rfc4180 { delimiter }, start);
            assert_eq!(found, line_ends, "{start:?}");
        }
        let found = line_ends_in(Dialect::Cognito, b"a,b\r\"c\nd\",e\r");
        assert_eq!(found, LineEnds::LineFeed);
    }
}
