//! The operations around pools.

use serde_json::{Value, json};

use super::{ImportService, LOADED_HEADER, Working, calls::Members, jobs::required_pool};
use crate::import_job::{
    ApiError, ErrorKind, Pool, StoreError,
    constraints::{self, Violations},
    pool, random,
};

/// How many characters follow the region in a pool's id, as in those of the service.
const ID_CHARACTERS: usize = 9;
/// How often an id is made anew where it is taken.
const ATTEMPTS: usize = 8;

fn text<'a>(request: &'a Members, member: &str) -> Option<&'a str> {
    request.get(member).and_then(Value::as_str)
}

/// The id of the pool that a request names.
fn pool_id(request: &Members) -> Result<&str, ApiError> {
    required_pool(text(request, "UserPoolId"))
}

impl ImportService {
    /// CreateUserPool, for the members that matter to imports; the others are given back.
    pub(super) fn create_user_pool(&self, request: &Members) -> Result<Value, ApiError> {
        let _working = self.working();
        for _ in 0..ATTEMPTS {
            let region = &self.inner.settings.region;
            let id = format!("{region}_{}", random::letters(ID_CHARACTERS)?);
            let now = self.inner.settings.clock.now();
            let document = pool::create(request, (&id, self.arn(&id)), now)?;
            let pool = Pool {
                id,
                name: text(request, "PoolName").unwrap_or_default().to_owned(),
                document,
            };
            if self.store().insert_pool(&pool)? {
                return self.shown_pool(&pool);
            }
        }
        Err(ApiError::internal())
    }

    /// DescribeUserPool.
    pub(super) fn describe_user_pool(&self, request: &Members) -> Result<Value, ApiError> {
        self.shown_pool(&self.pool(pool_id(request)?)?)
    }

    /// ListUserPools.
    pub(super) fn list_user_pools(&self, request: &Members) -> Result<Value, ApiError> {
        let mut violations = Violations::default();
        let limit = request.get("MaxResults").and_then(Value::as_i64);
        violations.required_number("maxResults", limit, 1, 60);
        let token = violations.optional(
            "nextToken",
            text(request, "NextToken"),
            &constraints::PAGINATION_KEY,
        );
        violations.check()?;
        if let Some(token) = token {
            self.pool(token)
                .map_err(|_| ApiError::invalid("Invalid next token."))?;
        }
        let wanted = usize::try_from(limit.unwrap_or(1)).unwrap_or(1);
        let mut pools = self.store().pools(token, wanted + 1)?;
        let has_more = pools.len() > wanted;
        pools.truncate(wanted);
        let shown: Vec<Value> = pools
            .iter()
            .map(|pool| {
                let member = |name: &str| pool.document.get(name).cloned().unwrap_or_default();
                json!({
                    "Id": pool.id,
                    "Name": pool.name,
                    "LambdaConfig": pool.document.get("LambdaConfig").cloned().unwrap_or(json!({})),
                    "LastModifiedDate": member("LastModifiedDate"),
                    "CreationDate": member("CreationDate"),
                })
            })
            .collect();
        let mut answer = json!({ "UserPools": shown });
        if let (true, Some(last), Some(answer)) = (has_more, pools.last(), answer.as_object_mut()) {
            answer.insert("NextToken".into(), last.id.clone().into());
        }
        Ok(answer)
    }

    /// UpdateUserPool.
    pub(super) fn update_user_pool(&self, request: &Members) -> Result<Value, ApiError> {
        let id = pool_id(request)?;
        let working = self.working();
        let mut pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        pool::update(&mut pool.document, request, self.inner.settings.clock.now())?;
        if let Some(name) = text(request, "PoolName") {
            name.clone_into(&mut pool.name);
        }
        self.store().update_pool(&pool)?;
        Ok(json!({}))
    }

    /// AddCustomAttributes.
    pub(super) fn add_custom_attributes(&self, request: &Members) -> Result<Value, ApiError> {
        let id = pool_id(request)?;
        let working = self.working();
        let mut pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        pool::add_custom(&mut pool.document, request, self.inner.settings.clock.now())?;
        self.store().update_pool(&pool)?;
        Ok(json!({}))
    }

    /// DeleteUserPool, with its users, jobs and logs.
    pub(super) fn delete_user_pool(&self, request: &Members) -> Result<Value, ApiError> {
        let id = pool_id(request)?;
        let working = self.working();
        let pool = self.pool(id)?;
        self.refuse_while_importing(id, &working)?;
        if text(&pool.document, "DeletionProtection") == Some("ACTIVE") {
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
        self.store().delete_pool(id)?;
        Ok(json!({}))
    }

    /// A pool does not change under a job at work (BOTO).
    fn refuse_while_importing(&self, id: &str, _: &Working<'_>) -> Result<(), ApiError> {
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

    fn shown_pool(&self, pool: &Pool) -> Result<Value, ApiError> {
        let mut document = pool.document.clone();
        document.remove(LOADED_HEADER);
        let users = self.store().count_users(&pool.id)?;
        document.insert("EstimatedNumberOfUsers".into(), users.into());
        Ok(json!({ "UserPool": document }))
    }

    pub(super) fn arn(&self, id: &str) -> String {
        let settings = &self.inner.settings;
        format!(
            "arn:aws:cognito-idp:{}:{}:userpool/{id}",
            settings.region, settings.account
        )
    }
}
