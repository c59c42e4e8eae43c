//! A blank line stands before the line of column names.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "blank-line-before-header",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A blank line stands before the line of column names.",
    explanation: "The first line has to be the header. A blank one names no column, so no column of the CSVHeader is found.",
    advice: "Delete the lines before the header; `clean` drops them.",
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
