//! Finds the delimiters of a line, a word of eight bytes at a time.
//!
//! A field has about ten bytes. A search that starts anew for each of them, however fast it runs over
//! long stretches, spends its time on starting.

/// A word in which every byte is this one.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of each byte of a word that is equal to the delimiter.
#[inline]
const fn places_of(each_delimiter: u64, word: u64) -> u64 {
    // A byte is zero where the word has a delimiter. Adding 0x7F to its low seven bits sets the high
    // bit of every other byte, and no carry leaves its byte.
    let zero_where_found = word ^ each_delimiter;
    let low = (zero_where_found & each(0x7F)) + each(0x7F);
    !(low | zero_where_found | each(0x7F))
}

/// The places of the delimiters of a line, in order.
#[derive(Debug)]
pub(super) struct Separators<'a> {
    each_delimiter: u64,
    words: std::slice::Iter<'a, [u8; 8]>,
    rest: &'a [u8],
    /// The delimiters of the current word that were not returned yet.
    found: u64,
    /// Where the current word begins.
    base: usize,
    next_base: usize,
}

impl<'a> Separators<'a> {
    #[inline]
    pub(super) fn of(line: &'a [u8], delimiter: u8) -> Self {
        let (words, rest) = line.as_chunks::<8>();
        Self {
            each_delimiter: each(delimiter),
            words: words.iter(),
            rest,
            found: 0,
            base: 0,
            next_base: 0,
        }
    }
}

impl Iterator for Separators<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            let word = match self.words.next() {
                Some(word) => *word,
                None if self.rest.is_empty() => return None,
                None => {
                    let mut word = (!self.each_delimiter).to_le_bytes();
                    for (to, from) in word.iter_mut().zip(self.rest) {
                        *to = *from;
                    }
                    self.rest = &[];
                    word
                }
            };
            self.base = self.next_base;
            self.next_base += 8;
            self.found = places_of(self.each_delimiter, u64::from_le_bytes(word));
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
    fn every_delimiter_is_found_at_every_place_beside_every_byte() {
        for delimiter in [b',', b'\t', b';', b'|'] {
            for length in 0..40 {
                for place in 0..length {
                    for byte in 0..=u8::MAX {
                        let mut line = vec![byte; length];
                        line[place] = delimiter;
                        let expected: Vec<usize> = memchr::memchr_iter(delimiter, &line).collect();
                        let found: Vec<usize> = Separators::of(&line, delimiter).collect();
                        assert_eq!(found, expected, "{line:?}");
                    }
                }
            }
        }
    }
}
