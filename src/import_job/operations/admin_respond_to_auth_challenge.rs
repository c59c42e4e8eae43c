//! AdminRespondToAuthChallenge: a server with credentials of AWS answers a challenge of a sign-in.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::import_job::{
    ApiError, ImportService,
    sign_in::{Answer, AuthAnswer},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    client_id: String,
    challenge_name: String,
    session: Option<String>,
    #[serde(default)]
    challenge_responses: BTreeMap<String, String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<AuthAnswer, ApiError> {
    Answer {
        client: service.client_of_pool(&request.user_pool_id, &request.client_id)?,
        challenge: &request.challenge_name,
        session: request.session.as_deref(),
        responses: &request.challenge_responses,
    }
    .run(service)
}
