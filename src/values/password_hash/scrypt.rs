//! SCRYPT: `N$r$p$salt$hash`, salt and hash in hexadecimal (GUIDE).

use super::{HashForm, decimal, fields, limits, over_limit, under_lower_bound};

/// The least that scrypt is defined for (RFC 7914). What an import makes of less is not stated.
const LEAST_N: u64 = 2;
const LEAST_R: u64 = 1;
const LEAST_P: u64 = 1;

/// Whether the text has the five fields of an scrypt hash: three of digits, two of hexadecimal digits.
pub(super) fn looks_like(hash: &str) -> bool {
    fields::<5>(hash).is_some_and(|[n, r, p, salt, hash]| {
        let are = |texts: &[&str], test: fn(&u8) -> bool| {
            texts
                .iter()
                .all(|text| !text.is_empty() && text.as_bytes().iter().all(test))
        };
        are(&[n, r, p], u8::is_ascii_digit) && are(&[salt, hash], u8::is_ascii_hexdigit)
    })
}

/// The form of the hash; `None` if it is malformed.
pub(super) fn form(hash: &str) -> Option<HashForm> {
    let [n, r, p, salt, hash] = fields(hash)?;
    let (n, r, p) = (decimal(n)?, decimal(r)?, decimal(p)?);
    let has_upper_case = [hexadecimal(salt)?, hexadecimal(hash)?].contains(&LetterCase::Upper);
    if !is_cost(n, r) {
        return None;
    }
    if let Some(over) = over_limit(&[
        ("N", n, limits::SCRYPT_N),
        ("r", r, limits::SCRYPT_R),
        ("p", p, limits::SCRYPT_P),
    ]) {
        return Some(over);
    }
    if let Some(under) =
        under_lower_bound(&[("N", n, LEAST_N), ("r", r, LEAST_R), ("p", p, LEAST_P)])
    {
        return Some(under);
    }
    Some(if has_upper_case {
        HashForm::UpperCaseHex
    } else {
        HashForm::WellFormed
    })
}

/// Whether this N could be a cost of scrypt: a power of two, and less than 2^(16r) (RFC 7914).
///
/// A number too large to hold passes, since the maximum is what it breaks beyond doubt, and so does what is below the
/// least N or r.
fn is_cost(n: u64, r: u64) -> bool {
    let below_block_size = r != 1 || n < 1 << 16;
    n == u64::MAX
        || n < LEAST_N
        || (n.is_power_of_two() && (below_block_size || n > limits::SCRYPT_N))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LetterCase {
    Upper,
    Lower,
}

/// Whether a text of whole bytes in hexadecimal has letters in upper case; `None` if it is not such a text.
fn hexadecimal(text: &str) -> Option<LetterCase> {
    let is_hexadecimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_hexadecimal || !text.len().is_multiple_of(2) {
        return None;
    }
    let has_upper_case = text.bytes().any(|byte| byte.is_ascii_uppercase());
    Some(if has_upper_case {
        LetterCase::Upper
    } else {
        LetterCase::Lower
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "00112233445566778899aabbccddeeff";
    const HASH: &str = "486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111";

    fn of(parameters: &str) -> Option<HashForm> {
        form(&format!("{parameters}${SALT}${HASH}"))
    }

    #[test]
    fn parameters_up_to_the_maxima_are_well_formed() {
        for parameters in [
            "16384$8$1",
            "65536$8$1",
            "2$1$1",
            "1024$1$1",
            "32768$1$1",
            "65536$2$1",
        ] {
            assert_eq!(of(parameters), Some(HashForm::WellFormed), "{parameters}");
        }
    }

    #[test]
    fn parameters_above_the_maxima_are_over_the_limit() {
        for (parameters, parameter, value, limit) in [
            ("131072$8$1", "N", 131_072, 65_536),
            ("131072$1$1", "N", 131_072, 65_536),
            ("16384$16$1", "r", 16, 8),
            ("16384$9$1", "r", 9, 8),
            ("16384$8$2", "p", 2, 1),
            ("99999999999999999999999$8$1", "N", u64::MAX, 65_536),
            ("131072$16$2", "N", 131_072, 65_536),
        ] {
            assert_eq!(
                of(parameters),
                Some(HashForm::OverLimit {
                    parameter,
                    value,
                    limit
                }),
                "{parameters}"
            );
        }
    }

    #[test]
    fn a_cost_that_scrypt_itself_refuses_is_malformed() {
        for parameters in ["16000$8$1", "3$8$1", "3$0$0", "100000$8$1", "65536$1$1"] {
            assert_eq!(of(parameters), None, "{parameters}");
        }
    }

    #[test]
    fn parameters_below_what_scrypt_needs_are_under_the_lower_bound() {
        for (parameters, parameter, value, limit) in [
            ("0$8$1", "N", 0, 2),
            ("1$8$1", "N", 1, 2),
            ("16384$0$1", "r", 0, 1),
            ("65536$0$1", "r", 0, 1),
            ("16384$8$0", "p", 0, 1),
            ("0$0$0", "N", 0, 2),
        ] {
            let expected = HashForm::UnderLowerBound {
                parameter,
                value,
                limit,
            };
            assert_eq!(of(parameters), Some(expected), "{parameters}");
        }
        let upper = form(&format!("16384$8$0${}${HASH}", SALT.to_ascii_uppercase()));
        assert!(matches!(upper, Some(HashForm::UnderLowerBound { .. })));
    }

    #[test]
    fn a_limit_counts_before_a_lower_bound() {
        for parameters in ["131072$0$1", "0$9$1", "16384$0$2"] {
            assert!(
                matches!(of(parameters), Some(HashForm::OverLimit { .. })),
                "{parameters}"
            );
        }
    }

    #[test]
    fn numbers_are_plain_decimals() {
        for parameters in [
            "016384$8$1",
            "+16384$8$1",
            "16384$08$1",
            "16384$8$-1",
            "0x4000$8$1",
            "$8$1",
            "16384$8",
            "1e4$8$1",
        ] {
            assert_eq!(of(parameters), None, "{parameters}");
        }
    }

    #[test]
    fn salt_and_hash_are_whole_bytes_in_hexadecimal() {
        for (salt, hash) in [
            ("", HASH),
            (SALT, ""),
            ("001", HASH),
            (SALT, "48609"),
            ("0g", HASH),
            (SALT, "48-0"),
        ] {
            assert_eq!(
                form(&format!("16384$8$1${salt}${hash}")),
                None,
                "{salt} {hash}"
            );
        }
        assert_eq!(form(&format!("16384$8$1${SALT}${HASH}$")), None);
        assert_eq!(form(&format!("$16384$8$1${SALT}${HASH}")), None);
        assert_eq!(form(&format!("16384$8$1${SALT}")), None);
    }

    #[test]
    fn upper_case_in_either_part_is_named_unless_a_limit_is_broken() {
        let upper = |text: &str| text.to_ascii_uppercase();
        for (salt, hash) in [
            (upper(SALT), upper(HASH)),
            (upper(SALT), HASH.to_owned()),
            (SALT.to_owned(), upper(HASH)),
        ] {
            assert_eq!(
                form(&format!("16384$8$1${salt}${hash}")),
                Some(HashForm::UpperCaseHex)
            );
            assert!(matches!(
                form(&format!("16384$8$2${salt}${hash}")),
                Some(HashForm::OverLimit { .. })
            ));
        }
        assert_eq!(form("16384$8$1$0011$2233"), Some(HashForm::WellFormed));
    }

    #[test]
    fn five_fields_of_digits_resemble_scrypt() {
        assert!(looks_like("16000$8$1$001$48"));
        for text in [
            "",
            "$$$$",
            "16384$8$1$00",
            "a$8$1$00$00",
            "16384$8$1$zz$00",
            "16384$8$1$00$00$00",
        ] {
            assert!(!looks_like(text), "{text}");
        }
    }
}
