//! SetUserMFAPreference: a user who is signed in turns factors on and off.

use serde::Deserialize;

use crate::import_job::{ApiError, Factor, ImportService, sign_in::Setting, wire::EmptyResponse};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    access_token: String,
    #[serde(flatten)]
    settings: FactorSettings,
}

/// The factors that SetUserMFAPreference and AdminSetUserMFAPreference set; the others stay.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct FactorSettings {
    #[serde(rename = "SMSMfaSettings")]
    sms: Option<FactorSetting>,
    #[serde(rename = "SoftwareTokenMfaSettings")]
    software_token: Option<FactorSetting>,
    #[serde(rename = "EmailMfaSettings")]
    email: Option<FactorSetting>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct FactorSetting {
    enabled: bool,
    preferred_mfa: bool,
}

impl FactorSettings {
    pub(super) fn given(&self) -> Vec<(Factor, Setting)> {
        [
            (Factor::Sms, &self.sms),
            (Factor::SoftwareToken, &self.software_token),
            (Factor::Email, &self.email),
        ]
        .into_iter()
        .filter_map(|(factor, setting)| {
            let setting = setting.as_ref()?;
            Some((
                factor,
                Setting {
                    enabled: setting.enabled,
                    preferred: setting.preferred_mfa,
                },
            ))
        })
        .collect()
    }
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let signed_in = service.signed_in(&request.access_token)?;
    let given = request.settings.given();
    service.set_factors(&signed_in.pool_id, signed_in.number, &given)?;
    Ok(EmptyResponse::default())
}
