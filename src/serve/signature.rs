//! AWS Signature Version 4: requests and addresses are signed again and the signatures compared.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials as Identity;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4,
};
use subtle::ConstantTimeEq;

use crate::values::epoch;

use super::Credentials;

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signed<'a> {
    pub(super) method: &'a str,
    /// The whole address, without the signature's own parameters.
    pub(super) url: &'a str,
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// The hash of the body in hexadecimal digits; none where the body is not signed.
    pub(super) body_hash: Option<&'a str>,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) time: SystemTime,
    /// For an address: how long it is valid. For a request none.
    pub(super) expires_in: Option<Duration>,
}

/// What signing yields: the parameters of an address, with the signature under `X-Amz-Signature`, or
/// for a request just the signature.
pub(super) struct Outcome {
    pub(super) signature: String,
    pub(super) parameters: Vec<(String, String)>,
}

/// Signs; `None` where the parts cannot be of a request at all.
pub(super) fn signed(what: &Signed<'_>, credentials: &Credentials) -> Option<Outcome> {
    let mut settings = SigningSettings::default();
    settings.expires_in = what.expires_in;
    settings.excluded_headers = None;
    settings.signature_location = if what.expires_in.is_some() {
        // S3 takes paths as they are.
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        SignatureLocation::QueryParams
    } else {
        SignatureLocation::Headers
    };
    let identity = Identity::new(
        credentials.access_key_id(),
        credentials.secret_access_key(),
        None,
        None,
        "cognito-preflight",
    )
    .into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(what.region)
        .name(what.service)
        .time(what.time)
        .settings(settings)
        .build()
        .ok()?
        .into();
    let body = what
        .body_hash
        .map_or(SignableBody::UnsignedPayload, |hash| {
            SignableBody::Precomputed(hash.to_owned())
        });
    let request =
        SignableRequest::new(what.method, what.url, what.headers.iter().copied(), body).ok()?;
    let (instructions, signature) = sign(request, &params).ok()?.into_parts();
    let (_, parameters) = instructions.into_parts();
    Some(Outcome {
        signature,
        parameters: parameters
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into_owned()))
            .collect(),
    })
}

/// Whether two signatures are the same; how long that takes says nothing about them.
pub(super) fn is_same(one: impl AsRef<[u8]>, other: impl AsRef<[u8]>) -> bool {
    one.as_ref().ct_eq(other.as_ref()).into()
}

/// The moment of an `X-Amz-Date`, such as `20261123T170431Z`.
pub(super) fn moment_of(date: &str) -> Option<SystemTime> {
    // The basic form of ISO 8601, in UTC and to the second.
    let is_placed = date.len() == 16 && date.get(8..9) == Some("T") && date.ends_with('Z');
    let seconds = epoch::from_iso_timestamp(date).filter(|_| is_placed)?;
    let seconds = u64::try_from(seconds).ok()?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// What an `Authorization` header says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Authorization<'a> {
    pub(super) access_key_id: &'a str,
    pub(super) date: &'a str,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) signed_headers: &'a str,
    pub(super) signature: &'a str,
}

impl<'a> Authorization<'a> {
    /// Reads the header's value.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let parts = text.strip_prefix("AWS4-HMAC-SHA256")?;
        let part = |wanted: &str| {
            parts
                .split(',')
                .filter_map(|part| part.trim().split_once('='))
                .find_map(|(name, value)| (name == wanted).then_some(value))
        };
        let mut scope = part("Credential")?.split('/');
        let authorization = Self {
            access_key_id: scope.next()?,
            date: scope.next()?,
            region: scope.next()?,
            service: scope.next()?,
            signed_headers: part("SignedHeaders")?,
            signature: part("Signature")?,
        };
        (scope.next() == Some("aws4_request") && scope.next().is_none()).then_some(authorization)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_exactly() {
        let at = |date| {
            moment_of(date).map(|moment| moment.duration_since(UNIX_EPOCH).unwrap().as_secs())
        };
        assert_eq!(at("20160817T170431Z"), Some(1_471_453_471));
        for date in [
            "",
            "20160817T170431",
            "20160817 170431Z",
            "2016081éT17043Z",
            "20161317T170431Z",
            "2016-08-17T17:04",
        ] {
            assert_eq!(at(date), None, "{date}");
        }
    }

    #[test]
    fn an_authorization_has_all_its_parts() {
        let text = "AWS4-HMAC-SHA256 Credential=AKID/20261123/us-east-1/cognito-idp/aws4_request, \
                    SignedHeaders=host;x-amz-date, Signature=abc";
        let read = Authorization::parse(text).unwrap();
        assert_eq!(read.access_key_id, "AKID");
        assert_eq!(read.service, "cognito-idp");
        assert_eq!(read.signature, "abc");
        for text in [
            "",
            "Basic x",
            "AWS4-HMAC-SHA256 Credential=AKID/1/2/3, SignedHeaders=host, Signature=a",
            "AWS4-HMAC-SHA256 Credential=AKID/1/2/3/aws4_request/x, SignedHeaders=host, Signature=a",
            "AWS4-HMAC-SHA256 Credential=AKID/1/2/3/aws4_request, SignedHeaders=host",
        ] {
            assert_eq!(Authorization::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_example_of_the_specification_is_signed_as_it_says() {
        // The GET of an object with a pre-signed address in the S3 guide's own example.
        let credentials = Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        .unwrap();
        let outcome = signed(
            &Signed {
                method: "GET",
                url: "https://examplebucket.s3.amazonaws.com/test.txt",
                headers: &[],
                body_hash: None,
                region: "us-east-1",
                service: "s3",
                time: moment_of("20130524T000000Z").unwrap(),
                expires_in: Some(Duration::from_secs(86_400)),
            },
            &credentials,
        )
        .unwrap();
        assert_eq!(
            outcome.signature,
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        );
        assert!(is_same(&outcome.signature, outcome.signature.clone()));
        assert!(!is_same(&outcome.signature, "aeee"));
    }
}
