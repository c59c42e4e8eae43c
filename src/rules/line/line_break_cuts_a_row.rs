//! A line break without quotation marks cuts a row in pieces.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "line-break-cuts-a-row",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A line break cuts a row in pieces, and this is probably one of them.",
    explanation: "A line break inside a value that is not in quotation marks ends the row there, and the rest of the row is a line of its own with too few fields. The first piece often looks like a whole row with a value that is too short. So a record is taken for a piece where it has fewer fields than the header and none of them looks like the value of its column, such as an e-mail address, a telephone number or a verified flag; and the row before it is cut, too. The row after it is cut where the piece is a single field and the row before it ends in a blank one. A row with an unpaired quotation mark is cut where the marks of the record before it cannot be read. A row that only lacks its last, blank values begins like any other row, and is none of this.",
    advice: &[Advice::person(
        "Correct the file: put the value in quotation marks in a program that writes them, or take the line break out of it. Then clean the rejected pieces again as one row.",
    )],
    check: Check::Ordered,
    examples: &[
        Example::fires_on_file(b"{header}\nLopez\n{row}\n").and(&[
            "no-auto-verified-attribute-is-true",
            "row-has-too-few-fields",
            "username-missing",
            "verified-flag-is-blank",
        ]),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};
