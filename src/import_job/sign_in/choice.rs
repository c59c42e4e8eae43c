//! USER_AUTH: the user chooses how to sign in, among what the pool's SignInPolicy and the account allow.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq;

use super::{
    AuthAnswer,
    challenges::{Challenge, Stage},
    codes::Address,
    passwords::incorrect,
};
use crate::{
    import_job::{
        ApiError, ErrorKind, ImportService, User, UserNumber, client::Client, random,
        sign_in::codes::made_up_details,
    },
    schema::{FirstAuthFactor, UserPool},
};

/// A way to sign in, by its name among the challenges.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Factor {
    PasswordSrp,
    Password,
    Code(Address),
}

impl Factor {
    const ALL: [Self; 4] = [
        Self::PasswordSrp,
        Self::Password,
        Self::Code(Address::Email),
        Self::Code(Address::PhoneNumber),
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::Password => "PASSWORD",
            Self::Code(Address::Email) => "EMAIL_OTP",
            Self::Code(Address::PhoneNumber) => "SMS_OTP",
        }
    }

    /// Whether the pool allows it, and the user has what it needs. Of a user who does not exist nothing is
    /// missing.
    fn is_available(self, pool: &UserPool, user: Option<&User>) -> bool {
        let allows = |factor| pool.first_auth_factors.contains(&factor);
        let has = |test: &dyn Fn(&User) -> bool| user.is_none_or(test);
        match self {
            Self::PasswordSrp => {
                allows(FirstAuthFactor::Password) && has(&|user| user.verifier.is_some())
            }
            Self::Password => {
                let has_one = |user: &User| user.verifier.is_some() || user.password_hash.is_some();
                allows(FirstAuthFactor::Password) && has(&has_one)
            }
            Self::Code(address) => {
                let factor = match address {
                    Address::Email => FirstAuthFactor::EmailOtp,
                    Address::PhoneNumber => FirstAuthFactor::SmsOtp,
                };
                allows(factor) && has(&|user| user.attributes.get(address.attribute()).is_some())
            }
        }
    }
}

/// The code of EMAIL_OTP or SMS_OTP that is waited for.
#[derive(Clone)]
pub(super) struct Otp {
    /// The name of the challenge.
    pub(super) name: &'static str,
    code: String,
    wrong: u32,
}

/// Who chooses: the name that was sent, and the user, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Chooser<'r> {
    pub(super) name: &'r str,
    pub(super) user: Option<(UserNumber, &'r User)>,
}

impl Chooser<'_> {
    fn challenge(
        &self,
        service: &ImportService,
        client: &Client,
        stage: Stage,
    ) -> Result<String, ApiError> {
        let now = service.settings().clock.now();
        let username = self.user.map_or(self.name, |(_, user)| &user.username);
        let who = (self.user.map(|(number, _)| number), username);
        let challenge = Challenge::new(client, who, now, stage);
        Ok(service.sign_in().challenges.open(challenge, now)?.session)
    }
}

impl ImportService {
    /// Goes on with the factor that is preferred, or asks which one is.
    pub(super) fn choose(
        &self,
        client: &Client,
        chooser: Chooser<'_>,
        preferred: Option<&str>,
        parameters: &BTreeMap<String, String>,
    ) -> Result<AuthAnswer, ApiError> {
        let (_, pool) = self.pool_settings(&client.user_pool_id)?;
        let user = chooser.user.map(|(_, user)| user);
        let available: Vec<Factor> = Factor::ALL
            .into_iter()
            .filter(|factor| factor.is_available(&pool, user))
            .collect();
        let chosen = available
            .iter()
            .find(|factor| Some(factor.name()) == preferred);
        if let Some(factor) = chosen {
            return self.first_factor(client, chooser, *factor, parameters);
        }
        if available.is_empty() {
            return Err(incorrect());
        }
        let session = chooser.challenge(self, client, Stage::Choice)?;
        let names: Vec<&'static str> = available.into_iter().map(Factor::name).collect();
        let mut answer = AuthAnswer::challenge("SELECT_CHALLENGE", session, []);
        answer.available_challenges = Some(names);
        Ok(answer)
    }

    fn first_factor(
        &self,
        client: &Client,
        chooser: Chooser<'_>,
        factor: Factor,
        parameters: &BTreeMap<String, String>,
    ) -> Result<AuthAnswer, ApiError> {
        let pool_id = &client.user_pool_id;
        match factor {
            Factor::PasswordSrp => {
                let srp_a = parameters
                    .get("SRP_A")
                    .ok_or_else(|| ApiError::invalid("Missing required parameter SRP_A"))?;
                self.srp_challenge(client, chooser.name, chooser.user, srp_a)
            }
            Factor::Password => {
                let Some(password) = parameters.get("PASSWORD") else {
                    let session = chooser.challenge(self, client, Stage::Choice)?;
                    return Ok(AuthAnswer::challenge("PASSWORD", session, []));
                };
                let (number, user) = chooser.user.ok_or_else(incorrect)?;
                self.check_password(pool_id, (number, user), password)?;
                let pool = self.pool(pool_id)?;
                self.after_password(&pool.document, client, (number, user.clone()))
            }
            Factor::Code(address) => {
                let name = factor.name();
                let (code, details) = match chooser.user {
                    Some((_, user)) => {
                        let code = self.new_code()?;
                        let sent = self.send_code((pool_id, user), address, name, code.clone());
                        (code, sent)
                    }
                    // Nobody is sent this one.
                    None => (random::letters(32)?, made_up_details(chooser.name)),
                };
                let otp = Otp {
                    name,
                    code,
                    wrong: 0,
                };
                let session = chooser.challenge(self, client, Stage::Otp(otp))?;
                Ok(AuthAnswer::challenge(
                    name,
                    session,
                    [
                        (
                            "CODE_DELIVERY_DELIVERY_MEDIUM",
                            details.delivery_medium.to_owned(),
                        ),
                        ("CODE_DELIVERY_DESTINATION", details.destination),
                    ],
                ))
            }
        }
    }

    /// Whether a code is the one that was sent. A wrong one may be corrected a few times.
    pub(super) fn check_otp(&self, otp: &mut Otp, sent: &str) -> Result<(), ApiError> {
        if otp.wrong < self.settings().behaviour.wrong_codes
            && bool::from(otp.code.as_bytes().ct_eq(sent.as_bytes()))
        {
            return Ok(());
        }
        otp.wrong = otp.wrong.saturating_add(1);
        Err(ApiError::new(
            ErrorKind::CodeMismatch,
            "Invalid code or auth state for the user.",
        ))
    }
}
