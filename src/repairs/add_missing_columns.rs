//! Adds the columns that the CSVHeader has and the file has not.

use crate::rules::header::{COLUMN_MISSING, PASSWORD_HASH_COLUMN_MISSING};

use super::{Applicability, Apply, Repair};

/// Adds the columns that the CSVHeader has and the file has not.
pub static ADD_MISSING_COLUMNS: Repair = Repair {
    name: "add-missing-columns",
    mends: &[&COLUMN_MISSING, &PASSWORD_HASH_COLUMN_MISSING],
    applicability: Applicability::Safe,
    summary: "Columns of the CSVHeader that the file lacks are added, empty.",
    explanation: "The guide asks for every column of the CSVHeader and lets most values be \
        empty. An empty value says the same as a column that is not there: nothing. Where a \
        blank means something in the pool, as in the verified flags, that is then written out. \
        An empty password_hash makes a user who resets the password before signing in.",
    apply: Apply::File,
    examples: &[],
};
