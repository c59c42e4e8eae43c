//! VerifySoftwareToken: adds the authenticator application that has shown a right code.

use serde::{Deserialize, Serialize};

use crate::import_job::{ApiError, ImportService};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    access_token: Option<String>,
    session: Option<String>,
    user_code: String,
    friendly_device_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let (token, session) = (&request.access_token, &request.session);
    let who = service.who_sets_up(token.as_deref(), session.as_deref())?;
    let name = &request.friendly_device_name;
    Ok(Answer {
        session: service.verify(who, &request.user_code, name.as_deref())?,
        status: "SUCCESS",
    })
}
