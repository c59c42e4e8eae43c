//! DeleteUserPoolClient: removes an app client; what was signed in through it is signed out.

pub(super) use super::describe_user_pool_client::Request;
use crate::import_job::{ApiError, ImportService, wire::EmptyResponse};

pub(super) fn run(service: &ImportService, request: &Request) -> Result<EmptyResponse, ApiError> {
    let _removing = service.working();
    let client = service.client_of_pool(&request.user_pool_id, &request.client_id)?;
    service.store().delete_client(&client.client_id)?;
    Ok(EmptyResponse::default())
}
