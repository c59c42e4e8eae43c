//! The header names a column more than once.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "column-is-duplicated",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::COLUMN_DUPLICATED_IN_HEADER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The header names a column more than once.",
    explanation: "It is not documented which of the two values counts, or whether the job fails.",
    advice: &[
        Advice::person("Delete one of the two columns."),
        Advice::options(
            "--rename Email=unused --drop-unknown-columns",
            "Where their names differ in the file, such as Email and email, `clean --rename Email=unused --drop-unknown-columns` leaves one of them out.",
        ),
    ],
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
