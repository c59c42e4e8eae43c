//! Adds the columns that the CSVHeader has and the file has not.

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
    explanation: "The guide asks for every column of the CSVHeader and lets most values be \
        empty. An empty value says the same as a column that is not there: nothing. Where a \
        blank means something in the pool, as in the verified flags, that is then written out. \
        An empty password_hash makes a user who resets the password before signing in.",
    apply: Apply::File,
    examples: &[],
};
