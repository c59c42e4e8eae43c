//! The row has more fields than the header, and the extra ones are empty.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, Row, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "row-has-extra-empty-fields",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::EXTRA_EMPTY_FIELDS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::LIC2026, &source::OURS],
    summary: "The row has more fields than the header, and the extra ones are empty.",
    explanation: "Spreadsheets write separators for columns that were once used. A migration plan of 2026 says that an import fails if the number of columns does not match. Whether that includes empty fields is not known.",
    advice: &[
        Advice::cleaning("`clean` drops the separators at the end of the line."),
        Advice::person("Delete the separators at the end of the line."),
    ],
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![FIELDS_OF_HEADER],
    examples: &[
        Example::fires_on_file(b"{header}\n{row},,\n").message("23 fields instead of 21"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\n{row},,more\n"),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    if row.field_count > row.header_count && row.extra_fields_are_blank {
        findings.report(Detail::Count {
            found: u64::from(row.field_count),
            expected: u64::from(row.header_count),
        });
    }
}
