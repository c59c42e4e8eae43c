//! The value is what programs write where there is none.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::face_value,
};

pub(super) static RULE: Rule = Rule {
    name: "value-is-a-null-marker",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value is a text such as NULL, which means that there is none.",
    explanation: "NULL, None, NaN and the like are what programs write where there is no value. The import stores the text, and the user is shown it.",
    advice: &[
        Advice::person("Export blanks in the source."),
        Advice::options(
            "--null common",
            "`clean --null common` makes such texts blank, and `clean --null TEXT` others.",
        ),
    ],
    check: Check::Value {
        reads: columns::other_texts,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("nickname", "\\N")]),
        Example::fires(&[("family_name", "NaN")]),
        Example::passes(&[("family_name", "Null")]),
        Example::passes(&[("cognito:username", "NULL")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if face_value::is_null_marker(field.value()) {
        findings.report(Detail::None);
    }
}
