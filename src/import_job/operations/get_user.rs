//! GetUser: a user who is signed in, as the user's own application sees the account.

use serde::{Deserialize, Serialize};

use crate::import_job::{
    ApiError, ImportService,
    wire::{AdminGetUserResponse, AttributeType, MfaOptionType},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    access_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    username: String,
    user_attributes: Vec<AttributeType>,
    #[serde(rename = "MFAOptions", skip_serializing_if = "Option::is_none")]
    mfa_options: Option<Vec<MfaOptionType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_mfa_setting: Option<String>,
    #[serde(rename = "UserMFASettingList", skip_serializing_if = "Option::is_none")]
    user_mfa_setting_list: Option<Vec<String>>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let signed_in = service.signed_in(&request.access_token)?;
    let store = service.store();
    let factors = store.factors(&signed_in.pool_id, signed_in.number)?;
    let shown = AdminGetUserResponse::of(&signed_in.user, &factors);
    Ok(Answer {
        username: shown.username,
        user_attributes: shown.user_attributes,
        mfa_options: shown.mfa_options,
        preferred_mfa_setting: shown.preferred_mfa_setting,
        user_mfa_setting_list: shown.user_mfa_setting_list,
    })
}
