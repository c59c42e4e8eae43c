//! How sure a claim about the importer is, which sources it has, and what was decided where the
//! behaviour is not known.

mod sources;
pub mod unknowns;

use std::fmt;

use serde::Serialize;

pub use self::sources::{Source, source};

/// How sure a claim about the importer is, from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::exhaustive_enums,
    reason = "there are exactly four degrees of evidence"
)]
pub enum Certainty {
    /// Not known: an outcome is assumed, and marked as such.
    Unknown,
    /// Follows from something documented or observed, but has not been seen itself.
    Inferred,
    /// Seen by a user or in a published log.
    Observed,
    /// Documented by AWS.
    Documented,
}

impl Certainty {
    /// The word used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Inferred => "inferred",
            Self::Observed => "observed",
            Self::Documented => "documented",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What this crate answers where the importer's behaviour is unknown.
///
/// Each decision is one named value in [`unknowns`], so that a real import job that answers it
/// changes one place.
#[derive(Debug)]
#[non_exhaustive]
pub struct Decision {
    /// Its kebab-case name.
    pub name: &'static str,
    /// What is not known outside AWS, as one question.
    pub question: &'static str,
    /// The answers that are possible.
    pub options: &'static [&'static str],
    /// What is predicted meanwhile.
    pub predicted: &'static str,
    /// Why that answer is assumed.
    pub reason: &'static str,
}
