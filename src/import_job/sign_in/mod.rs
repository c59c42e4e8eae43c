//! Sign-in: passwords, tokens, and what is kept of both.
//!
//! What lives for minutes is kept in memory: wrong passwords, open challenges, codes and messages. What lives on is in the
//! store: users, app clients, keys and sign-ins.

mod answers;
mod attempts;
mod challenges;
mod choice;
mod codes;
mod factor_answers;
mod factors;
mod flows;
mod hashes;
mod keys;
mod passwords;
mod srp;
mod tokens;
mod totp;

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::{Map, Value};

pub use self::codes::Message;
pub(super) use self::{
    answers::Answer,
    codes::{Address, CodeDeliveryDetails, made_up_details, recovery_address, wrong_code},
    factors::{PoolFactors, Setting, enabled, preferred},
    flows::{Start, check_secret},
    passwords::{check_policy, disabled, incorrect, set_password, temporary_password},
    tokens::AuthenticationResult,
};

/// What a service has in memory for sign-in.
#[derive(Default)]
pub(super) struct SignInState {
    attempts: attempts::Attempts,
    challenges: challenges::Challenges,
    codes: codes::Codes,
    keys: keys::KeyRing,
    local_issuer: OnceLock<String>,
}

/// What InitiateAuth, RespondToAuthChallenge and their administrator's forms answer: the next challenge, or
/// tokens.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AuthAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    challenge_name: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    challenge_parameters: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authentication_result: Option<AuthenticationResult>,
    #[serde(skip_serializing_if = "Option::is_none")]
    available_challenges: Option<Vec<&'static str>>,
}

impl AuthAnswer {
    /// The user is signed in.
    fn tokens(result: AuthenticationResult) -> Self {
        Self {
            challenge_name: None,
            session: None,
            challenge_parameters: Map::new(),
            authentication_result: Some(result),
            available_challenges: None,
        }
    }

    /// Something is still asked for.
    fn challenge<'n>(
        name: &'static str,
        session: String,
        parameters: impl IntoIterator<Item = (&'n str, String)>,
    ) -> Self {
        let parameters = parameters
            .into_iter()
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect();
        Self {
            challenge_name: Some(name),
            session: Some(session),
            challenge_parameters: parameters,
            authentication_result: None,
            available_challenges: None,
        }
    }
}

#[cfg(test)]
pub(super) use self::{srp::tests::Client as SrpClient, totp::tests::shown as totp_shown};
