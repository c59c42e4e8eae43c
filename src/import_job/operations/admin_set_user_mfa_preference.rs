//! AdminSetUserMFAPreference: turns factors of a user on and off.

use serde::Deserialize;

use super::set_user_mfa_preference::FactorSettings;
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    username: String,
    user_pool_id: String,
    #[serde(flatten)]
    settings: FactorSettings,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let given = request.settings.given();
    service.set_factors(&account.pool.id, account.number, &given)?;
    Ok(EmptyResponse::default())
}
