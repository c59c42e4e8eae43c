//! ConfirmForgotPassword: a user sets another password with the code. The address that the code was sent to
//! is verified by that (D).

use serde::Deserialize;

use super::forgot_password::{check_state, no_user};
use crate::import_job::{
    AccountStatus, ApiError, ImportService, PasswordVerifier,
    names::sign_in_keys,
    sign_in::{check_policy, check_secret, set_password, wrong_code},
    wire::EmptyResponse,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    client_id: String,
    secret_hash: Option<String>,
    username: String,
    confirmation_code: String,
    password: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let client = service.client(&request.client_id)?;
    check_secret(
        &client,
        &[&request.username],
        request.secret_hash.as_deref(),
    )?;
    let pool_id = &client.user_pool_id;
    let (pool, settings) = service.pool_settings(pool_id)?;
    let Some((number, user)) = service.find_user(pool_id, &settings, &request.username)? else {
        return Err(if client.settings.hides_users() {
            wrong_code()
        } else {
            no_user()
        });
    };
    check_state(&user)?;
    let address = service.check_reset_code((pool_id, number), &request.confirmation_code)?;
    check_policy(&pool.document, &request.password)?;
    let now = service.settings().clock.now();
    let verifier = PasswordVerifier::of_password(pool_id, &user.username, &request.password, now)?;
    let flag = format!("{address}_verified");
    service.store().change_user(pool_id, number, &mut |user| {
        user.attributes = user.attributes.with(&[(&*flag, Some("true"))]);
        set_password(user, verifier.clone(), AccountStatus::Confirmed);
        Some(sign_in_keys(&settings, user))
    })?;
    service.spend_reset_code((pool_id, number));
    service.forget_wrong_passwords((pool_id, number));
    Ok(EmptyResponse::default())
}
