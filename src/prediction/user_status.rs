//! The status of a user after the import.

use serde::Serialize;

use crate::{
    record::Record,
    schema::{FirstAuthFactor, Schema},
};

/// The status that an imported user has, by the API's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum UserStatus {
    /// The user must reset the password before signing in (GUIDE).
    ResetRequired,
    /// The user can sign in at once: with an imported hash, or with a passwordless factor that fits
    /// an imported attribute (GUIDE).
    Confirmed,
}

impl UserStatus {
    /// The API's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResetRequired => "RESET_REQUIRED",
            Self::Confirmed => "CONFIRMED",
        }
    }

    /// The status of the user that this record becomes.
    pub fn of(record: &Record<'_>, schema: &Schema) -> Self {
        let known = schema.known();
        let has = |column| !record.value_of(column).is_empty();
        if schema.imports_password_hashes() && has(known.password_hash) {
            return Self::Confirmed;
        }
        let fits = schema
            .pool()
            .first_auth_factors
            .iter()
            .any(|factor| match factor {
                FirstAuthFactor::EmailOtp => has(known.email),
                FirstAuthFactor::SmsOtp => has(known.phone_number),
                _ => false,
            });
        if fits {
            Self::Confirmed
        } else {
            Self::ResetRequired
        }
    }
}
