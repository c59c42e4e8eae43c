//! Text stands behind the quotation mark that closes a value.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "text-behind-quotation-mark",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "Text stands behind the quotation mark that closes a value.",
    explanation: "A value in quotation marks ends with the closing one, and a separator or the end of the row follows. Where anything else does, a blank included, nobody doubled the marks inside the value, or a mark that never closes took the beginning of the next quoted value for its end, and with it whole rows. To go on would lose the marks or the rows.",
    advice: "Double each quotation mark inside the value in the source file, or close the one that was left open.",
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
