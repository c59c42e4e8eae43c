//! UpdateGroup: changes the members of a group that the request has.

use serde::Deserialize;

use super::{
    create_group::{Answer, GroupType},
    get_group::no_group,
};
use crate::import_job::{ApiError, ImportService};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    group_name: String,
    user_pool_id: String,
    description: Option<String>,
    role_arn: Option<String>,
    precedence: Option<u32>,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let pool = service.pool(&request.user_pool_id)?;
    let _changing = service.working();
    let group = service.store().group(&pool.id, &request.group_name)?;
    let mut group = group.ok_or_else(no_group)?;
    group.description = request.description.clone().or(group.description);
    group.role_arn = request.role_arn.clone().or(group.role_arn);
    group.precedence = request.precedence.or(group.precedence);
    group.modified = service.settings().clock.now();
    if !service.store().update_group(&pool.id, &group)? {
        return Err(no_group());
    }
    Ok(Answer {
        group: GroupType::new(&pool.id, group),
    })
}
