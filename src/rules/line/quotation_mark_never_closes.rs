//! A quotation mark opens a value and is never closed.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "quotation-mark-never-closes",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A quotation mark opens a value and is never closed.",
    explanation: "Everything after the mark would belong to one value. The reader continues at the next line instead, so that one missing mark does not swallow the rest of the file.",
    advice: &[Advice::person(
        "Close the quotation mark in the source file, or double it if it is part of the value.",
    )],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n\"never,{row}\n")
            .when_written()
            .message("line 1 of the record"),
        Example::fires_on_file(b"{header}\n\"a\nb\",\"never,{row}\n")
            .when_written()
            .message("line 2 of the record"),
        Example::fires_on_file(b"{header}\n\"a\n\nb\",\"never,{row}\n")
            .when_written()
            .message("line 3 of the record"),
        Example::passes_on_file(b"{header}\n\"\"{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if let Some(lines) = record.unclosed_quote {
        findings.report(Detail::Line(lines));
    }
}
