//! The file has no header.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "file-is-empty",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file has no header.",
    explanation: "The guide requires a header and says that a job fails if its file cannot be parsed. We conclude that this includes a file without any line, or with blank lines only. No such job is published.",
    advice: &[Advice::person(
        "Export the users again; the export stopped before its first line.",
    )],
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
