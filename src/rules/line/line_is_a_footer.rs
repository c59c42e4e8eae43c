//! The line looks like the end of a report.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "line-is-a-footer",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The line looks like part of a report, not like a user.",
    explanation: "Programs that print tables end them with a line such as “Total: 2 users” or “(60 rows affected)”, or draw lines of hyphens. To the import job it is a row with too few fields. It is no user.",
    advice: &[Advice::person("Delete the line from the source file.")],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\n{row}\n(60 rows affected)\n").when_written(),
        Example::passes_on_file(b"{header}\n{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.is_footer {
        findings.report(Detail::None);
    }
}
