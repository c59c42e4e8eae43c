//! The file begins with a byte order mark.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "byte-order-mark",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "The file begins with a byte order mark.",
    explanation: "The guide asks for UTF-8 without a byte order mark. What a mark does is not published. Most likely it becomes part of the first column’s name, which then matches no column, and the job fails.",
    advice: &[
        Advice::cleaning("`clean` removes it."),
        Advice::person("Save the file as UTF-8 without a byte order mark."),
    ],
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
