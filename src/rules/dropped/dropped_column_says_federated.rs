//! A column that the import leaves out says that the user signs in with another provider.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "dropped-column-says-federated",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A column that the import leaves out says that the user signs in elsewhere.",
    explanation: "A user of an identity provider has no password in the old system. The job would make a native user of them, with a password to reset, beside the one that the pool makes when they sign in with their provider. So `clean` rejects the row. Cognito’s UserStatus EXTERNAL_PROVIDER is understood, and columns such as provider and connection with the name of a provider.",
    advice: &[
        Advice::person(
            "Leave the user out: the pool makes a user for them when they first sign in with the provider.",
        ),
        Advice::options(
            "--keep-federated",
            "`clean --keep-federated` imports them as native users.",
        ),
    ],
    check: Check::UnknownColumn,
    examples: &[
        Example::fires_on_file(b"{header},UserStatus\n{row},EXTERNAL_PROVIDER\n")
            .and(&["header-has-unexpected-column"])
            .message("field 22"),
        Example::fires_on_file(b"{header},connection\n{row},google-oauth2\n")
            .and(&["header-has-unexpected-column"])
            .message("field 22"),
        Example::passes_on_file(b"{header},UserStatus\n{row},CONFIRMED\n"),
        Example::passes_on_file(b"{header},connection\n{row},Username-Password-Authentication\n"),
    ],
    ..Rule::BASE
};
