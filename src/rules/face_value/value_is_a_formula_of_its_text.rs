//! The value is a formula ="…", which guards its text from a spreadsheet.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::face_value,
};

pub(super) static RULE: Rule = Rule {
    name: "value-is-a-formula-of-its-text",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value is a formula =\"…\", which guards its text from a spreadsheet.",
    explanation: "Exports for Excel write =\"007\" so that it does not read 007 as the number 7. The import would store the formula.",
    advice: &[
        Advice::cleaning("`clean` removes =\" and \"."),
        Advice::person("Remove =\" and \"."),
    ],
    check: Check::Value {
        reads: |_, _| true,
        find,
    },
    cleared_by: facts![NO_QUOTATION_MARK],
    examples: &[
        Example::fires(&[("nickname", "=\"007\"")]).and(&["quotation-mark-inside-value"]),
        Example::passes(&[("nickname", "=007")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if face_value::in_formula(field.value()).is_some() {
        findings.report(Detail::None);
    }
}
