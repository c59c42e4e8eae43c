//! What the store keeps of second factors.

use std::fmt;

use super::StoreError;
use crate::{
    import_job::{User, UserNumber},
    schema::api_name::api_names,
};

/// A second factor, by the API's names (BOTO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these three (BOTO)")]
pub enum Factor {
    /// A code by text message.
    Sms,
    /// A code of an authenticator application.
    SoftwareToken,
    /// A code by email.
    Email,
}

api_names!(
    Factor,
    "SMS_MFA, SOFTWARE_TOKEN_MFA or EMAIL_OTP",
    {
        Sms = "SMS_MFA",
        SoftwareToken = "SOFTWARE_TOKEN_MFA",
        Email = "EMAIL_OTP",
    }
);

/// The second factors of a user, but for text messages, which are in [`User::mfa_enabled`].
#[derive(Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Factors {
    /// The authenticator application.
    pub totp: Option<Totp>,
    /// The secret of an application that has not shown a right code yet.
    pub pending: Option<[u8; 32]>,
    /// Whether a code by email is asked for.
    pub email: bool,
    /// The factor that is asked for where there are several.
    pub preferred: Option<Factor>,
}

impl fmt::Debug for Factors {
    /// Without the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Factors")
            .field("totp", &self.totp)
            .field("email", &self.email)
            .field("preferred", &self.preferred)
            .finish_non_exhaustive()
    }
}

/// An authenticator application that has shown a right code.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Totp {
    /// What it shares with the service.
    pub secret: [u8; 32],
    /// Whether it is asked for.
    pub is_enabled: bool,
    /// What the user calls it.
    pub name: Option<String>,
    /// The step of time of the last code that was taken: no code is taken twice.
    pub used: u64,
}

impl fmt::Debug for Totp {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Totp")
            .field("is_enabled", &self.is_enabled)
            .finish_non_exhaustive()
    }
}

/// What the store keeps of second factors. What [`Store`](super::Store) says of its methods is true of
/// these.
#[expect(
    clippy::missing_errors_doc,
    reason = "there is one error for all, and it is described above"
)]
pub trait FactorStore {
    /// The factors of a user, none where the user never had any.
    fn factors(&self, pool_id: &str, user: UserNumber) -> Result<Factors, StoreError>;

    /// Changes a user and the user's factors, but not the user's names; says whether there is such a
    /// user.
    fn change_factors(
        &self,
        pool_id: &str,
        user: UserNumber,
        change: &mut dyn FnMut(&mut User, &mut Factors),
    ) -> Result<bool, StoreError>;
}

#[cfg(test)]
pub(super) mod tests {
    use super::{
        super::{
            Store,
            tests::{pool, user},
        },
        *,
    };

    pub(in super::super) fn keeps_the_promises(mut make: impl FnMut() -> Box<dyn Store>) {
        let store = make();
        store.insert_pool(&pool("p_1")).unwrap();
        let users = ["ana", "bo"].map(|name| user(name, &[]));
        store.insert_users("p_1", users.into()).unwrap();
        assert_eq!(store.factors("p_1", 1).unwrap(), Factors::default());
        let wanted = Factors {
            totp: Some(Totp {
                secret: [7; 32],
                is_enabled: false,
                name: Some("phone".into()),
                used: 9,
            }),
            pending: Some([8; 32]),
            email: true,
            preferred: Some(Factor::Email),
        };
        let mut change = |user: &mut User, factors: &mut Factors| {
            user.mfa_enabled = true;
            *factors = wanted.clone();
        };
        assert!(store.change_factors("p_1", 1, &mut change).unwrap());
        assert!(!store.change_factors("p_1", 9, &mut change).unwrap());
        assert_eq!(store.factors("p_1", 1).unwrap(), wanted);
        assert_eq!(store.factors("p_1", 2).unwrap(), Factors::default());
        let (_, kept) = store.user_named("p_1", "ana").unwrap().unwrap();
        assert!(kept.mfa_enabled);
        let mut removes = |_: &mut User, factors: &mut Factors| factors.totp = None;
        assert!(store.change_factors("p_1", 1, &mut removes).unwrap());
        let left = Factors {
            totp: None,
            ..wanted.clone()
        };
        assert_eq!(store.factors("p_1", 1).unwrap(), left);
        store.delete_user("p_1", 1).unwrap();
        assert_eq!(store.factors("p_1", 1).unwrap(), Factors::default());
        let shown = format!("{wanted:?}");
        assert!(!shown.contains('7') && !shown.contains('8'), "{shown}");
    }
}
