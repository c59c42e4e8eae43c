//! Puts a value where there is none.

use crate::rules::{
    constraints::REQUIRED_ATTRIBUTE_MISSING,
    mfa::MFA_ENABLED_IS_BLANK,
    verified::{NO_AUTO_VERIFIED_ATTRIBUTE_IS_TRUE, VERIFIED_FLAG_IS_BLANK},
};

use super::{Applicability, Apply, Repair};

/// Puts a value where there is none.
pub static SET_VALUES: Repair = Repair {
    name: "set-values",
    mends: &[
        &REQUIRED_ATTRIBUTE_MISSING,
        &NO_AUTO_VERIFIED_ATTRIBUTE_IS_TRUE,
        &VERIFIED_FLAG_IS_BLANK,
        &MFA_ENABLED_IS_BLANK,
    ],
    applicability: Applicability::Asked("--set"),
    summary: "A blank or absent value becomes the one that --set gives for its column.",
    explanation: "--set locale=en writes en into every row whose locale is blank, or into all \
        rows where the file has no such column. A value that is there stays. Be sure before you \
        set email_verified=true: it says that each of these users can be reached at that \
        address, and so may reset the password there.",
    apply: Apply::File,
    examples: &[],
};
