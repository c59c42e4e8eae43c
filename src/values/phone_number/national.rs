//! Numbers as people write them inside their own country.

use std::{fmt, str::FromStr};

use phonenumber::{country, metadata::DATABASE};
use thiserror::Error;

use super::{Dialability, PhoneNumberForm, dialability, form, one_number::one_number};

/// A country or territory whose national numbers are understood, by its two letters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Region(country::Id);

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({})", self.0.as_ref())
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref())
    }
}

/// A text that names no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no region has this code; give the two letters of ISO 3166, such as US or DE")]
pub struct UnknownRegion;

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        code.to_ascii_uppercase()
            .parse()
            .map(Self)
            .map_err(|_| UnknownRegion)
    }
}

/// The number in E.164, read as somebody in `region` would dial it, or `None` where it is no number
/// that could be dialled from there, or perhaps more than one.
///
/// Decimals that are zero, which a program writes that took the column for quantities, are dropped.
pub fn to_e164(number: &str, region: Region) -> Option<String> {
    // Digits behind anything else make another number, and one that the plan does not know.
    if !number.contains(['/', '.', ',']) {
        return dialled(number, region);
    }
    let number = one_number(number, |number| dialled(number, region).is_some())?;
    dialled(number, region)
}

fn dialled(number: &str, region: Region) -> Option<String> {
    plainly_dialled(number, region).or_else(|| e164(Some(region.0), number))
}

/// The same for what most people write in most regions: digits and punctuation, with the national
/// prefix or without it. `None` leaves the number to the crate, which costs fifty times as much.
///
/// The crate takes the same steps: it looks for an international prefix, the country code and the
/// national prefix, in this order. A number that might have one of the first two is left to it, and
/// so is a region whose national prefix is more than a few digits that are dropped.
fn plainly_dialled(number: &str, region: Region) -> Option<String> {
    let plan = DATABASE.by_id(region.0.as_ref())?;
    let abroad = plan.international_prefix()?.as_str();
    if !abroad.bytes().all(|byte| byte.is_ascii_digit())
        || plan.national_prefix_transform_rule().is_some()
    {
        return None;
    }
    let prefix = plan.national_prefix();
    let parsed = plan.national_prefix_for_parsing();
    if parsed.is_some() != prefix.is_some()
        || parsed.is_some_and(|parsed| Some(parsed.as_str()) != prefix)
    {
        return None;
    }
    let mut international = format!("+{}", plan.country_code());
    let code = international.len();
    // More digits than any number has need no buffer.
    for byte in number.bytes() {
        match byte {
            b'0'..=b'9' => international.push(char::from(byte)),
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' => {}
            _ => return None,
        }
    }
    let digits = international.get(code..)?;
    if digits.starts_with(abroad) {
        return None;
    }
    if let Some(prefix) = prefix.filter(|prefix| digits.starts_with(prefix)) {
        // A number may begin with those digits without having the prefix; the crate decides.
        if dialability(&international) == Dialability::Dialable {
            return None;
        }
        international.replace_range(code..code + prefix.len(), "");
    } else if digits.starts_with(international.get(1..code)?) {
        return None;
    }
    (dialability(&international) == Dialability::Dialable).then_some(international)
}

/// An international number in E.164, or `None` where no numbering plan knows it.
pub(super) fn international_to_e164(number: &str) -> Option<String> {
    e164(None, number)
}

fn e164(region: Option<country::Id>, number: &str) -> Option<String> {
    // The crate dials letters by the keys of a telephone and drops extensions, for which it knows more
    // signs than letters: it would make a number of an address, and another one of a number with
    // something to say.
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
    fn the_short_way_ends_where_the_crate_does() {
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
                    let Some(ours) = plainly_dialled(&number, region) else {
                        continue;
                    };
                    short += 1;
                    let theirs = e164(Some(region.0), &number);
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
