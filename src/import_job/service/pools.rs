//! The operations around pools.

use serde_json::json;

use super::{ImportService, LOADED_HEADER, MFA_CONFIG, Working, jobs::required_pool, wire};
use crate::import_job::{
    ApiError, ErrorKind, Pool, StoreError,
    constraints::{self, Violations},
    pool, random,
};

/// How many characters follow the region in a pool's id, as in those of the service.
const ID_CHARACTERS: usize = 9;
/// How often another id is made where one is taken.
const ATTEMPTS: usize = 8;

impl ImportService {
    /// CreateUserPool, for the members that matter to imports; the others are given back.
    ///
    /// # Errors
    ///
    /// InvalidParameterException.
    pub fn create_user_pool(
        &self,
        request: &wire::CreateUserPoolRequest,
    ) -> Result<wire::UserPoolType, ApiError> {
        let _working = self.working();
        for _ in 0..ATTEMPTS {
            let region = &self.inner.settings.region;
            let id = format!("{region}_{}", random::letters(ID_CHARACTERS)?);
            let now = self.inner.settings.clock.now();
            let document = pool::create(request, (&id, self.arn(&id)), now)?;
            let pool = Pool {
                id,
                name: request.pool_name.clone().unwrap_or_default(),
                document,
            };
            if self.store().insert_pool(&pool)? {
                return self.to_wire_pool(pool);
            }
        }
        Err(ApiError::internal())
    }

    /// DescribeUserPool.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn describe_user_pool(
        &self,
        request: &wire::UserPoolRequest,
    ) -> Result<wire::UserPoolType, ApiError> {
        self.to_wire_pool(self.pool(required_pool(request.user_pool_id.as_deref())?)?)
    }

    /// ListUserPools.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, also for a token that no answer gave.
    pub fn list_user_pools(
        &self,
        request: &wire::ListUserPoolsRequest,
    ) -> Result<wire::ListUserPoolsResponse, ApiError> {
        let mut violations = Violations::default();
        violations.required_number("maxResults", request.max_results, 1, 60);
        let token = violations.optional(
            "nextToken",
            request.next_token.as_deref(),
            &constraints::PAGINATION_KEY,
        );
        violations.check()?;
        if let Some(token) = token {
            self.pool(token)
                .map_err(|_| ApiError::invalid("Invalid next token."))?;
        }
        let wanted = usize::try_from(request.max_results.unwrap_or(1)).unwrap_or(1);
        let mut pools = self.store().pools(token, wanted + 1)?;
        let has_more = pools.len() > wanted;
        pools.truncate(wanted);
        let next_token = pools
            .last()
            .filter(|_| has_more)
            .map(|pool| pool.id.clone());
        let user_pools = pools
            .into_iter()
            .map(|mut pool| wire::UserPoolDescriptionType {
                last_modified_date: pool::moment(&pool.document, "LastModifiedDate"),
                creation_date: pool::moment(&pool.document, "CreationDate"),
                lambda_config: pool
                    .document
                    .remove("LambdaConfig")
                    .unwrap_or_else(|| json!({})),
                id: pool.id,
                name: pool.name,
            })
            .collect();
        Ok(wire::ListUserPoolsResponse {
            user_pools,
            next_token,
        })
    }

    /// UpdateUserPool.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, or
    /// `UserImportInProgressException`.
    pub fn update_user_pool(&self, request: &wire::UpdateUserPoolRequest) -> Result<(), ApiError> {
        let id = required_pool(request.user_pool_id.as_deref())?;
        pool::check_update(request)?;
        let working = self.working();
        let mut pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        pool::update(&mut pool.document, request, self.inner.settings.clock.now())?;
        if let Some(name) = &request.pool_name {
            pool.name.clone_from(name);
        }
        Ok(self.store().update_pool(&pool)?)
    }

    /// AddCustomAttributes.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, or
    /// `UserImportInProgressException`.
    pub fn add_custom_attributes(
        &self,
        request: &wire::AddCustomAttributesRequest,
    ) -> Result<(), ApiError> {
        let id = required_pool(request.user_pool_id.as_deref())?;
        pool::check_custom(request)?;
        let working = self.working();
        let mut pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        pool::add_custom(&mut pool.document, request, self.inner.settings.clock.now())?;
        Ok(self.store().update_pool(&pool)?)
    }

    /// DeleteUserPool, with its users, jobs and logs.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, or
    /// `UserImportInProgressException`.
    pub fn delete_user_pool(&self, request: &wire::UserPoolRequest) -> Result<(), ApiError> {
        let id = required_pool(request.user_pool_id.as_deref())?;
        let working = self.working();
        let pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        let protection = pool.document.get("DeletionProtection");
        if protection.and_then(|value| value.as_str()) == Some("ACTIVE") {
            return Err(ApiError::invalid(
                "The user pool cannot be deleted because deletion protection is activated. \
                 Deletion protection must be inactivated first.",
            ));
        }
        for job in self.store().unfinished_jobs()? {
            if job.key.pool_id == id {
                self.inner
                    .uploads
                    .remove(&job.key)
                    .map_err(|error| StoreError::new("an upload could not be removed", error))?;
            }
        }
        Ok(self.store().delete_pool(id)?)
    }

    /// A pool does not change under a job at work (BOTO).
    pub(in crate::import_job) fn refuse_while_importing(
        &self,
        id: &str,
        _: &Working<'_>,
    ) -> Result<(), ApiError> {
        let jobs = self.store().unfinished_jobs()?;
        let is_importing = jobs
            .iter()
            .any(|job| job.key.pool_id == id && job.status.is_active());
        if is_importing {
            return Err(ApiError::new(
                ErrorKind::UserImportInProgress,
                format!("A user import job of user pool {id} is in progress."),
            ));
        }
        Ok(())
    }

    /// A pool as a client gets it.
    fn to_wire_pool(&self, pool: Pool) -> Result<wire::UserPoolType, ApiError> {
        let estimated_number_of_users = self.store().count_users(&pool.id)?;
        let mut other = pool.document;
        for member in [
            LOADED_HEADER,
            MFA_CONFIG,
            "Id",
            "Name",
            "EstimatedNumberOfUsers",
        ] {
            other.remove(member);
        }
        Ok(wire::UserPoolType {
            id: pool.id,
            name: pool.name,
            estimated_number_of_users,
            other,
        })
    }

    pub(super) fn arn(&self, id: &str) -> String {
        let settings = &self.inner.settings;
        format!(
            "arn:aws:cognito-idp:{}:{}:userpool/{id}",
            settings.region, settings.account
        )
    }
}
