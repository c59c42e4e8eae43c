//! The fields of a record in RFC 4180 as they are in it, without a copy, found 64 bytes at a time.

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x32};

use crate::bug;

/// Where the value of a field is in its record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether the value has quotation marks around it, so that it may hold delimiters.
    pub(super) is_quoted: bool,
}

/// What a record looks like before its values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Whether quotation marks do nothing but enclose whole fields. Where they do anything else, only a
    /// complete reader of the dialect knows the fields.
    pub(super) is_simple: bool,
    /// Whether no byte is a control character, a backslash, or the first byte of U+0080 to U+00BF.
    pub(super) is_unsuspicious: bool,
}

/// Finds the fields of records, with memory that is used again.
#[derive(Debug)]
pub(super) struct QuotedSpans {
    level: Level,
    bits: Vec<Bits>,
}

/// The bits of 64 bytes, the first byte's the lowest.
#[derive(Debug, Clone, Copy, Default)]
struct Bits {
    delimiters: u64,
    quotes: u64,
    backslashes: u64,
    /// What is visible ASCII or a space.
    printable: u64,
}

const BLOCK: usize = 64;

impl Default for QuotedSpans {
    fn default() -> Self {
        Self {
            level: Level::new(),
            bits: Vec::new(),
        }
    }
}

impl QuotedSpans {
    /// Finds the fields of a record; `spans` are complete where it is simple.
    pub(super) fn split(
        &mut self,
        record: &[u8],
        delimiter: u8,
        spans: &mut Vec<FieldSpan>,
    ) -> Shape {
        self.bits.clear();
        let bits = &mut self.bits;
        let (blocks, rest) = record.as_chunks::<BLOCK>();
        dispatch!(self.level, simd => add_bits(simd, blocks, delimiter, bits));
        if !rest.is_empty() {
            let mut block = [0; BLOCK];
            bug::slice_mut(&mut block, ..rest.len()).copy_from_slice(rest);
            dispatch!(self.level, simd => add_bits(simd, &[block], delimiter, bits));
            if let Some(last) = bits.last_mut() {
                let is_record = (1 << rest.len()) - 1;
                last.delimiters &= is_record;
                last.quotes &= is_record;
                last.backslashes &= is_record;
                last.printable |= !is_record;
            }
        }
        Shape {
            is_simple: spans_by_bits(bits, record.len(), spans),
            is_unsuspicious: is_unsuspicious(bits, record),
        }
    }
}

/// Turns bits into the fields of a record of this length. False where a quotation mark does not enclose
/// a whole field.
fn spans_by_bits(bits: &[Bits], length: usize, spans: &mut Vec<FieldSpan>) -> bool {
    spans.clear();
    let mut start = 0;
    let mut is_quoted = false;
    // Where a quoted field was closed.
    let mut close = None;
    for (base, bits) in (0..).step_by(BLOCK).zip(bits) {
        let mut left = bits.delimiters | bits.quotes;
        while left != 0 {
            let lowest = left & left.wrapping_neg();
            let place = base + left.trailing_zeros() as usize;
            left ^= lowest;
            let is_quote = bits.quotes & lowest != 0;
            if !is_quoted {
                if is_quote {
                    if place != start {
                        return false;
                    }
                    is_quoted = true;
                    continue;
                }
                spans.push(FieldSpan {
                    start,
                    end: place,
                    is_quoted: false,
                });
            } else if let Some(close) = close.take() {
                if is_quote || place != close + 1 {
                    return false;
                }
                spans.push(FieldSpan {
                    start: start + 1,
                    end: close,
                    is_quoted: true,
                });
                is_quoted = false;
            } else {
                close = is_quote.then_some(place);
                continue;
            }
            start = place + 1;
        }
    }
    let (start, end) = match close {
        Some(close) if close + 1 == length => (start + 1, close),
        None if !is_quoted => (start, length),
        _ => return false,
    };
    spans.push(FieldSpan {
        start,
        end,
        is_quoted,
    });
    true
}

/// Whether no byte is a backslash, and none that is not printable is suspicious.
fn is_unsuspicious(bits: &[Bits], record: &[u8]) -> bool {
    (0..).step_by(BLOCK).zip(bits).all(|(base, bits)| {
        let mut left = !bits.printable;
        while left != 0 {
            let byte = *bug::slice(record, base + left.trailing_zeros() as usize);
            if byte <= 0x7F || byte == 0xC2 {
                return false;
            }
            left &= left - 1;
        }
        bits.backslashes == 0
    })
}

/// Adds the bits of some blocks.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor's own instructions"
)]
fn add_bits<S: Simd>(simd: S, blocks: &[[u8; BLOCK]], delimiter: u8, all: &mut Vec<Bits>) {
    for block in blocks {
        let mut bits = Bits::default();
        let halves = block.as_chunks::<{ BLOCK / 2 }>().0;
        for (half, shift) in halves.iter().zip([0, BLOCK / 2]) {
            let bytes: u8x32<S> = (*half).simd_into(simd);
            let is = |byte: u8| bytes.simd_eq(byte).to_bitmask();
            // From the space to the tilde.
            let is_printable = (bytes - b' ').simd_le(b'~' - b' ').to_bitmask();
            bits.delimiters |= is(delimiter) << shift;
            bits.quotes |= is(b'"') << shift;
            bits.backslashes |= is(b'\\') << shift;
            bits.printable |= is_printable << shift;
        }
        all.push(bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::rfc4180::{Splitter, fields};
    use crate::engine::fast_path;

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
        let mut finder = QuotedSpans::default();
        let mut splitter = Splitter::new(b',');
        let mut found = 0;
        for length in 1..=8 {
            for number in 0..4_usize.pow(length) {
                let record: String = (0..length)
                    .map(|place| ['a', ',', '"', 'é'][number / 4_usize.pow(place) % 4])
                    .collect();
                let is_simple = finder.split(record.as_bytes(), b',', &mut spans).is_simple;
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
        assert!(finder.split(b"a;\"b;c\";;\"\"", b';', &mut spans).is_simple);
        let quoted: Vec<bool> = spans.iter().map(|span| span.is_quoted).collect();
        assert_eq!(quoted, [false, true, false, true]);
    }

    #[test]
    fn what_is_suspicious_is_so_at_every_place_of_a_record() {
        let mut spans = Vec::new();
        let mut finder = QuotedSpans::default();
        for length in [1, 63, 64, 65, 130] {
            for place in [0, length / 2, length - 1] {
                for byte in 0..=u8::MAX {
                    let mut record = vec![b'x'; length];
                    record[place] = byte;
                    let shape = finder.split(&record, b';', &mut spans);
                    let expected = fast_path::is_unsuspicious(&record) || byte == b'"';
                    assert_eq!(
                        shape.is_unsuspicious,
                        expected && byte != b'\\',
                        "{byte} at {place} of {length}"
                    );
                }
            }
        }
    }

    #[test]
    fn fields_are_found_across_blocks() {
        let mut spans = Vec::new();
        let mut finder = QuotedSpans::default();
        for length in 0..200 {
            let value = "v".repeat(length);
            let record = format!("{value},\"{value},{value}\",{value}");
            assert!(finder.split(record.as_bytes(), b',', &mut spans).is_simple);
            let found: Vec<&str> = spans
                .iter()
                .map(|span| &record[span.start..span.end])
                .collect();
            assert_eq!(found, [&value[..], &format!("{value},{value}"), &value]);
        }
    }
}
