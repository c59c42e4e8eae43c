//! Numbers as people write them inside their own country.

use std::{fmt, str::FromStr};

use phonenumber::country;
use thiserror::Error;

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
/// that could be dialled from there.
pub fn to_e164(number: &str, region: Region) -> Option<String> {
    e164(Some(region.0), number)
}

/// An international number in E.164, or `None` where no numbering plan knows it.
pub(super) fn international_to_e164(number: &str) -> Option<String> {
    e164(None, number)
}

fn e164(region: Option<country::Id>, number: &str) -> Option<String> {
    let parsed = phonenumber::parse(region, number).ok()?;
    phonenumber::is_valid(&parsed)
        .then(|| parsed.format().mode(phonenumber::Mode::E164).to_string())
}
