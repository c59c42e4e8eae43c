//! The three columns that a rejected file has behind the input's own, found in raw bytes.

use crate::{dialect::Encoding, finding::Outcome};

pub use crate::engine::PREFLIGHT_COLUMNS;

/// Whether a raw header, without its line end, ends in these columns.
pub(super) fn stand_in_header(raw_header: &[u8], encoding: Encoding, delimiter: u8) -> bool {
    let mark = Encoding::of_byte_order_mark(raw_header).map_or(0, |(_, length)| length);
    let names = raw_header.get(mark..).unwrap_or_default();
    last_fields(names, encoding, delimiter).is_some_and(|(fields, _)| {
        fields
            .iter()
            .zip(PREFLIGHT_COLUMNS)
            .all(|(field, name)| field == name.as_bytes())
    })
}

/// A raw row without these columns, where its last three fields look like what an earlier run wrote
/// there; otherwise the row as it is, because it may have been changed by hand and none of it may
/// be lost.
pub(super) fn cut_off(raw: &[u8], encoding: Encoding, delimiter: u8) -> &[u8] {
    let Some(([line, outcome, reasons], length)) = last_fields(raw, encoding, delimiter) else {
        return raw;
    };
    let is_ours = line.iter().all(u8::is_ascii_digit)
        && (outcome.is_empty()
            || [Outcome::Imported, Outcome::Skipped, Outcome::Failed]
                .iter()
                .any(|known| known.as_str().as_bytes() == outcome))
        && reasons
            .iter()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'+' | b' '));
    if is_ours {
        raw.get(..length).unwrap_or(raw)
    } else {
        raw
    }
}

/// The last three fields, and the length in bytes of what stands before them.
fn last_fields(raw: &[u8], encoding: Encoding, delimiter: u8) -> Option<([Vec<u8>; 3], usize)> {
    let mut rest = Backwards {
        raw,
        encoding,
        is_at_start: false,
    };
    let third = rest.field(delimiter)?;
    let second = rest.field(delimiter)?;
    let first = rest.field(delimiter)?;
    Some(([first, second, third], rest.raw.len()))
}

/// Reads ASCII text from its end; anything else ends it.
struct Backwards<'a> {
    raw: &'a [u8],
    encoding: Encoding,
    /// Whether the first field has been read.
    is_at_start: bool,
}

impl Backwards<'_> {
    /// The field before, without its quotation marks, and takes the delimiter before it away.
    fn field(&mut self, delimiter: u8) -> Option<Vec<u8>> {
        if self.is_at_start {
            return None;
        }
        let mut field = Vec::new();
        loop {
            if self.raw.is_empty() {
                self.is_at_start = true;
                break;
            }
            let byte = self.byte()?;
            if byte == delimiter {
                break;
            }
            field.push(byte);
        }
        field.reverse();
        if let [b'"', inner @ .., b'"'] = field.as_slice() {
            return Some(inner.to_vec());
        }
        Some(field)
    }

    fn byte(&mut self) -> Option<u8> {
        let (rest, byte) = if self.encoding.unit() == 2 {
            let (rest, unit) = self.raw.split_last_chunk::<2>()?;
            let unit = if self.encoding == Encoding::UTF_16LE {
                u16::from_le_bytes(*unit)
            } else {
                u16::from_be_bytes(*unit)
            };
            (rest, u8::try_from(unit).ok()?)
        } else {
            let (byte, rest) = self.raw.split_last()?;
            (rest, *byte)
        };
        if !byte.is_ascii() {
            return None;
        }
        self.raw = rest;
        Some(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(raw: &str) -> String {
        let cut = cut_off(raw.as_bytes(), Encoding::UTF_8, b',');
        String::from_utf8(cut.to_vec()).unwrap()
    }

    #[test]
    fn what_an_earlier_run_wrote_is_cut_off() {
        assert_eq!(cut("ana,b,7,FAILED,one-rule two-rule"), "ana,b");
        assert_eq!(cut(r#"ana,"b","7","SKIPPED","one-rule""#), r#"ana,"b""#);
        assert_eq!(cut("ana,é,7,FAILED,one-rule"), "ana,é");
        assert_eq!(cut(",7,FAILED,line-is-blank"), "");
    }

    #[test]
    fn what_was_changed_by_hand_is_kept() {
        for raw in [
            "ana,b,7,FAILED,é",
            "ana,b,c,d,e",
            "ana,b,7,PERHAPS,one-rule",
            "ana,b,7,FAILED,One Rule!",
            "ana",
            "",
        ] {
            assert_eq!(cut(raw), raw);
        }
    }

    #[test]
    fn utf_16_is_cut_at_whole_units() {
        for encoding in [Encoding::UTF_16LE, Encoding::UTF_16BE] {
            let mut raw = Vec::new();
            encoding.encode_ascii("ana", &mut raw);
            // U+2C2C, whose two bytes both look like a comma.
            raw.extend_from_slice(&[0x2C, 0x2C]);
            let length = raw.len();
            encoding.encode_ascii(";7;FAILED;one-rule", &mut raw);
            assert_eq!(cut_off(&raw, encoding, b';').len(), length);
        }
    }

    #[test]
    fn a_header_is_known_by_its_last_three_names() {
        let header = b"a,b,preflight:line,preflight:outcome,preflight:reasons";
        assert!(stand_in_header(header, Encoding::UTF_8, b','));
        assert!(!stand_in_header(header, Encoding::UTF_8, b';'));
        assert!(!stand_in_header(
            b"preflight:line,preflight:outcome,preflight:reasons,b",
            Encoding::UTF_8,
            b','
        ));
        assert!(stand_in_header(
            b"\xEF\xBB\xBFpreflight:line,preflight:outcome,preflight:reasons",
            Encoding::UTF_8,
            b','
        ));
    }
}
