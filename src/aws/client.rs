//! Signed calls, tried again where that helps.

use std::{
    io::Read,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, SystemTime},
};

use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningSettings, sign},
    sign::v4,
};
use serde_json::Value;
use ureq::{
    Agent,
    http::Response,
    tls::{RootCerts, TlsConfig, parse_pem},
};

use super::{AwsError, Credentials, CredentialsError, Endpoints};

/// How often a call is tried.
const ATTEMPTS: u32 = 8;

/// How long the first wait between two attempts is at most.
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// How long any wait is at most.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// How long one attempt may take. The largest answer is a page of a log.
const ATTEMPT: Duration = Duration::from_secs(60);

/// The largest answer that is read.
const ANSWER_BYTES: u64 = 64 * 1024 * 1024;

/// A service of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// User pools.
    Cognito,
    /// Logs.
    Logs,
}

impl Service {
    const fn target(self) -> &'static str {
        match self {
            Self::Cognito => "AWSCognitoIdentityProviderService",
            Self::Logs => "Logs_20140328",
        }
    }

    const fn signing_name(self) -> &'static str {
        match self {
            Self::Cognito => "cognito-idp",
            Self::Logs => "logs",
        }
    }
}

/// Calls the services of one region with the credentials of one profile.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    endpoints: Endpoints,
    profile: Option<String>,
    credentials: Mutex<Credentials>,
}

impl Client {
    /// A client for these addresses, with the credentials of this profile or of the environment.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] where there are none.
    pub fn new(endpoints: Endpoints, profile: Option<&str>) -> Result<Self, CredentialsError> {
        Ok(Self {
            agent: agent(),
            credentials: Mutex::new(Credentials::find(profile)?),
            profile: profile.map(str::to_owned),
            endpoints,
        })
    }

    /// Where the services are.
    pub const fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// Calls an operation, and returns the body of the answer as it was sent.
    ///
    /// # Errors
    ///
    /// [`AwsError`]. Where the service was not reached or asks to come again, the call was tried several times.
    pub fn call(
        &self,
        service: Service,
        operation: &'static str,
        input: &Value,
    ) -> Result<Vec<u8>, AwsError> {
        let body = input.to_string();
        let mut has_new_credentials = false;
        let mut attempt = 0;
        loop {
            let error = match self.attempt(service, operation, body.as_bytes()) {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if error.is_expiry() && !has_new_credentials {
                has_new_credentials = true;
                if let Ok(new) = Credentials::find(self.profile.as_deref()) {
                    *self
                        .credentials
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner) = new;
                    continue;
                }
            }
            attempt += 1;
            if !error.is_passing() || attempt == ATTEMPTS {
                return Err(error);
            }
            thread::sleep(wait(attempt));
        }
    }

    fn attempt(
        &self,
        service: Service,
        operation: &'static str,
        body: &[u8],
    ) -> Result<Vec<u8>, AwsError> {
        let url = format!("{}/", self.endpoints.of(service));
        let target = format!("{}.{operation}", service.target());
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
        ];
        let signed = self
            .sign(service, &url, &headers, body)
            .ok_or(AwsError::Unsigned { operation })?;
        let mut request = self.agent.post(&url);
        let signed = signed.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in headers.into_iter().chain(signed) {
            request = request.header(name, value);
        }
        let unreachable = |error: &ureq::Error| AwsError::Unreachable {
            operation,
            host: host_of(&url).to_owned(),
            problem: error.to_string(),
        };
        let mut answer = request.send(body).map_err(|error| unreachable(&error))?;
        let mut bytes = Vec::new();
        answer
            .body_mut()
            .as_reader()
            .take(ANSWER_BYTES)
            .read_to_end(&mut bytes)
            .map_err(|error| AwsError::Unreachable {
                operation,
                host: host_of(&url).to_owned(),
                problem: error.to_string(),
            })?;
        if answer.status().is_success() {
            return Ok(bytes);
        }
        Err(refusal(operation, &answer, &bytes))
    }

    /// The headers that a signature adds.
    fn sign(
        &self,
        service: Service,
        url: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Vec<(&'static str, String)>> {
        let identity = self
            .credentials
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .keys()
            .into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.endpoints.region)
            .name(service.signing_name())
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .ok()?
            .into();
        let request = SignableRequest::new(
            "POST",
            url,
            headers.iter().copied(),
            SignableBody::Bytes(body),
        )
        .ok()?;
        let (instructions, _) = sign(request, &params).ok()?.into_parts();
        let (headers, _) = instructions.into_parts();
        Some(
            headers
                .into_iter()
                .map(|header| (header.name(), header.value().to_owned()))
                .collect(),
        )
    }
}

/// What opens connections: through the proxy of the environment, and with the certificates of `AWS_CA_BUNDLE` or
/// `SSL_CERT_FILE` where one is given.
pub(super) fn agent() -> Agent {
    let bundle = ["AWS_CA_BUNDLE", "SSL_CERT_FILE"]
        .into_iter()
        .find_map(|name| std::fs::read(std::env::var_os(name)?).ok());
    let mut tls = TlsConfig::builder();
    if let Some(bundle) = bundle {
        let certificates: Vec<_> = parse_pem(&bundle)
            .filter_map(|item| match item {
                Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            })
            .collect();
        tls = tls.root_certs(RootCerts::new_with_certs(&certificates));
    }
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_recv_response(Some(ATTEMPT))
        .timeout_connect(Some(ATTEMPT))
        .user_agent(concat!("cognito-preflight/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls.build())
        .build()
        .into()
}

/// The host of an address, which alone may be shown of it.
pub(super) fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or_default()
}

/// What an answer says that is not a success.
fn refusal<B>(operation: &'static str, answer: &Response<B>, body: &[u8]) -> AwsError {
    let document: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    let header = || answer.headers().get("x-amzn-errortype")?.to_str().ok();
    let code = text("__type").or_else(header).unwrap_or("unknown error");
    // A code may have a namespace before it and an address after it.
    let code = code.rsplit('#').next().unwrap_or(code);
    let code = code.split(':').next().unwrap_or(code);
    AwsError::Refused {
        operation,
        code: code.to_owned(),
        message: text("message")
            .or_else(|| text("Message"))
            .unwrap_or_default()
            .to_owned(),
        status: answer.status().as_u16(),
    }
}

/// How long to wait before the next attempt: a random part of a time that doubles.
fn wait(attempt: u32) -> Duration {
    let longest = FIRST_WAIT
        .saturating_mul(2_u32.saturating_pow(attempt))
        .min(LONGEST_WAIT);
    let mut random = [0; 1];
    // Without random numbers the wait is the longest.
    if getrandom::fill(&mut random).is_err() {
        return longest;
    }
    let [random] = random;
    longest.mul_f64(f64::from(random).mul_add(1.0 / 512.0, 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_no_namespace_and_no_address() {
        let answer = |header: &str| {
            Response::builder()
                .status(400)
                .header("x-amzn-errortype", header)
                .body(())
                .unwrap()
        };
        for (header, body, expected) in [
            (
                "",
                r#"{"__type":"ResourceNotFoundException","message":"gone"}"#,
                "ResourceNotFoundException",
            ),
            (
                "",
                r#"{"__type":"com.amazon#AccessDeniedException"}"#,
                "AccessDeniedException",
            ),
            (
                "InvalidParameterException:http://x/",
                "{}",
                "InvalidParameterException",
            ),
        ] {
            let error = refusal("X", &answer(header), body.as_bytes());
            assert_eq!(error.code(), Some(expected));
        }
        assert!(refusal("X", &answer("ThrottlingException"), b"").is_passing());
    }

    #[test]
    fn waits_grow_and_have_an_end() {
        for attempt in 1..40 {
            assert!(wait(attempt) <= LONGEST_WAIT && wait(attempt) >= FIRST_WAIT);
        }
        assert_eq!(
            host_of("https://b.s3.amazonaws.com/x?X-Amz-Signature=1"),
            "b.s3.amazonaws.com"
        );
    }
}
