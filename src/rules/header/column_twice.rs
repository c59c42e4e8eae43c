//! A column stands in the header twice.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "column-twice",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::COLUMN_TWICE_IN_HEADER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "A column stands in the header twice.",
    explanation: "Which of the two values counts, or whether the job fails, is not documented, and nobody has reported it.",
    advice: "Delete one of the two columns, or give one a name that the CSVHeader does not have and clean with `--drop-unknown-columns`.",
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header},name\n{row},\n").message("field 22"),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    let mut seen = vec![false; header.schema.columns().len()];
    for (field, column) in (1_u32..).zip(header.columns) {
        let Some(column) = *column else { continue };
        let Some(is_seen) = seen.get_mut(column.index()) else {
            continue;
        };
        if std::mem::replace(is_seen, true) {
            findings.report_on(Some(column), Detail::Field(field));
        }
    }
}
