//! ChangePassword: a user who is signed in sets another password.

use serde::Deserialize;

use crate::import_job::{
    AccountStatus, ApiError, ImportService, PasswordVerifier,
    sign_in::{check_policy, incorrect, set_password},
    wire::EmptyResponse,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    previous_password: Option<String>,
    proposed_password: String,
    access_token: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let signed_in = service.signed_in(&request.access_token)?;
    let (pool_id, number, user) = (&signed_in.pool_id, signed_in.number, &signed_in.user);
    // A user who signed in without a password has none to give.
    if user.verifier.is_some() || user.password_hash.is_some() {
        let previous = request.previous_password.as_deref();
        service.check_password(pool_id, (number, user), previous.ok_or_else(incorrect)?)?;
    }
    let pool = service.pool(pool_id)?;
    check_policy(&pool.document, &request.proposed_password)?;
    let now = service.settings().clock.now();
    let verifier =
        PasswordVerifier::of_password(pool_id, &user.username, &request.proposed_password, now)?;
    service.store().change_user(pool_id, number, &mut |user| {
        set_password(user, verifier.clone(), AccountStatus::Confirmed);
        None
    })?;
    Ok(EmptyResponse::default())
}
