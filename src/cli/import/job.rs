//! One job from its creation to its log.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use indicatif::ProgressBar;
use serde_json::{Value, json};

use crate::{
    aws::{AwsError, Client, Service, upload},
    reconcile::{Job, Log},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::super::failure::Failure;

/// How old a job may be for its address to be used: it is valid for 15 minutes.
const LONGEST_USE: f64 = 14.0 * 60.0;

/// The first and the longest wait between two looks at a job.
const LOOKS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// The wait between two attempts to start a job while another one is active.
const BEFORE_NEXT_START: Duration = Duration::from_secs(5);

/// How long the log is waited for after the job has ended.
const LOG: Duration = Duration::from_secs(60);

/// A member that is a text.
pub(super) fn text<'v>(document: &'v Value, name: &str) -> Option<&'v str> {
    document.get(name)?.as_str()
}

/// Takes a member out of an answer.
fn take(answer: &mut Value, name: &str) -> Value {
    answer.get_mut(name).map(Value::take).unwrap_or_default()
}

/// Sets a member of an object.
pub(in crate::cli) fn set(input: &mut Value, name: &str, value: impl Into<Value>) {
    if let Value::Object(members) = input {
        members.insert(name.to_owned(), value.into());
    }
}

/// The log of a job, and whether it has a line for every user that the job counts.
pub(super) struct Fetched {
    pub(super) events: Vec<Value>,
    pub(super) is_complete: bool,
}

/// What is called for one part.
pub(super) struct Jobs<'a> {
    pub(super) client: &'a Client,
    pub(super) pool: &'a str,
    pub(super) role: &'a str,
    pub(super) wait: Option<Duration>,
}

impl Jobs<'_> {
    fn call(&self, operation: &'static str, input: &Value) -> Result<Value, AwsError> {
        let answer = self.client.call(Service::Cognito, operation, input)?;
        serde_json::from_slice(&answer).map_err(|error| AwsError::Answer {
            operation,
            problem: error.to_string(),
        })
    }

    /// Creates a job of this name; returns its description.
    pub(super) fn create(
        &self,
        name: &str,
        algorithm: Option<PasswordHashingAlgorithm>,
    ) -> Result<Value, AwsError> {
        let mut input =
            json!({"UserPoolId": self.pool, "JobName": name, "CloudWatchLogsRoleArn": self.role});
        if let Some(algorithm) = algorithm {
            set(&mut input, "PasswordHashingAlgorithm", algorithm.as_str());
        }
        Ok(take(
            &mut self.call("CreateUserImportJob", &input)?,
            "UserImportJob",
        ))
    }

    pub(super) fn describe(&self, id: &str) -> Result<Value, AwsError> {
        let input = json!({"UserPoolId": self.pool, "JobId": id});
        Ok(take(
            &mut self.call("DescribeUserImportJob", &input)?,
            "UserImportJob",
        ))
    }

    /// The newest job of this name, where there is one.
    pub(super) fn find(&self, name: &str) -> Result<Option<Value>, AwsError> {
        let mut input = json!({"UserPoolId": self.pool, "MaxResults": 60});
        let mut found: Option<Value> = None;
        loop {
            let mut answer = self.call("ListUserImportJobs", &input)?;
            if let Value::Array(jobs) = take(&mut answer, "UserImportJobs") {
                for job in jobs
                    .into_iter()
                    .filter(|job| text(job, "JobName") == Some(name))
                {
                    let created = |job: &Value| {
                        job.get("CreationDate")
                            .and_then(Value::as_f64)
                            .unwrap_or(0.0)
                    };
                    if found
                        .as_ref()
                        .is_none_or(|found| created(found) < created(&job))
                    {
                        found = Some(job);
                    }
                }
            }
            match take(&mut answer, "PaginationToken") {
                Value::String(token) => set(&mut input, "PaginationToken", token),
                _ => return Ok(found),
            }
        }
    }

    /// Whether a job that was created may still be uploaded to and started.
    pub(super) fn is_fresh(job: &Value) -> bool {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |now| now.as_secs_f64());
        let created = job
            .get("CreationDate")
            .and_then(Value::as_f64)
            .unwrap_or(0.0);
        text(job, "PreSignedUrl").is_some() && now - created < LONGEST_USE
    }

    /// Uploads a file to a job.
    pub(super) fn upload(job: &Value, path: &Path) -> Result<(), AwsError> {
        let url = text(job, "PreSignedUrl").unwrap_or_default();
        let mut attempt = 0;
        loop {
            match upload(url, path) {
                Err(error) if error.is_passing() && attempt < 4 => {
                    attempt += 1;
                    thread::sleep(Duration::from_millis(300 << attempt));
                }
                result => return result,
            }
        }
    }

    /// Starts a job; waits while another one of the account is active, as long as was asked for.
    pub(super) fn start(&self, id: &str, path: &Path) -> Result<(), Failure> {
        let input = json!({"UserPoolId": self.pool, "JobId": id});
        let begun = Instant::now();
        let mut has_uploaded_again = false;
        loop {
            let Err(error) = self.call("StartUserImportJob", &input) else {
                return Ok(());
            };
            if error.code() != Some("PreconditionNotMetException") {
                return Err(error.into());
            }
            // An attempt whose answer was lost may have started the job.
            let job = self.describe(id)?;
            if text(&job, "Status") != Some("Created") {
                return Ok(());
            }
            if error.message().contains("No csv file was uploaded") && !has_uploaded_again {
                has_uploaded_again = true;
                Self::upload(&job, path)?;
            } else if self.wait.is_some_and(|wait| begun.elapsed() < wait) {
                thread::sleep(BEFORE_NEXT_START);
            } else {
                return Err(error.into());
            }
        }
    }

    /// Waits until a job has ended; returns its last description.
    pub(super) fn finish(&self, id: &str) -> Result<Value, AwsError> {
        let bar = ProgressBar::new_spinner();
        let (mut pause, longest) = LOOKS;
        loop {
            let job = self.describe(id)?;
            let count = |name: &str| job.get(name).and_then(Value::as_u64).unwrap_or(0);
            bar.set_message(format!(
                "{}: {} imported, {} skipped, {} failed",
                text(&job, "Status").unwrap_or_default(),
                count("ImportedUsers"),
                count("SkippedUsers"),
                count("FailedUsers")
            ));
            bar.tick();
            if matches!(
                text(&job, "Status"),
                Some("Succeeded" | "Failed" | "Stopped" | "Expired")
            ) {
                bar.finish_and_clear();
                return Ok(job);
            }
            thread::sleep(pause);
            pause = pause.mul_f64(1.5).min(longest);
        }
    }

    /// The log of a job that has ended, once it has a line for each user that the job counts, or after a minute.
    pub(super) fn log(&self, job: &Job, pool_name: &str) -> Result<Fetched, AwsError> {
        let begun = Instant::now();
        let (mut pause, _) = LOOKS;
        loop {
            let events = self.events(job, pool_name);
            let is_late = begun.elapsed() >= LOG;
            let events = match events {
                Err(error)
                    if error.code() == Some("ResourceNotFoundException")
                        && (job.users() == 0 || !is_late) =>
                {
                    Vec::new()
                }
                events => events?,
            };
            let text = json!({ "events": events }).to_string();
            let mut log = Log::default();
            let is_complete = log.read("the log", text.as_bytes()).is_ok()
                && log
                    .of_job(None)
                    .is_ok_and(|lines| lines.len() >= job.users());
            if is_complete || is_late {
                return Ok(Fetched {
                    events,
                    is_complete,
                });
            }
            thread::sleep(pause);
            pause = pause.mul_f64(1.5).min(Duration::from_secs(10));
        }
    }

    /// All pages of a job's stream.
    fn events(&self, job: &Job, pool_name: &str) -> Result<Vec<Value>, AwsError> {
        const OPERATION: &str = "GetLogEvents";
        let name = job.name.as_deref().unwrap_or_default();
        let mut input = json!({
            "logGroupName": format!("/aws/cognito/userpools/{}/{pool_name}", self.pool),
            "logStreamName": format!("{}/{name}", job.id),
            "startFromHead": true,
        });
        let mut events = Vec::new();
        loop {
            let answer = self.client.call(Service::Logs, OPERATION, &input)?;
            let mut page: Value =
                serde_json::from_slice(&answer).map_err(|error| AwsError::Answer {
                    operation: OPERATION,
                    problem: error.to_string(),
                })?;
            if let Value::Array(more) = take(&mut page, "events") {
                events.extend(more);
            }
            let next = take(&mut page, "nextForwardToken");
            // The last page gives the token with which it was asked for.
            if !next.is_string() || input.get("nextToken") == Some(&next) {
                return Ok(events);
            }
            set(&mut input, "nextToken", next);
        }
    }
}
