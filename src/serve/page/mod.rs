//! The page for people: pools, jobs with their progress, the log of a job, and a pre-flight of a
//! dropped file. Plain HTML, made here, that loads nothing from anywhere else and runs no script.

mod layout;
mod preflight;

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State as Extract},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use crate::import_job::{ApiError, ErrorKind, ImportService, JobKey, Message, wire};

use super::{State, api::joined, signature::is_same};
use layout::{STYLE, Text, breadcrumbs, document};

pub(super) use preflight::preflight;

/// How many pools or jobs are read at a time.
const AT_A_TIME: i64 = 60;
/// How many lines of a log are shown at a time.
const LINES: i64 = 500;

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css")], STYLE).into_response()
}

/// The page is for the person at this machine: where others may connect it is off.
fn off(state: &State) -> Option<Response> {
    state.credentials.as_ref()?;
    let text = "The page is off where others may connect, since a browser cannot sign requests.\n";
    Some((StatusCode::FORBIDDEN, text).into_response())
}

/// A page as the answer of a request.
fn answer(status: StatusCode, page: Markup) -> Response {
    (status, Html(page.into_string())).into_response()
}

/// A page that says why a request was refused.
fn refusal(status: StatusCode, title: &str, message: &str) -> Response {
    let body = html! { p.bad { (Text(message)) } };
    answer(status, document(title, false, &body))
}

fn refused(error: &ApiError) -> Response {
    match error.kind() {
        ErrorKind::ResourceNotFound => refusal(StatusCode::NOT_FOUND, "Not found", error.message()),
        ErrorKind::InternalError => {
            let cause = error.cause().unwrap_or(error.message());
            tracing::error!(cause, "a page failed");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            refusal(status, "Failed", error.message())
        }
        _ => refusal(StatusCode::BAD_REQUEST, "Refused", error.message()),
    }
}

/// Makes a page on a thread that may block.
async fn page(
    state: Arc<State>,
    make: impl FnOnce(&State) -> Result<Markup, ApiError> + Send + 'static,
) -> Response {
    if let Some(off) = off(&state) {
        return off;
    }
    match joined(tokio::task::spawn_blocking(move || make(&state)).await) {
        Ok(page) => answer(StatusCode::OK, page),
        Err(error) => refused(&error),
    }
}

/// The list of pools.
pub(super) async fn index(state: Arc<State>) -> Response {
    page(state, |state| pools(&state.service)).await
}

fn pools(service: &ImportService) -> Result<Markup, ApiError> {
    let mut pools = Vec::new();
    let mut next_token = None;
    loop {
        let answer = service.list_user_pools(&wire::ListUserPoolsRequest {
            max_results: Some(AT_A_TIME),
            next_token,
        })?;
        for pool in answer.user_pools {
            pools.push(described(service, &pool.id)?);
        }
        next_token = answer.next_token;
        if next_token.is_none() {
            break;
        }
    }
    let body = html! {
        @if pools.is_empty() {
            p {
                "There is no user pool yet. Make one with "
                code { "aws cognito-idp create-user-pool" }
                ", or start the server with "
                code { "--user-pool FILE" }
                "."
            }
        } @else {
            table {
                tr { th { "User pool" } th { "Id" } th.n { "Users" } }
                @for pool in &pools {
                    tr {
                        td { a href={ "/pools/" (Text(&pool.id)) } { (Text(&pool.name)) } }
                        td { code { (Text(&pool.id)) } }
                        td.n { (pool.estimated_number_of_users) }
                    }
                }
            }
        }
    };
    Ok(document("User pools", false, &body))
}

fn described(service: &ImportService, id: &str) -> Result<wire::UserPoolType, ApiError> {
    service.describe_user_pool(&wire::UserPoolRequest {
        user_pool_id: Some(id.to_owned()),
    })
}

/// One pool with its jobs, and the place to drop a file.
pub(super) async fn pool(Extract(state): Extract<Arc<State>>, Path(id): Path<String>) -> Response {
    page(state, move |state| pool_page(state, &id)).await
}

fn pool_page(state: &State, id: &str) -> Result<Markup, ApiError> {
    let service = &state.service;
    let pool = described(service, id)?;
    let jobs = service.list_user_import_jobs(&wire::ListUserImportJobsRequest {
        user_pool_id: Some(id.to_owned()),
        max_results: Some(AT_A_TIME),
        pagination_token: None,
    })?;
    let jobs = jobs.user_import_jobs;
    let header = service.csv_header(id)?;
    let members = [
        "MfaConfiguration",
        "AutoVerifiedAttributes",
        "AliasAttributes",
        "UsernameAttributes",
    ];
    let body = html! {
        (breadcrumbs(None))
        dl {
            dt { "Id" } dd { code { (Text(id)) } }
            @for member in members {
                @if let Some(value) = pool.other.get(member) {
                    dt { (member) } dd { (Text(&readable(value))) }
                }
            }
            dt { "Users" } dd { (pool.estimated_number_of_users) }
        }
        h2 { "Pre-flight" }
        form method="post" action={ "/pools/" (Text(id)) "/preflight" } enctype="multipart/form-data" {
            input type="hidden" name="token" value=(state.token);
            label {
                "Drop a CSV file here, or choose one"
                input type="file" name="file" accept=".csv,text/csv" required;
            }
            button { "Check it against this pool" }
        }
        p.hint {
            "The file is judged as a user import job would judge it, and nothing is kept."
        }
        h2 { "User import jobs" }
        (job_table(id, &jobs))
        @if jobs.iter().any(|job| job.password_hashing_algorithm.is_some()) {
            p.warn {
                "A user who was imported with a hash can use USER_SRP_AUTH, the default of Amplify, only \
                 after a first sign-in with USER_PASSWORD_AUTH."
            }
        }
        h2 { "Messages with codes" }
        (message_table(&state.service.messages(Some(id))))
        h2 { "CSVHeader" }
        p.wrap {
            code {
                @for (place, name) in header.iter().enumerate() {
                    @if place > 0 { "," wbr; }
                    (Text(name))
                }
            }
        }
    };
    let is_at_work = jobs.iter().any(|job| job.status.is_active());
    Ok(document(&pool.name, is_at_work, &body))
}

fn job_table(pool_id: &str, jobs: &[wire::UserImportJobType]) -> Markup {
    html! {
        @if jobs.is_empty() {
            p { "No user import job yet." }
        } @else {
            table {
                tr {
                    th { "Job" } th { "Id" } th { "Status" }
                    th.n { "ImportedUsers" } th.n { "SkippedUsers" } th.n { "FailedUsers" }
                }
                @for job in jobs {
                    tr {
                        td {
                            a href={ "/pools/" (Text(pool_id)) "/jobs/" (Text(&job.job_id)) } {
                                (Text(&job.job_name))
                            }
                        }
                        td { code { (Text(&job.job_id)) } }
                        td { (job.status.as_str()) }
                        td.n { (job.imported_users) }
                        td.n { (job.skipped_users) }
                        td.n { (job.failed_users) }
                    }
                }
            }
        }
    }
}

/// The messages that the service would have sent, the newest first.
fn message_table(messages: &[Message]) -> Markup {
    html! {
        @if messages.is_empty() {
            p { "No message yet. None is sent; each is shown here and at " code { "/_messages" } "." }
        } @else {
            table {
                tr { th { "For" } th { "Username" } th { "Destination" } th { "Code" } }
                @for message in messages.iter().rev() {
                    tr {
                        td { (message.kind) }
                        td { (Text(&message.username)) }
                        td { (Text(&message.destination)) }
                        td { code { (Text(&message.code)) } }
                    }
                }
            }
        }
    }
}

/// A JSON value as a person reads it.
fn readable(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Array(values) => values.iter().map(readable).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// Where the log of a job is shown from.
#[derive(Deserialize)]
pub(super) struct From {
    token: Option<String>,
}

/// One job with its counts and its log.
pub(super) async fn job(
    Extract(state): Extract<Arc<State>>,
    Path((pool_id, job_id)): Path<(String, String)>,
    Query(from): Query<From>,
) -> Response {
    page(state, move |state| {
        let key = JobKey::new(pool_id, job_id);
        job_page(&state.service, &key, from.token)
    })
    .await
}

fn job_page(
    service: &ImportService,
    key: &JobKey,
    token: Option<String>,
) -> Result<Markup, ApiError> {
    let job = service.describe_user_import_job(&wire::UserImportJobRequest {
        user_pool_id: Some(key.pool_id.clone()),
        job_id: Some(key.job_id.clone()),
    })?;
    let kept = service.job(key)?;
    let lines = kept
        .upload
        .map(|upload| upload.line_feeds.saturating_sub(1).max(1));
    let progress = lines.filter(|_| job.status.is_active());
    let body = html! {
        (breadcrumbs(Some(&key.pool_id)))
        dl {
            dt { "JobId" } dd { code { (Text(&key.job_id)) } }
            dt { "Status" }
            dd {
                b { (job.status.as_str()) }
                @if let Some(lines) = progress {
                    @let done = kept.rows_done.min(lines);
                    " " progress max=(lines) value=(done) {}
                    " " (done) " of about " (lines) " rows"
                }
            }
            dt { "CompletionMessage" }
            dd { (Text(job.completion_message.as_deref().unwrap_or_default())) }
            dt { "PasswordHashingAlgorithm" }
            dd { (job.password_hashing_algorithm.as_deref().unwrap_or("none")) }
            dt { "ImportedUsers" } dd { (job.imported_users) }
            dt { "SkippedUsers" } dd { (job.skipped_users) }
            dt { "FailedUsers" } dd { (job.failed_users) }
        }
        h2 { "Log" }
        (log(service, key, &job, token)?)
    };
    Ok(document(&job.job_name, job.status.is_active(), &body))
}

fn log(
    service: &ImportService,
    key: &JobKey,
    job: &wire::UserImportJobType,
    token: Option<String>,
) -> Result<Markup, ApiError> {
    let read = service.get_log_events(&wire::GetLogEventsRequest {
        log_group_name: Some(service.log_group(&key.pool_id)?),
        log_stream_name: Some(format!("{}/{}", job.job_id, job.job_name)),
        limit: Some(LINES),
        start_from_head: Some(true),
        next_token: token,
        ..Default::default()
    });
    let answer = match read {
        Ok(answer) => answer,
        Err(error) if error.kind() == ErrorKind::ResourceNotFound => {
            return Ok(html! { p { "Nothing was logged yet." } });
        }
        Err(error) => return Err(error),
    };
    let link = |token: &str, text: &str| {
        let path = format!("/pools/{}/jobs/{}?token={token}", key.pool_id, key.job_id);
        html! { a href=(Text(&path)) { (text) } " " }
    };
    Ok(html! {
        ol.log {
            @for event in &answer.events {
                li class=(class_of(&event.message)) { (Text(&event.message)) }
            }
        }
        p {
            (link(&answer.next_backward_token, "Earlier lines"))
            (link(&answer.next_forward_token, "Later lines"))
        }
    })
}

fn class_of(message: &str) -> &'static str {
    for (prefix, class) in [
        ("[SUCCEEDED]", "good"),
        ("[SKIPPED]", "warn"),
        ("[FAILED]", "bad"),
    ] {
        if message.starts_with(prefix) {
            return class;
        }
    }
    "hint"
}
