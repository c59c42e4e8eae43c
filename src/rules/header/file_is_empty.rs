//! The file holds no line of column names.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Header, Rule, no_words},
};

/// The file holds no line of column names.
pub static FILE_IS_EMPTY: Rule = Rule {
    name: "file-is-empty",
    effect: Effect::JobFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "The file holds no line of column names.",
    explanation: "The guide says that a job fails whose file cannot be parsed, and demands a header. That a file without any line, or with blank ones only, counts as one is our conclusion; nobody has published such a job.",
    advice: "Export the users again; the export was cut off before its first line.",
    log_line: None,
    check: Check::Header { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b""),
        Example::speaks_on_file(b"\xEF\xBB\xBF").and(&["byte-order-mark"]),
        Example::speaks_on_file(b"\n \r\n").and(&["blank-line-before-header"]),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.file_is_empty {
        found.push(Detail::None);
    }
}
