//! ListUsersInGroup: the users of a group in the order of their making.

use serde::{Deserialize, Serialize};

use super::get_group::no_group;
use crate::import_job::{
    ApiError, ImportService,
    service::{number_of_token, token_of},
    wire::UserType,
};

/// How many users an answer has where the request does not say (BOTO: at most).
const MOST: usize = 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    group_name: String,
    limit: Option<usize>,
    next_token: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    users: Vec<UserType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let store = service.store();
    let name = &request.group_name;
    if store.group(&pool.id, name)?.is_none() {
        return Err(no_group());
    }
    let after = request.next_token.as_deref();
    let after = after.map_or(Ok(0), number_of_token)?;
    let wanted = request.limit.filter(|limit| *limit > 0).unwrap_or(MOST);
    let mut users = store.users_of_group(&pool.id, name, after, wanted + 1)?;
    let has_more = users.len() > wanted;
    users.truncate(wanted);
    let last = users.last().filter(|_| has_more);
    Ok(Answer {
        next_token: last.map(|(number, _)| token_of(*number)),
        users: users.iter().map(|(_, user)| UserType::of(user)).collect(),
    })
}
