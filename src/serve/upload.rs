//! Uploads to pre-signed addresses, with S3's answers.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, BodyDataStream},
    extract::{Path, Request, State as Extract},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::StreamExt;
use md5::Md5;
use sha2::{Digest, Sha256};

use crate::import_job::{JobKey, LARGEST_UPLOAD, UploadError, UploadWriter};

use super::{
    State,
    api::request_id,
    presigned::{ENCRYPTION, Refusal},
    signature::is_same,
};

/// How long nothing may arrive.
const IDLE: Duration = Duration::from_secs(30);
/// Where S3 gives the number of a request.
const REQUEST_ID: &str = "x-amz-request-id";
/// How many bytes are gathered before they are written.
const BLOCK: usize = 1024 * 1024;

const NO_MATCH: (StatusCode, &str, &str) = (
    StatusCode::FORBIDDEN,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key \
     and signing method.",
);
const EXPIRED: (StatusCode, &str, &str) =
    (StatusCode::FORBIDDEN, "AccessDenied", "Request has expired");
const DENIED: (StatusCode, &str, &str) = (StatusCode::FORBIDDEN, "AccessDenied", "Access Denied");
const NOT_TAKEN: (StatusCode, &str, &str) = (
    StatusCode::FORBIDDEN,
    "AccessDenied",
    "The user import job takes no file any more.",
);
const TOO_LARGE: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "EntityTooLarge",
    "Your proposed upload exceeds the maximum allowed size",
);
const BAD_HASH: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
);
const NO_LENGTH: (StatusCode, &str, &str) = (
    StatusCode::LENGTH_REQUIRED,
    "MissingContentLength",
    "You must provide the Content-Length HTTP header.",
);
const IN_CHUNKS: (StatusCode, &str, &str) = (
    StatusCode::NOT_IMPLEMENTED,
    "NotImplemented",
    "A header you provided implies functionality that is not implemented",
);
const NOT_SIGNED: (StatusCode, &str, &str) = (
    StatusCode::FORBIDDEN,
    "AccessDenied",
    "There were headers present in the request which were not signed",
);
const BAD_DIGEST: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "BadDigest",
    "The Content-MD5 you specified did not match what we received.",
);
const INVALID_DIGEST: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "InvalidDigest",
    "The Content-MD5 you specified was invalid.",
);
const INCOMPLETE: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header",
);
const SLOW: (StatusCode, &str, &str) = (
    StatusCode::BAD_REQUEST,
    "RequestTimeout",
    "Your socket connection to the server was not read from or written to within the timeout period.",
);
const BROKEN: (StatusCode, &str, &str) = (
    StatusCode::INTERNAL_SERVER_ERROR,
    "InternalError",
    "We encountered an internal error. Please try again.",
);

type Failure = (StatusCode, &'static str, &'static str);

/// Why an upload is not taken.
struct Refused {
    failure: Failure,
    /// The headers that the address's signature does not cover, where that is why.
    headers_not_signed: Vec<String>,
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            headers_not_signed: Vec::new(),
        }
    }
}

impl Refused {
    /// The answer's body, as S3 writes it.
    fn xml(&self, number: &str) -> String {
        let (_, code, message) = self.failure;
        let message = message.replace('\'', "&apos;");
        // The names of headers have no character that XML would have to escape.
        let names = if self.headers_not_signed.is_empty() {
            String::new()
        } else {
            format!(
                "<HeadersNotSigned>{}</HeadersNotSigned>",
                self.headers_not_signed.join(", ")
            )
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Error><Code>{code}</Code><Message>{message}</Message>{names}<RequestId>{number}</RequestId>\
             <HostId>cognito-preflight</HostId></Error>"
        )
    }
}

/// `/ACCOUNT/POOL/JOB`: takes a job's file.
pub(super) async fn upload(
    Extract(state): Extract<Arc<State>>,
    Path((_, pool_id, job_id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let key = JobKey::new(pool_id, job_id);
    let mut number = [0; 16];
    // Without randomness the answer just has a number that others have too.
    let _ = getrandom::fill(&mut number);
    let number = request_id(number);
    match take(&state, key, request).await {
        Ok(etag) => {
            tracing::info!("a file was uploaded");
            let headers = [
                (header::ETAG.as_str(), etag.as_str()),
                ENCRYPTION,
                (REQUEST_ID, &number),
            ];
            (StatusCode::OK, headers).into_response()
        }
        Err(refused) => {
            let (status, code, _) = refused.failure;
            tracing::info!(code, "an upload was refused");
            let body = refused.xml(&number);
            // What is left of the body is not read.
            let headers = [
                (header::CONTENT_TYPE.as_str(), "application/xml"),
                (header::CONNECTION.as_str(), "close"),
                (REQUEST_ID, &number),
            ];
            (status, headers, body).into_response()
        }
    }
}

async fn take(state: &Arc<State>, key: JobKey, request: Request) -> Result<String, Refused> {
    let (parts, body) = request.into_parts();
    let now = state.service.settings().clock.now();
    let encryption = text(&parts.headers, ENCRYPTION.0);
    state
        .uploads
        .check(&parts.method, &parts.uri, encryption, now)
        .map_err(|refusal| match refusal {
            Refusal::DoesNotMatch => NO_MATCH,
            Refusal::Expired => EXPIRED,
            Refusal::Denied => DENIED,
        })?;
    // S3 refuses what was not signed with the address before it reads the file: a checksum
    // (`x-amz-checksum-crc32` and its like) as well, be it right or wrong.
    let is_signed = |name: &str| matches!(name, "x-amz-content-sha256") || name == ENCRYPTION.0;
    let names = parts.headers.keys().map(HeaderName::as_str);
    let headers_not_signed: Vec<String> = names
        .filter(|name| name.starts_with("x-amz-") && !is_signed(name))
        .map(str::to_owned)
        .collect();
    if !headers_not_signed.is_empty() {
        return Err(Refused {
            failure: NOT_SIGNED,
            headers_not_signed,
        });
    }
    let length = match text(&parts.headers, header::CONTENT_LENGTH.as_str()) {
        Some(length) => length.parse::<u64>().ok(),
        None if parts.headers.contains_key(header::TRANSFER_ENCODING) => {
            return Err(IN_CHUNKS.into());
        }
        None => None,
    };
    if length.ok_or(NO_LENGTH)? > LARGEST_UPLOAD {
        return Err(TOO_LARGE.into());
    }
    let digest = text(&parts.headers, "content-md5")
        .map(md5_of)
        .transpose()?;
    let service = state.service.clone();
    let begun = key.clone();
    let writer = blocking(move || service.begin_upload(&begun)).await?;
    let (writer, hash, md5) = write(body, writer).await?;
    if digest.is_some_and(|digest| digest != md5) {
        return Err(BAD_DIGEST.into());
    }
    let sent = text(&parts.headers, "x-amz-content-sha256");
    if sent.is_some_and(|sent| sent != "UNSIGNED-PAYLOAD" && !is_same(sent, &hash)) {
        return Err(BAD_HASH.into());
    }
    let service = state.service.clone();
    blocking(move || service.finish_upload(&key, writer)).await?;
    let etag: String = hash.chars().take(32).collect();
    Ok(format!("\"{etag}\""))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The digest of a Content-MD5 header.
fn md5_of(header: &str) -> Result<[u8; 16], Failure> {
    BASE64_STANDARD
        .decode(header)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(INVALID_DIGEST)
}

/// Streams the body to disk, a block at a time; returns its two hashes too.
async fn write(
    body: Body,
    mut writer: UploadWriter,
) -> Result<(UploadWriter, String, [u8; 16]), Failure> {
    let mut hash = Sha256::new();
    let mut md5 = Md5::new();
    let mut stream: BodyDataStream = body.into_data_stream();
    let mut is_end = false;
    while !is_end {
        let mut block = Vec::with_capacity(BLOCK);
        while block.len() < BLOCK {
            match tokio::time::timeout(IDLE, stream.next()).await {
                Err(_) => return Err(SLOW),
                Ok(None) => {
                    is_end = true;
                    break;
                }
                Ok(Some(Err(_))) => return Err(INCOMPLETE),
                Ok(Some(Ok(bytes))) => block.extend_from_slice(&bytes),
            }
        }
        (writer, hash, md5) = blocking(move || {
            hash.update(&block);
            md5.update(&block);
            writer.write(&block)?;
            Ok((writer, hash, md5))
        })
        .await?;
    }
    Ok((writer, hex::encode(hash.finalize()), md5.finalize().into()))
}

/// Works on a thread that may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, UploadError> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(UploadError::TooLarge)) => Err(TOO_LARGE),
        Ok(Err(UploadError::NotTaken)) => Err(NOT_TAKEN),
        Ok(Err(UploadError::Io(error))) => {
            tracing::error!(%error, "an upload could not be written");
            Err(BROKEN)
        }
        Err(_) => Err(BROKEN),
    }
}
