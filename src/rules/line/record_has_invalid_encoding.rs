//! The row holds bytes that are not text in the file’s encoding.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// The row holds bytes that are not text in the file’s encoding.
pub static RECORD_HAS_INVALID_ENCODING: Rule = Rule {
    name: "record-has-invalid-encoding",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::INVALID_UTF_8,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The row holds bytes that are not text in the file’s encoding.",
    explanation: "The guide asks for UTF-8. A byte that is none most often comes from a file in Windows-1252 or Latin-1. What the service does with it is not known.",
    advice: "Save the file as UTF-8, or name its encoding: `clean --encoding windows-1252`.",
    check: Check::Reading { find },
    cleared_by: facts![TEXT],
    words,
    examples: &[
        Example::speaks_on_file(b"{header}\nZo\xEB{row}\n").saying("after 2 bytes of the record"),
        Example::silent_on_file(b"{header}\nZo\xC3\xAB{row}\n"),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if let Some((byte, _)) = reading.invalid_byte {
        found.push(Detail::Byte(byte));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Byte(byte) => write!(f, "after {byte} bytes of the record"),
        _ => Ok(()),
    }
}
