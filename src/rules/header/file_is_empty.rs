//! The file holds no line of column names.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The file holds no line of column names.
pub static FILE_IS_EMPTY: Rule = Rule {
    name: "file-is-empty",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file holds no line of column names.",
    explanation: "The guide says that a job fails whose file cannot be parsed, and demands a header. That a file without any line, or with blank ones only, counts as one is our conclusion; nobody has published such a job.",
    advice: "Export the users again; the export was cut off before its first line.",
    check: Check::Header { find },
    examples: &[
        Example::speaks_on_file(b""),
        Example::speaks_on_file(b"\xEF\xBB\xBF").and(&["byte-order-mark"]),
        Example::speaks_on_file(b"\n \r\n").and(&["blank-line-before-header"]),
        Example::silent_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.file_is_empty {
        found.push(Detail::None);
    }
}
