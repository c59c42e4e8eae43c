//! CreateUserPoolClient: makes an app client, with a secret where it is asked for.

use serde::{Deserialize, Serialize};

use crate::import_job::{
    ApiError, ErrorKind, ImportService,
    client::{CLIENTS_PER_POOL, Client, ClientSettings},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    client_name: String,
    generate_secret: Option<bool>,
    client_secret: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

/// What CreateUserPoolClient, DescribeUserPoolClient and UpdateUserPoolClient answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    pub(super) user_pool_client: Client,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let _making = service.working();
    let (pool, settings) = service.pool_settings(&request.user_pool_id)?;
    let generates = request.generate_secret == Some(true);
    if generates && request.client_secret.is_some() {
        return Err(ApiError::invalid(
            "ClientSecret cannot be given together with GenerateSecret.",
        ));
    }
    let client_secret = if generates {
        Some(Client::new_secret()?)
    } else {
        request.client_secret.clone()
    };
    request.settings.check(
        (&pool.document, &settings),
        client_secret.is_some(),
        "creating",
    )?;
    if service.store().count_clients(&pool.id)? >= CLIENTS_PER_POOL {
        return Err(ApiError::new(
            ErrorKind::LimitExceeded,
            format!("A user pool may have at most {CLIENTS_PER_POOL} app clients."),
        ));
    }
    let now = service.settings().clock.now();
    let client = Client {
        user_pool_id: pool.id,
        client_name: request.client_name.clone(),
        client_id: Client::new_id()?,
        client_secret,
        last_modified_date: now,
        creation_date: now,
        settings: request.settings.clone().with_defaults(),
    };
    if !service.store().insert_client(&client.to_stored()?)? {
        return Err(ApiError::internal_because("a random id was taken".into()));
    }
    Ok(Answer {
        user_pool_client: client,
    })
}
