//! A value that would fail its row becomes blank where --blank-invalid names its column.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, Request};

pub(super) static REPAIR: Repair = Repair {
    name: "blank-invalid-values",
    fixes: &[
        RuleId::of("phone-number-has-no-plus"),
        RuleId::of("birthdate-is-malformed"),
    ],
    applicability: Applicability::OnRequest(Request::BlankInvalid),
    summary: "A value that would fail its row becomes blank where --blank-invalid names its column.",
    explanation: "A phone number that is not one fails the whole row, and with it the user. --blank-invalid phone_number leaves the number out and imports the user; the flag that says that the number is verified becomes false.",
    apply: Apply::File,
    examples: &[],
};
