//! A pre-flight in the browser: the file goes to disk, through the engine, and away again.

use std::{
    fs::File,
    io::{self, Seek},
    sync::Arc,
};

use axum::{
    extract::{Multipart, Path, Request, State as Extract},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};

use super::{
    State, answer, is_same,
    layout::{Text, breadcrumbs, document},
    off, refusal,
};
use crate::{
    engine::{Sink, Summary},
    import_job::LARGEST_UPLOAD,
    outcome::Outcome,
    prediction::{Verdict, counted},
};

/// How many rows the page shows; the command line has no such bound.
const ROWS: usize = 500;

/// `POST /pools/POOL/preflight`: judges the file of a form.
pub(in super::super) async fn preflight(
    Extract(state): Extract<Arc<State>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    if let Some(off) = off(&state) {
        return off;
    }
    match checked(&state, &id, request).await {
        Ok(page) => answer(StatusCode::OK, page),
        Err((status, message)) => refusal(status, "Pre-flight", &message),
    }
}

type Failure = (StatusCode, String);

fn bad(message: &str) -> Failure {
    (StatusCode::BAD_REQUEST, message.to_owned())
}

async fn checked(state: &Arc<State>, id: &str, request: Request) -> Result<Markup, Failure> {
    use axum::extract::FromRequest;

    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| bad("This is not a form of the page."))?;
    let mut is_ours = false;
    while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("token") => {
                let mut token = Vec::new();
                while let Some(bytes) = field.chunk().await.map_err(|_| broken())? {
                    if token.len() + bytes.len() > state.token.len() {
                        return Err(expired());
                    }
                    token.extend_from_slice(&bytes);
                }
                is_ours = is_same(&token, state.token.as_bytes());
            }
            Some("file") if is_ours => {
                let name = field.file_name().unwrap_or("the file").to_owned();
                let mut file = tempfile::tempfile().map_err(|error| unwritable(&error))?;
                let mut length = 0;
                while let Some(bytes) = field.chunk().await.map_err(|_| broken())? {
                    length += bytes.len() as u64;
                    if length > LARGEST_UPLOAD {
                        return Err((
                            StatusCode::PAYLOAD_TOO_LARGE,
                            "The file is longer than 256 MiB.".to_owned(),
                        ));
                    }
                    file = on_thread(move || {
                        io::Write::write_all(&mut file, &bytes)?;
                        Ok(file)
                    })
                    .await
                    .map_err(|error| unwritable(&error))?;
                }
                let state = Arc::clone(state);
                let id = id.to_owned();
                return tokio::task::spawn_blocking(move || judged(&state, &id, &name, file))
                    .await
                    .map_err(|_| bad("The pre-flight failed."))?;
            }
            _ => {}
        }
    }
    if is_ours {
        Err(bad("No file was chosen."))
    } else {
        Err(expired())
    }
}

fn expired() -> Failure {
    let message = "The form has expired. Open the page of the pool again.";
    (StatusCode::FORBIDDEN, message.to_owned())
}

fn broken() -> Failure {
    bad("The file did not arrive whole.")
}

fn unwritable(error: &io::Error) -> Failure {
    tracing::error!(%error, "a file for a pre-flight could not be written");
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    (status, "The file could not be written to disk.".to_owned())
}

async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

fn judged(state: &State, id: &str, name: &str, mut file: File) -> Result<Markup, Failure> {
    file.rewind().map_err(|error| unwritable(&error))?;
    let mut rows = Rows::default();
    let summary = state
        .service
        .check(id, name, file, &mut [&mut rows])
        .map_err(|error| match error.kind() {
            crate::import_job::ErrorKind::ResourceNotFound => {
                (StatusCode::NOT_FOUND, error.message().to_owned())
            }
            _ => bad(error.message()),
        })?;
    Ok(page(id, name, &summary, &rows))
}

/// Gathers the first notable rows.
#[derive(Default)]
struct Rows {
    shown: Vec<Markup>,
    count: usize,
}

impl Sink for Rows {
    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        self.count += 1;
        if self.count > ROWS {
            return Ok(());
        }
        let class = match verdict.judgement.outcome {
            Outcome::Imported | Outcome::NotCounted => "warn",
            Outcome::Skipped | Outcome::Failed => "bad",
        };
        self.shown.push(html! {
            tr {
                td.n { (verdict.position.line) }
                td class=(class) { (verdict.judgement.outcome.as_str()) }
                td { (verdict.judgement.certainty.as_str()) }
                td {
                    @for (place, finding) in verdict.findings.iter().enumerate() {
                        @let rule = finding.rule.rule();
                        @if place > 0 { br; }
                        b { (rule.name) }
                        @if let Some(column) = finding.column {
                            " in " code { (Text(verdict.schema.column_name(column))) }
                        }
                        ": " (rule.summary)
                    }
                }
            }
        });
        Ok(())
    }
}

fn page(id: &str, name: &str, summary: &Summary, rows: &Rows) -> Markup {
    let job = &summary.prediction;
    let body = html! {
        (breadcrumbs(Some(id)))
        dl {
            dt { "Predicted Status" }
            dd { b { (job.status.as_str()) } " (" (job.certainty.as_str()) ")" }
            dt { "ImportedUsers" } dd { (counted(job.imported_users)) }
            dt { "SkippedUsers" } dd { (counted(job.skipped_users)) }
            dt { "FailedUsers" } dd { (counted(job.failed_users)) }
            dt { "CompletionMessage" } dd { (job.completion_message.unwrap_or_default()) }
        }
        ul {
            @for reason in &job.reasons {
                li { (Text(reason)) }
            }
        }
        h2 { "Findings" }
        table {
            tr { th { "Rule" } th.n { "Findings" } th { "What" } th { "What to do" } }
            @for (id, count) in &summary.counts.rules {
                @let rule = id.rule();
                tr {
                    td { (rule.name) }
                    td.n { (count.findings) }
                    td { (rule.summary) }
                    td { (Text(&count.advice)) }
                }
            }
        }
        h2 { "Rows" }
        table {
            tr { th.n { "Line" } th { "Outcome" } th { "Certainty" } th { "Findings" } }
            @for row in &rows.shown { (row) }
        }
        @if rows.count > ROWS {
            p.hint {
                "The first " (ROWS) " of " (rows.count) " rows; "
                code { "cognito-preflight check --report" }
                " writes them all."
            }
        }
    };
    document(&format!("Pre-flight of {name}"), false, &body)
}
