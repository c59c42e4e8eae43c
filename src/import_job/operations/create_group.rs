//! CreateGroup: makes a group of a pool.

use serde::{Deserialize, Serialize};

use crate::import_job::{ApiError, ErrorKind, Group, ImportService, Moment};

/// How many groups a pool may have (QUOTA).
const GROUPS_PER_POOL: u64 = 10_000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    group_name: String,
    user_pool_id: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

/// What CreateGroup, GetGroup and UpdateGroup answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    pub(super) group: GroupType,
}

/// A group in an answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GroupType {
    group_name: String,
    user_pool_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role_arn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    precedence: Option<u32>,
    last_modified_date: Moment,
    creation_date: Moment,
}

impl GroupType {
    pub(super) fn new(pool_id: &str, group: Group) -> Self {
        Self {
            group_name: group.name,
            user_pool_id: pool_id.to_owned(),
            description: group.description,
            role_arn: group.role_arn,
            precedence: group.precedence,
            last_modified_date: group.modified,
            creation_date: group.created,
        }
    }
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let now = service.settings().clock.now();
    let group = Group {
        name: request.group_name.clone(),
        description: request.description.clone(),
        role_arn: request.role_arn.clone(),
        precedence: request.precedence,
        created: now,
        modified: now,
    };
    let _making = service.working();
    if service.store().count_groups(&pool.id)? >= GROUPS_PER_POOL {
        return Err(ApiError::new(
            ErrorKind::LimitExceeded,
            format!("A user pool may have at most {GROUPS_PER_POOL} groups."),
        ));
    }
    if !service.store().insert_group(&pool.id, &group)? {
        return Err(ApiError::new(
            ErrorKind::GroupExists,
            "A group with the name already exists.",
        ));
    }
    Ok(Answer {
        group: GroupType::new(&pool.id, group),
    })
}
