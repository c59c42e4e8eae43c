//! Whether a number could be dialled at all, by libphonenumber's metadata.
//!
//! Asking the `phonenumber` crate costs microseconds, because it parses, strips prefixes and tries
//! patterns; a file has a number in every row. What it would answer is therefore compiled once, for
//! all digit strings, into the automaton in `automaton.bin`: after a few digits nothing but the
//! length matters any more, and equal rests are shared. `tests/it/automaton.rs` makes it and compares it
//! with the crate.

use super::E164_DIGITS;

/// Whether a number could be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a number can be dialled, is reserved, or cannot be dialled"
)]
pub enum Dialability {
    /// Some numbering plan assigns numbers like this one.
    Dialable,
    /// Reserved for films and examples (555-0100 to 555-0199 in North America): never assigned.
    Reserved,
    /// No numbering plan assigns it: a reset code would never arrive.
    NotDialable,
}

/// Two-byte numbers, the lower byte first: how many masks there are, the masks, then the nodes.
///
/// A mask has a bit for each length, in digits, that can be dialled. A node has ten entries, one for
/// each digit: the number of another node, or with [`LEAF`] set that of a mask.
static AUTOMATON: &[u8] = include_bytes!("automaton.bin");
/// Marks an entry as the number of a mask.
const LEAF: u16 = 0x8000;
/// How many bytes a node has.
const NODE_BYTES: usize = 20;

/// Whether an international number, a plus and digits, could be dialled.
///
/// ```
/// use cognito_preflight::values::phone_number::{Dialability, dialability};
///
/// assert_eq!(dialability("+16502530000"), Dialability::Dialable);
/// assert_eq!(dialability("+12065550100"), Dialability::Reserved);
/// assert_eq!(dialability("+12345"), Dialability::NotDialable);
/// ```
#[inline]
pub fn dialability(number: &str) -> Dialability {
    let Some(digits) = number.as_bytes().strip_prefix(b"+") else {
        return Dialability::NotDialable;
    };
    if let [b'1', area @ .., b'5', b'5', b'5', b'0', b'1', tens, ones] = digits
        && area.len() == 3
        && area.iter().chain([tens, ones]).all(u8::is_ascii_digit)
    {
        Dialability::Reserved
    } else if is_dialable(digits) {
        Dialability::Dialable
    } else {
        Dialability::NotDialable
    }
}

/// Whether some numbering plan assigns a number of these digits, reserved ones included.
pub(super) fn is_dialable(digits: &[u8]) -> bool {
    // Every byte is looked at: those after the digit that decides must be digits, too.
    if digits.len() > E164_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let masks = usize::from(entry(0));
    let nodes = 2 + 2 * masks;
    let mut node = 0;
    for digit in digits {
        let place = usize::from(digit - b'0');
        let next = entry(nodes + node * NODE_BYTES + 2 * place);
        if next & LEAF != 0 {
            let mask = entry(2 + 2 * usize::from(next & !LEAF));
            return mask & (1 << digits.len()) != 0;
        }
        node = usize::from(next);
    }
    false
}

#[inline]
fn entry(place: usize) -> u16 {
    match AUTOMATON.get(place..place + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        // The file holds every entry that it names; a test walks all of them.
        _ => LEAF,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_leads_somewhere() {
        let masks = usize::from(entry(0));
        let nodes = AUTOMATON.len() - 2 - 2 * masks;
        assert_eq!(nodes % NODE_BYTES, 0);
        for place in (2 + 2 * masks..AUTOMATON.len()).step_by(2) {
            let next = entry(place);
            let limit = if next & LEAF == 0 {
                nodes / NODE_BYTES
            } else {
                masks
            };
            assert!(usize::from(next & !LEAF) < limit);
        }
    }

    #[test]
    fn what_is_no_number_cannot_be_dialled() {
        for number in [
            "",
            "+",
            "12065550100",
            "+1",
            "+0",
            "+1206555010x",
            "+999999999999999",
        ] {
            assert_eq!(dialability(number), Dialability::NotDialable, "{number}");
        }
        assert_eq!(dialability("+12065550199"), Dialability::Reserved);
        assert_eq!(dialability("+12065550200"), Dialability::Dialable);
    }
}
