//! GetTokensFromRefreshToken: tokens for a refresh token, also where each refresh answers another one.

use serde::{Deserialize, Serialize};

use crate::import_job::{ApiError, ErrorKind, ImportService, sign_in::AuthenticationResult};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    refresh_token: String,
    client_id: String,
    client_secret: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    authentication_result: AuthenticationResult,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let client = service.client(&request.client_id)?;
    if !client.has_secret(request.client_secret.as_deref()) {
        return Err(ApiError::new(
            ErrorKind::NotAuthorized,
            format!("Unable to verify secret for client {}", client.client_id),
        ));
    }
    let token = &request.refresh_token;
    let (sign_in, (_, user)) = service.sign_in_of_refresh_token(&client, token)?;
    Ok(Answer {
        authentication_result: service.refresh(&client, token, &sign_in, &user)?,
    })
}
