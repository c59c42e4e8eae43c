//! Numbers as people write them inside their own country.

use std::{
    fmt::{self, Write},
    str::FromStr,
};

use phonenumber::{country, metadata::DATABASE};
use thiserror::Error;

use super::{E164_DIGITS, PhoneNumberForm, dialability::is_dialable, form, one_number::one_number};

/// A country or territory whose national numbers are understood, by its two letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Region {
    id: country::Id,
    short: Option<ShortPlan>,
}

/// What [`dial_shortly`] needs to know of a numbering plan. Only a plan that dials abroad by fixed digits,
/// and whose national prefix is at most some fixed digits that are dropped, has one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ShortPlan {
    country_code: u16,
    international_prefix: &'static str,
    national_prefix: Option<&'static str>,
}

impl ShortPlan {
    fn of(id: country::Id) -> Option<Self> {
        let plan = DATABASE.by_id(id.as_ref())?;
        let international_prefix = plan.international_prefix()?.as_str();
        let is_digits = international_prefix
            .bytes()
            .all(|byte| byte.is_ascii_digit());
        let national_prefix = plan.national_prefix();
        let parsed = plan.national_prefix_for_parsing();
        let is_fixed = parsed.is_some() == national_prefix.is_some()
            && parsed.is_none_or(|pattern| Some(pattern.as_str()) == national_prefix);
        let is_short = is_digits && is_fixed && plan.national_prefix_transform_rule().is_none();
        is_short.then(|| Self {
            country_code: plan.country_code(),
            international_prefix,
            national_prefix,
        })
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.id.as_ref())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id.as_ref())
    }
}

/// A text that names no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no region has this code; give the two letters of ISO 3166, such as US or DE")]
#[non_exhaustive]
pub struct UnknownRegion;

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        let id: country::Id = code
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| UnknownRegion)?;
        Ok(Self {
            id,
            short: ShortPlan::of(id),
        })
    }
}

/// The number in E.164, as it is dialled in `region`, or `None` where it cannot be dialled there or may be
/// more than one number.
///
/// Decimals that are zero are dropped: programs write them that took the column for quantities.
pub fn to_e164(number: &str, region: Region) -> Option<String> {
    // Digits after anything else belong to the number, and make it one that the plan does not know.
    if !number.contains(['/', '.', ',']) {
        return dialled(number, region);
    }
    let number = one_number(number, |number| dialled(number, region).is_some())?;
    dialled(number, region)
}

fn dialled(number: &str, region: Region) -> Option<String> {
    region
        .short
        .and_then(|plan| dial_shortly(number, plan))
        .or_else(|| e164(Some(region.id), number))
}

/// More digits than a number has, with a national prefix before them.
const MOST_DIGITS: usize = 2 * E164_DIGITS;

/// The same for what most people write in most regions: digits and punctuation, with the national prefix
/// or without it. `None` leaves the number to the crate, which costs fifty times as much.
///
/// The crate takes the same steps: it looks for an international prefix, the country code and the
/// national prefix, in this order. A number that might have one of the first two is left to it.
fn dial_shortly(number: &str, plan: ShortPlan) -> Option<String> {
    let mut buffer = [0; MOST_DIGITS];
    let mut length = 0;
    for byte in number.bytes() {
        match byte {
            b'0'..=b'9' => {
                *buffer.get_mut(length)? = byte;
                length += 1;
            }
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' => {}
            _ => return None,
        }
    }
    let digits = buffer.get(..length)?;
    if digits.starts_with(plan.international_prefix.as_bytes()) {
        return None;
    }
    let international = |digits: &[u8]| -> Option<String> {
        let mut international = String::with_capacity(1 + E164_DIGITS);
        write!(international, "+{}", plan.country_code).ok()?;
        international.push_str(std::str::from_utf8(digits).ok()?);
        is_dialable(international.as_bytes().get(1..)?).then_some(international)
    };
    let without_prefix = plan
        .national_prefix
        .and_then(|prefix| digits.strip_prefix(prefix.as_bytes()));
    match without_prefix {
        // A number may begin with those digits without having the prefix; the crate decides.
        Some(rest) => match international(digits) {
            Some(_) => None,
            None => international(rest),
        },
        None if starts_with_number(digits, plan.country_code) => None,
        None => international(digits),
    }
}

/// Whether digits begin with those of a number.
fn starts_with_number(digits: &[u8], number: u16) -> bool {
    let mut power = 1;
    while number / power >= 10 {
        power *= 10;
    }
    let mut digits = digits.iter();
    while power > 0 {
        let digit = u16::from(b'0') + number / power % 10;
        if digits.next().map(|byte| u16::from(*byte)) != Some(digit) {
            return false;
        }
        power /= 10;
    }
    true
}

/// An international number in E.164, or `None` where no numbering plan knows it.
pub(super) fn international_to_e164(number: &str) -> Option<String> {
    e164(None, number)
}

fn e164(region: Option<country::Id>, number: &str) -> Option<String> {
    // The crate dials letters by the keys of a telephone and drops extensions, which it knows by more
    // signs than letters. It would turn an address into a number, and a number with an extension into
    // another one.
    if number.contains(|c: char| c.is_alphabetic() || matches!(c, '#' | ',' | ';' | '~' | '*')) {
        return None;
    }
    let parsed = phonenumber::parse(region, number).ok()?;
    let number = phonenumber::is_valid(&parsed)
        .then(|| parsed.format().mode(phonenumber::Mode::E164).to_string())?;
    // Some numbering plans have numbers for themselves that are longer than E.164 admits.
    (form(&number) == PhoneNumberForm::International).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_no_digits() {
        let germany: Region = "DE".parse().unwrap();
        for number in [
            "(030) 12-3hample.com>",
            "030 123456 ext. 7",
            "0800 FLOWERS",
            "030x12345678",
            "030 123456#7",
            "030 123456,,7",
            "030 123456;7",
            "030 123456~7",
            "030 123456*7",
        ] {
            assert_eq!(to_e164(number, germany), None, "{number}");
        }
        assert_eq!(international_to_e164("+1 800 FLOWERS"), None);
    }

    #[test]
    fn a_quantity_a_second_number_and_an_extension_are_told_from_groups() {
        for (number, region, expected) in [
            ("4930123456.0", "DE", Some("+4930123456")),
            ("4930123456,00", "DE", Some("+4930123456")),
            ("004366412345678.0", "DE", Some("+4366412345678")),
            ("2065550100.0", "US", Some("+12065550100")),
            ("4930123456.5", "DE", None),
            ("4930123456.000", "DE", None),
            ("0043 664 123456.0", "DE", None),
            ("030.0", "DE", None),
            ("030.901820", "DE", Some("+4930901820")),
            ("030.90.18.20", "DE", Some("+4930901820")),
            ("206.555.0100", "US", Some("+12065550100")),
            ("01.42.68.53.00", "FR", Some("+33142685300")),
            ("01 42 68 53.00", "FR", Some("+33142685300")),
            ("030/901820", "DE", Some("+4930901820")),
            ("030 901820/21", "DE", None),
            ("030/901820/21", "DE", None),
            ("030 901820/901821", "DE", None),
            ("030 901820-21", "DE", Some("+493090182021")),
            ("(206) 555-0100/01", "US", None),
            ("206-555-0100-12", "US", None),
        ] {
            let region = region.parse().unwrap();
            assert_eq!(to_e164(number, region).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn what_is_too_long_for_e_164_is_no_number() {
        let mut seen = 0;
        for meta in DATABASE.iter() {
            let Ok(region) = meta.id().parse::<Region>() else {
                continue;
            };
            let kinds = meta.descriptors();
            for example in [kinds.fixed_line(), kinds.mobile(), kinds.uan()]
                .into_iter()
                .flatten()
            {
                let longest = example
                    .possible_length()
                    .iter()
                    .max()
                    .copied()
                    .unwrap_or_default();
                let Some(example) = example.example() else {
                    continue;
                };
                let missing = usize::from(longest).saturating_sub(example.len());
                let number = format!("{example}{}", "1".repeat(missing));
                if let Some(found) = to_e164(&number, region) {
                    seen += 1;
                    assert_eq!(form(&found), PhoneNumberForm::International, "{number}");
                }
            }
        }
        assert!(seen > 300, "only {seen}");
    }

    #[test]
    fn the_short_way_says_what_the_crate_says() {
        let mut short = 0;
        let mut wrong = Vec::new();
        for meta in DATABASE.iter() {
            let Ok(region) = meta.id().parse::<Region>() else {
                continue;
            };
            let kinds = meta.descriptors();
            let examples = [
                kinds.fixed_line(),
                kinds.mobile(),
                kinds.toll_free(),
                kinds.voip(),
                kinds.uan(),
            ];
            for example in examples
                .into_iter()
                .flatten()
                .filter_map(|kind| kind.example())
            {
                let prefix = meta.national_prefix().unwrap_or_default();
                let (head, tail) = example.split_at(example.len() / 2);
                for number in [
                    example.to_owned(),
                    format!("{prefix}{example}"),
                    format!("({prefix}{head}) {tail}"),
                    format!("{prefix}{prefix}{example}"),
                    format!("{}{example}", meta.country_code()),
                    format!("00{}{example}", meta.country_code()),
                    format!("{example}1"),
                    example[1..].to_owned(),
                ] {
                    let Some(ours) = region.short.and_then(|plan| dial_shortly(&number, plan))
                    else {
                        continue;
                    };
                    short += 1;
                    let theirs = e164(Some(region.id), &number);
                    if theirs.as_ref() != Some(&ours) {
                        wrong.push((meta.id().to_owned(), number, ours, theirs));
                    }
                }
            }
        }
        assert!(short > 1_000, "only {short}");
        assert!(wrong.is_empty(), "{} of {short}: {wrong:?}", wrong.len());
    }
}
