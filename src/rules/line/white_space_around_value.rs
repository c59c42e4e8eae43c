//! White space stands around the value.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Field, Rule, facts},
};

/// White space stands around the value.
pub static WHITE_SPACE_AROUND_VALUE: Rule = Rule {
    name: "white-space-around-value",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "White space stands around the value.",
    explanation: "Leading and trailing white space of a value is trimmed, so what is stored is not what the file says.",
    advice: "Nothing has to be done; `clean` writes what will be stored.",
    check: Check::Value {
        reads: |_, _| true,
        find,
    },
    cleared_by: facts![TRIMMED],
    examples: &[
        Example::speaks(&[("name", " Ana ")]),
        Example::speaks(&[("email_verified", " true ")]),
        Example::speaks(&[("email", "ana@example.com\t")]),
        Example::silent(&[("name", "Ana Maria")]),
        Example::silent(&[("name", "  ")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, found: &mut Found<'_>) {
    if field.value().len() != field.written().len() {
        found.push(Detail::None);
    }
}
