//! A pre-flight in the browser: the file goes to disk, through the engine, and away again.

use std::{
    fs::File,
    io::{self, Seek},
    sync::Arc,
};

use axum::{
    extract::{Multipart, Path, Request, State as Extract},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{
    State,
    html::{Text, document},
    off,
};
use crate::{
    engine::{Sink, Summary},
    import_job::LARGEST_UPLOAD,
    outcome::Outcome,
    prediction::Verdict,
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
        Ok(page) => Html(page).into_response(),
        Err((status, message)) => {
            let body = format!("<p class=bad>{}</p>", Text(&message));
            (status, Html(document("Pre-flight", false, &body))).into_response()
        }
    }
}

type Failure = (StatusCode, String);

fn bad(message: &str) -> Failure {
    (StatusCode::BAD_REQUEST, message.to_owned())
}

async fn checked(state: &Arc<State>, id: &str, request: Request) -> Result<String, Failure> {
    use axum::extract::FromRequest;

    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| bad("This is no form of the page."))?;
    let mut is_ours = false;
    while let Some(mut field) = form.next_field().await.map_err(|_| broken())? {
        match field.name() {
            Some("token") => {
                let token = field.text().await.map_err(|_| broken())?;
                is_ours = super::super::signature::is_same(&token, &state.token);
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
        Err((
            StatusCode::FORBIDDEN,
            "The form has expired. Open the page of the pool anew.".to_owned(),
        ))
    }
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

fn judged(state: &State, id: &str, name: &str, mut file: File) -> Result<String, Failure> {
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

/// Gathers the first rows of which something is to be told.
#[derive(Default)]
struct Rows {
    html: String,
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
        let findings: Vec<String> = verdict
            .findings
            .iter()
            .map(|finding| {
                let rule = finding.rule.rule();
                let column = finding.column.map_or_else(String::new, |column| {
                    format!(
                        " in <code>{}</code>",
                        Text(verdict.schema.column_name(column))
                    )
                });
                format!("<b>{}</b>{column}: {}", Text(rule.name), Text(rule.summary))
            })
            .collect();
        self.html += &format!(
            "<tr><td class=n>{}<td class={class}>{}<td>{}<td>{}",
            verdict.position.line,
            verdict.judgement.outcome,
            verdict.judgement.certainty,
            findings.join("<br>")
        );
        Ok(())
    }
}

fn page(id: &str, name: &str, summary: &Summary, rows: &Rows) -> String {
    let job = &summary.prediction;
    let rules: String = summary
        .counts
        .rules
        .iter()
        .map(|(id, count)| {
            let rule = id.rule();
            format!(
                "<tr><td>{}<td class=n>{}<td>{}<td>{}",
                Text(rule.name),
                count.findings,
                Text(rule.summary),
                Text(rule.advice)
            )
        })
        .collect();
    let reasons: String = job
        .reasons
        .iter()
        .map(|reason| format!("<li>{}", Text(reason)))
        .collect();
    let shown = if rows.count > ROWS {
        format!(
            "<p class=hint>The first {ROWS} of {} rows; <code>cognito-preflight check \
             --report</code> writes them all.</p>",
            rows.count
        )
    } else {
        String::new()
    };
    let body = format!(
        "<p><a href=\"/\">User pools</a> / <a href=\"/pools/{id}\"><code>{id}</code></a></p>\
         <dl><dt>Predicted Status<dd><b>{status}</b> ({certainty})\
         <dt>ImportedUsers<dd>{imported}<dt>SkippedUsers<dd>{skipped}<dt>FailedUsers<dd>{failed}\
         <dt>CompletionMessage<dd>{message}</dl><ul>{reasons}</ul>\
         <h2>Findings</h2><table><tr><th>Rule<th class=n>Findings<th>What<th>What to do{rules}</table>\
         <h2>Rows</h2><table><tr><th class=n>Line<th>Outcome<th>Certainty<th>Findings{rows}</table>\
         {shown}",
        id = Text(id),
        status = Text(job.status.as_str()),
        certainty = job.certainty,
        imported = job.imported_users,
        skipped = job.skipped_users,
        failed = job.failed_users,
        message = Text(job.completion_message.unwrap_or_default()),
        rows = rows.html,
    );
    document(&format!("Pre-flight of {name}"), false, &body)
}
