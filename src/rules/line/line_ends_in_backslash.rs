//! The line ends in a backslash.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "line-ends-in-backslash",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::BACKSLASH_AT_END_OF_LINE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The line ends in a backslash.",
    explanation: "A backslash before a comma escapes it. Whether a backslash before a line end is data or joins two lines is not known. If it joins them, the next user is lost, too.",
    advice: &[
        Advice::person("Put another column last, or replace the backslash."),
        Advice::options(
            "--backslash-to-slash",
            "`clean --backslash-to-slash` writes a slash.",
        ),
    ],
    check: Check::RawRecord { find },
    cleared_by: facts![NO_BACKSLASH_AT_END],
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\\\n"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\nC:\\users{row}\n"),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.as_cognito && record.line.is_some_and(|line| line.ends_with('\\')) {
        findings.report(Detail::None);
    }
}
