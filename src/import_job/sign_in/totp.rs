//! Codes of authenticator applications (RFC 6238, with SHA-1, steps of 30 seconds and six digits).

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use crate::import_job::{ApiError, Moment, random};

/// How long a code is shown, in seconds.
const STEP: i64 = 30;
/// How many steps a clock may be off, either way.
const TOLERANCE: u64 = 1;

/// A secret for an application.
pub(in crate::import_job) fn new_secret() -> Result<[u8; 32], ApiError> {
    let mut secret = [0; 32];
    random::fill(&mut secret)?;
    Ok(secret)
}

/// A secret as applications take it: in base 32 (RFC 4648), without padding.
pub(in crate::import_job) fn written(secret: &[u8; 32]) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(52);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut push = |bits: u32| {
        let digit = DIGITS.get(usize::try_from(bits & 31).unwrap_or_default());
        text.extend(digit.map(|digit| char::from(*digit)));
    };
    for byte in secret {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            push(bits >> count);
        }
    }
    if count > 0 {
        push(bits << (5 - count));
    }
    text
}

/// The step of a moment.
fn step(now: Moment) -> u64 {
    u64::try_from(now.seconds().div_euclid(STEP)).unwrap_or_default()
}

/// The code of a step.
fn code(secret: &[u8], step: u64) -> Result<String, ApiError> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret)
        .map_err(|_| ApiError::internal_because("a secret has no length".to_owned()))?;
    mac.update(&step.to_be_bytes());
    let hash: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(hash.last().map_or(0, |byte| byte & 15));
    let four = hash.iter().skip(offset).take(4);
    let number = four.fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    Ok(format!("{:06}", (number & 0x7fff_ffff) % 1_000_000))
}

/// The step whose code was given, if it is one of now.
pub(super) fn step_of(
    secret: &[u8; 32],
    given: &str,
    now: Moment,
) -> Result<Option<u64>, ApiError> {
    let now = step(now);
    let mut found = None;
    for step in now.saturating_sub(TOLERANCE)..=now.saturating_add(TOLERANCE) {
        if code(secret, step)?
            .as_bytes()
            .ct_eq(given.as_bytes())
            .into()
        {
            found = Some(step);
        }
    }
    Ok(found)
}

#[cfg(test)]
pub(in crate::import_job) mod tests {
    use super::*;

    /// The code that an application shows at a moment.
    pub(in crate::import_job) fn shown(secret: &str, now: Moment) -> String {
        code(&bytes_of(secret), step(now)).unwrap()
    }

    /// Reads base 32.
    fn bytes_of(text: &str) -> Vec<u8> {
        let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
        for c in text.chars() {
            let digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
            bits = (bits << 5 | digit as u64) & 0xffff;
            count += 5;
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count & 0xff) as u8);
            }
        }
        bytes
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // Appendix B of RFC 6238; of its eight digits the last six.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let moment = Moment::of_millis(seconds * 1000);
            let code = code(b"12345678901234567890", step(moment)).unwrap();
            assert_eq!(code, expected, "{seconds}");
        }
    }

    #[test]
    fn a_code_holds_for_a_step_before_and_after() {
        let secret = [7; 32];
        let at = |seconds: i64| Moment::of_millis(seconds * 1000);
        let code = shown(&written(&secret), at(3000));
        for (seconds, is_right) in [(2969, false), (2970, true), (3059, true), (3060, false)] {
            let step = step_of(&secret, &code, at(seconds)).unwrap();
            assert_eq!(step, is_right.then_some(100), "{seconds}");
        }
        assert_eq!(step_of(&secret, "", at(3000)).unwrap(), None);
    }

    #[test]
    fn a_secret_is_written_as_applications_read_it() {
        let mut secret = [0; 32];
        secret[..6].copy_from_slice(b"foobar");
        assert!(written(&secret).starts_with("MZXW6YTBOI"));
        let secret = new_secret().unwrap();
        let text = written(&secret);
        assert_eq!((text.len(), bytes_of(&text)), (52, secret.to_vec()));
        assert_ne!(new_secret().unwrap(), secret);
    }
}
