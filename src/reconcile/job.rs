//! The job's description, as DescribeUserImportJob and ListUserImportJobs answer it.

use serde::Deserialize;
use serde_json::Value;

use crate::{
    prediction::Status,
    values::{epoch, password_hash::PasswordHashingAlgorithm},
};

use super::ReconcileError;

/// How a host of the service's own uploads ends.
const SERVICE_HOSTS: [&str; 3] = [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu"];

/// The key with which `serve` signs.
const REHEARSAL_KEY: &str = "X-Amz-Credential=COGNITOPREFLIGHT";

/// Where a job ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a job is the service's or it is not"
)]
pub enum JobSource {
    /// In the service: its address for the upload is one of the service's own.
    Service,
    /// Anywhere else, such as `serve`.
    Rehearsal,
}

/// What the service says of a job. The address for its upload is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Job {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The pool's id.
    pub user_pool_id: Option<String>,
    /// Its status, in the service's word.
    pub status: String,
    /// The message with which it ended.
    pub completion_message: Option<String>,
    /// How many users it imported.
    pub imported_users: u64,
    /// How many it skipped.
    pub skipped_users: u64,
    /// How many failed.
    pub failed_users: u64,
    /// The algorithm of its password hashes.
    pub password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
    /// The day on which it ended, began or was created, as `2026-11-27`.
    pub date: Option<String>,
    /// Where it ran.
    pub source: JobSource,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Description {
    job_id: Option<String>,
    job_name: Option<String>,
    user_pool_id: Option<String>,
    pre_signed_url: Option<String>,
    creation_date: Option<Value>,
    start_date: Option<Value>,
    completion_date: Option<Value>,
    status: Option<String>,
    imported_users: Option<u64>,
    skipped_users: Option<u64>,
    failed_users: Option<u64>,
    completion_message: Option<String>,
    password_hashing_algorithm: Option<String>,
}

impl Job {
    /// The jobs of a document: the answer of DescribeUserImportJob or ListUserImportJobs, or a job by itself.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::Job`] where the document is anything else, such as YAML, or has no job.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::reconcile::Job;
    ///
    /// let document = br#"{"UserImportJob": {"JobId": "import-9sHxosU7BP", "Status": "Succeeded", "ImportedUsers": 2}}"#;
    /// let jobs = Job::read_all("job.json", document)?;
    /// assert_eq!(jobs[0].imported_users, 2);
    /// # Ok::<(), cognito_preflight::reconcile::ReconcileError>(())
    /// ```
    pub fn read_all(name: &str, document: &[u8]) -> Result<Vec<Self>, ReconcileError> {
        let refused = |problem| ReconcileError::Job {
            name: name.to_owned(),
            problem,
        };
        let text = text_of(document);
        let value: Value =
            serde_json::from_str(&text).map_err(|_| refused(instead_of_json(&text)))?;
        let described = match &value {
            Value::Array(jobs) => jobs.clone(),
            Value::Object(members) => {
                match (members.get("UserImportJob"), members.get("UserImportJobs")) {
                    (Some(job), _) => vec![job.clone()],
                    (None, Some(Value::Array(jobs))) => jobs.clone(),
                    _ => vec![value.clone()],
                }
            }
            _ => Vec::new(),
        };
        let jobs: Option<Vec<Self>> = described
            .into_iter()
            .map(|job| {
                // A job may stand in its envelope in a list that was put together by hand.
                let job = job.get("UserImportJob").cloned().unwrap_or(job);
                Self::of(serde_json::from_value(job).ok()?)
            })
            .collect();
        match jobs {
            Some(jobs) if !jobs.is_empty() => Ok(jobs),
            Some(_) => Err(refused("it has no job")),
            None => Err(refused("a job has no JobId and Status")),
        }
    }

    fn of(job: Description) -> Option<Self> {
        let dates = [job.completion_date, job.start_date, job.creation_date];
        Some(Self {
            id: job.job_id?,
            name: job.job_name,
            user_pool_id: job.user_pool_id,
            status: job.status?,
            completion_message: job.completion_message.filter(|text| !text.is_empty()),
            imported_users: job.imported_users.unwrap_or(0),
            skipped_users: job.skipped_users.unwrap_or(0),
            failed_users: job.failed_users.unwrap_or(0),
            password_hashing_algorithm: job
                .password_hashing_algorithm
                .and_then(|name| name.parse().ok()),
            date: dates.iter().flatten().find_map(day),
            source: job
                .pre_signed_url
                .as_deref()
                .map_or(JobSource::Rehearsal, source),
        })
    }

    /// How many users it counts.
    #[must_use]
    pub const fn users(&self) -> u64 {
        self.imported_users
            .saturating_add(self.skipped_users)
            .saturating_add(self.failed_users)
    }

    /// Whether it has ended, so that its counts and its log grow no more.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(
            self.status.as_str(),
            "Succeeded" | "Failed" | "Stopped" | "Expired"
        )
    }

    /// Its status in the words of a prediction, where a prediction has one.
    #[must_use]
    pub fn predictable_status(&self) -> Option<Status> {
        match self.status.as_str() {
            "Succeeded" => Some(Status::Succeeded),
            "Failed" => Some(Status::Failed),
            _ => None,
        }
    }

    /// The region, which the pool's id begins with.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let (region, _) = self.user_pool_id.as_deref()?.split_once('_')?;
        Some(region)
    }
}

/// A document as text: Windows PowerShell redirects in UTF-16.
fn text_of(document: &[u8]) -> String {
    let (text, _, _) = encoding_rs::UTF_8.decode(document);
    text.into_owned()
}

/// What a document is that is not JSON.
fn instead_of_json(text: &str) -> &'static str {
    let start = text.trim_start();
    if start.is_empty() {
        "it is empty"
    } else if start.starts_with("{'") || start.starts_with("[{'") {
        "it is a printed Python object; write it with json.dumps(job, default=str), or use `aws … --output json`"
    } else if start.starts_with("UserImportJob") || start.starts_with("- ") {
        "it is YAML or a list of PowerShell; use `aws … --output json`, or ConvertTo-Json"
    } else if start.starts_with('{') || start.starts_with('[') {
        "its JSON breaks off or is damaged"
    } else {
        "it is text or a table; use `aws … --output json`"
    }
}

/// The day of a moment, which is a number of seconds or a text.
fn day(moment: &Value) -> Option<String> {
    match moment {
        Value::Number(seconds) => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a day is asked for, and a cast of a float saturates"
            )]
            let seconds = seconds.as_f64()?.floor() as i64;
            epoch::day(seconds)
        }
        Value::String(text) => {
            let day = text.get(..10)?;
            let is_day = day.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
            is_day.then(|| day.to_owned())
        }
        _ => None,
    }
}

/// Where a job ran whose upload goes to this address.
fn source(url: &str) -> JobSource {
    let host = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest)
        .split(['/', '?', ':'])
        .next()
        .unwrap_or_default();
    let is_of_service = SERVICE_HOSTS.iter().any(|end| host.ends_with(end));
    if is_of_service && !url.contains(REHEARSAL_KEY) {
        JobSource::Service
    } else {
        JobSource::Rehearsal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Result<Vec<Job>, String> {
        Job::read_all("job.json", document.as_bytes()).map_err(|error| error.to_string())
    }

    const JOB: &str = r#"{"JobId":"import-a","UserPoolId":"eu-west-1_A","Status":"Failed","FailedUsers":2,
        "PreSignedUrl":"https://aws-cognito.s3.eu-west-1.amazonaws.com/x?X-Amz-Security-Token=SECRET","CompletionDate":"#;

    #[test]
    fn a_job_is_read_in_its_envelope_or_without_it() {
        let bare = format!("{JOB}1795804933.1}}");
        let other = format!("{JOB}\"2026-11-27 18:42:13.100000+00:00\"}}");
        for document in [
            bare.clone(),
            format!("{{\"UserImportJob\":{bare}}}"),
            format!("{{\"UserImportJobs\":[{other}],\"PaginationToken\":\"x\"}}"),
            format!("[{{\"UserImportJob\":{other}}}]"),
            format!("\u{feff}{other}"),
        ] {
            let jobs = read(&document).unwrap();
            let [job] = &jobs[..] else {
                panic!("{document}")
            };
            assert_eq!((job.id.as_str(), job.users()), ("import-a", 2));
            assert_eq!(job.date.as_deref(), Some("2026-11-27"));
            assert_eq!(job.region(), Some("eu-west-1"));
            assert_eq!(job.source, JobSource::Service);
            assert!(!format!("{job:?}").contains("SECRET"));
        }
    }

    #[test]
    fn what_is_not_json_is_refused_with_what_to_do() {
        for (document, problem) in [
            ("UserImportJob:\n  JobId: import-a\n", "--output json"),
            ("{'UserImportJob': {'JobId': 'import-a'}}", "json.dumps"),
            ("USERIMPORTJOB\timport-a\n", "text or a table"),
            ("--------\n|  Describe", "text or a table"),
            ("{\"UserImportJob\":{", "breaks off"),
            ("", "empty"),
            ("{\"message\":\"denied\"}", "no JobId"),
            ("{\"UserImportJobs\":[]}", "no job"),
        ] {
            let error = read(document).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn only_the_services_own_hosts_are_the_service() {
        for (url, expected) in [
            (
                "https://b.s3.eu-west-1.amazonaws.com/x?y",
                JobSource::Service,
            ),
            (
                "https://b.s3.cn-north-1.amazonaws.com.cn/x",
                JobSource::Service,
            ),
            (
                "https://b.s3.eusc-de-east-1.amazonaws.eu/x",
                JobSource::Service,
            ),
            (
                "http://127.0.0.1:9230/x?host=.amazonaws.com",
                JobSource::Rehearsal,
            ),
            ("https://amazonaws.com.example.com/x", JobSource::Rehearsal),
            (
                "https://b.s3.eu-west-1.amazonaws.com/x?X-Amz-Credential=COGNITOPREFLIGHT%2F2023",
                JobSource::Rehearsal,
            ),
        ] {
            assert_eq!(source(url), expected, "{url}");
        }
    }
}
