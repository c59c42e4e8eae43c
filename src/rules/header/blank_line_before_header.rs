//! The file has a blank line before its header.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "blank-line-before-header",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file has a blank line before its header.",
    explanation: "The first line must be the header. A blank line names no column, so the service finds no column of the CSVHeader.",
    advice: &[
        Advice::cleaning("`clean` drops them."),
        Advice::person("Delete the lines before the header."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"\n{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\n\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.blank_line_before {
        findings.report(Detail::None);
    }
}
