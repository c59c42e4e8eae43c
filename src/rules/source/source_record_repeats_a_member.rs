//! A JSON object of the record has the same member twice.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-record-repeats-a-member",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The record has the same member twice, and only one of the values can be meant.",
    explanation: "JSON allows the same name twice in one object, and readers differ in which value they take. The record is rejected, so that no value is lost in silence.",
    advice: &[Advice::person(
        "Leave one of the two members in the rejected file, and clean that file.",
    )],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"mail\":\"bo@example.com\"}\n")
            .mapping(MAPPING),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"other\":{\"mail\":1}}\n")
            .mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str =
    "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'";
