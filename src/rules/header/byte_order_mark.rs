//! The file begins with a byte order mark.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "byte-order-mark",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "The file begins with a byte order mark.",
    explanation: "The guide asks for UTF-8 without byte order mark. What one does is not published; most likely the first column’s name then begins with an invisible character and is that of no column, which ends the job.",
    advice: "Save the file as UTF-8 without byte order mark; `clean` takes it off.",
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"\xEF\xBB\xBF{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.byte_order_mark {
        findings.report(Detail::None);
    }
}
