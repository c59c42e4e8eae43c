//! GetUserPoolMfaConfig: which second factors a pool has.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::import_job::{ApiError, ImportService, service::MFA_CONFIG};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
}

/// What GetUserPoolMfaConfig and SetUserPoolMfaConfig answer.
#[derive(Serialize)]
pub(super) struct Answer(Map<String, Value>);

impl Answer {
    /// What a pool's document says. Text messages have members of their own there, which
    /// DescribeUserPool answers as well.
    pub(super) fn of(document: &Map<String, Value>) -> Self {
        let own = document.get(MFA_CONFIG).and_then(Value::as_object);
        let mut members = own.cloned().unwrap_or_default();
        if let Some(configuration) = document.get("SmsConfiguration") {
            let mut sms = Map::from_iter([("SmsConfiguration".to_owned(), configuration.clone())]);
            let message = "SmsAuthenticationMessage";
            if let Some(text) = document.get(message) {
                sms.insert(message.to_owned(), text.clone());
            }
            members.insert("SmsMfaConfiguration".into(), sms.into());
        }
        if let Some(configuration) = document.get("MfaConfiguration") {
            members.insert("MfaConfiguration".into(), configuration.clone());
        }
        Self(members)
    }
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    Ok(Answer::of(&pool.document))
}
