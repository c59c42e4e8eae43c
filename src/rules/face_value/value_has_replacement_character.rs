//! The value has a character that stands for one that could not be decoded.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::face_value,
};

pub(super) static RULE: Rule = Rule {
    name: "value-has-replacement-character",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value has U+FFFD, which stands for a character that is lost.",
    explanation: "A program that wrote this file, or one before it, read bytes in the wrong encoding and put U+FFFD in place of what it did not understand. The import stores it as it is.",
    advice: &[Advice::person(
        "Export the value again from where it is whole.",
    )],
    check: Check::Value {
        reads: columns::texts,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("name", "J\u{fffd}rgen")]),
        Example::passes(&[("name", "Jürgen")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if field.value().contains(face_value::REPLACEMENT_CHARACTER) {
        findings.report(Detail::None);
    }
}
