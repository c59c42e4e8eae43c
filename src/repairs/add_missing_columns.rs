//! Columns of the `CSVHeader` that the file lacks are added, empty.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "add-missing-columns",
    fixes: &[
        RuleId::of("column-missing"),
        RuleId::of("password-hash-column-missing"),
    ],
    applicability: Applicability::Safe,
    summary: "Columns of the CSVHeader that the file lacks are added, empty.",
    explanation: "The guide asks for every column of the CSVHeader and allows most values to be empty. An empty value means the same as a missing column. Where a blank has a meaning in the pool, as in the verified flags, that meaning is written out. A user with an empty password_hash resets the password before signing in.",
    apply: Apply::File,
    examples: &[],
};
