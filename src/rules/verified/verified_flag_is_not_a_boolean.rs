//! `email_verified` or `phone_number_verified` is neither true nor false.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::boolean,
};

pub(super) static RULE: Rule = Rule {
    name: "verified-flag-is-not-a-boolean",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::VERIFIED_SPELLING,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "email_verified or phone_number_verified is neither true nor false.",
    explanation: "Only true and false, in any letter case, are known to have been imported. Whether 1, yes, t and the like count as true, count as false or fail the row is not known. Any other word is certainly not true, and may fail the row.",
    advice: &[
        Advice::cleaning("`clean` writes true or false for `yes`, `1` and the like."),
        Advice::person("Write true or false."),
        Advice::options(
            "--true COLUMN=maybe",
            "Where another word of the source means true or false, say so: `clean --true COLUMN=WORDS`, `--false COLUMN=WORDS`.",
        ),
    ],
    check: Check::Value {
        reads: |_, column| column.is_verified_flag(),
        find,
    },
    cleared_by: facts![BOOLEAN],
    examples: &[
        Example::fires(&[("phone_number_verified", "maybe")]).message("another word"),
        Example::fires(&[("email_verified", "yes")]).message("yes"),
        Example::fires(&[("email_verified", "1")]).message("1"),
        Example::fires(&[("email_verified", "no")])
            .and(&["no-auto-verified-attribute-is-true"])
            .message("no"),
        Example::passes(&[("phone_number_verified", "FALSE")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if boolean::parse(field.value()).is_none() {
        // What one spelling does says nothing of another.
        findings.report(Detail::Because(boolean::spelling(field.value())));
    }
}
