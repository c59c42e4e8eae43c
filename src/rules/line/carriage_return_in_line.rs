//! The line has a carriage return inside.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "carriage-return-in-line",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::CARRIAGE_RETURN_INSIDE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The line has a carriage return inside.",
    explanation: "The lines of this file end in line feeds. A carriage return alone may be part of a value, or it may end the line and cut the row in two.",
    advice: &[
        Advice::person("Delete it in the source system."),
        Advice::options(
            "--newlines-to-space",
            "`clean --newlines-to-space` turns it into a space.",
        ),
    ],
    check: Check::RawRecord { find },
    cleared_by: facts![NO_CARRIAGE_RETURN],
    examples: &[
        Example::fires_on_file(b"{header}\nAna\rLopez{row}\n"),
        Example::passes_on_file(b"{header}\r\n{row}\r\n"),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.as_cognito && record.line.is_some_and(|line| line.contains('\r')) {
        findings.report(Detail::None);
    }
}
