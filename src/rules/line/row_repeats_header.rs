//! The row has the column names of the header as its values.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "row-repeats-header",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The row has the column names of the header as its values.",
    explanation: "Files that were joined have the header of each of them. To the import job such a row is a user, whose flags are neither true nor false, so it fails. It is no user.",
    advice: &[Advice::person("Delete the line from the source file.")],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\n{header}\n").when_written(),
        Example::passes_on_file(b"{header}\n{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.repeats_header {
        findings.report(Detail::None);
    }
}
