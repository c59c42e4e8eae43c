//! ARGON2ID: `$argon2id$v=N$m=M,t=T,p=P$salt$hash`, salt and hash in base64 without padding (GUIDE).

use super::base64::Base64;
use super::{HASH, HashForm, SALT, base64, decimal, fields, limits, over_limit, under_lower_bound};

/// The versions of Argon2 that exist: 1.0 and 1.3 (RFC 9106).
const VERSIONS: [u64; 2] = [16, 19];
/// The bounds of Argon2 itself (RFC 9106). What an import makes of less is not stated.
const LEAST_MEMORY_A_LANE: u64 = 8;
const LEAST_PASSES: u64 = 1;
const LEAST_LANES: u64 = 1;
const LEAST_SALT_BYTES: u64 = 8;
const LEAST_TAG_BYTES: u64 = 4;

/// Whether the text begins like an Argon2id hash.
pub(super) fn looks_like(hash: &str) -> bool {
    hash.starts_with("$argon2id$")
}

/// The form of the hash; `None` if it is malformed.
pub(super) fn form(hash: &str) -> Option<HashForm> {
    let ["", "argon2id", version, parameters, salt, tag] = fields(hash)? else {
        return None;
    };
    let version = decimal(version.strip_prefix("v=")?)?;
    let (m, parameters) = parameters.strip_prefix("m=")?.split_once(",t=")?;
    let (t, p) = parameters.split_once(",p=")?;
    let (m, t, p) = (decimal(m)?, decimal(t)?, decimal(p)?);
    let (salt, tag) = (part(salt)?, part(tag)?);
    if version == 0 {
        return None;
    }
    if let Some(over) = over_limit(&[
        ("m", m, limits::ARGON2_M),
        ("t", t, limits::ARGON2_T),
        ("p", p, limits::ARGON2_P),
    ]) {
        return Some(over);
    }
    let least_memory = LEAST_MEMORY_A_LANE.saturating_mul(p.max(LEAST_LANES));
    if let Some(under) = under_lower_bound(&[
        ("m", m, least_memory),
        ("t", t, LEAST_PASSES),
        ("p", p, LEAST_LANES),
        (SALT, salt.bytes as u64, LEAST_SALT_BYTES),
        (HASH, tag.bytes as u64, LEAST_TAG_BYTES),
    ]) {
        return Some(under);
    }
    Some(if salt.padded || tag.padded {
        HashForm::Padding
    } else if VERSIONS.contains(&version) {
        HashForm::WellFormed
    } else {
        HashForm::NeverVerifies("there is no such version of Argon2")
    })
}

/// A salt or hash in the standard alphabet, which has no `.`.
fn part(text: &str) -> Option<Base64> {
    base64::read(text).filter(|base64| !base64.dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "ABEiM0RVZneImaq7zN3u/w";
    const TAG: &str = "BvUSuOmT2YMmvOxoHwhmwdLfvj3j/Zapnjz3/TP5YXo";

    fn with(version: &str, parameters: &str) -> Option<HashForm> {
        form(&format!("$argon2id${version}${parameters}${SALT}${TAG}"))
    }

    fn with_parts(salt: &str, tag: &str) -> Option<HashForm> {
        form(&format!("$argon2id$v=19$m=19456,t=2,p=1${salt}${tag}"))
    }

    fn never_verifies(form: Option<HashForm>) -> bool {
        matches!(form, Some(HashForm::NeverVerifies(_)))
    }

    #[test]
    fn parameters_up_to_the_maxima_are_well_formed() {
        for parameters in ["m=19456,t=2,p=1", "m=8,t=1,p=1", "m=12288,t=1,p=1"] {
            assert_eq!(
                with("v=19", parameters),
                Some(HashForm::WellFormed),
                "{parameters}"
            );
            assert_eq!(
                with("v=16", parameters),
                Some(HashForm::WellFormed),
                "{parameters}"
            );
        }
        assert_eq!(
            with_parts("ABEiM0RVZneImaq7zN3u+w", TAG),
            Some(HashForm::WellFormed)
        );
    }

    #[test]
    fn parameters_above_the_maxima_are_over_the_limit() {
        for (parameters, parameter, value, limit) in [
            ("m=19457,t=2,p=1", "m", 19_457, 19_456),
            ("m=65536,t=3,p=4", "m", 65_536, 19_456),
            ("m=19456,t=3,p=1", "t", 3, 2),
            ("m=19456,t=2,p=2", "p", 2, 1),
            ("m=99999999999999999999,t=2,p=1", "m", u64::MAX, 19_456),
        ] {
            assert_eq!(
                with("v=19", parameters),
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
    fn other_orders_and_other_writings_are_malformed() {
        for parameters in [
            "t=2,m=19456,p=1",
            "m=19456,t=2",
            "m=19456,t=2,p=1,keyid=AA",
            "m=019456,t=2,p=1",
            "m=+19456,t=2,p=1",
            "m=19456, t=2, p=1",
            "M=19456,T=2,P=1",
            "m=19456\\,t=2\\,p=1",
            "",
        ] {
            assert_eq!(with("v=19", parameters), None, "{parameters}");
        }
        for version in ["", "19", "v=", "V=19", "v=019", "v=0"] {
            assert_eq!(with(version, "m=19456,t=2,p=1"), None, "{version}");
        }
    }

    #[test]
    fn its_siblings_and_a_missing_version_are_malformed() {
        for prefix in [
            "$argon2i$v=19",
            "$argon2d$v=19",
            "$Argon2id$v=19",
            "$ARGON2ID$v=19",
            "argon2id$v=19",
            "$argon2id",
        ] {
            assert_eq!(
                form(&format!("{prefix}$m=19456,t=2,p=1${SALT}${TAG}")),
                None,
                "{prefix}"
            );
        }
    }

    #[test]
    fn salt_and_hash_are_standard_base64() {
        for (salt, tag) in [
            ("", TAG),
            (SALT, ""),
            ("ABEiM", TAG),
            (SALT, "BvUS.OmT"),
            (SALT, "BvUS-OmT"),
            (SALT, "BvUS_OmT"),
        ] {
            assert_eq!(with_parts(salt, tag), None, "{salt} {tag}");
        }
    }

    #[test]
    fn padding_is_named_unless_a_limit_is_broken() {
        assert_eq!(
            with_parts("ABEiM0RVZneImaq7zN3u/w==", TAG),
            Some(HashForm::Padding)
        );
        assert_eq!(
            with_parts(SALT, &format!("{TAG}=")),
            Some(HashForm::Padding)
        );
        assert_eq!(with_parts(SALT, &format!("{TAG}==")), None);
        let over = format!("$argon2id$v=19$m=19456,t=3,p=1${SALT}==${TAG}=");
        assert!(matches!(form(&over), Some(HashForm::OverLimit { .. })));
    }

    #[test]
    fn what_argon2_itself_refuses_is_under_its_lower_bound() {
        for (form, parameter, value, limit) in [
            (with("v=19", "m=7,t=2,p=1"), "m", 7, 8),
            (with("v=19", "m=0,t=2,p=1"), "m", 0, 8),
            (with("v=19", "m=19456,t=0,p=1"), "t", 0, 1),
            (with("v=19", "m=19456,t=2,p=0"), "p", 0, 1),
            (with("v=19", "m=0,t=0,p=0"), "m", 0, 8),
            (with("v=18", "m=7,t=2,p=1"), "m", 7, 8),
            (with_parts("ABEiM0RVZg", TAG), "salt", 7, 8),
            (with_parts("ABEi", "BvUS"), "salt", 3, 8),
            (with_parts("ABEiM0RVZg==", TAG), "salt", 7, 8),
            (with_parts(SALT, "BvUS"), "hash", 3, 4),
        ] {
            let expected = HashForm::UnderLowerBound {
                parameter,
                value,
                limit,
            };
            assert_eq!(form, Some(expected), "{parameter} {value}");
        }
        assert_eq!(with_parts("ABEiM0RVZnc", TAG), Some(HashForm::WellFormed));
        assert_eq!(with_parts(SALT, "BvUSuA"), Some(HashForm::WellFormed));
    }

    #[test]
    fn a_limit_counts_before_a_lower_bound() {
        for parameters in ["m=0,t=3,p=1", "m=19456,t=0,p=2", "m=19457,t=0,p=0"] {
            assert!(
                matches!(with("v=19", parameters), Some(HashForm::OverLimit { .. })),
                "{parameters}"
            );
        }
    }

    #[test]
    fn a_version_that_does_not_exist_can_never_verify() {
        assert!(never_verifies(with("v=18", "m=19456,t=2,p=1")));
        assert!(never_verifies(with("v=20", "m=19456,t=2,p=1")));
    }
}
