//! AdminLinkProviderForUser: links a user with an identity of another provider.

use serde::Deserialize;

use crate::import_job::{
    ApiError, ErrorKind, ImportService, Linked, attributes::with_identity, wire::EmptyResponse,
};

/// How many identities a user may be linked with (QUOTA).
const IDENTITIES_PER_USER: u64 = 5;
/// The provider of the pool's own users.
const COGNITO: &str = "Cognito";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    destination_user: ProviderUser,
    source_user: ProviderUser,
}

#[derive(Deserialize)]
struct ProviderUser {
    #[serde(rename = "ProviderName")]
    provider: Option<String>,
    #[serde(rename = "ProviderAttributeName")]
    attribute: Option<String>,
    #[serde(rename = "ProviderAttributeValue")]
    value: Option<String>,
}

pub(super) fn run<'r>(
    service: &ImportService,
    request: &'r Request,
) -> Result<EmptyResponse, ApiError> {
    let Request {
        user_pool_id,
        destination_user: destination,
        source_user: source,
    } = request;
    if destination.provider.as_deref() != Some(COGNITO) {
        return Err(ApiError::invalid(
            "DestinationUser must be a user of the user pool, of the provider Cognito.",
        ));
    }
    let required = |member: &str, value: &'r Option<String>| {
        let value = value.as_deref().filter(|value| !value.is_empty());
        value.ok_or_else(|| ApiError::invalid(format!("Missing required parameter {member}")))
    };
    let provider = required("SourceUser.ProviderName", &source.provider)?;
    required("SourceUser.ProviderAttributeName", &source.attribute)?;
    let subject = required("SourceUser.ProviderAttributeValue", &source.value)?;
    if provider == COGNITO {
        return Err(ApiError::invalid(
            "SourceUser must be of another provider than Cognito.",
        ));
    }
    let username = required("DestinationUser.ProviderAttributeValue", &destination.value)?;
    let account = service.account(user_pool_id, username)?;
    let store = service.store();
    let _linking = service.working();
    if store.count_identities(&account.pool.id, account.number)? >= IDENTITIES_PER_USER {
        return Err(ApiError::new(
            ErrorKind::LimitExceeded,
            format!("A user may be linked with at most {IDENTITIES_PER_USER} identities."),
        ));
    }
    let now = service.settings().clock.now();
    let identity = (provider, subject);
    let linked = store.link_identity(&account.pool.id, account.number, identity, &mut |user| {
        user.attributes = with_identity(&user.attributes, identity, now.millis());
        user.modified = now;
    })?;
    match linked {
        Linked::Done => Ok(EmptyResponse::default()),
        Linked::NoUser => Err(ApiError::no_user()),
        Linked::Already => Err(ApiError::invalid(
            "SourceUser is already linked to DestinationUser",
        )),
        Linked::Taken => Err(ApiError::new(
            ErrorKind::AliasExists,
            "SourceUser is already linked to another user.",
        )),
    }
}
