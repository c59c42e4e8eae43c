//! The value begins with a quotation mark.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, advice, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "quotation-mark-at-start-of-value",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::QUOTATION_MARKS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The value begins with a quotation mark.",
    explanation: "Whether the import reads quotation marks as data or as quoting is not published. The row is judged in both readings: with the marks in the value, and with the value that they enclose, commas included.",
    advice: &[
        Advice::person("Write the value without quotation marks."),
        Advice::cleaning("`clean` reads a file whose values are quoted."),
        Advice::options(
            "--from rfc4180",
            "`clean --from rfc4180` reads quotation marks as quoting.",
        )
        .when(advice::is_in_cognito_dialect),
        Advice::options(
            "--strip-leading-quotes",
            "`clean --strip-leading-quotes` removes a mark with which a value begins.",
        ),
    ],
    check: Check::Value {
        reads: |_, _| true,
        find,
    },
    cleared_by: facts![NO_QUOTATION_MARK],
    examples: &[
        Example::fires(&[("name", "\"Ana\"")]),
        Example::fires(&[("name", "\"")]),
        Example::fires(&[("email", "\"ana@example.com\"")]),
        Example::fires(&[("email_verified", "\"true\"")]),
        Example::fires_on_file(b"{header}\n\"Lopez, Ana\"{row}\n"),
        Example::passes(&[("name", "Ana \"La\" Lopez")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().starts_with('"') {
        findings.report(Detail::None);
    }
}
