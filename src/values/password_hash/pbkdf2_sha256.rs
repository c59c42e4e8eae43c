//! `PBKDF2_SHA256`: `$pbkdf2-sha256$iterations$salt$hash` (GUIDE).
//!
//! The form comes from a library that writes base64 without padding and with `.` in place of `+`. The guide's example
//! has neither, so which of the two an import reads is not known.

use super::{HashForm, base64, decimal, fields, limits, over_limit, under_lower_bound};

/// The fewest iterations that PBKDF2 is defined for (RFC 8018). What an import makes of none is not stated.
const LEAST_ITERATIONS: u64 = 1;

/// Whether the text begins like a PBKDF2 hash with SHA-256.
pub(super) fn looks_like(hash: &str) -> bool {
    hash.starts_with("$pbkdf2-sha256$")
}

/// The form of the hash; `None` if it is malformed.
pub(super) fn form(hash: &str) -> Option<HashForm> {
    let ["", "pbkdf2-sha256", iterations, salt, hash] = fields(hash)? else {
        return None;
    };
    let iterations = decimal(iterations)?;
    let (salt, hash) = (base64::read(salt)?, base64::read(hash)?);
    let (plus, dot) = (salt.plus || hash.plus, salt.dot || hash.dot);
    // No alphabet has both.
    if plus && dot {
        return None;
    }
    if let Some(over) = over_limit(&[("iterations", iterations, limits::PBKDF2_ITERATIONS)]) {
        return Some(over);
    }
    if let Some(under) = under_lower_bound(&[("iterations", iterations, LEAST_ITERATIONS)]) {
        return Some(under);
    }
    Some(if salt.padded || hash.padded {
        HashForm::Padding
    } else if plus {
        HashForm::Base64Plus
    } else if dot {
        HashForm::Base64Dot
    } else {
        HashForm::WellFormed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "K8mQBZRzRI5uvUQqoWv6oA";
    const HASH: &str = "GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok";

    fn with(iterations: &str, salt: &str, hash: &str) -> Option<HashForm> {
        form(&format!("$pbkdf2-sha256${iterations}${salt}${hash}"))
    }

    #[test]
    fn up_to_600000_iterations_are_well_formed() {
        for iterations in ["1", "29000", "600000"] {
            assert_eq!(
                with(iterations, SALT, HASH),
                Some(HashForm::WellFormed),
                "{iterations}"
            );
        }
    }

    #[test]
    fn more_iterations_are_over_the_limit() {
        for (iterations, value) in [("600001", 600_001), ("99999999999999999999999", u64::MAX)] {
            let expected = HashForm::OverLimit {
                parameter: "iterations",
                value,
                limit: 600_000,
            };
            assert_eq!(with(iterations, SALT, HASH), Some(expected), "{iterations}");
        }
    }

    #[test]
    fn no_iterations_are_under_the_lower_bound() {
        let expected = HashForm::UnderLowerBound {
            parameter: "iterations",
            value: 0,
            limit: 1,
        };
        for salt in [SALT, "K8m+BZRzRI5uvUQqoWv6oA=="] {
            assert_eq!(with("0", salt, HASH), Some(expected), "{salt}");
        }
    }

    #[test]
    fn iterations_are_a_plain_decimal() {
        for iterations in ["", "00", "0600000", "+600000", "-1", "6e5", "i=600000"] {
            assert_eq!(with(iterations, SALT, HASH), None, "{iterations}");
        }
    }

    #[test]
    fn a_plus_and_a_dot_are_named_but_not_both() {
        assert_eq!(
            with(
                "600000",
                "3JDPB96QfMxkY2zt2zjlUg",
                "QtKjBcTVdPFkIsiZ+YKuB/U3ZfyR3/JvY0JImEhbM+o"
            ),
            Some(HashForm::Base64Plus)
        );
        assert_eq!(
            with(
                "600000",
                "3JDPB96QfMxkY2zt2zjlUg",
                "QtKjBcTVdPFkIsiZ.YKuB/U3ZfyR3/JvY0JImEhbM.o"
            ),
            Some(HashForm::Base64Dot)
        );
        assert_eq!(
            with("600000", "K8m.BZRzRI5uvUQqoWv6oA", HASH),
            Some(HashForm::Base64Dot)
        );
        assert_eq!(with("600000", "K8m.BZRz", "QtKj+cTV"), None);
        assert_eq!(with("600000", "K8m.B+Rz", HASH), None);
    }

    #[test]
    fn padding_counts_before_the_alphabet_and_after_the_limit() {
        assert_eq!(
            with("600000", "K8mQBZRzRI5uvUQqoWv6oA==", HASH),
            Some(HashForm::Padding)
        );
        assert_eq!(
            with("600000", "K8m+BZRzRI5uvUQqoWv6oA==", HASH),
            Some(HashForm::Padding)
        );
        assert!(matches!(
            with("600001", "K8m+BZRzRI5uvUQqoWv6oA==", HASH),
            Some(HashForm::OverLimit { .. })
        ));
        assert_eq!(with("600000", "K8mQBZRzRI5uvUQqoWv6oA=", HASH), None);
    }

    #[test]
    fn impossible_base64_and_other_prefixes_are_malformed() {
        for (salt, hash) in [
            ("", HASH),
            (SALT, ""),
            ("K8mQB", HASH),
            (SALT, "GOWM-O1Q"),
            (SALT, "GOWM_O1Q"),
        ] {
            assert_eq!(with("600000", salt, hash), None, "{salt} {hash}");
        }
        for prefix in [
            "$pbkdf2-sha512$",
            "$pbkdf2$",
            "$PBKDF2-SHA256$",
            "pbkdf2-sha256$",
            "pbkdf2_sha256$",
            "$$pbkdf2-sha256$",
        ] {
            assert_eq!(
                form(&format!("{prefix}600000${SALT}${HASH}")),
                None,
                "{prefix}"
            );
        }
    }
}
