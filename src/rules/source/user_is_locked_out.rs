//! The user is locked out in the source, and would be able to sign in after the import.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "user-is-locked-out",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The user is locked out in the source and could sign in after the import.",
    explanation: "An import job creates enabled users and has no column that says otherwise. The source says of this user that they are disabled, blocked, banned or suspended. Imported as they are, they could sign in again.",
    advice: &[
        Advice::options(
            "--plan plan.jsonl",
            "`clean --plan FILE` imports the user and writes AdminDisableUser into the plan: the user can sign in until the plan is carried out.",
        ),
        Advice::options(
            "--keep-disabled",
            "`clean --keep-disabled` is for where the lock does not matter any more.",
        ),
        Advice::person("Or leave the user out."),
    ],
    check: Check::Source,
    examples: &[
        Example::fires_on_file(b"{\"mail\":\"ana@example.com\",\"blocked\":true}\n")
            .mapping(MAPPING),
        Example::passes_on_file(b"{\"mail\":\"ana@example.com\",\"blocked\":false}\n")
            .mapping(MAPPING),
    ],
    ..Rule::BASE
};

const MAPPING: &str = "columns.email = 'mail'\nusername.from = 'mail'\ncolumns.email_verified.value = 'true'\nplan = [{ operation = 'AdminDisableUser', reason = 'Blocked.', when = { column = 'blocked', truthy = true }, locks_out = true }]";
