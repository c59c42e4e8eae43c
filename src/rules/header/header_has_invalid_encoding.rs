//! The line of column names is not UTF-8.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Header, Rule, no_words},
};

/// The line of column names is not UTF-8.
pub static HEADER_HAS_INVALID_ENCODING: Rule = Rule {
    name: "header-has-invalid-encoding",
    effect: Effect::JobFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "The line of column names is not UTF-8.",
    explanation: "The guide asks for UTF-8. A header in UTF-16, as spreadsheets write it, or in another encoding has no name that the service knows.",
    advice: "Save the file as UTF-8; `clean` reads UTF-16 with its mark, and others with `--encoding`.",
    log_line: None,
    check: Check::Header { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b"\xFF\xFEn\0a\0m\0e\0"),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.invalid_encoding {
        found.push(Detail::None);
    }
}
