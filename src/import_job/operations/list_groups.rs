//! ListGroups: the groups of a pool in the order of their making.

use serde::{Deserialize, Serialize};

use super::create_group::GroupType;
use crate::import_job::{ApiError, Group, ImportService};

/// How many groups an answer has where the request does not say (BOTO: at most).
const MOST: usize = 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    limit: Option<usize>,
    next_token: Option<String>,
}

/// What ListGroups and AdminListGroupsForUser answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    groups: Vec<GroupType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_token: Option<String>,
}

impl Answer {
    /// A page of groups. `read` reads as many as it is asked for after the group of a name, which is the
    /// token.
    pub(super) fn page(
        service: &ImportService,
        pool_id: &str,
        (limit, token): (Option<usize>, Option<&str>),
        read: impl FnOnce(Option<&str>, usize) -> Result<Vec<Group>, ApiError>,
    ) -> Result<Self, ApiError> {
        if let Some(token) = token
            && service.store().group(pool_id, token)?.is_none()
        {
            return Err(ApiError::invalid("Invalid next token."));
        }
        let wanted = limit.filter(|limit| *limit > 0).unwrap_or(MOST);
        let mut groups = read(token, wanted + 1)?;
        let has_more = groups.len() > wanted;
        groups.truncate(wanted);
        let last = groups.last().filter(|_| has_more);
        Ok(Self {
            next_token: last.map(|group| group.name.clone()),
            groups: groups
                .into_iter()
                .map(|group| GroupType::new(pool_id, group))
                .collect(),
        })
    }
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let page = (request.limit, request.next_token.as_deref());
    Answer::page(service, &pool.id, page, |after, limit| {
        Ok(service.store().groups(&pool.id, after, limit)?)
    })
}
