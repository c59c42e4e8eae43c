//! The file holds no line of column names.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "file-is-empty",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file holds no line of column names.",
    explanation: "The guide says that a job fails whose file cannot be parsed, and demands a header. That a file without any line, or with blank ones only, counts as one is our conclusion; nobody has published such a job.",
    advice: "Export the users again; the export was cut off before its first line.",
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b""),
        Example::fires_on_file(b"\xEF\xBB\xBF").and(&["byte-order-mark"]),
        Example::fires_on_file(b"\n \r\n").and(&["blank-line-before-header"]),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.file_is_empty {
        findings.report(Detail::None);
    }
}
