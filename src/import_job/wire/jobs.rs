//! The six operations around a job.

use serde::{Deserialize, Serialize};

use crate::import_job::{JobStatus, Moment};

/// GetCSVHeader's input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct GetCsvHeaderRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
}

/// GetCSVHeader's output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetCsvHeaderResponse {
    /// The pool's id.
    pub user_pool_id: String,
    /// The names of the columns.
    #[serde(rename = "CSVHeader")]
    pub csv_header: Vec<String>,
}

/// CreateUserImportJob's input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct CreateUserImportJobRequest {
    /// The job's name.
    pub job_name: Option<String>,
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The role that writes the log. Only its form is looked at.
    pub cloud_watch_logs_role_arn: Option<String>,
    /// The algorithm of the file's password hashes.
    pub password_hashing_algorithm: Option<String>,
}

/// The input of Describe-, Start- and StopUserImportJob.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct UserImportJobRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// The job's id.
    pub job_id: Option<String>,
}

/// ListUserImportJobs' input.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "made with `..Default::default()`, which a new member does not break"
)]
pub struct ListUserImportJobsRequest {
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// How many jobs are wanted at most, 1 to 60.
    pub max_results: Option<i64>,
    /// Where the last answer ended.
    pub pagination_token: Option<String>,
}

/// A job on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserImportJobType {
    /// The job's name.
    pub job_name: String,
    /// The job's id.
    pub job_id: String,
    /// The pool's id.
    pub user_pool_id: String,
    /// Where the file is to be uploaded, if a server listens there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre_signed_url: Option<String>,
    /// When the job was created.
    pub creation_date: Moment,
    /// When the job was started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Moment>,
    /// When the job ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_date: Option<Moment>,
    /// Where the job is in its life.
    pub status: JobStatus,
    /// The role that the job was created with.
    pub cloud_watch_logs_role_arn: String,
    /// Users imported so far.
    pub imported_users: u64,
    /// Users skipped so far.
    pub skipped_users: u64,
    /// Users failed so far.
    pub failed_users: u64,
    /// How the job ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion_message: Option<String>,
    /// The algorithm of the file's password hashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_hashing_algorithm: Option<String>,
}

/// The output of Create-, Describe-, Start- and StopUserImportJob.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct UserImportJobResponse {
    /// The job.
    pub user_import_job: UserImportJobType,
}

/// ListUserImportJobs' output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListUserImportJobsResponse {
    /// The jobs, the newest first.
    pub user_import_jobs: Vec<UserImportJobType>,
    /// Where the next answer begins, if there is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}
