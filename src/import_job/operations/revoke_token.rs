//! RevokeToken: ends the sign-in of a refresh token, with its access tokens.

use serde::Deserialize;

use crate::import_job::{ApiError, ErrorKind, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    token: String,
    client_id: String,
    client_secret: Option<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    // The model knows no ResourceNotFoundException here (BOTO).
    let client = service
        .client(&request.client_id)
        .map_err(|error| match error.kind() {
            ErrorKind::ResourceNotFound => ApiError::invalid(error.message()),
            _ => error,
        })?;
    if !client.has_secret(request.client_secret.as_deref()) {
        return Err(ApiError::new(
            ErrorKind::Unauthorized,
            "The client's secret is not right.",
        ));
    }
    if !client.settings.revokes_tokens() {
        return Err(ApiError::new(
            ErrorKind::UnsupportedOperation,
            "Token revocation is not enabled for the client.",
        ));
    }
    // An access token and an ID token have three parts, a refresh token five.
    if request.token.split('.').count() == 3 {
        return Err(ApiError::new(
            ErrorKind::UnsupportedTokenType,
            "Only a refresh token can be revoked.",
        ));
    }
    service.revoke(&client, &request.token)?;
    Ok(EmptyResponse::default())
}
