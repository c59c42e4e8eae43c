//! The operations that only look at jobs, and the making of one.

use super::{ImportService, wire};
use crate::{
    import_job::{
        ApiError, ErrorKind, JOBS_PER_POOL, Job, JobKey, JobStatus,
        constraints::{self, Violations},
        random,
    },
    values::password_hash::PasswordHashingAlgorithm,
};

/// How many characters follow `import-` in a job's id, as in those of the service (NOID11).
const ID_CHARACTERS: usize = 10;
/// How often another id is made where one is taken.
const ATTEMPTS: usize = 8;

/// The job that a request names, with its pool; both names are checked.
pub(in crate::import_job) fn key_of(
    request: &wire::UserImportJobRequest,
) -> Result<JobKey, ApiError> {
    let mut violations = Violations::default();
    let pool_id = violations.required(
        "userPoolId",
        request.user_pool_id.as_deref(),
        &constraints::USER_POOL_ID,
    );
    let job_id = violations.required("jobId", request.job_id.as_deref(), &constraints::JOB_ID);
    violations.check()?;
    Ok(JobKey::new(pool_id, job_id))
}

impl ImportService {
    /// GetCSVHeader.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn get_csv_header(
        &self,
        request: &wire::GetCsvHeaderRequest,
    ) -> Result<wire::GetCsvHeaderResponse, ApiError> {
        let pool_id = required_pool(request.user_pool_id.as_deref())?;
        Ok(wire::GetCsvHeaderResponse {
            user_pool_id: pool_id.to_owned(),
            csv_header: self.csv_header(pool_id)?,
        })
    }

    /// CreateUserImportJob.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, and LimitExceededException where the
    /// pool has its thousand jobs.
    pub fn create_user_import_job(
        &self,
        request: &wire::CreateUserImportJobRequest,
    ) -> Result<wire::UserImportJobType, ApiError> {
        let mut violations = Violations::default();
        let name = violations.required(
            "jobName",
            request.job_name.as_deref(),
            &constraints::JOB_NAME,
        );
        let pool_id = violations.required(
            "userPoolId",
            request.user_pool_id.as_deref(),
            &constraints::USER_POOL_ID,
        );
        let role_arn = violations.required(
            "cloudWatchLogsRoleArn",
            request.cloud_watch_logs_role_arn.as_deref(),
            &constraints::ARN,
        );
        let names = PasswordHashingAlgorithm::ALL.map(PasswordHashingAlgorithm::as_str);
        let algorithm = request.password_hashing_algorithm.as_deref();
        violations.one_of("passwordHashingAlgorithm", algorithm, &names);
        violations.check()?;
        let algorithm = algorithm.and_then(|name| name.parse().ok());
        let _working = self.working();
        self.pool(pool_id)?;
        if self.store().count_jobs(pool_id)? >= JOBS_PER_POOL {
            return Err(ApiError::new(
                ErrorKind::LimitExceeded,
                format!("User pool {pool_id} has {JOBS_PER_POOL} import jobs, which is the limit."),
            ));
        }
        for _ in 0..ATTEMPTS {
            let job = Job {
                number: 0,
                key: JobKey::new(
                    pool_id,
                    format!("import-{}", random::letters(ID_CHARACTERS)?),
                ),
                name: name.to_owned(),
                role_arn: role_arn.to_owned(),
                algorithm,
                status: JobStatus::Created,
                created: self.inner.settings.clock.now(),
                started: None,
                completed: None,
                message: None,
                upload: None,
                last_user_before: 0,
                counts: crate::import_job::Counts::default(),
                rows_done: 0,
                log_lines: 0,
            };
            if let Some(address) = self.inner.address.get() {
                let none = || ApiError::internal_because("no address can be made".to_owned());
                address.address(&job).ok_or_else(none)?;
            }
            if let Some(job) = self.store().insert_job(&job)? {
                return Ok(self.to_wire(&job));
            }
        }
        Err(ApiError::internal())
    }

    /// DescribeUserImportJob.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn describe_user_import_job(
        &self,
        request: &wire::UserImportJobRequest,
    ) -> Result<wire::UserImportJobType, ApiError> {
        let key = key_of(request)?;
        self.pool(&key.pool_id)?;
        let job = self.fresh_job(&key, &self.working())?;
        Ok(self.to_wire(&job))
    }

    /// ListUserImportJobs: the newest first.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, also for a token that no answer gave, ResourceNotFoundException.
    pub fn list_user_import_jobs(
        &self,
        request: &wire::ListUserImportJobsRequest,
    ) -> Result<wire::ListUserImportJobsResponse, ApiError> {
        let mut violations = Violations::default();
        let pool_id = violations.required(
            "userPoolId",
            request.user_pool_id.as_deref(),
            &constraints::USER_POOL_ID,
        );
        violations.required_number("maxResults", request.max_results, 1, 60);
        let token = violations.optional(
            "paginationToken",
            request.pagination_token.as_deref(),
            &constraints::PAGINATION_KEY,
        );
        violations.check()?;
        self.pool(pool_id)?;
        let before = token
            .map(|token| self.job_of_token(pool_id, token))
            .transpose()?;
        let wanted = usize::try_from(request.max_results.unwrap_or(1)).unwrap_or(1);
        let working = self.working();
        let mut jobs = Vec::with_capacity(wanted + 1);
        for job in self.store().jobs(pool_id, before, wanted + 1)? {
            jobs.push(self.expired(job, &working)?);
        }
        let has_more = jobs.len() > wanted;
        jobs.truncate(wanted);
        let pagination_token = jobs.last().filter(|_| has_more).map(token_of);
        Ok(wire::ListUserImportJobsResponse {
            user_import_jobs: jobs.iter().map(|job| self.to_wire(job)).collect(),
            pagination_token,
        })
    }

    fn job_of_token(&self, pool_id: &str, token: &str) -> Result<u64, ApiError> {
        let mut parts = token.split('#');
        let job = match (parts.next(), parts.next()) {
            (Some(pool), Some(job_id)) if pool == pool_id => {
                self.store().job(&JobKey::new(pool_id, job_id))?
            }
            _ => None,
        };
        job.filter(|job| token_of(job) == token)
            .map(|job| job.number)
            .ok_or_else(|| ApiError::invalid("Invalid pagination token."))
    }

    /// A job as a client gets it.
    pub(super) fn to_wire(&self, job: &Job) -> wire::UserImportJobType {
        wire::UserImportJobType {
            job_name: job.name.clone(),
            job_id: job.key.job_id.clone(),
            user_pool_id: job.key.pool_id.clone(),
            pre_signed_url: self
                .inner
                .address
                .get()
                .and_then(|address| address.address(job)),
            creation_date: job.created,
            start_date: job.started,
            completion_date: job.completed,
            status: job.status,
            cloud_watch_logs_role_arn: job.role_arn.clone(),
            imported_users: job.counts.imported,
            skipped_users: job.counts.skipped,
            failed_users: job.counts.failed,
            completion_message: job.message.clone(),
            password_hashing_algorithm: job.algorithm.map(|name| name.as_str().to_owned()),
        }
    }

    /// A job as the store has it, for a server that checks the address of an upload.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such job.
    pub fn job(&self, key: &JobKey) -> Result<Job, ApiError> {
        self.fresh_job(key, &self.working())
    }
}

/// A token as the service makes them: the pool, the job and its creation (NOID11).
fn token_of(job: &Job) -> String {
    format!(
        "{}#{}#{}",
        job.key.pool_id,
        job.key.job_id,
        job.created.millis()
    )
}

/// The pool that a request has to name.
pub(super) fn required_pool(pool_id: Option<&str>) -> Result<&str, ApiError> {
    let mut violations = Violations::default();
    let pool_id = violations.required("userPoolId", pool_id, &constraints::USER_POOL_ID);
    violations.check()?;
    Ok(pool_id)
}
