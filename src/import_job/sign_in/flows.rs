//! How a sign-in begins, in the order of the service's checks.

use std::collections::BTreeMap;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::{
    AuthAnswer,
    choice::Chooser,
    passwords::{disabled, incorrect},
};
use crate::import_job::{
    AccountStatus, ApiError, ErrorKind, ImportService, User, UserNumber,
    client::{Client, Flow},
};

/// A sign-in that begins: what InitiateAuth and AdminInitiateAuth have in common.
pub(in crate::import_job) struct Start<'r> {
    pub(in crate::import_job) client: Client,
    /// The name of the flow.
    pub(in crate::import_job) flow: &'r str,
    /// Whether an administrator asks.
    pub(in crate::import_job) is_admin: bool,
    pub(in crate::import_job) parameters: &'r BTreeMap<String, String>,
}

/// A flow that this operation does not begin.
fn other_method() -> ApiError {
    ApiError::invalid("Initiate Auth method not supported.")
}

/// Verifies that the sender knows the secret of a client that has one. A hash may be of any of these names.
pub(in crate::import_job) fn check_secret(
    client: &Client,
    names: &[&str],
    sent: Option<&str>,
) -> Result<(), ApiError> {
    let Some(secret) = &client.client_secret else {
        return Ok(());
    };
    let id = &client.client_id;
    let refused = |message: String| Err(ApiError::new(ErrorKind::NotAuthorized, message));
    let Some(sent) = sent else {
        return refused(format!(
            "Client {id} is configured for secret but secret was not received"
        ));
    };
    let is_right = |name: &&str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
        mac.update(name.as_bytes());
        mac.update(id.as_bytes());
        mac.verify_slice(&BASE64_STANDARD.decode(sent).ok()?).ok()
    };
    if names.iter().any(|name| is_right(name).is_some()) {
        return Ok(());
    }
    refused(format!("Unable to verify secret hash for client {id}"))
}

impl Start<'_> {
    fn parameter(&self, name: &str) -> Result<&str, ApiError> {
        let given = self.parameters.get(name).map(String::as_str);
        given
            .filter(|value| !value.is_empty())
            .ok_or_else(|| ApiError::invalid(format!("Missing required parameter {name}")))
    }

    fn secret_hash(&self) -> Option<&str> {
        self.parameters.get("SECRET_HASH").map(String::as_str)
    }

    fn demand(&self, flow: Flow, refusal: &str) -> Result<(), ApiError> {
        if self.client.settings.allows(flow) {
            Ok(())
        } else {
            Err(ApiError::invalid(refusal))
        }
    }

    /// Begins the sign-in.
    pub(in crate::import_job) fn run(
        self,
        service: &ImportService,
    ) -> Result<AuthAnswer, ApiError> {
        match self.flow {
            "USER_PASSWORD_AUTH" if !self.is_admin => {
                let refusal = "USER_PASSWORD_AUTH flow not enabled for this client";
                self.demand(Flow::Password, refusal)?;
                self.password(service)
            }
            "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" if self.is_admin => {
                let refusal = "Auth flow not enabled for this client";
                self.demand(Flow::AdminPassword, refusal)?;
                self.password(service)
            }
            "USER_SRP_AUTH" => {
                let refusal = "USER_SRP_AUTH is not enabled for the client.";
                self.demand(Flow::Srp, refusal)?;
                self.srp(service)
            }
            "USER_AUTH" => {
                self.demand(Flow::Choice, "USER_AUTH is not enabled for the client.")?;
                self.choice(service)
            }
            "CUSTOM_AUTH" => {
                self.demand(Flow::Custom, "CUSTOM_AUTH is not enabled for the client.")?;
                Err(ApiError::invalid(
                    "Custom auth lambda trigger is not configured for the user pool.",
                ))
            }
            "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
                let refusal = "Auth flow not enabled for this client";
                self.demand(Flow::Refresh, refusal)?;
                // A client that rotates its tokens has another operation for that (D).
                if self.client.settings.rotation().is_some() {
                    return Err(ApiError::invalid(refusal));
                }
                self.refresh(service)
            }
            _ => Err(other_method()),
        }
    }

    fn password(&self, service: &ImportService) -> Result<AuthAnswer, ApiError> {
        let name = self.parameter("USERNAME")?;
        let password = self.parameter("PASSWORD")?;
        check_secret(&self.client, &[name], self.secret_hash())?;
        let pool_id = &self.client.user_pool_id;
        let (pool, settings) = service.pool_settings(pool_id)?;
        let user = service.find_user(pool_id, &settings, name)?;
        let (number, user) = self.admitted(user)?;
        service.check_password(pool_id, (number, &user), password)?;
        service.after_password(&pool.document, &self.client, (number, user))
    }

    /// Refuses a user who cannot sign in whatever the password is.
    fn admitted(&self, user: Option<(UserNumber, User)>) -> Result<(UserNumber, User), ApiError> {
        let hides_users = self.client.settings.hides_users();
        let Some((number, user)) = user else {
            return Err(if hides_users {
                incorrect()
            } else {
                ApiError::no_user()
            });
        };
        if !user.enabled {
            return Err(disabled());
        }
        if user.status == AccountStatus::ResetRequired {
            return Err(if hides_users {
                incorrect()
            } else {
                ApiError::new(
                    ErrorKind::PasswordResetRequired,
                    "Password reset required for the user",
                )
            });
        }
        Ok((number, user))
    }

    fn srp(&self, service: &ImportService) -> Result<AuthAnswer, ApiError> {
        let name = self.parameter("USERNAME")?;
        let srp_a = self.parameter("SRP_A")?;
        check_secret(&self.client, &[name], self.secret_hash())?;
        let client = &self.client;
        let pool_id = &client.user_pool_id;
        let (_, settings) = service.pool_settings(pool_id)?;
        let user = service.find_user(pool_id, &settings, name)?;
        if self.is_hidden(user.as_ref()) {
            // It looks like anyone's, and no answer to it is right.
            return service.srp_challenge(client, name, None, srp_a);
        }
        let behaviour = &service.settings().behaviour;
        let (number, user) = self.admitted(user).map_err(|error| match error.kind() {
            ErrorKind::PasswordResetRequired if behaviour.srp_of_reset_required_is_invalid => {
                ApiError::invalid("Invalid input given")
            }
            _ => error,
        })?;
        if user.verifier.is_none() && user.password_hash.is_none() {
            return Err(incorrect());
        }
        if user.verifier.is_none() {
            tracing::warn!(
                "USER_SRP_AUTH was refused: a user who was imported with a hash can use SRP only after a \
                 first sign-in with USER_PASSWORD_AUTH"
            );
            if !behaviour.srp_of_imported_hash_is_challenged {
                return Err(incorrect());
            }
        }
        service.srp_challenge(client, name, Some((number, &user)), srp_a)
    }

    /// Whether the client is not to learn that there is no such user, or that the password has to be reset.
    fn is_hidden(&self, user: Option<&(UserNumber, User)>) -> bool {
        self.client.settings.hides_users()
            && user
                .is_none_or(|(_, user)| user.enabled && user.status == AccountStatus::ResetRequired)
    }

    fn choice(&self, service: &ImportService) -> Result<AuthAnswer, ApiError> {
        let name = self.parameter("USERNAME")?;
        check_secret(&self.client, &[name], self.secret_hash())?;
        let pool_id = &self.client.user_pool_id;
        let (_, settings) = service.pool_settings(pool_id)?;
        let user = service.find_user(pool_id, &settings, name)?;
        let user = if self.is_hidden(user.as_ref()) {
            None
        } else {
            Some(self.admitted(user)?)
        };
        let chooser = Chooser {
            name,
            user: user.as_ref().map(|(number, user)| (*number, user)),
        };
        let preferred = self
            .parameters
            .get("PREFERRED_CHALLENGE")
            .map(String::as_str);
        service.choose(&self.client, chooser, preferred, self.parameters)
    }

    fn refresh(&self, service: &ImportService) -> Result<AuthAnswer, ApiError> {
        let token = self.parameter("REFRESH_TOKEN")?;
        let client = &self.client;
        if client.client_secret.is_some() && self.secret_hash().is_none() {
            check_secret(client, &[], None)?;
        }
        let (sign_in, (_, user)) = service.sign_in_of_refresh_token(client, token)?;
        // The hash is of the stored username, not of an alias (D).
        check_secret(
            client,
            &[&user.username, &user.sub_text()],
            self.secret_hash(),
        )?;
        let result = service.refresh(client, token, &sign_in, &user)?;
        Ok(AuthAnswer::tokens(result))
    }
}

impl ImportService {
    /// What follows once the password is known to be right.
    pub(super) fn after_password(
        &self,
        document: &Map<String, Value>,
        client: &Client,
        (number, user): (UserNumber, User),
    ) -> Result<AuthAnswer, ApiError> {
        match user.status {
            AccountStatus::Unconfirmed => {
                return Err(ApiError::new(
                    ErrorKind::UserNotConfirmed,
                    "User is not confirmed.",
                ));
            }
            AccountStatus::ForceChangePassword => {
                self.check_temporary(document, &user)?;
                return self.new_password_challenge(client, (number, &user));
            }
            _ => {}
        }
        self.after_first_factor(client, (number, user))
    }
}
