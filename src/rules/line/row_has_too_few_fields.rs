//! The row has fewer fields than the header.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, Row, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "row-has-too-few-fields",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::TOO_FEW_FIELDS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::LIC2026, &source::OURS],
    summary: "The row has fewer fields than the header.",
    explanation: "A migration plan of 2026 says that an import fails if the number of columns does not match, and many programs leave out the separators after the last value. Whether missing fields count as blank is not known. A row that lacks a required field fails in any case.",
    advice: &[Advice::person("Write a separator for every column."), Advice::cleaning("`clean` adds missing ones at the end of a row that can be read in one way only."), Advice::options("--from cognito", "In a row with `\\,` it does so only where `--from cognito` or `--from rfc4180` names the dialect.")],
    check: Check::Row {
        reads: |_| true,
        find,
    },
    cleared_by: facts![FIELDS_OF_HEADER],
    examples: &[
        Example::fires_on_file(b"cognito:username,name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,phone_number_verified,cognito:mfa_enabled,gender,birthdate,zoneinfo,locale,phone_number,address,updated_at\nana,,,,,,,,,,ana@example.com,true,false,false\n").message("14 fields instead of 21"),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(row: &Row<'_>, findings: &mut Findings<'_>) {
    if row.field_count < row.header_count {
        findings.report(Detail::Count {
            found: u64::from(row.field_count),
            expected: u64::from(row.header_count),
        });
    }
}
