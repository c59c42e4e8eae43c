//! A line inside the record looks like a row of its own.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "line-break-hides-a-row",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A line inside the record looks like a row of its own.",
    explanation: "A quotation mark opens a value that goes on over several lines, and at least one of those lines has by itself as many fields as the header, or an address as one of several fields. Probably the mark was never meant to open a value, and the lines after it are users of their own. They would vanish inside the value, and with it wherever its column is dropped. So the record is rejected with all its lines, whatever was asked for. A lone carriage return between two rows hides one in the same way.",
    advice: &[Advice::person("Correct the file: close or remove the quotation mark, or end each row with a line feed."), Advice::options("--quote none", "Where no quotation mark in the file encloses a value, `clean --quote none` reads all of them as text.").when(|found| !found.has_cognito_dialect())],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n\"Ana{row}\nBo\"{row}\n")
            .when_written()
            .message("1 line, the first is line 2 of the record"),
        Example::passes_on_file(b"{header}\n\"Ana\nLopez\"{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if let Some(hidden) = record.hidden_rows {
        findings.report(Detail::HiddenRows(hidden));
    }
}
