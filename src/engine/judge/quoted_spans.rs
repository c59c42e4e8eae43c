//! The fields of a record in RFC 4180 as they are in it, without a copy.

use memchr::memchr;

use crate::bug;

use super::swar::Separators;

/// Where the value of a field is in its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the value has quotation marks around it, so that it may hold delimiters.
    pub(super) is_quoted: bool,
}

/// Finds the fields of a record in which quotation marks do nothing but enclose whole fields. False
/// where they do anything else: then only a complete reader of the dialect knows.
pub(super) fn split(record: &[u8], delimiter: u8, spans: &mut Vec<FieldSpan>) -> bool {
    spans.clear();
    let mut quoted = 0;
    let mut start = 0;
    // Where a quoted field ends, until the delimiter after it has come.
    let mut end_of_quoted = None;
    for end in Separators::of(record, delimiter).chain(std::iter::once(record.len())) {
        if let Some(end_of_field) = end_of_quoted {
            if end < end_of_field {
                continue;
            }
        } else if record.get(start) == Some(&b'"') {
            let inner = bug::slice(record, start + 1..);
            let Some(length) = memchr(b'"', inner) else {
                return false;
            };
            let close = start + 1 + length;
            if close + 1 < record.len() && record.get(close + 1) != Some(&delimiter) {
                return false;
            }
            spans.push(FieldSpan {
                start: start + 1,
                end: close,
                is_quoted: true,
            });
            quoted += 1;
            if end < close + 1 {
                end_of_quoted = Some(close + 1);
                continue;
            }
        } else {
            spans.push(FieldSpan {
                start,
                end,
                is_quoted: false,
            });
        }
        end_of_quoted = None;
        start = end + 1;
    }
    // None in the middle of a field, where it would be part of the value.
    quotation_marks(record) == 2 * quoted
}

/// How many quotation marks a record holds. Counted in pieces so short that a byte holds the count,
/// which the compiler turns into vector instructions.
fn quotation_marks(record: &[u8]) -> usize {
    record
        .chunks(128)
        .map(|piece| {
            let count = |count, byte: &u8| count + u8::from(*byte == b'"');
            usize::from(piece.iter().fold(0, count))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::rfc4180::{Splitter, fields};

    /// Whether quotation marks do nothing else, found by taking off one field after the other.
    fn encloses_whole_fields(record: &str) -> bool {
        let (field, rest) = match record.strip_prefix('"') {
            Some(rest) => match rest.split_once('"') {
                Some((field, rest)) if rest.is_empty() || rest.starts_with(',') => {
                    (field, rest.strip_prefix(','))
                }
                _ => return false,
            },
            None => match record.split_once(',') {
                Some((field, rest)) => (field, Some(rest)),
                None => (record, None),
            },
        };
        !field.contains('"') && rest.is_none_or(encloses_whole_fields)
    }

    /// Every record of up to eight of these characters.
    #[test]
    fn what_is_found_is_what_the_complete_reader_finds() {
        let mut spans = Vec::new();
        let mut splitter = Splitter::new(b',');
        let mut found = 0;
        for length in 1..=8 {
            for number in 0..4_usize.pow(length) {
                let record: String = (0..length)
                    .map(|place| ['a', ',', '"', 'é'][number / 4_usize.pow(place) % 4])
                    .collect();
                let is_simple = split(record.as_bytes(), b',', &mut spans);
                assert_eq!(is_simple, encloses_whole_fields(&record), "{record}");
                if !is_simple {
                    continue;
                }
                found += 1;
                let own: Vec<&str> = spans
                    .iter()
                    .map(|span| &record[span.start..span.end])
                    .collect();
                let (text, ends) = splitter.split(&record);
                let complete: Vec<&str> = fields(text, ends).collect();
                assert_eq!(own, complete, "{record}");
            }
        }
        assert!(found > 1_000, "{found}");
        assert!(split(b"a;\"b;c\";;\"\"", b';', &mut spans));
        let quoted: Vec<bool> = spans.iter().map(|span| span.is_quoted).collect();
        assert_eq!(quoted, [false, true, false, true]);
    }
}
