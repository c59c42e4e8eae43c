//! The line is blank.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "line-is-blank",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BLANK_LINE_AS_USER,
        possible: &[Outcome::Failed, Outcome::NotCounted],
    },
    sources: &[&source::OURS],
    summary: "The line is blank.",
    explanation: "The service may treat a blank line as a user without a username, who fails, or may skip it. Which of the two is not known. Later lines keep their line numbers in the file.",
    advice: &[
        Advice::cleaning("`clean` drops the line."),
        Advice::person("Delete the line."),
    ],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\n\n"),
        Example::fires_on_file(b"{header}\n \t\n{row}\n"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\n,,,,,,,,,,,,,,,,,,,,\n"),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.blank {
        findings.report(Detail::None);
    }
}
