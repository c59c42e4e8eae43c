//! The answers to challenges of second factors, and the setting up of an authenticator application.

use subtle::ConstantTimeEq;

use super::{
    AuthAnswer,
    answers::Answer,
    challenges::{Challenge, Named, Stage, other_challenge},
    factors::{WRONG_CODES, code_mismatch},
    passwords::disabled,
    totp,
};
use crate::import_job::{
    ApiError, ErrorKind, Factor, ImportService, Totp, User, UserNumber, client::Client,
};

impl Answer<'_> {
    /// The response that answers a challenge of a second factor.
    pub(super) fn factor_response(&self) -> Result<&str, ApiError> {
        match self.challenge {
            "SOFTWARE_TOKEN_MFA" => self.response("SOFTWARE_TOKEN_MFA_CODE"),
            "SMS_MFA" => self.response("SMS_MFA_CODE"),
            "EMAIL_OTP" => self.response("EMAIL_OTP_CODE"),
            "SELECT_MFA_TYPE" => self.response("ANSWER"),
            _ => Ok(""),
        }
    }

    /// Goes on after an answer to a challenge of a second factor. One that is wrong can be corrected a
    /// few times.
    pub(super) fn second_factor(
        &self,
        service: &ImportService,
        (id, mut challenge): (u128, Challenge),
    ) -> Result<AuthAnswer, ApiError> {
        let user = self.user(service, &challenge)?;
        let answer = self.factor_answer(service, &mut challenge, user);
        let is_wrong = answer.as_ref().is_err_and(|error| {
            matches!(
                error.kind(),
                ErrorKind::CodeMismatch | ErrorKind::ExpiredCode | ErrorKind::InvalidParameter
            )
        });
        if is_wrong && challenge.wrong < WRONG_CODES {
            challenge.wrong += 1;
            service.sign_in().challenges.restore((id, challenge));
        }
        answer
    }

    fn factor_answer(
        &self,
        service: &ImportService,
        challenge: &mut Challenge,
        (number, user): (UserNumber, User),
    ) -> Result<AuthAnswer, ApiError> {
        let given = self.factor_response()?;
        let client = &self.client;
        match &challenge.stage {
            Stage::SoftwareToken if self.challenge == Factor::SoftwareToken.as_str() => {
                service.check_software_token(&client.user_pool_id, number, given)?;
            }
            Stage::Code { factor, code } if self.challenge == factor.as_str() => {
                let is_right: bool = code.as_bytes().ct_eq(given.as_bytes()).into();
                if !is_right {
                    return Err(code_mismatch());
                }
            }
            Stage::SelectMfa(factors) if self.challenge == "SELECT_MFA_TYPE" => {
                let chosen = given.parse().ok();
                let chosen = chosen.filter(|factor: &Factor| factors.contains(factor));
                let chosen =
                    chosen.ok_or_else(|| ApiError::invalid("Incorrect MFA method selected."))?;
                return service.factor_challenge(client, (number, &user), chosen);
            }
            Stage::MfaSetup { is_done } if self.challenge == "MFA_SETUP" => {
                if !is_done {
                    return Err(ApiError::invalid(
                        "User has not verified software token mfa",
                    ));
                }
            }
            _ => return Err(other_challenge()),
        }
        Ok(AuthAnswer::tokens(service.issue(client, (number, &user))?))
    }
}

/// Who sets up an authenticator application.
pub(in crate::import_job) struct SetsUp(Who);

/// A user who is signed in, or one who has to set up a factor before.
enum Who {
    SignedIn { pool_id: String, user: UserNumber },
    Challenged(Box<(Client, u128, Challenge)>),
}

impl ImportService {
    /// Whose an access token or a session is. A session is spent with that.
    pub(in crate::import_job) fn who_sets_up(
        &self,
        token: Option<&str>,
        session: Option<&str>,
    ) -> Result<SetsUp, ApiError> {
        match (token, session) {
            (Some(token), _) => {
                let signed_in = self.signed_in(token)?;
                Ok(SetsUp(Who::SignedIn {
                    pool_id: signed_in.pool_id,
                    user: signed_in.number,
                }))
            }
            (None, Some(session)) => {
                let now = self.settings().clock.now();
                let challenges = &self.sign_in().challenges;
                let (id, challenge) = challenges.take(Named::Session(session), None, now)?;
                let client = self.client(&challenge.client_id)?;
                if !matches!(challenge.stage, Stage::MfaSetup { .. }) {
                    return Err(other_challenge());
                }
                Ok(SetsUp(Who::Challenged(Box::new((client, id, challenge)))))
            }
            (None, None) => Err(ApiError::invalid(
                "An AccessToken or a Session is required.",
            )),
        }
    }

    /// Gives a user a secret for an application: the secret as the application takes it, and the session
    /// with which the setting up goes on.
    pub(in crate::import_job) fn associate(
        &self,
        who: SetsUp,
    ) -> Result<(String, Option<String>), ApiError> {
        let secret = totp::new_secret()?;
        let (pool_id, number) = who.user()?;
        self.enabled_user(pool_id, number)?;
        self.store()
            .change_factors(pool_id, number, &mut |_, factors| {
                factors.pending = Some(secret);
            })?;
        Ok((totp::written(&secret), self.goes_on(who, false)?))
    }

    /// Adds the application that has shown a right code; returns the session with which the sign-in
    /// goes on.
    pub(in crate::import_job) fn verify(
        &self,
        who: SetsUp,
        code: &str,
        name: Option<&str>,
    ) -> Result<Option<String>, ApiError> {
        let now = self.settings().clock.now();
        let (pool_id, number) = who.user()?;
        self.enabled_user(pool_id, number)?;
        // Who cannot sign in without a factor has it on at once.
        let is_enabled = matches!(who.0, Who::Challenged(_));
        let mut added = Err(ApiError::new(
            ErrorKind::SoftwareTokenMfaNotFound,
            "Software token MFA has not been set up for the user.",
        ));
        self.store()
            .change_factors(pool_id, number, &mut |user, factors| {
                let Some(secret) = factors.pending else {
                    return;
                };
                added = match totp::step_of(&secret, code, now) {
                    Ok(Some(used)) => {
                        let was_enabled = factors.totp.as_ref().is_some_and(|totp| totp.is_enabled);
                        factors.pending = None;
                        factors.totp = Some(Totp {
                            secret,
                            is_enabled: is_enabled || was_enabled,
                            name: name.map(str::to_owned),
                            used,
                        });
                        user.modified = now;
                        Ok(())
                    }
                    Ok(None) => Err(ApiError::new(
                        ErrorKind::EnableSoftwareTokenMfa,
                        "Code mismatch",
                    )),
                    Err(error) => Err(error),
                };
            })?;
        if let Err(error) = added {
            if let Who::Challenged(challenged) = who.0 {
                let (_, id, mut challenge) = *challenged;
                if challenge.wrong < WRONG_CODES {
                    challenge.wrong += 1;
                    self.sign_in().challenges.restore((id, challenge));
                }
            }
            return Err(error);
        }
        self.goes_on(who, true)
    }

    fn enabled_user(&self, pool_id: &str, number: UserNumber) -> Result<User, ApiError> {
        let user = self.user_numbered(pool_id, number)?;
        let user = user.ok_or_else(ApiError::no_user)?;
        if user.enabled {
            Ok(user)
        } else {
            Err(disabled())
        }
    }

    /// The next session of a user who has to set up a factor.
    fn goes_on(&self, who: SetsUp, is_done: bool) -> Result<Option<String>, ApiError> {
        let Who::Challenged(challenged) = who.0 else {
            return Ok(None);
        };
        let (client, _, challenge) = *challenged;
        let now = self.settings().clock.now();
        let who = (challenge.user, challenge.username.as_str());
        let stage = Stage::MfaSetup { is_done };
        let next = Challenge::new(&client, who, now, stage);
        Ok(Some(self.sign_in().challenges.open(next, now)?.session))
    }
}

impl SetsUp {
    fn user(&self) -> Result<(&str, UserNumber), ApiError> {
        match &self.0 {
            Who::SignedIn { pool_id, user } => Ok((pool_id, *user)),
            Who::Challenged(challenged) => {
                let (client, _, challenge) = &**challenged;
                let number = challenge.user.ok_or_else(other_challenge)?;
                Ok((&client.user_pool_id, number))
            }
        }
    }

    /// The pool of the user.
    pub(in crate::import_job) fn pool_id(&self) -> Result<&str, ApiError> {
        Ok(self.user()?.0)
    }
}
