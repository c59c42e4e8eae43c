//! Finds the commas of a line, a word of eight bytes at a time.
//!
//! A field has about ten bytes. A search that starts anew for each of them, however fast it runs over
//! long stretches, spends its time on starting.

/// A word in which every byte is this one.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of every byte that is a comma.
#[inline]
const fn commas_of(word: u64) -> u64 {
    // A byte is zero where the word has a comma. Adding 0x7F to its low seven bits sets the high bit
    // of every other byte, and no carry leaves its byte.
    let zero_at_comma = word ^ each(b',');
    let low = (zero_at_comma & each(0x7F)) + each(0x7F);
    !(low | zero_at_comma | each(0x7F))
}

/// The places of the commas of a line, in order.
#[derive(Debug)]
pub(super) struct Commas<'a> {
    words: std::slice::Iter<'a, [u8; 8]>,
    rest: &'a [u8],
    /// The commas of the current word that have not been told.
    found: u64,
    /// Where the current word begins.
    base: usize,
    next_base: usize,
}

impl<'a> Commas<'a> {
    #[inline]
    pub(super) fn of(line: &'a [u8]) -> Self {
        let (words, rest) = line.as_chunks::<8>();
        Self {
            words: words.iter(),
            rest,
            found: 0,
            base: 0,
            next_base: 0,
        }
    }
}

impl Iterator for Commas<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let word = match self.words.next() {
                Some(word) => *word,
                None if self.rest.is_empty() => return None,
                None => {
                    let mut word = [0; 8];
                    for (to, from) in word.iter_mut().zip(self.rest) {
                        *to = *from;
                    }
                    self.rest = &[];
                    word
                }
            };
            self.base = self.next_base;
            self.next_base += 8;
            self.found = commas_of(u64::from_le_bytes(word));
        }
        let place = self.base + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comma_is_found_at_every_place_beside_every_byte() {
        for length in 0..40 {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut line = vec![byte; length];
                    line[place] = b',';
                    let expected: Vec<usize> = memchr::memchr_iter(b',', &line).collect();
                    let found: Vec<usize> = Commas::of(&line).collect();
                    assert_eq!(found, expected, "{line:?}");
                }
            }
        }
    }
}
