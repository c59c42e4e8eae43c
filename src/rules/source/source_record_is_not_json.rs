//! The record of a JSON file is not a JSON object.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-record-is-not-json",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The record of a JSON file is not a JSON object.",
    explanation: "A mapping names members of objects. What is no object, or is not valid JSON, has none, so that no row can be made of it. The records after it are read all the same.",
    advice: &[Advice::person(
        "Correct the record in the rejected file, and clean that file.",
    )],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\n")
            .mapping(MAPPING)
            .message("character 9 of the record"),
        Example::fires_on_file(b"[1]\n\"ana\"\n")
            .mapping(MAPPING)
            .message("character 2 of the record; character 6 of the record"),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\"}\n").mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str =
    "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'";
