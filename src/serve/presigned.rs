//! The addresses at which files are uploaded: made once for each job, and checked.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::{Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::import_job::{Job, Moment, Settings, UPLOAD_SECONDS, UploadAddress};

use super::{
    Credentials, ServeError,
    signature::{Signed, is_same, moment_of, signed},
};

/// The header that an upload must have, and its value (BOTO).
pub(super) const ENCRYPTION: (&str, &str) = ("x-amz-server-side-encryption", "aws:kms");
/// Who signs the addresses. Every address shows it; it opens nothing without the key.
const ACCESS_KEY_ID: &str = "COGNITOPREFLIGHT";

/// The end of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Makes and checks the addresses of uploads.
#[derive(Debug, Clone)]
pub(super) struct UploadAddresses {
    /// Such as `http://127.0.0.1:9230`.
    base: String,
    host: String,
    region: String,
    account: String,
    credentials: Credentials,
}

/// Why an upload is refused, as S3 says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The signature is not the one of this request.
    DoesNotMatch,
    /// The address is no longer valid.
    Expired,
    /// The address has no signature at all, or is none of ours.
    Denied,
}

impl UploadAddresses {
    pub(super) fn new(
        public_url: &str,
        settings: &Settings,
        key: String,
    ) -> Result<Self, ServeError> {
        let bad = || ServeError::PublicUrl {
            url: public_url.to_owned(),
        };
        let uri: Uri = public_url.parse().map_err(|_| bad())?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri.authority().filter(|_| is_http).ok_or_else(bad)?;
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(bad());
        }
        Ok(Self {
            base: public_url.trim_end_matches('/').to_owned(),
            host: host.to_string(),
            region: settings.region.clone(),
            account: settings.account.clone(),
            credentials: Credentials::new(ACCESS_KEY_ID, key).map_err(|_| bad())?,
        })
    }

    fn path(&self, pool_id: &str, job_id: &str) -> String {
        format!("/{}/{pool_id}/{job_id}", self.account)
    }

    /// The parameters of a job's address, in the order of the address.
    fn parameters(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        (time, seconds): (SystemTime, u64),
    ) -> Option<Vec<(String, String)>> {
        let url = format!("{}{path}", self.base);
        let headers: Vec<(&str, &str)> = [("host", self.host.as_str())]
            .into_iter()
            .chain(headers.iter().copied())
            .collect();
        let outcome = signed(
            &Signed {
                method,
                url: &url,
                headers: &headers,
                body_hash: None,
                region: &self.region,
                service: "s3",
                time,
                expires_in: Some(Duration::from_secs(seconds)),
            },
            &self.credentials,
        )?;
        let mut parameters = outcome.parameters;
        let has_signature = parameters.iter().any(|(name, _)| name == "X-Amz-Signature");
        if !has_signature {
            parameters.push(("X-Amz-Signature".to_owned(), outcome.signature));
        }
        Some(parameters)
    }

    /// Checks the address of a request and its method against what was handed out. The address may be
    /// reached under any name of the server: the host that was signed is ours, not the client's.
    pub(super) fn check(
        &self,
        method: &Method,
        uri: &Uri,
        encryption: Option<&str>,
        now: Moment,
    ) -> Result<(), Refusal> {
        let given = |wanted: &str| {
            uri.query()
                .unwrap_or_default()
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find_map(|(name, value)| (name == wanted).then_some(value))
        };
        given("X-Amz-Signature").ok_or(Refusal::Denied)?;
        let time = given("X-Amz-Date")
            .and_then(moment_of)
            .ok_or(Refusal::Denied)?;
        let seconds: u64 = given("X-Amz-Expires")
            .and_then(|seconds| seconds.parse().ok())
            .filter(|seconds| *seconds <= 604_800)
            .ok_or(Refusal::Denied)?;
        let headers: Vec<(&str, &str)> = encryption
            .map(|value| (ENCRYPTION.0, value))
            .into_iter()
            .collect();
        let expected = self
            .parameters(method.as_str(), uri.path(), &headers, (time, seconds))
            .ok_or(Refusal::Denied)?;
        // Everything that is signed has to be as it was handed out, the signature too.
        let mut matches = true;
        for (name, value) in &expected {
            let value = encoded(value).to_string();
            matches &= given(name).is_some_and(|given| is_same(given, &value));
        }
        let count = uri.query().unwrap_or_default().split('&').count();
        if !matches || count != expected.len() || encryption != Some(ENCRYPTION.1) {
            return Err(Refusal::DoesNotMatch);
        }
        let age = u64::try_from(now.seconds())
            .unwrap_or_default()
            .saturating_sub(
                time.duration_since(UNIX_EPOCH)
                    .map_or(0, |since| since.as_secs()),
            );
        if age > seconds {
            return Err(Refusal::Expired);
        }
        Ok(())
    }
}

impl UploadAddress for UploadAddresses {
    fn address(&self, job: &Job) -> Option<String> {
        let path = self.path(&job.key.pool_id, &job.key.job_id);
        // A signature has a year of four digits.
        let created = job.created.seconds();
        let seconds = u64::try_from(created)
            .ok()
            .filter(|_| created <= LAST_SECOND)?;
        let time = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
        let parameters = self.parameters("PUT", &path, &[ENCRYPTION], (time, UPLOAD_SECONDS))?;
        let query: Vec<String> = parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        Some(format!("{}{path}?{}", self.base, query.join("&")))
    }
}

/// A value as a query has it: everything but letters, digits and `-._~` as its bytes.
fn encoded(value: &str) -> PercentEncode<'_> {
    const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    utf8_percent_encode(value, ENCODED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import_job::JobKey;

    fn addresses() -> UploadAddresses {
        UploadAddresses::new(
            "http://127.0.0.1:9230",
            &Settings::default(),
            "k".repeat(64),
        )
        .unwrap()
    }

    fn job() -> Job {
        let key = JobKey::new("us-east-1_Abc", "import-1");
        Job {
            number: 1,
            key,
            name: "first".into(),
            role_arn: String::new(),
            algorithm: None,
            status: crate::import_job::JobStatus::Created,
            created: Moment::of_millis(1_700_000_000_123),
            started: None,
            completed: None,
            message: None,
            upload: None,
            last_user_before: 0,
            counts: crate::import_job::Counts::default(),
            rows_done: 0,
            log_lines: 0,
        }
    }

    fn address() -> String {
        addresses().address(&job()).unwrap()
    }

    fn check(
        method: &Method,
        address: &str,
        encryption: Option<&str>,
        after: i64,
    ) -> Result<(), Refusal> {
        let uri: Uri = address.parse().unwrap();
        let now = Moment::of_millis((1_700_000_000 + after) * 1000);
        addresses().check(method, &uri, encryption, now)
    }

    #[test]
    fn the_last_moment_of_the_clock_has_an_address_and_a_later_one_has_none() {
        let settings = Settings::default();
        let last = Moment::of_millis(253_402_300_799_999);
        settings.clock.set(last).unwrap();
        let mut job = job();
        job.created = settings.clock.now();
        let address = addresses().address(&job).unwrap();
        assert!(address.contains("X-Amz-Date=99991231T235959Z"), "{address}");
        for millis in [i64::MIN, -1, i64::MAX] {
            job.created = Moment::of_millis(millis);
            assert_eq!(addresses().address(&job), None, "{millis}");
        }
    }

    #[test]
    fn an_address_looks_like_that_of_s3() {
        let address = address();
        for part in [
            "http://127.0.0.1:9230/123456789012/us-east-1_Abc/import-1?",
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Date=20231114T221320Z",
            "X-Amz-Expires=899",
            "X-Amz-SignedHeaders=host%3Bx-amz-server-side-encryption",
            "X-Amz-Credential=COGNITOPREFLIGHT%2F20231114%2Fus-east-1%2Fs3%2Faws4_request",
            "X-Amz-Signature=",
        ] {
            assert!(address.contains(part), "{part} in {address}");
        }
        assert!(address.len() <= 2048);
    }

    #[test]
    fn only_the_address_that_was_handed_out_is_taken() {
        let address = address();
        let kms = Some("aws:kms");
        assert_eq!(check(&Method::PUT, &address, kms, 0), Ok(()));
        assert_eq!(check(&Method::PUT, &address, kms, 899), Ok(()));
        assert_eq!(
            check(&Method::PUT, &address, kms, 900),
            Err(Refusal::Expired)
        );
        for (method, encryption) in [
            (Method::PUT, None),
            (Method::PUT, Some("AES256")),
            (Method::GET, kms),
            (Method::POST, kms),
        ] {
            assert_eq!(
                check(&method, &address, encryption, 0),
                Err(Refusal::DoesNotMatch)
            );
        }
        for (from, to) in [
            ("import-1", "import-2"),
            ("us-east-1_Abc", "us-east-1_Abd"),
            ("899", "898"),
            ("221320Z", "221321Z"),
            ("COGNITOPREFLIGHT", "ANOTHER"),
            ("X-Amz-Signature=", "X-Amz-Signature=0"),
            ("X-Amz-Expires", "x=y&X-Amz-Expires"),
        ] {
            let other = address.replacen(from, to, 1);
            assert_ne!(other, address);
            assert_eq!(
                check(&Method::PUT, &other, kms, 0),
                Err(Refusal::DoesNotMatch),
                "{other}"
            );
        }
        for address in [
            "/123456789012/us-east-1_Abc/import-1",
            "/x?X-Amz-Signature=a",
            "/x?X-Amz-Signature=a&X-Amz-Date=20231114T221320Z&X-Amz-Expires=99999999",
        ] {
            assert_eq!(
                check(&Method::PUT, address, kms, 0),
                Err(Refusal::Denied),
                "{address}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for url in ["", "cognito:9230", "ftp://x", "http://x/path", "http://x?y"] {
            let made = UploadAddresses::new(url, &Settings::default(), "k".into());
            assert!(made.is_err(), "{url}");
        }
    }
}
