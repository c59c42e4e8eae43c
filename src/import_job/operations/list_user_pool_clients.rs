//! ListUserPoolClients: the app clients of a pool in the order of their making, without their settings.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::import_job::{ApiError, ImportService, StoredClient};

/// How many clients an answer has where the request does not say (BOTO: at most).
const MOST: usize = 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    user_pool_clients: Vec<Description>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Description {
    client_id: String,
    user_pool_id: String,
    client_name: Value,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let token = request.next_token.as_deref();
    if let Some(token) = token {
        service
            .client_of_pool(&pool.id, token)
            .map_err(|_| ApiError::invalid("Invalid next token."))?;
    }
    let wanted = request.max_results.unwrap_or(MOST);
    let mut clients = service.store().clients(&pool.id, token, wanted + 1)?;
    let has_more = clients.len() > wanted;
    clients.truncate(wanted);
    let next_token = clients
        .last()
        .filter(|_| has_more)
        .map(|client| client.id.clone());
    Ok(Answer {
        user_pool_clients: clients.into_iter().map(described).collect(),
        next_token,
    })
}

fn described(mut client: StoredClient) -> Description {
    Description {
        client_name: client.document.remove("ClientName").unwrap_or_default(),
        client_id: client.id,
        user_pool_id: client.pool_id,
    }
}
