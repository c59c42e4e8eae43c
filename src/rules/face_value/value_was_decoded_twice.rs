//! The value has text in UTF-8 that was read as Windows-1252.

use super::columns;
use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Field, Findings, Rule, facts},
    values::face_value,
};

pub(super) static RULE: Rule = Rule {
    name: "value-was-decoded-twice",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The value looks like UTF-8 that was read in another encoding.",
    explanation: "ü in UTF-8 is Ã¼ in Windows-1252. A program that wrote this file, or one before it, read UTF-8 in that encoding and wrote what it saw. The import stores it as it is.",
    advice: &[Advice::person(
        "Export the value again from where it is right. Where a spreadsheet has opened the file, import it there as UTF-8.",
    )],
    check: Check::Value {
        reads: columns::texts,
        find,
    },
    cleared_by: facts![FACE_VALUE],
    examples: &[
        Example::fires(&[("name", "JÃ¼rgen")]),
        Example::fires(&[("address", "Siriâ€™s house")]),
        Example::passes(&[("name", "Jürgen São Tomé")]),
    ],
    ..Rule::BASE
};

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if face_value::was_decoded_twice(field.value()) {
        findings.report(Detail::None);
    }
}
