//! What the fuzz target needs of the private parts.

use axum::http::{Method, Uri};

use crate::import_job::{Moment, Settings};

use super::{
    presigned::UploadAddresses,
    signature::{Authorization, moment_of},
};

/// Reads a text as everything that a stranger can send: an address, a date, an `Authorization`
/// header. None of them is ever taken, because none of them was signed.
///
/// # Panics
///
/// Where an address is taken that was never handed out.
pub fn upload_address(text: &str) {
    let _ = Authorization::parse(text);
    let _ = moment_of(text);
    let key = "k".repeat(64);
    let Ok(addresses) = UploadAddresses::new("http://127.0.0.1:9230", &Settings::default(), key)
    else {
        return;
    };
    if let Ok(uri) = text.parse::<Uri>() {
        let taken = addresses.check(&Method::PUT, &uri, Some("aws:kms"), Moment::default());
        assert!(taken.is_err(), "an address that was never signed");
    }
    let _ = UploadAddresses::new(text, &Settings::default(), text.to_owned());
}
