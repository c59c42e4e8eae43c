//! Second factors: which a pool allows and a user has, and the challenges that ask for one.

use serde_json::{Map, Value, json};

use super::{
    AuthAnswer,
    challenges::{Challenge, Stage},
    codes::Address,
    totp,
};
use crate::{
    import_job::{
        ApiError, ErrorKind, Factor, Factors, ImportService, User, UserNumber, client::Client,
        service::MFA_CONFIG,
    },
    schema::{MfaConfiguration, UserPool},
};

/// How many wrong codes a session admits.
pub(super) const WRONG_CODES: u8 = 5;

/// What a pool says of second factors.
pub(in crate::import_job) struct PoolFactors {
    configuration: MfaConfiguration,
    sms: bool,
    software_token: bool,
    email: bool,
}

impl PoolFactors {
    pub(in crate::import_job) fn of(document: &Map<String, Value>, settings: &UserPool) -> Self {
        let own = document.get(MFA_CONFIG).and_then(Value::as_object);
        let has = |member: &str| own.is_some_and(|own| own.contains_key(member));
        let sms = document.contains_key("SmsConfiguration");
        let software_token = own.map_or(
            // What a pool that comes from a file allows beside text messages is not known.
            !sms && settings.mfa != MfaConfiguration::Off,
            |own| {
                let token = own.get("SoftwareTokenMfaConfiguration");
                token.and_then(|token| token.get("Enabled")) == Some(&Value::Bool(true))
            },
        );
        Self {
            configuration: settings.mfa,
            sms,
            software_token,
            email: has("EmailMfaConfiguration"),
        }
    }

    /// Whether users may have an authenticator application.
    pub(in crate::import_job) const fn software_token(&self) -> bool {
        self.software_token
    }
}

/// What a user sets one of the factors to.
#[derive(Clone, Copy, Default)]
pub(in crate::import_job) struct Setting {
    pub(in crate::import_job) enabled: bool,
    pub(in crate::import_job) preferred: bool,
}

/// The factors that are on, in the order in which an answer lists them.
pub(in crate::import_job) fn enabled(user: &User, factors: &Factors) -> Vec<Factor> {
    let token = factors.totp.as_ref().is_some_and(|totp| totp.is_enabled);
    [
        (Factor::Sms, user.mfa_enabled),
        (Factor::SoftwareToken, token),
        (Factor::Email, factors.email),
    ]
    .into_iter()
    .filter_map(|(factor, is_on)| is_on.then_some(factor))
    .collect()
}

/// The factor that is asked for first: the one that is preferred, or the only one.
pub(in crate::import_job) fn preferred(user: &User, factors: &Factors) -> Option<Factor> {
    let enabled = enabled(user, factors);
    match (factors.preferred, enabled.as_slice()) {
        (Some(preferred), _) if enabled.contains(&preferred) => Some(preferred),
        (_, [only]) => Some(*only),
        _ => None,
    }
}

/// Where the code of a factor is sent; an application needs none.
const fn address(factor: Factor) -> Option<Address> {
    match factor {
        Factor::Sms => Some(Address::PhoneNumber),
        Factor::Email => Some(Address::Email),
        Factor::SoftwareToken => None,
    }
}

impl ImportService {
    /// What follows once the password is right: a second factor where the pool or the user wants one,
    /// or tokens.
    pub(super) fn after_first_factor(
        &self,
        client: &Client,
        (number, user): (UserNumber, User),
    ) -> Result<AuthAnswer, ApiError> {
        let pool_id = &client.user_pool_id;
        let (pool, settings) = self.pool_settings(pool_id)?;
        let allowed = PoolFactors::of(&pool.document, &settings);
        let factors = self.store().factors(pool_id, number)?;
        let mut usable = enabled(&user, &factors);
        usable.retain(|factor| match factor {
            Factor::Sms => user.attributes.get("phone_number").is_some(),
            Factor::Email => Address::Email.is_verified(&user),
            Factor::SoftwareToken => true,
        });
        let demands = allowed.configuration == MfaConfiguration::On;
        if usable.is_empty() && demands && allowed.sms && Address::PhoneNumber.is_verified(&user) {
            usable.push(Factor::Sms);
        }
        if allowed.configuration == MfaConfiguration::Off || (usable.is_empty() && !demands) {
            return Ok(AuthAnswer::tokens(self.issue(client, (number, &user))?));
        }
        let chosen = factors.preferred.filter(|factor| usable.contains(factor));
        match (chosen, usable.as_slice()) {
            (Some(factor), _) | (None, &[factor]) => {
                self.factor_challenge(client, (number, &user), factor)
            }
            (None, []) => self.setup_challenge(client, (number, &user), &allowed),
            (None, _) => {
                let names: Vec<&str> = usable.iter().map(|factor| factor.as_str()).collect();
                let parameter = json!(names).to_string();
                let stage = Stage::SelectMfa(usable);
                self.asked(
                    client,
                    (number, &user),
                    "SELECT_MFA_TYPE",
                    stage,
                    vec![("MFAS_CAN_CHOOSE", parameter)],
                )
            }
        }
    }

    fn setup_challenge(
        &self,
        client: &Client,
        user: (UserNumber, &User),
        allowed: &PoolFactors,
    ) -> Result<AuthAnswer, ApiError> {
        let names: Vec<&str> = [
            (Factor::Sms, allowed.sms),
            (Factor::SoftwareToken, allowed.software_token),
            (Factor::Email, allowed.email),
        ]
        .into_iter()
        .filter_map(|(factor, is_allowed)| is_allowed.then_some(factor.as_str()))
        .collect();
        let stage = Stage::MfaSetup { is_done: false };
        let can = json!(names).to_string();
        self.asked(
            client,
            user,
            "MFA_SETUP",
            stage,
            vec![("MFAS_CAN_SETUP", can)],
        )
    }

    /// Asks for the code of a factor.
    pub(super) fn factor_challenge(
        &self,
        client: &Client,
        (number, user): (UserNumber, &User),
        factor: Factor,
    ) -> Result<AuthAnswer, ApiError> {
        let pool_id = client.user_pool_id.as_str();
        if let Some(address) = address(factor) {
            let code = self.new_code()?;
            let sent = self.send_code((pool_id, user), address, factor.as_str(), code.clone());
            let parameters = vec![
                (
                    "CODE_DELIVERY_DELIVERY_MEDIUM",
                    sent.delivery_medium.to_owned(),
                ),
                ("CODE_DELIVERY_DESTINATION", sent.destination),
            ];
            let stage = Stage::Code { factor, code };
            return self.asked(client, (number, user), factor.as_str(), stage, parameters);
        }
        let factors = self.store().factors(pool_id, number)?;
        let name = factors.totp.and_then(|totp| totp.name);
        let parameters = name.map(|name| ("FRIENDLY_DEVICE_NAME", name));
        let parameters = parameters.into_iter().collect();
        let user = (number, user);
        self.asked(
            client,
            user,
            factor.as_str(),
            Stage::SoftwareToken,
            parameters,
        )
    }

    fn asked(
        &self,
        client: &Client,
        (number, user): (UserNumber, &User),
        name: &'static str,
        stage: Stage,
        mut parameters: Vec<(&str, String)>,
    ) -> Result<AuthAnswer, ApiError> {
        let now = self.settings().clock.now();
        let who = (Some(number), &*user.username);
        let challenge = Challenge::new(client, who, now, stage);
        let ticket = self.sign_in().challenges.open(challenge, now)?;
        parameters.push(("USER_ID_FOR_SRP", user.username.to_string()));
        Ok(AuthAnswer::challenge(name, ticket.session, parameters))
    }

    /// Whether a code is one of a user's authenticator application. No code is taken twice.
    pub(super) fn check_software_token(
        &self,
        pool_id: &str,
        number: UserNumber,
        code: &str,
    ) -> Result<(), ApiError> {
        let now = self.settings().clock.now();
        let mut checked = Err(code_mismatch());
        self.store()
            .change_factors(pool_id, number, &mut |_, factors| {
                let Some(totp) = &mut factors.totp else {
                    checked = Err(no_software_token());
                    return;
                };
                checked = match totp::step_of(&totp.secret, code, now) {
                    Ok(Some(step)) if step <= totp.used => Err(ApiError::new(
                        ErrorKind::ExpiredCode,
                        "Your software token has already been used once.",
                    )),
                    Ok(Some(step)) => {
                        totp.used = step;
                        Ok(())
                    }
                    Ok(None) => Err(code_mismatch()),
                    Err(error) => Err(error),
                };
            })?;
        checked
    }

    /// Sets the factors of a user that a request names.
    pub(in crate::import_job) fn set_factors(
        &self,
        pool_id: &str,
        number: UserNumber,
        settings: &[(Factor, Setting)],
    ) -> Result<(), ApiError> {
        let wanted: Vec<Factor> = settings
            .iter()
            .filter_map(|(factor, setting)| setting.preferred.then_some(*factor))
            .collect();
        if wanted.len() > 1 {
            return Err(ApiError::invalid(
                "Only one MFA method can be set as preferred.",
            ));
        }
        let now = self.settings().clock.now();
        let mut refusal = None;
        let is_there = self
            .store()
            .change_factors(pool_id, number, &mut |user, factors| {
                let (mut new_user, mut new_factors) = (user.clone(), factors.clone());
                let set = set_all(&mut new_user, &mut new_factors, settings);
                if set.is_ok() {
                    new_user.modified = now;
                    (*user, *factors) = (new_user, new_factors);
                }
                refusal = set.err();
            })?;
        if !is_there {
            return Err(ApiError::no_user());
        }
        refusal.map_or(Ok(()), Err)
    }
}

fn set_all(
    user: &mut User,
    factors: &mut Factors,
    settings: &[(Factor, Setting)],
) -> Result<(), ApiError> {
    for (factor, setting) in settings {
        if setting.preferred && !setting.enabled {
            return Err(ApiError::invalid(format!(
                "{} cannot be preferred without being enabled.",
                factor.as_str()
            )));
        }
        let lacks = |name: &str| setting.enabled && user.attributes.get(name).is_none();
        let no_address = || {
            ApiError::invalid(format!(
                "User does not have delivery config set to turn on {}",
                factor.as_str()
            ))
        };
        match factor {
            Factor::Sms if lacks("phone_number") => return Err(no_address()),
            Factor::Sms => user.mfa_enabled = setting.enabled,
            Factor::Email if lacks("email") => return Err(no_address()),
            Factor::Email => factors.email = setting.enabled,
            Factor::SoftwareToken => match &mut factors.totp {
                Some(totp) => totp.is_enabled = setting.enabled,
                None if setting.enabled => {
                    let what = if factors.pending.is_some() {
                        "verified"
                    } else {
                        "set up"
                    };
                    return Err(ApiError::invalid(format!(
                        "User has not {what} software token mfa"
                    )));
                }
                None => {}
            },
        }
        if setting.preferred {
            factors.preferred = Some(*factor);
        } else if factors.preferred == Some(*factor) {
            factors.preferred = None;
        }
    }
    Ok(())
}

/// The code is not that of the factor.
pub(super) fn code_mismatch() -> ApiError {
    ApiError::new(
        ErrorKind::CodeMismatch,
        "Invalid code or auth state for the user.",
    )
}

/// The user has no authenticator application.
fn no_software_token() -> ApiError {
    ApiError::new(
        ErrorKind::SoftwareTokenMfaNotFound,
        "Software token MFA is not enabled for the user.",
    )
}
