//! The file holds no byte at all.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Header, Rule, no_words},
};

/// The file holds no byte at all.
pub static FILE_IS_EMPTY: Rule = Rule {
    name: "file-is-empty",
    effect: Effect::JobFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "The file holds no byte at all.",
    explanation: "The guide says that a job fails whose file cannot be parsed, and demands a header. That a file without any byte counts as one is our conclusion; nobody has published such a job.",
    advice: "Export the users again; the export was cut off before its first line.",
    log_line: None,
    check: Check::Header { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b""),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.file_is_empty {
        found.push(Detail::None);
    }
}
