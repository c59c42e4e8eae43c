//! The operations, as AWS's clients send them.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use axum::{
    body::{Body, Bytes},
    extract::{Path, Query, Request, State as Extract},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::import_job::{ApiError, ErrorKind, ImportService, Moment, is_slow, is_unsigned};

use super::{
    LARGEST_REQUEST, State, page,
    signature::{Authorization, Signed, is_same, moment_of, signed},
};

/// How long the body of a request may take.
const BODY: Duration = Duration::from_secs(30);
/// How far the clock of a client may be off (its documentation).
const SKEW: Duration = Duration::from_secs(15 * 60);
const JSON: &str = "application/x-amz-json-1.1";

/// `/`: the operations, and the page for people.
pub(super) async fn root(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    if let Some(answer) = other_protocol(request.headers()) {
        return answer;
    }
    match *request.method() {
        Method::POST => operation(state, request).await,
        Method::GET | Method::HEAD => page::index(state).await,
        _ => (StatusCode::METHOD_NOT_ALLOWED, "POST or GET\n").into_response(),
    }
}

/// Whether the server is there, for scripts that wait until it is.
pub(super) async fn health() -> &'static str {
    "ok\n"
}

pub(super) async fn nowhere(request: Request) -> Response {
    other_protocol(request.headers()).unwrap_or_else(|| {
        (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response()
    })
}

/// The answer to a request of another service, such as STS, IAM or S3, which `AWS_ENDPOINT_URL` sends
/// here too. Their clients read XML.
fn other_protocol(headers: &HeaderMap) -> Option<Response> {
    if headers.contains_key("x-amz-target") {
        return None;
    }
    let is_form = text(headers, header::CONTENT_TYPE.as_str())
        .starts_with("application/x-www-form-urlencoded");
    let service = Authorization::parse(text(headers, header::AUTHORIZATION.as_str()))
        .map(|authorization| authorization.service);
    let is_of_another = service.is_some_and(|service| !matches!(service, "cognito-idp" | "logs"));
    if !is_form && !is_of_another {
        return None;
    }
    tracing::info!("a request of another service was refused");
    let code = "NotImplemented";
    let message = "Only cognito-idp and logs are served here. Set \
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER and AWS_ENDPOINT_URL_CLOUDWATCH_LOGS in place of \
        AWS_ENDPOINT_URL.";
    // S3 has the error alone; the others have it in an answer.
    let error = format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    let body = if service == Some("s3") {
        error
    } else {
        format!("<ErrorResponse>{error}</ErrorResponse>")
    };
    let body = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}\n");
    let kind = [(header::CONTENT_TYPE, "application/xml")];
    Some((StatusCode::NOT_IMPLEMENTED, kind, body).into_response())
}

async fn operation(state: Arc<State>, request: Request) -> Response {
    let begun = Instant::now();
    let (parts, body) = request.into_parts();
    let target = text(&parts.headers, "x-amz-target").to_owned();
    // An application has no credentials of AWS: its user's password or token is what is verified.
    let signed = if is_unsigned(&target) {
        Ok(None)
    } else {
        let to_be_signed = ["host", "x-amz-date", "x-amz-target"];
        verify_head(&state, &parts.headers, &to_be_signed)
    };
    let answer = match signed {
        // The body of a stranger is not waited for.
        Err(refusal) => Err(refusal),
        Ok(signed) => match read(body).await {
            Err(response) => return response,
            Ok(body) => match verify_body(&state, &parts, signed, &body) {
                Err(refusal) => Err(refusal),
                Ok(()) => call(&state, target.clone(), body)
                    .await
                    .map_err(Refusal::Api),
            },
        },
    };
    // The name of the operation and how it went; nothing that anybody sent.
    let operation = target.rsplit('.').next().unwrap_or_default();
    let is_served = crate::import_job::OPERATIONS.contains(&target.as_str());
    let operation = if is_served { operation } else { "unknown" };
    let milliseconds = begun.elapsed().as_millis();
    match answer {
        Ok(answer) => {
            tracing::info!(operation, milliseconds, "answered");
            respond(StatusCode::OK, &HeaderMap::new(), answer)
        }
        Err(Refusal::Api(error)) => {
            let name = error.kind().as_str();
            if let Some(cause) = error.cause() {
                tracing::error!(operation, cause, "failed");
            } else {
                tracing::info!(operation, milliseconds, error = name, "refused");
            }
            let status = StatusCode::from_u16(error.kind().status())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            refuse(status, name, error.message())
        }
        Err(Refusal::Signature(name, message)) => {
            tracing::warn!(operation, error = name, "refused");
            refuse_signature(name, message)
        }
    }
}

fn refuse_signature(name: &str, message: &str) -> Response {
    let status = if name == "UnrecognizedClientException" {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::FORBIDDEN
    };
    refuse(status, name, message)
}

enum Refusal {
    Api(ApiError),
    Signature(&'static str, &'static str),
}

/// Calls the service on a thread that may block.
async fn call(state: &Arc<State>, target: String, body: Bytes) -> Result<Vec<u8>, ApiError> {
    let at_work = if is_slow(&target) {
        &state.at_sign_in
    } else {
        &state.at_work
    };
    let _permit = at_work.acquire().await.map_err(|_| ApiError::internal())?;
    let service = state.service.clone();
    let called = tokio::task::spawn_blocking(move || {
        let answer = service.call(&target, &body)?;
        serde_json::to_vec(&answer).map_err(|error| ApiError::internal_because(error.to_string()))
    });
    joined(called.await)
}

/// The answer of a thread. One that panicked is a bug, of which the log has to say something.
pub(super) fn joined<T>(
    answer: Result<Result<T, ApiError>, tokio::task::JoinError>,
) -> Result<T, ApiError> {
    answer.unwrap_or_else(|_| Err(ApiError::internal_because("a thread panicked".to_owned())))
}

/// The body of a request, bounded in length and time.
async fn read(body: Body) -> Result<Bytes, Response> {
    let collected = tokio::time::timeout(BODY, Limited::new(body, LARGEST_REQUEST).collect()).await;
    match collected {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            "RequestEntityTooLargeException",
            "The request is longer than 1 MiB.",
        )),
        Ok(Err(_)) => Err(refuse(
            StatusCode::BAD_REQUEST,
            "SerializationException",
            "The request ended before its body did.",
        )),
        Err(_) => Err(refuse(
            StatusCode::REQUEST_TIMEOUT,
            "RequestTimeoutException",
            "The body of the request took too long.",
        )),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Where others may connect: what the head of a request says of its signature, as far as that can be
/// verified without the body.
fn verify_head<'h>(
    state: &State,
    headers: &'h HeaderMap,
    to_be_signed: &[&str],
) -> Result<Option<(Authorization<'h>, SystemTime)>, Refusal> {
    let Some(credentials) = &state.credentials else {
        return Ok(None);
    };
    let authorization = text(headers, "authorization");
    if authorization.is_empty() {
        return Err(Refusal::Signature(
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
        ));
    }
    let read = Authorization::parse(authorization).ok_or(Refusal::Signature(
        "IncompleteSignatureException",
        "The Authorization header is not one of AWS Signature Version 4.",
    ))?;
    if !is_same(read.access_key_id, credentials.access_key_id()) {
        return Err(Refusal::Signature(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ));
    }
    let service = if text(headers, "x-amz-target").starts_with("Logs_") {
        "logs"
    } else {
        "cognito-idp"
    };
    if read.service != service {
        return Err(Refusal::Signature(
            "InvalidSignatureException",
            "Credential should be scoped to correct service.",
        ));
    }
    let date = text(headers, "x-amz-date");
    let time = moment_of(date).ok_or(MISMATCH)?;
    let now = SystemTime::now();
    let apart = now
        .duration_since(time)
        .or_else(|_| time.duration_since(now))
        .unwrap_or_default();
    if apart > SKEW || !date.starts_with(read.date) {
        return Err(Refusal::Signature(
            "InvalidSignatureException",
            "Signature expired: its time is more than 15 minutes from now.",
        ));
    }
    // What decides about the request has to be signed.
    let is_signed = |wanted| read.signed_headers.split(';').any(|name| name == wanted);
    if !to_be_signed.iter().copied().all(is_signed) {
        return Err(MISMATCH);
    }
    Ok(Some((read, time)))
}

/// Verifies the hash of the body where one is sent, and where others may connect the signature.
fn verify_body(
    state: &State,
    parts: &Parts,
    signed_by: Option<(Authorization<'_>, SystemTime)>,
    body: &[u8],
) -> Result<(), Refusal> {
    let headers = &parts.headers;
    let hash = hex::encode(Sha256::digest(body));
    let sent = text(headers, "x-amz-content-sha256");
    if !sent.is_empty() && sent != "UNSIGNED-PAYLOAD" && !is_same(sent, &hash) {
        return Err(MISMATCH);
    }
    let (Some(credentials), Some((read, time))) = (&state.credentials, signed_by) else {
        return Ok(());
    };
    let values: Vec<(&str, &str)> = read
        .signed_headers
        .split(';')
        .filter(|name| *name != "x-amz-date")
        .map(|name| (name, text(headers, name)))
        .collect();
    let url = format!("http://{}{}", text(headers, "host"), parts.uri);
    let expected = signed(
        &Signed {
            method: parts.method.as_str(),
            url: &url,
            headers: &values,
            body_hash: Some(&hash),
            region: read.region,
            service: read.service,
            time,
            expires_in: None,
        },
        credentials,
    );
    if expected.is_some_and(|expected| is_same(&expected.signature, read.signature)) {
        Ok(())
    } else {
        Err(MISMATCH)
    }
}

const MISMATCH: Refusal = Refusal::Signature(
    "InvalidSignatureException",
    "The request signature we calculated does not match the signature you provided. Check your \
     AWS Secret Access Key and signing method. Consult the service documentation for details.",
);

/// An error as the service sends it: in the body and in two headers.
fn refuse(status: StatusCode, name: &str, message: &str) -> Response {
    let mut headers = HeaderMap::new();
    // A header holds ASCII on one line.
    let shown: String = message
        .chars()
        .map(|c| if matches!(c, ' '..='~') { c } else { '?' })
        .collect();
    for (header, value) in [
        ("x-amzn-errortype", format!("{name}:")),
        ("x-amzn-errormessage", shown),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    if status == StatusCode::FORBIDDEN {
        // What is left of the body is not read.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let body = json!({"__type": name, "message": message}).to_string();
    respond(status, &headers, body.into_bytes())
}

fn respond(status: StatusCode, headers: &HeaderMap, body: Vec<u8>) -> Response {
    let mut response = (status, [(header::CONTENT_TYPE, JSON)], body).into_response();
    response.headers_mut().extend(headers.clone());
    let mut id = [0; 16];
    // Without randomness the answer just has no number.
    if getrandom::fill(&mut id).is_ok()
        && let Ok(id) = HeaderValue::from_str(&request_id(id))
    {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}

/// A request's number in the form that the service gives it.
pub(super) fn request_id(bytes: [u8; 16]) -> String {
    let text = hex::encode(bytes);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-")
}

/// `/{pool}/.well-known/jwks.json`: the keys that verify the pool's tokens.
pub(super) async fn jwks(
    Extract(state): Extract<Arc<State>>,
    Path(pool_id): Path<String>,
) -> Response {
    well_known(state, move |service, _| service.jwks(&pool_id)).await
}

/// `/{pool}/.well-known/openid-configuration`.
pub(super) async fn openid_configuration(
    Extract(state): Extract<Arc<State>>,
    Path(pool_id): Path<String>,
) -> Response {
    let shown =
        move |service: &ImportService, base: &str| service.openid_configuration(&pool_id, base);
    well_known(state, shown).await
}

/// Which messages are asked for.
#[derive(Deserialize)]
pub(super) struct OfPool {
    pool: Option<String>,
}

/// `/_messages`: the messages with codes that the service would have sent. Where others may connect, the
/// request has to be signed.
pub(super) async fn messages(
    Extract(state): Extract<Arc<State>>,
    Query(of): Query<OfPool>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let verified = verify_head(&state, &parts.headers, &["host", "x-amz-date"])
        .and_then(|signed| verify_body(&state, &parts, signed, b""));
    match verified {
        Ok(()) => {
            let messages = json!(state.service.messages(of.pool.as_deref())).to_string();
            ([(header::CONTENT_TYPE, "application/json")], messages).into_response()
        }
        Err(Refusal::Signature(name, message)) => refuse_signature(name, message),
        Err(Refusal::Api(error)) => refuse(
            StatusCode::BAD_REQUEST,
            error.kind().as_str(),
            error.message(),
        ),
    }
}

/// A document about a pool, which libraries fetch without a signature.
async fn well_known(
    state: Arc<State>,
    make: impl FnOnce(&ImportService, &str) -> Result<Value, ApiError> + Send + 'static,
) -> Response {
    // A pool's keys may have to be made first.
    let Ok(_permit) = state.at_sign_in.acquire().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let making = Arc::clone(&state);
    let made = tokio::task::spawn_blocking(move || make(&making.service, &making.public_url));
    match joined(made.await) {
        Ok(document) => {
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (kind, document.to_string()).into_response()
        }
        Err(error) => {
            if let Some(cause) = error.cause() {
                tracing::error!(cause, "a document of a user pool failed");
            }
            let status = match error.kind() {
                ErrorKind::ResourceNotFound => StatusCode::NOT_FOUND,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            };
            refuse(status, error.kind().as_str(), error.message())
        }
    }
}

/// How the clock is moved: to these seconds since 1970, or forward by so many.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    set: Option<Moment>,
    advance_seconds: Option<u64>,
}

/// `/_clock`: shows the clock of jobs, and moves it.
pub(super) async fn clock(Extract(state): Extract<Arc<State>>, request: Request) -> Response {
    if state.credentials.is_some() {
        return (
            StatusCode::FORBIDDEN,
            "The clock cannot be moved where others may connect.\n",
        )
            .into_response();
    }
    let clock = state.service.settings().clock.clone();
    match *request.method() {
        Method::GET => {}
        Method::POST => {
            let body = match read(request.into_body()).await {
                Ok(body) => body,
                Err(response) => return response,
            };
            let Ok(moved) = serde_json::from_slice::<MoveClock>(&body) else {
                return (
                    StatusCode::BAD_REQUEST,
                    "Send {\"advance_seconds\": 900} or {\"set\": 1700000000}.\n",
                )
                    .into_response();
            };
            let set = moved.set.map_or(Ok(()), |moment| clock.set(moment));
            let advance = |seconds| clock.advance(Duration::from_secs(seconds));
            let moved = set.and_then(|()| moved.advance_seconds.map_or(Ok(()), advance));
            if let Err(error) = moved {
                return (StatusCode::BAD_REQUEST, format!("{error}\n")).into_response();
            }
        }
        _ => return (StatusCode::METHOD_NOT_ALLOWED, "POST or GET\n").into_response(),
    }
    let now = json!({ "now": clock.now() }).to_string();
    ([(header::CONTENT_TYPE, "application/json")], now).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer_with_a_cause_for_the_log() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let answer = runtime.block_on(async {
            tokio::task::spawn_blocking(|| -> Result<(), ApiError> {
                std::panic::resume_unwind(Box::new("a bug"))
            })
            .await
        });
        let error = joined(answer).unwrap_err();
        assert_eq!(error.kind().status(), 500);
        assert_eq!(error.cause(), Some("a thread panicked"));
    }
}
