//! Who says so: how sure a claim about the importer is, on whose word, and what we decided where
//! nobody knows.

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
    reason = "the four marks of the evidence are closed on purpose"
)]
pub enum Certainty {
    /// Nobody knows; the prudent outcome is predicted and marked.
    Unknown,
    /// Follows from something documented or observed, but was never seen itself.
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
/// Each decision is one named value in [`unknowns`], so that one real import job that settles it
/// changes one place.
#[derive(Debug)]
pub struct Decision {
    /// Its kebab-case name.
    pub name: &'static str,
    /// What nobody outside AWS knows, as one question.
    pub question: &'static str,
    /// The answers that are possible.
    pub options: &'static [&'static str],
    /// What is predicted meanwhile.
    pub predicted: &'static str,
    /// Why that answer is the prudent one.
    pub reason: &'static str,
}
