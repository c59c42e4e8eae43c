//! AssociateSoftwareToken: gives a user a secret for an authenticator application.

use serde::{Deserialize, Serialize};

use crate::import_job::{ApiError, ErrorKind, ImportService, sign_in::PoolFactors};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    access_token: Option<String>,
    session: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    secret_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let (token, session) = (&request.access_token, &request.session);
    let who = service.who_sets_up(token.as_deref(), session.as_deref())?;
    let (pool, settings) = service.pool_settings(who.pool_id()?)?;
    if !PoolFactors::of(&pool.document, &settings).software_token() {
        return Err(ApiError::new(
            ErrorKind::SoftwareTokenMfaNotFound,
            "Software Token MFA has not been enabled by the userPool",
        ));
    }
    let (secret_code, session) = service.associate(who)?;
    Ok(Answer {
        secret_code,
        session,
    })
}
