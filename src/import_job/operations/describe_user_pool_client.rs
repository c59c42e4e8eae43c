//! DescribeUserPoolClient: shows an app client, its secret included.

use serde::Deserialize;

use super::create_user_pool_client::Answer;
use crate::import_job::{ApiError, ImportService};

/// The input of DescribeUserPoolClient and DeleteUserPoolClient.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    pub(super) user_pool_id: String,
    pub(super) client_id: String,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let user_pool_client = service.client_of_pool(&request.user_pool_id, &request.client_id)?;
    Ok(Answer { user_pool_client })
}
