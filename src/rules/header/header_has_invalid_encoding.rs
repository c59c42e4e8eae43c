//! The line of column names is not UTF-8.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The line of column names is not UTF-8.
pub static HEADER_HAS_INVALID_ENCODING: Rule = Rule {
    name: "header-has-invalid-encoding",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The line of column names is not UTF-8.",
    explanation: "The guide asks for UTF-8. A header in UTF-16, as spreadsheets write it, or in another encoding has no name that the service knows.",
    advice: "Save the file as UTF-8; `clean` reads UTF-16 with its mark, and others with `--encoding`.",
    check: Check::Header { find },
    examples: &[
        Example::speaks_on_file(b"\xFF\xFEn\0a\0m\0e\0"),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.invalid_encoding {
        found.push(Detail::None);
    }
}
