//! What happens where this crate itself is wrong: it stops.
//!
//! A place in a text that does not exist is never a fault of the input. Continued with nothing in its
//! place, the run would write a blank into somebody's file; a run that panics leaves no output behind.

use std::slice::SliceIndex;

/// A part of a slice that is there unless this crate has a bug.
#[inline]
#[track_caller]
pub(crate) fn slice<T, I: SliceIndex<[T]>>(values: &[T], range: I) -> &I::Output {
    match values.get(range) {
        Some(part) => part,
        None => found("a place lies outside of its slice"),
    }
}

/// [`slice`], to be written to.
#[inline]
#[track_caller]
pub(crate) fn slice_mut<T, I: SliceIndex<[T]>>(values: &mut [T], range: I) -> &mut I::Output {
    match values.get_mut(range) {
        Some(part) => part,
        None => found("a place lies outside of its slice"),
    }
}

/// A part of a text that is there, and begins and ends between characters, unless this crate has a bug.
#[inline]
#[track_caller]
pub(crate) fn text<I: SliceIndex<str>>(text: &str, range: I) -> &I::Output {
    match text.get(range) {
        Some(part) => part,
        None => found("a place lies outside of its text or inside a character"),
    }
}

/// A number that fits into 32 bits, because chunks are bounded, unless this crate has a bug.
#[inline]
#[track_caller]
pub(crate) fn narrow(number: usize) -> u32 {
    match u32::try_from(number) {
        Ok(number) => number,
        Err(_) => found("a number does not fit into 32 bits"),
    }
}

/// Stops, because this crate has a bug.
#[cold]
#[track_caller]
#[expect(
    clippy::panic,
    reason = "a wrong file is worse than none, and no caller could do better"
)]
pub(crate) fn found(what: &str) -> ! {
    panic!("a bug in cognito-preflight: {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_given() {
        assert_eq!(slice(&[1, 2, 3], 1..), [2, 3]);
        assert_eq!(slice_mut(&mut [1, 2, 3], ..1), [1]);
        assert_eq!(text("a\u{e9}", 1..), "\u{e9}");
        assert_eq!(narrow(7), 7);
    }

    #[test]
    #[should_panic(expected = "a bug in cognito-preflight")]
    fn a_place_outside_of_a_slice_stops() {
        slice(&[1, 2, 3], 2..5);
    }

    #[test]
    #[should_panic(expected = "a bug in cognito-preflight")]
    fn a_place_inside_a_character_stops() {
        text("\u{e9}", 1..);
    }

    #[test]
    #[should_panic(expected = "a bug in cognito-preflight")]
    fn a_number_of_more_than_32_bits_stops() {
        narrow(usize::MAX);
    }
}
