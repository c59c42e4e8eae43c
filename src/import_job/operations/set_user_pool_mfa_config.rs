//! SetUserPoolMfaConfig: sets the second factors of a pool that the request names.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::get_user_pool_mfa_config::Answer;
use crate::import_job::{ApiError, ImportService, service::MFA_CONFIG};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    mfa_configuration: Option<String>,
    sms_mfa_configuration: Option<SmsMfaConfiguration>,
    software_token_mfa_configuration: Option<Value>,
    email_mfa_configuration: Option<Value>,
    web_authn_configuration: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SmsMfaConfiguration {
    sms_authentication_message: Option<String>,
    sms_configuration: Option<Value>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let working = service.working();
    let mut pool = service.pool(&request.user_pool_id)?;
    service.refuse_while_importing(&pool.id, &working)?;
    let document = &mut pool.document;
    let own = document.remove(MFA_CONFIG);
    let mut own = match own {
        Some(Value::Object(own)) => own,
        _ => Map::new(),
    };
    for (member, value) in [
        (
            "SoftwareTokenMfaConfiguration",
            &request.software_token_mfa_configuration,
        ),
        ("EmailMfaConfiguration", &request.email_mfa_configuration),
        ("WebAuthnConfiguration", &request.web_authn_configuration),
    ] {
        if let Some(value) = value {
            own.insert(member.to_owned(), value.clone());
        }
    }
    if let Some(sms) = &request.sms_mfa_configuration {
        for (member, value) in [
            ("SmsConfiguration", sms.sms_configuration.clone()),
            (
                "SmsAuthenticationMessage",
                sms.sms_authentication_message.clone().map(Value::from),
            ),
        ] {
            if let Some(value) = value {
                document.insert(member.to_owned(), value);
            }
        }
    }
    let token = own
        .get("SoftwareTokenMfaConfiguration")
        .and_then(|token| token.get("Enabled"));
    let has_factor = token == Some(&Value::Bool(true))
        || own.contains_key("EmailMfaConfiguration")
        || document.contains_key("SmsConfiguration");
    document.insert(MFA_CONFIG.to_owned(), Value::Object(own));
    if let Some(configuration) = &request.mfa_configuration {
        if configuration != "OFF" && !has_factor {
            return Err(ApiError::invalid(
                "Invalid MFA configuration given, can't turn off all MFA methods while MFA is \
                 required or optional.",
            ));
        }
        document.insert("MfaConfiguration".to_owned(), configuration.as_str().into());
    }
    document.insert(
        "LastModifiedDate".to_owned(),
        json!(service.settings().clock.now()),
    );
    service.store().update_pool(&pool)?;
    Ok(Answer::of(&pool.document))
}
