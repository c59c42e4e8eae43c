//! UpdateUserPoolClient: sets up an app client anew. What is left out becomes the default (D); the name and
//! the secret stay.

use serde::Deserialize;

use super::create_user_pool_client::Answer;
use crate::import_job::{ApiError, ImportService, client::ClientSettings};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    client_id: String,
    client_name: Option<String>,
    #[serde(flatten)]
    settings: ClientSettings,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let _changing = service.working();
    let (pool, settings) = service.pool_settings(&request.user_pool_id)?;
    let mut client = service.client_of_pool(&pool.id, &request.client_id)?;
    let has_secret = client.client_secret.is_some();
    request
        .settings
        .check((&pool.document, &settings), has_secret, "updating")?;
    client.settings = request.settings.clone().with_defaults();
    client.last_modified_date = service.settings().clock.now();
    if let Some(name) = &request.client_name {
        client.client_name.clone_from(name);
    }
    service.store().update_client(&client.to_stored()?)?;
    Ok(Answer {
        user_pool_client: client,
    })
}
