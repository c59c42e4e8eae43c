//! A quoted value has text after its closing quotation mark.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "text-after-quotation-mark",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A quoted value has text after its closing quotation mark.",
    explanation: "A quoted value ends at its closing mark, and a separator or the end of the row follows. If anything else follows, even a space, there are two explanations: the marks inside the value were not doubled, or an unclosed mark took the start of the next quoted value for its end and swallowed whole rows. Reading on would lose the marks or the rows.",
    advice: &[Advice::person(
        "In the source file, double each quotation mark inside the value, or close the mark that was left open.",
    )],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n\"Ana\" Lopez,{row}\n")
            .when_written()
            .message("field 1"),
        Example::fires_on_file(b"{header}\nx,\"Ana\\\"Lopez\",{row}\n")
            .when_written()
            .message("field 2"),
        Example::fires_on_file(b"{header}\n\"Ana,{row}\nx,\"Bo\",{row}\n")
            .and(&["line-break-hides-a-row"])
            .when_written()
            .message("field 1"),
        Example::passes_on_file(b"{header}\n\"\"\"Ana\"\" Lopez\"{row}\n").when_written(),
        Example::passes_on_file(b"{header}\nAna \"La\" Lopez{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if let Some(field) = record.text_behind_quote {
        findings.report(Detail::Field(field));
    }
}
