//! The page for people: pools, jobs with their progress, the log of a job, and a pre-flight of a
//! dropped file. Plain HTML, made here, that loads nothing from anywhere else and runs no script.

#![expect(
    clippy::indexing_slicing,
    reason = "a member that a JSON value does not have is null"
)]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a page is small, and reads as what it becomes"
)]

mod html;
mod preflight;

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State as Extract},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::import_job::{ApiError, ErrorKind, ImportService, wire};

use super::State;
use html::{Text, document};

pub(super) use preflight::preflight;

/// How many jobs, or lines of a log, are shown at a time.
const JOBS: i64 = 60;
const LINES: i64 = 500;

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css")], html::STYLE).into_response()
}

/// The page is for the person at this machine: where others may connect it is off.
fn off(state: &State) -> Option<Response> {
    state.credentials.as_ref()?;
    let text = "The page is off where others may connect, since a browser cannot sign requests.\n";
    Some((StatusCode::FORBIDDEN, text).into_response())
}

fn refused(error: &ApiError) -> Response {
    let status = if error.kind() == ErrorKind::ResourceNotFound {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::BAD_REQUEST
    };
    let body = format!("<p class=bad>{}</p>", Text(error.message()));
    (status, Html(document("Not found", false, &body))).into_response()
}

/// Works on a thread that may block, and shows what comes of it.
async fn shown(
    state: &Arc<State>,
    work: impl FnOnce(&State) -> Result<String, ApiError> + Send + 'static,
) -> Response {
    let state = Arc::clone(state);
    match tokio::task::spawn_blocking(move || work(&state)).await {
        Ok(Ok(page)) => Html(page).into_response(),
        Ok(Err(error)) => refused(&error),
        Err(_) => refused(&ApiError::new(ErrorKind::InternalError, "The page failed.")),
    }
}

fn call(service: &ImportService, name: &str, body: &Value) -> Result<Value, ApiError> {
    let target = format!("AWSCognitoIdentityProviderService.{name}");
    service.call(&target, body.to_string().as_bytes())
}

/// The list of pools.
pub(super) fn index(state: &State) -> Response {
    if let Some(off) = off(state) {
        return off;
    }
    match pools(&state.service) {
        Ok(page) => Html(page).into_response(),
        Err(error) => refused(&error),
    }
}

fn pools(service: &ImportService) -> Result<String, ApiError> {
    let mut rows = String::new();
    let mut token = Value::Null;
    loop {
        let mut request = json!({"MaxResults": 60});
        if !token.is_null() {
            request["NextToken"] = token;
        }
        let answer = call(service, "ListUserPools", &request)?;
        for pool in answer["UserPools"].as_array().into_iter().flatten() {
            let id = pool["Id"].as_str().unwrap_or_default();
            let described = call(service, "DescribeUserPool", &json!({"UserPoolId": id}))?;
            rows += &format!(
                "<tr><td><a href=\"/pools/{id}\">{}</a><td><code>{}</code><td class=n>{}",
                Text(pool["Name"].as_str().unwrap_or_default()),
                Text(id),
                described["UserPool"]["EstimatedNumberOfUsers"]
                    .as_u64()
                    .unwrap_or_default(),
                id = Text(id),
            );
        }
        token = answer["NextToken"].clone();
        if token.is_null() {
            break;
        }
    }
    let body = if rows.is_empty() {
        "<p>There is no user pool yet. Make one with <code>aws cognito-idp create-user-pool</code>, \
         or start the server with <code>--user-pool FILE</code>.</p>"
            .to_owned()
    } else {
        format!("<table><tr><th>User pool<th>Id<th class=n>Users{rows}</table>")
    };
    Ok(document("User pools", false, &body))
}

/// One pool with its jobs, and the place to drop a file.
pub(super) async fn pool(Extract(state): Extract<Arc<State>>, Path(id): Path<String>) -> Response {
    if let Some(off) = off(&state) {
        return off;
    }
    shown(&state, move |state| pool_page(state, &id)).await
}

fn pool_page(state: &State, id: &str) -> Result<String, ApiError> {
    let service = &state.service;
    let pool = call(service, "DescribeUserPool", &json!({"UserPoolId": id}))?;
    let pool = &pool["UserPool"];
    let jobs = service.list_user_import_jobs(&wire::ListUserImportJobsRequest {
        user_pool_id: Some(id.to_owned()),
        max_results: Some(JOBS),
        pagination_token: None,
    })?;
    let mut rows = String::new();
    let mut is_moving = false;
    for job in &jobs.user_import_jobs {
        is_moving |= job.status.is_active();
        rows += &format!(
            "<tr><td><a href=\"/pools/{pool}/jobs/{id}\">{}</a><td><code>{id}</code><td>{}\
             <td class=n>{}<td class=n>{}<td class=n>{}",
            Text(&job.job_name),
            Text(job.status.as_str()),
            job.imported_users,
            job.skipped_users,
            job.failed_users,
            pool = Text(id),
            id = Text(&job.job_id),
        );
    }
    let jobs = if rows.is_empty() {
        "<p>No user import job yet.</p>".to_owned()
    } else {
        format!(
            "<table><tr><th>Job<th>Id<th>Status<th class=n>ImportedUsers<th class=n>SkippedUsers\
             <th class=n>FailedUsers{rows}</table>"
        )
    };
    let header = service.csv_header(id)?;
    let columns: Vec<String> = header.iter().map(|name| Text(name).to_string()).collect();
    let members: String = [
        "MfaConfiguration",
        "AutoVerifiedAttributes",
        "AliasAttributes",
        "UsernameAttributes",
    ]
    .into_iter()
    .filter(|member| !pool[*member].is_null())
    .map(|member| format!("<dt>{member}<dd>{}", Text(&plain(&pool[member]))))
    .collect();
    let body = format!(
        "<p><a href=\"/\">User pools</a></p>\
         <dl><dt>Id<dd><code>{id}</code>{members}<dt>Users<dd>{users}</dl>\
         <h2>Pre-flight</h2>\
         <form method=post action=\"/pools/{id}/preflight\" enctype=\"multipart/form-data\">\
         <input type=hidden name=token value=\"{token}\">\
         <label>Drop a CSV file here, or choose one\
         <input type=file name=file accept=\".csv,text/csv\" required></label>\
         <button>Check it against this pool</button></form>\
         <p class=hint>The file is judged as a user import job would judge it, and nothing is kept.</p>\
         <h2>User import jobs</h2>{jobs}\
         <h2>CSVHeader</h2><p class=wrap><code>{columns}</code></p>",
        id = Text(id),
        users = pool["EstimatedNumberOfUsers"].as_u64().unwrap_or_default(),
        token = Text(&state.token),
        columns = columns.join(",<wbr>"),
    );
    let name = pool["Name"].as_str().unwrap_or(id);
    Ok(document(name, is_moving, &body))
}

/// A JSON value as a person reads it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "none".to_owned(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
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
    if let Some(off) = off(&state) {
        return off;
    }
    shown(&state, move |state| {
        job_page(&state.service, &pool_id, &job_id, from.token)
    })
    .await
}

fn job_page(
    service: &ImportService,
    pool_id: &str,
    job_id: &str,
    token: Option<String>,
) -> Result<String, ApiError> {
    let job = service.describe_user_import_job(&wire::UserImportJobRequest {
        user_pool_id: Some(pool_id.to_owned()),
        job_id: Some(job_id.to_owned()),
    })?;
    let key = crate::import_job::JobKey {
        pool_id: pool_id.to_owned(),
        job_id: job_id.to_owned(),
    };
    let kept = service.job(&key)?;
    let lines = kept
        .upload
        .map(|upload| upload.line_feeds.saturating_sub(1).max(1));
    let progress = lines
        .filter(|_| job.status.is_active())
        .map_or_else(String::new, |lines| {
            format!(
                "<progress max={lines} value={done}></progress> {done} of about {lines} rows",
                done = kept.rows_done.min(lines)
            )
        });
    let message = job.completion_message.as_deref().unwrap_or_default();
    let algorithm = job.password_hashing_algorithm.as_deref().unwrap_or("none");
    let body = format!(
        "<p><a href=\"/\">User pools</a> / <a href=\"/pools/{pool}\"><code>{pool}</code></a></p>\
         <dl><dt>JobId<dd><code>{id}</code><dt>Status<dd><b>{status}</b> {progress}\
         <dt>CompletionMessage<dd>{message}<dt>PasswordHashingAlgorithm<dd>{algorithm}\
         <dt>ImportedUsers<dd>{imported}<dt>SkippedUsers<dd>{skipped}<dt>FailedUsers<dd>{failed}</dl>\
         <h2>Log</h2>{log}",
        pool = Text(pool_id),
        id = Text(job_id),
        status = Text(job.status.as_str()),
        message = Text(message),
        algorithm = Text(algorithm),
        imported = job.imported_users,
        skipped = job.skipped_users,
        failed = job.failed_users,
        log = log(service, pool_id, &job, token)?,
    );
    Ok(document(&job.job_name, job.status.is_active(), &body))
}

fn log(
    service: &ImportService,
    pool_id: &str,
    job: &wire::UserImportJobType,
    token: Option<String>,
) -> Result<String, ApiError> {
    let read = service.get_log_events(&wire::GetLogEventsRequest {
        log_group_name: Some(service.log_group(pool_id)?),
        log_stream_name: Some(format!("{}/{}", job.job_id, job.job_name)),
        limit: Some(LINES),
        start_from_head: Some(true),
        next_token: token,
        ..Default::default()
    });
    let answer = match read {
        Ok(answer) => answer,
        Err(error) if error.kind() == ErrorKind::ResourceNotFound => {
            return Ok("<p>Nothing was logged yet.</p>".to_owned());
        }
        Err(error) => return Err(error),
    };
    let rows: String = answer
        .events
        .iter()
        .map(|event| {
            let class = match event.message.get(1..2) {
                Some("S") if event.message.starts_with("[SKIPPED]") => "warn",
                Some("F") => "bad",
                _ => "good",
            };
            format!("<li class={class}>{}", Text(&event.message))
        })
        .collect();
    let link = |token: &str, text: &str| {
        format!(
            "<a href=\"/pools/{}/jobs/{}?token={}\">{text}</a> ",
            Text(pool_id),
            Text(&job.job_id),
            Text(token)
        )
    };
    let backward = link(&answer.next_backward_token, "Earlier lines");
    let forward = link(&answer.next_forward_token, "Later lines");
    Ok(format!(
        "<ol class=log>{rows}</ol><p>{backward}{forward}</p>"
    ))
}
