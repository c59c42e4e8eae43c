//! BCRYPT: `$2<a, b, x or y>$cost$`, then 22 characters of salt and 31 of hash (GUIDE).

use super::{HashForm, limits, over_limit, under_lower_bound};

/// The lowest cost that bcrypt is defined for. What an import makes of less is not stated.
const LEAST_COST: u64 = 4;
const SALT_CHARACTERS: usize = 22;
const HASH_CHARACTERS: usize = 31;

/// Which bytes are letters of bcrypt's base64: a look at a table costs a fraction of comparing ranges.
#[expect(
    clippy::indexing_slicing,
    reason = "every byte is a place in the table, which is made while it is compiled"
)]
const LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut left: &[u8] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    while let [letter, rest @ ..] = left {
        letters[*letter as usize] = true;
        left = rest;
    }
    letters
};

/// Whether the text begins like a bcrypt hash of any variant, `$2$` and `$2B$` included.
pub(super) fn looks_like(hash: &str) -> bool {
    match hash.as_bytes() {
        [b'$', b'2', b'$', ..] => true,
        [b'$', b'2', variant, b'$', ..] => variant.is_ascii_alphabetic(),
        _ => false,
    }
}

/// The form of the hash; `None` if it is malformed.
pub(super) fn form(hash: &str) -> Option<HashForm> {
    let [
        b'$',
        b'2',
        b'a' | b'b' | b'x' | b'y',
        b'$',
        tens,
        ones,
        b'$',
        rest @ ..,
    ] = hash.as_bytes()
    else {
        return None;
    };
    if !tens.is_ascii_digit()
        || !ones.is_ascii_digit()
        || rest.len() != SALT_CHARACTERS + HASH_CHARACTERS
    {
        return None;
    }
    let is_letter = |byte: &u8| LETTERS.get(usize::from(*byte)) == Some(&true);
    if !rest.iter().all(is_letter) {
        return None;
    }
    let cost = u64::from(tens - b'0') * 10 + u64::from(ones - b'0');
    if let Some(over) = over_limit(&[("cost", cost, limits::BCRYPT_COST)]) {
        return Some(over);
    }
    if let Some(under) = under_lower_bound(&[("cost", cost, LEAST_COST)]) {
        return Some(under);
    }

    // 16 bytes of salt end 4 bits before their 22nd character does, 23 bytes of hash 2 bits before their 31st. A hash
    // written anew has zeros there, and bcrypt compares hashes as texts.
    let (salt, hash) = rest.split_at_checked(SALT_CHARACTERS)?;
    if value(*salt.last()?)? % 16 != 0 {
        return Some(HashForm::NeverVerifies(
            "the last character of the salt has bits beyond its 16 bytes",
        ));
    }
    if value(*hash.last()?)? % 4 != 0 {
        return Some(HashForm::NeverVerifies(
            "the last character of the hash has bits beyond its 23 bytes",
        ));
    }
    Some(HashForm::WellFormed)
}

/// The six bits that a character means in bcrypt's own alphabet: `.`, `/`, then letters, then digits.
const fn value(character: u8) -> Option<u8> {
    match character {
        b'.' => Some(0),
        b'/' => Some(1),
        b'A'..=b'Z' => Some(character - b'A' + 2),
        b'a'..=b'z' => Some(character - b'a' + 28),
        b'0'..=b'9' => Some(character - b'0' + 54),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST_10: &str = "$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW";
    const COST_12: &str = "$2b$12$2n0aoT2Feqxra3uXMzNauuTCShKuZRvof2jdJYTGjPkD3BZD8AJE6";

    #[test]
    fn four_variants_up_to_cost_12_are_well_formed() {
        assert_eq!(form(COST_12), Some(HashForm::WellFormed));
        for variant in ["$2a$", "$2b$", "$2x$", "$2y$"] {
            assert_eq!(
                form(&COST_10.replace("$2b$", variant)),
                Some(HashForm::WellFormed),
                "{variant}"
            );
        }
        assert_eq!(
            form(&COST_10.replace("$10$", "$04$")),
            Some(HashForm::WellFormed)
        );
    }

    #[test]
    fn other_variants_are_malformed() {
        for variant in [
            "$2$", "$2B$", "$2A$", "$2c$", "$3b$", "2b$", "$2bb$", "$2$b$",
        ] {
            assert_eq!(form(&COST_10.replace("$2b$", variant)), None, "{variant}");
        }
    }

    #[test]
    fn one_character_too_few_or_too_many_is_malformed() {
        assert_eq!(
            form("$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRh"),
            None
        );
        assert_eq!(
            form("$2b$10$.X/ECv6MAAHEzL44ieInheeKJvPODBbdsnF9in/6/1pKoMYI1ZRhWW"),
            None
        );
    }

    #[test]
    fn characters_outside_the_alphabet_are_malformed() {
        for character in ["+", "=", "$", "-", "_", ",", " "] {
            assert_eq!(
                form(&COST_10.replacen('X', character, 1)),
                None,
                "{character}"
            );
        }
    }

    #[test]
    fn the_cost_has_two_digits_and_bounds() {
        for cost in [13, 14, 31, 99] {
            let expected = HashForm::OverLimit {
                parameter: "cost",
                value: cost,
                limit: 12,
            };
            assert_eq!(
                form(&COST_10.replace("$10$", &format!("${cost}$"))),
                Some(expected)
            );
        }
        for cost in 0..4 {
            let expected = HashForm::UnderLowerBound {
                parameter: "cost",
                value: cost,
                limit: 4,
            };
            assert_eq!(
                form(&COST_10.replace("$10$", &format!("$0{cost}$"))),
                Some(expected)
            );
        }
        for cost in ["$4$", "$010$", "$1a$", "$+5$", "$ 5$", "$$"] {
            assert_eq!(form(&COST_10.replace("$10$", cost)), None, "{cost}");
        }
    }

    #[test]
    fn bits_beyond_the_salt_can_never_verify() {
        let alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for last in alphabet.chars() {
            let hash = format!("{}{last}{}", &COST_10[..28], &COST_10[29..]);
            let never = matches!(form(&hash), Some(HashForm::NeverVerifies(_)));
            assert_eq!(never, !".Oeu".contains(last), "{last}");
        }
    }

    #[test]
    fn bits_beyond_the_hash_can_never_verify() {
        let alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        for (value, last) in alphabet.chars().enumerate() {
            let hash = format!("{}{last}", &COST_10[..59]);
            let never = matches!(form(&hash), Some(HashForm::NeverVerifies(_)));
            assert_eq!(never, value % 4 != 0, "{last}");
        }
    }

    #[test]
    fn the_prefix_alone_resembles_bcrypt() {
        for text in ["$2b$", "$2$", "$2B$10$", "$2y$xx"] {
            assert!(looks_like(text), "{text}");
        }
        for text in ["", "$2", "2b$10$", "$2bb$", "$22$", "$1$"] {
            assert!(!looks_like(text), "{text}");
        }
    }
}
