//! The challenges of a sign-in, and what their answers lead to.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::{
    AuthAnswer,
    challenges::{CLAIM_TOLERANCE, Challenge, Named, Stage, other_challenge},
    choice::Chooser,
    flows::check_secret,
    passwords::{check_policy, disabled, incorrect, set_password},
    srp::{Claim, Handshake, moment_of},
};
use crate::import_job::{
    AccountStatus, ApiError, Clock, ErrorKind, ImportService, PasswordVerifier, User, UserNumber,
    client::Client, names::sign_in_keys,
};

/// The answer to a challenge: what RespondToAuthChallenge and AdminRespondToAuthChallenge have in common.
pub(in crate::import_job) struct Answer<'r> {
    pub(in crate::import_job) client: Client,
    /// The name of the challenge.
    pub(in crate::import_job) challenge: &'r str,
    pub(in crate::import_job) session: Option<&'r str>,
    pub(in crate::import_job) responses: &'r BTreeMap<String, String>,
}

impl ImportService {
    /// Asks for a proof of the password by SRP. Without a user no proof will do.
    pub(super) fn srp_challenge(
        &self,
        client: &Client,
        name: &str,
        user: Option<(UserNumber, &User)>,
        srp_a: &str,
    ) -> Result<AuthAnswer, ApiError> {
        let now = self.settings().clock.now();
        let challenges = &self.sign_in().challenges;
        let verifier = user.and_then(|(_, user)| user.verifier.as_deref());
        let salt = match verifier {
            Some(verifier) => verifier.salt,
            None => challenges.made_up_salt(&client.user_pool_id, name)?,
        };
        let handshake = Handshake::begin(srp_a, verifier)?
            .ok_or_else(|| ApiError::invalid("SRP_A is not a number of the group."))?;
        let username = user.map_or(name, |(_, user)| &user.username);
        let srp_b = handshake.srp_b();
        let who = (user.map(|(number, _)| number), username);
        let challenge = Challenge::new(client, who, now, Stage::Srp(Box::new(handshake)));
        let ticket = challenges.open(challenge, now)?;
        Ok(AuthAnswer::challenge(
            "PASSWORD_VERIFIER",
            ticket.session,
            [
                ("SALT", hex::encode(salt)),
                ("SRP_B", srp_b),
                ("SECRET_BLOCK", ticket.secret_block),
                ("USERNAME", username.to_owned()),
                ("USER_ID_FOR_SRP", username.to_owned()),
            ],
        ))
    }

    /// Asks for another password than the temporary one.
    pub(super) fn new_password_challenge(
        &self,
        client: &Client,
        (number, user): (UserNumber, &User),
    ) -> Result<AuthAnswer, ApiError> {
        let now = self.settings().clock.now();
        let (_, pool) = self.pool_settings(&client.user_pool_id)?;
        let missing: Vec<String> = pool
            .attributes
            .iter()
            .filter(|one| {
                one.required && one.name != "sub" && user.attributes.get(&one.name).is_none()
            })
            .map(|one| format!("userAttributes.{}", one.name))
            .collect();
        let known: Map<String, Value> = user
            .attributes
            .iter()
            .map(|(name, value)| (name.to_owned(), Value::from(value)))
            .collect();
        let who = (Some(number), &*user.username);
        let challenge = Challenge::new(client, who, now, Stage::NewPassword);
        let ticket = self.sign_in().challenges.open(challenge, now)?;
        Ok(AuthAnswer::challenge(
            "NEW_PASSWORD_REQUIRED",
            ticket.session,
            [
                ("USER_ID_FOR_SRP", user.username.to_string()),
                ("requiredAttributes", json!(missing).to_string()),
                ("userAttributes", Value::Object(known).to_string()),
            ],
        ))
    }
}

impl Answer<'_> {
    pub(super) fn response(&self, name: &str) -> Result<&str, ApiError> {
        let given = self.responses.get(name).map(String::as_str);
        given
            .filter(|value| !value.is_empty())
            .ok_or_else(|| ApiError::invalid(format!("Missing required parameter {name}")))
    }

    /// Takes the challenge that is answered; the session is spent then.
    fn challenge(&self, service: &ImportService) -> Result<(u128, Challenge), ApiError> {
        let block = self.responses.get("PASSWORD_CLAIM_SECRET_BLOCK");
        let named = match (self.session, block) {
            (Some(session), _) => Named::Session(session),
            (None, Some(block)) => Named::SecretBlock(block),
            (None, None) => return Err(ApiError::invalid("Missing required parameter Session")),
        };
        let now = service.settings().clock.now();
        let challenges = &service.sign_in().challenges;
        challenges.take(named, Some(&self.client), now)
    }

    /// Goes on with the sign-in.
    pub(in crate::import_job) fn run(
        self,
        service: &ImportService,
    ) -> Result<AuthAnswer, ApiError> {
        let username = self.response("USERNAME")?;
        match self.challenge {
            "PASSWORD_VERIFIER" => {
                for name in [
                    "PASSWORD_CLAIM_SECRET_BLOCK",
                    "PASSWORD_CLAIM_SIGNATURE",
                    "TIMESTAMP",
                ] {
                    self.response(name)?;
                }
            }
            "NEW_PASSWORD_REQUIRED" => {
                self.response("NEW_PASSWORD")?;
            }
            _ => {
                self.factor_response()?;
            }
        }
        let (id, challenge) = self.challenge(service)?;
        let secret_hash = self.responses.get("SECRET_HASH").map(String::as_str);
        check_secret(&self.client, &[username, &challenge.username], secret_hash)?;
        match (&challenge.stage, self.challenge) {
            (Stage::Srp(handshake), "PASSWORD_VERIFIER") => {
                self.password_verifier(service, &challenge, handshake)
            }
            (Stage::NewPassword, "NEW_PASSWORD_REQUIRED") => {
                let answer = self.new_password(service, &challenge);
                let can_be_corrected = answer.as_ref().is_err_and(|error| {
                    matches!(
                        error.kind(),
                        ErrorKind::InvalidPassword | ErrorKind::InvalidParameter
                    )
                });
                if can_be_corrected {
                    service.sign_in().challenges.restore((id, challenge));
                }
                answer
            }
            (
                Stage::SoftwareToken
                | Stage::Code { .. }
                | Stage::SelectMfa(_)
                | Stage::MfaSetup { .. },
                _,
            ) => self.second_factor(service, (id, challenge)),
            (Stage::Choice, "SELECT_CHALLENGE" | "PASSWORD") => {
                let answer = if self.challenge == "PASSWORD" {
                    "PASSWORD"
                } else {
                    self.response("ANSWER")?
                };
                let user = match challenge.user {
                    Some(_) => Some(self.user(service, &challenge)?),
                    None => None,
                };
                let chooser = Chooser {
                    name: &challenge.username,
                    user: user.as_ref().map(|(number, user)| (*number, user)),
                };
                service.choose(&self.client, chooser, Some(answer), self.responses)
            }
            (Stage::Otp(otp), name) if name == otp.name => {
                let mut otp = otp.clone();
                let code = self.response(&format!("{name}_CODE"))?;
                if let Err(error) = service.check_otp(&mut otp, code) {
                    let stage = Stage::Otp(otp);
                    let corrected = (id, Challenge { stage, ..challenge });
                    service.sign_in().challenges.restore(corrected);
                    return Err(error);
                }
                let (number, user) = self.user(service, &challenge)?;
                Ok(AuthAnswer::tokens(
                    service.issue(&self.client, (number, &user))?,
                ))
            }
            _ => Err(other_challenge()),
        }
    }

    /// The user of a challenge, as it is now.
    pub(super) fn user(
        &self,
        service: &ImportService,
        challenge: &Challenge,
    ) -> Result<(UserNumber, User), ApiError> {
        let number = challenge.user.ok_or_else(incorrect)?;
        let user = service.user_numbered(&self.client.user_pool_id, number)?;
        let user = user.ok_or_else(ApiError::no_user)?;
        if !user.enabled {
            return Err(disabled());
        }
        Ok((number, user))
    }

    fn password_verifier(
        &self,
        service: &ImportService,
        challenge: &Challenge,
        handshake: &Handshake,
    ) -> Result<AuthAnswer, ApiError> {
        let pool_id = &self.client.user_pool_id;
        let (number, user) = self.user(service, challenge)?;
        let now = service.settings().clock.now();
        let attempts = &service.sign_in().attempts;
        attempts.check((pool_id, number), now)?;
        let decoded = |name| {
            BASE64_STANDARD
                .decode(self.response(name)?)
                .map_err(|_| incorrect())
        };
        let timestamp = self.response("TIMESTAMP")?;
        let claim = Claim {
            pool_id,
            username: &challenge.username,
            secret_block: &decoded("PASSWORD_CLAIM_SECRET_BLOCK")?,
            timestamp,
            signature: &decoded("PASSWORD_CLAIM_SIGNATURE")?,
        };
        // A library takes the time of its machine, whatever the clock of the server was moved to.
        let machine = Clock::system().now();
        let is_recent = moment_of(timestamp).is_some_and(|at| {
            machine <= at.after(CLAIM_TOLERANCE) && at <= machine.after(CLAIM_TOLERANCE)
        });
        let is_right = is_recent && handshake.admits(&claim);
        attempts.count((pool_id, number), is_right, now);
        if !is_right {
            return Err(incorrect());
        }
        let pool = service.pool(pool_id)?;
        service.after_password(&pool.document, &self.client, (number, user))
    }

    fn new_password(
        &self,
        service: &ImportService,
        challenge: &Challenge,
    ) -> Result<AuthAnswer, ApiError> {
        let password = self.response("NEW_PASSWORD")?;
        let (number, user) = self.user(service, challenge)?;
        let client = &self.client;
        let (pool, settings) = service.pool_settings(&client.user_pool_id)?;
        check_policy(&pool.document, password)?;
        let given: Vec<(&str, Option<&str>)> = self
            .responses
            .iter()
            .filter_map(|(name, value)| {
                let name = name.strip_prefix("userAttributes.")?;
                Some((name, Some(value.as_str())))
            })
            .collect();
        let is_unknown = |name: &str| settings.attribute(name).is_none() || name == "sub";
        if given.iter().any(|(name, _)| is_unknown(name)) {
            return Err(ApiError::invalid(
                "Attributes did not conform to the schema: an attribute does not exist in the schema.",
            ));
        }
        let attributes = user.attributes.with(&given);
        let lacks = settings
            .attributes
            .iter()
            .find(|one| one.required && one.name != "sub" && attributes.get(&one.name).is_none());
        if let Some(lacks) = lacks {
            return Err(ApiError::invalid(format!(
                "Invalid attributes given, {} is missing",
                lacks.name
            )));
        }
        let now = service.settings().clock.now();
        let verifier =
            PasswordVerifier::of_password(&client.user_pool_id, &user.username, password, now)?;
        service
            .store()
            .change_user(&client.user_pool_id, number, &mut |user| {
                user.attributes = user.attributes.with(&given);
                set_password(user, verifier.clone(), AccountStatus::Confirmed);
                Some(sign_in_keys(&settings, user))
            })?;
        let (number, user) = self.user(service, challenge)?;
        service.after_password(&pool.document, client, (number, user))
    }
}
