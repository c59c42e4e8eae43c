//! Passwords of users: the pool's policy, whether one is right, and a new one.

use std::time::Duration;

use serde_json::{Map, Value};

use super::hashes;
use crate::import_job::{
    AccountStatus, ApiError, ErrorKind, ImportService, Moment, PasswordVerifier, User, UserNumber,
    random,
};

/// How many days a temporary password lives where the pool does not say (D).
const TEMPORARY_DAYS: u64 = 7;
/// The characters that count as symbols (D).
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

/// A member of the pool's password policy.
fn policy<'a>(document: &'a Map<String, Value>, member: &str) -> Option<&'a Value> {
    document.get("Policies")?.get("PasswordPolicy")?.get(member)
}

/// Refuses a password that the pool's policy does not admit, in the service's words.
pub(in crate::import_job) fn check_policy(
    document: &Map<String, Value>,
    password: &str,
) -> Result<(), ApiError> {
    let length = policy(document, "MinimumLength").and_then(Value::as_u64);
    let is_short = length.is_some_and(|length| (password.encode_utf16().count() as u64) < length);
    let demands = |member: &str| policy(document, member).and_then(Value::as_bool) == Some(true);
    let lacks = |member: &str, is: fn(char) -> bool| demands(member) && !password.chars().any(is);
    let missing = if is_short {
        "Password not long enough"
    } else if lacks("RequireUppercase", |c| c.is_ascii_uppercase()) {
        "Password must have uppercase characters"
    } else if lacks("RequireLowercase", |c| c.is_ascii_lowercase()) {
        "Password must have lowercase characters"
    } else if lacks("RequireNumbers", |c| c.is_ascii_digit()) {
        "Password must have numeric characters"
    } else if lacks("RequireSymbols", |c| SYMBOLS.contains(c)) {
        "Password must have symbol characters"
    } else {
        return Ok(());
    };
    Err(ApiError::new(
        ErrorKind::InvalidPassword,
        format!("Password did not conform with policy: {missing}"),
    ))
}

/// A temporary password that a pool's policy admits.
pub(in crate::import_job) fn temporary_password(
    document: &Map<String, Value>,
) -> Result<String, ApiError> {
    /// Of each kind that a policy can demand, and more than enough for a guess.
    const SHORTEST: u64 = 20;
    let length = policy(document, "MinimumLength").and_then(Value::as_u64);
    let length = length.unwrap_or_default().clamp(SHORTEST, 99);
    let random = random::letters(usize::try_from(length).unwrap_or_default())?;
    Ok(format!("Aa1!{random}"))
}

/// The user or the password is wrong; the answer does not say which.
pub(in crate::import_job) fn incorrect() -> ApiError {
    ApiError::new(ErrorKind::NotAuthorized, "Incorrect username or password.")
}

/// The user cannot sign in at all.
pub(in crate::import_job) fn disabled() -> ApiError {
    ApiError::new(ErrorKind::NotAuthorized, "User is disabled.")
}

/// Sets a user's password. An imported hash is of another one, and goes.
pub(in crate::import_job) fn set_password(
    user: &mut User,
    verifier: PasswordVerifier,
    status: AccountStatus,
) {
    user.modified = verifier.set;
    user.verifier = Some(Box::new(verifier));
    user.password_hash = None;
    user.status = status;
}

impl ImportService {
    /// Whether a password is that of a user. Wrong ones are counted, and after some refused unseen.
    ///
    /// The first right one of a user who was imported with a hash makes the verifier that SRP needs.
    pub(in crate::import_job) fn check_password(
        &self,
        pool_id: &str,
        (number, user): (UserNumber, &User),
        password: &str,
    ) -> Result<(), ApiError> {
        let now = self.settings().clock.now();
        let attempts = &self.sign_in().attempts;
        attempts.check((pool_id, number), now)?;
        let verifier = user.verifier.as_deref();
        let is_right = match (verifier, user.password_hash.as_deref()) {
            (Some(verifier), _) => verifier.verifies(pool_id, &user.username, password),
            (None, Some(hash)) => hashes::verifies(hash, password),
            (None, None) => false,
        };
        attempts.count((pool_id, number), is_right, now);
        if !is_right {
            return Err(incorrect());
        }
        if verifier.is_none() {
            let made = PasswordVerifier::of_password(pool_id, &user.username, password, now)?;
            let hash = user.password_hash.clone();
            self.store().change_user(pool_id, number, &mut |user| {
                // Another password may have been set meanwhile.
                if user.verifier.is_none() && user.password_hash == hash {
                    user.verifier = Some(Box::new(made.clone()));
                    user.password_hash = None;
                }
                None
            })?;
            tracing::info!(
                "a user with an imported hash signed in with the password, and can use SRP from here on"
            );
        }
        Ok(())
    }

    /// Forgets the wrong passwords of a user who has another one.
    pub(in crate::import_job) fn forget_wrong_passwords(&self, user: (&str, UserNumber)) {
        let now = self.settings().clock.now();
        self.sign_in().attempts.count(user, true, now);
    }

    /// Refuses a temporary password that is too old.
    pub(in crate::import_job) fn check_temporary(
        &self,
        document: &Map<String, Value>,
        user: &User,
    ) -> Result<(), ApiError> {
        let days = policy(document, "TemporaryPasswordValidityDays").and_then(Value::as_u64);
        let life = Duration::from_secs(days.unwrap_or(TEMPORARY_DAYS).saturating_mul(86_400));
        let set = user
            .verifier
            .as_ref()
            .map_or(Moment::default(), |one| one.set);
        if self.settings().clock.now() < set.after(life) {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorKind::NotAuthorized,
            "Temporary password has expired and must be reset by an administrator.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_policy_names_the_first_thing_that_a_password_lacks() {
        let pool = json!({"Policies": {"PasswordPolicy": {"MinimumLength": 8,
            "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
            "RequireSymbols": true}}});
        let message = |password: &str| {
            check_policy(pool.as_object().unwrap(), password)
                .map_or_else(|error| error.message().to_owned(), |()| String::new())
        };
        for (password, lacks) in [
            ("Aa1!", "Password not long enough"),
            ("aaaaaa1!", "Password must have uppercase characters"),
            ("AAAAAA1!", "Password must have lowercase characters"),
            ("AAAAaaa!", "Password must have numeric characters"),
            ("AAAAaaa1", "Password must have symbol characters"),
        ] {
            let expected = format!("Password did not conform with policy: {lacks}");
            assert_eq!(message(password), expected, "{password}");
        }
        assert_eq!(message("AAAaaa1!"), "");
        assert!(check_policy(&Map::new(), "a").is_ok());
    }
}
