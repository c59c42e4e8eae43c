//! The upload of a file to the address that a job was given.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use ureq::SendBody;

use super::{
    AwsError,
    client::{agent, host_of},
};

/// The name of this step in messages.
const UPLOAD: &str = "the upload";

/// The header that the address of a job's upload signs beside the host.
const ENCRYPTION: (&str, &str) = ("x-amz-server-side-encryption", "aws:kms");

/// How much of a refusal is read.
const REFUSAL_BYTES: u64 = 16 * 1024;

/// Puts a file to the address of a job, in one request with its length, and with the one header that the address signs.
///
/// # Errors
///
/// [`AwsError`], which never holds the address: it gives access to the upload.
pub fn upload(url: &str, path: &Path) -> Result<(), AwsError> {
    let unreadable = |error: io::Error| AwsError::Unreachable {
        operation: UPLOAD,
        host: host_of(url).to_owned(),
        problem: format!("the file cannot be read: {error}"),
    };
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let (name, value) = ENCRYPTION;
    let answer = agent()
        .put(url)
        .header(name, value)
        .header("content-length", length.to_string())
        .send(SendBody::from_reader(&mut file));
    let mut answer = answer.map_err(|error| AwsError::Unreachable {
        operation: UPLOAD,
        host: host_of(url).to_owned(),
        // An error of the connection may repeat the address.
        problem: match error {
            ureq::Error::Io(error) => error.kind().to_string(),
            ureq::Error::Timeout(_) => "it took too long".to_owned(),
            ureq::Error::HostNotFound => "its host is not known".to_owned(),
            _ => "the connection failed".to_owned(),
        },
    })?;
    if answer.status().is_success() {
        return Ok(());
    }
    let mut text = String::new();
    // Without its text, a refusal still has its status.
    let _ = answer
        .body_mut()
        .as_reader()
        .take(REFUSAL_BYTES)
        .read_to_string(&mut text);
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (inner, _) = rest.split_once("</")?;
        Some(inner.to_owned())
    };
    Err(AwsError::Refused {
        operation: UPLOAD,
        code: element("Code").unwrap_or_else(|| "refused".to_owned()),
        message: element("Message").unwrap_or_default(),
        status: answer.status().as_u16(),
    })
}
