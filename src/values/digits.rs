//! Takes numbers of a fixed width, and the marks between them, off the front of a text.

/// What is left to read of a text of digits and marks.
#[derive(Clone, Debug)]
pub(super) struct Digits<'a> {
    rest: &'a [u8],
}

impl<'a> Digits<'a> {
    /// Reads from the beginning of the text.
    pub(super) fn of(value: &'a str) -> Self {
        Self {
            rest: value.as_bytes(),
        }
    }

    /// The number that exactly the next `width` ASCII digits write. `None` if one of them is not a digit.
    ///
    /// Widths beyond nine digits do not occur in dates and are refused.
    pub(super) fn number(&mut self, width: usize) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(width)?;
        if width > 9 || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = rest;
        Some(
            digits
                .iter()
                .fold(0, |number, digit| number * 10 + u32::from(digit - b'0')),
        )
    }

    /// The number that the next two digits write, or the next one if there is only one.
    pub(super) fn one_or_two(&mut self) -> Option<u32> {
        self.number(2).or_else(|| self.number(1))
    }

    /// Skips the next byte if it is this mark.
    pub(super) fn mark(&mut self, mark: u8) -> Option<()> {
        (self.any_mark(&[mark])? == mark).then_some(())
    }

    /// Skips the next byte if it is one of these marks, and says which it was.
    pub(super) fn any_mark(&mut self, marks: &[u8]) -> Option<u8> {
        match self.rest {
            [first, rest @ ..] if marks.contains(first) => {
                self.rest = rest;
                Some(*first)
            }
            _ => None,
        }
    }

    /// Skips the first of these words with which the rest begins, in any letter case, and gives its place in the list.
    pub(super) fn any_word(&mut self, words: &[&str]) -> Option<u32> {
        for (place, word) in (0..).zip(words) {
            if let Some((found, rest)) = self.rest.split_at_checked(word.len())
                && found.eq_ignore_ascii_case(word.as_bytes())
            {
                self.rest = rest;
                return Some(place);
            }
        }
        None
    }

    /// Skips all digits; `None` if there are none.
    pub(super) fn skip_digits(&mut self) -> Option<()> {
        let count = self
            .rest
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.rest = self.rest.get(count..)?;
        (count > 0).then_some(())
    }

    /// Whether the text has been read to its end.
    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_exactly_its_width() {
        let mut digits = Digits::of("1985021");
        assert_eq!(digits.number(4), Some(1985));
        assert_eq!(digits.number(2), Some(2));
        assert_eq!(digits.number(2), None);
        assert_eq!(digits.number(1), Some(1));
        assert!(digits.at_end());
        assert_eq!(digits.number(1), None);
    }

    #[test]
    fn what_is_no_digit_stays_where_it_is() {
        let mut digits = Digits::of("1a");
        assert_eq!(digits.number(2), None);
        assert_eq!(digits.one_or_two(), Some(1));
        assert_eq!(digits.skip_digits(), None);
        assert_eq!(digits.mark(b'b'), None);
        assert_eq!(digits.mark(b'a'), Some(()));
        assert!(digits.at_end());
        assert_eq!(Digits::of("\u{661}\u{662}").number(2), None);
    }

    #[test]
    fn a_run_of_digits_is_skipped_whole() {
        let mut digits = Digits::of("123456789012345Z");
        assert_eq!(digits.skip_digits(), Some(()));
        assert_eq!(digits.any_mark(b"zZ"), Some(b'Z'));
        assert!(digits.at_end());
    }

    #[test]
    fn a_word_is_found_in_any_letter_case() {
        let mut digits = Digits::of("febJan");
        assert_eq!(digits.any_word(&["Jan", "Feb"]), Some(1));
        assert_eq!(digits.any_word(&["Feb", "Mar"]), None);
        assert_eq!(digits.any_word(&["Jan", "Feb"]), Some(0));
        assert_eq!(digits.any_word(&["Jan"]), None);
        assert!(digits.at_end());
    }

    #[test]
    fn a_number_too_wide_to_hold_is_refused() {
        assert_eq!(Digits::of("9999999999").number(10), None);
        assert_eq!(Digits::of("999999999").number(9), Some(999_999_999));
    }
}
