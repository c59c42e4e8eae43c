//! AdminListGroupsForUser: the groups that a user is in.

use serde::Deserialize;

use super::list_groups::Answer;
use crate::import_job::{ApiError, ImportService};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    username: String,
    user_pool_id: String,
    limit: Option<usize>,
    next_token: Option<String>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let account = service.account(&request.user_pool_id, &request.username)?;
    let page = (request.limit, request.next_token.as_deref());
    Answer::page(service, &account.pool.id, page, |after, limit| {
        let store = service.store();
        Ok(store.groups_of_user(&account.pool.id, account.number, after, limit)?)
    })
}
