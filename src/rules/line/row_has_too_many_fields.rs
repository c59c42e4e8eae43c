//! The row has more fields than the header, and some have text.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Row, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "row-has-too-many-fields",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::LIC2026],
    summary: "The row has more fields than the header, and some have text.",
    explanation: "Usually a comma inside a value was not escaped, and every value after it is in the wrong column. A migration plan of 2026 says that an import fails if the number of columns does not match. Whether only this row fails or the whole job is not known. In `clean`, a value under a blank name at the end of the header counts as an extra field, too.",
    advice: &[
        Advice::person(
            "Write `\\,` for a comma inside a value, or enclose the value in quotation marks where the file has them.",
        ),
        Advice::options(
            "--drop-unknown-columns",
            "If the last columns of the header have no name, name them, or leave them out with `clean --drop-unknown-columns`.",
        ),
    ],
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![FIELDS_OF_HEADER],
    examples: &[
        Example::fires_on_file(b"{header}\n{row},more\n").message("22 fields instead of 21"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"{header}\n{row}, ,\n"),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    // Where there are none, all of them are blank.
    if !row.extra_fields_are_blank {
        findings.report(Detail::Count {
            found: u64::from(row.field_count),
            expected: u64::from(row.header_count),
        });
    }
}
