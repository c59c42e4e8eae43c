//! The mapping rejects the record.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "source-record-is-rejected",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The mapping rejects the record.",
    explanation: "A condition under `[[reject]]` in the mapping holds for this record, for the reason that stands beside it. Presets reject whom an import cannot serve: users that another provider signs in, deleted users, service accounts.",
    advice: &[Advice::person(
        "Nothing is to be done where the reason is right. Else change the condition: `sources NAME` prints the mapping of a preset, and --mapping FILE takes yours.",
    )],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"guest\":true}\n")
            .mapping(MAPPING)
            .message("A guest."),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"guest\":false}\n")
            .mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\nreject = [{ reason = 'A guest.', when = { column = 'guest', truthy = true } }]";
