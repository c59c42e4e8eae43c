//! The birthdate can be read in two ways, and the file does not show which is meant.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdate-can-be-read-two-ways",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The birthdate can be read in two ways, and the file does not show which is meant.",
    explanation: "The import would take 03/04/1990 for March 4. Other birthdates of the same file can only be day first, so that April 3 is as likely; or --date-order from-column was given and no birthdate shows an order. The finding about the file says how many show which.",
    advice: &[
        Advice::options(
            "--date-order dmy",
            "Name the order with --date-order dmy or mdy, or from-column where the birthdates show one.",
        ),
        Advice::person("In the rejected file the order has to be named, too."),
    ],
    check: Check::Column,
    examples: &[Example::passes(&[("birthdate", "03/04/1990")])],
    ..Rule::BASE
};
