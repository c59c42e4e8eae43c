//! Ids and numbers that cannot be guessed.

use super::StoreError;

/// Letters and digits, as the service's ids have them.
const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Fills a buffer from the system's generator.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes)
        .map_err(|error| StoreError::new("the system gives no random numbers", error.to_string()))
}

/// The small letters and digits among them, as the ids and secrets of app clients have them.
const SMALL_LETTERS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// This many letters and digits.
pub(crate) fn letters(count: usize) -> Result<String, StoreError> {
    chosen(count, LETTERS)
}

/// This many small letters and digits.
pub(crate) fn small_letters(count: usize) -> Result<String, StoreError> {
    chosen(count, SMALL_LETTERS)
}

/// This many digits.
pub(crate) fn digits(count: usize) -> Result<String, StoreError> {
    chosen(count, b"0123456789")
}

fn chosen(count: usize, from: &[u8]) -> Result<String, StoreError> {
    let mut text = String::with_capacity(count);
    let mut bytes = [0_u8; 64];
    while text.len() < count {
        fill(&mut bytes)?;
        // Numbers beyond the last whole multiple would favour some letters.
        let whole = 256 / from.len() * from.len();
        let places = bytes.iter().map(|byte| usize::from(*byte));
        let places = places.filter(|place| *place < whole);
        for letter in places.filter_map(|place| from.get(place % from.len())) {
            if text.len() < count {
                text.push(char::from(*letter));
            }
        }
    }
    Ok(text)
}

/// Random numbers of 128 bits, fetched many at a time.
#[derive(Debug, Default)]
pub(crate) struct Numbers(Vec<u128>);

impl Numbers {
    /// The next one.
    pub(crate) fn next(&mut self) -> Result<u128, StoreError> {
        if let Some(number) = self.0.pop() {
            return Ok(number);
        }
        let mut bytes = [0_u8; 16 * 256];
        fill(&mut bytes)?;
        self.0.extend(bytes.chunks_exact(16).map(|chunk| {
            chunk
                .iter()
                .fold(0, |number, byte| number << 8 | u128::from(*byte))
        }));
        self.0
            .pop()
            .ok_or(StoreError::of("the system gives no random numbers"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_letters_and_digits_only_and_differ() {
        let (one, two) = (letters(10).unwrap(), letters(10).unwrap());
        assert_ne!(one, two);
        assert_eq!(one.len(), 10);
        assert!(
            letters(200)
                .unwrap()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric())
        );
    }

    #[test]
    fn numbers_differ_over_several_fetches() {
        let mut numbers = Numbers::default();
        let mut seen: Vec<u128> = (0..600).map(|_| numbers.next().unwrap()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 600);
    }
}
