//! How the lines of a file end.

use memchr::{memchr, memchr2, memchr3};

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

/// How the lines of Cognito's dialect end: in a carriage return only where the beginning holds no line
/// feed at all.
pub fn line_ends(start: &[u8]) -> LineEnds {
    let first = memchr2(b'\n', b'\r', start).and_then(|place| start.get(place));
    if first == Some(&b'\r') && memchr(b'\n', start).is_none() {
        LineEnds::CarriageReturn
    } else {
        LineEnds::LineFeed
    }
}

/// How the lines of a file in this dialect end. In RFC 4180, a line feed in quotation marks ends none:
/// Excel for Macintosh writes such line breaks into cells of a file whose lines end in carriage returns.
pub fn line_ends_in(dialect: Dialect, start: &[u8]) -> LineEnds {
    let Dialect::Rfc4180 { delimiter } = dialect else {
        return line_ends(start);
    };
    let mut line_ends = LineEnds::LineFeed;
    let mut place = 0;
    while let Some(offset) = start
        .get(place..)
        .and_then(|rest| memchr3(b'"', b'\n', b'\r', rest))
    {
        place += offset;
        match start.get(place) {
            Some(b'\n') => return LineEnds::LineFeed,
            Some(b'\r') => line_ends = LineEnds::CarriageReturn,
            _ => {
                let before = place.checked_sub(1).and_then(|before| start.get(before));
                if is_field_edge(before, delimiter)
                    && let Some(end) = closing(start, place + 1)
                {
                    place = end;
                }
            }
        }
        place += 1;
    }
    line_ends
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
