//! What went wrong with a call.

use thiserror::Error;

/// Why a call failed. No message holds an address for an upload, a key, or more of the service's answer than its code
/// and its message.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum AwsError {
    /// The service refused.
    #[error("{operation}: {code}: {message}")]
    Refused {
        /// The operation.
        operation: &'static str,
        /// The code, such as `ResourceNotFoundException`.
        code: String,
        /// The service's own words.
        message: String,
        /// The HTTP status.
        status: u16,
    },
    /// The service was not reached.
    #[error("{operation}: the service at {host} was not reached: {problem}")]
    Unreachable {
        /// The operation.
        operation: &'static str,
        /// The host.
        host: String,
        /// Why.
        problem: String,
    },
    /// The answer is not what was asked for.
    #[error("{operation}: the answer cannot be read: {problem}")]
    Answer {
        /// The operation.
        operation: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The request cannot be signed.
    #[error("{operation}: the request cannot be signed")]
    Unsigned {
        /// The operation.
        operation: &'static str,
    },
}

impl AwsError {
    /// The service's code, where it refused.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The service's message, where it refused.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            Self::Refused { message, .. } => message,
            _ => "",
        }
    }

    /// Whether the same call may succeed a little later.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Refused { code, status, .. } => {
                *status >= 500
                    || matches!(
                        code.as_str(),
                        "TooManyRequestsException"
                            | "ThrottlingException"
                            | "Throttling"
                            | "RequestLimitExceeded"
                            | "InternalErrorException"
                            | "ServiceUnavailableException"
                    )
            }
            _ => false,
        }
    }

    /// Whether the credentials have expired, so that new ones may be accepted.
    #[must_use]
    pub fn is_expiry(&self) -> bool {
        matches!(
            self.code(),
            Some("ExpiredTokenException" | "ExpiredToken" | "RequestExpired")
        )
    }

    /// What to do about it, where that is known.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        let Self::Refused {
            operation, code, ..
        } = self
        else {
            return None;
        };
        Some(match (*operation, code.as_str()) {
            ("CreateUserImportJob", "AccessDeniedException") => {
                "the caller needs cognito-idp:CreateUserImportJob on the pool and iam:PassRole on the role for the log \
                 (docs/iam.md, GiveTheLogRole)"
            }
            (_, "AccessDeniedException" | "NotAuthorizedException") => {
                "docs/iam.md has the statements that each command needs"
            }
            ("GetLogEvents", "ResourceNotFoundException") => {
                "the log group is made by the role that the job was given: see its policy and its trust in docs/iam.md"
            }
            (_, "ResourceNotFoundException") => {
                "the pool is looked for in the region that its id begins with, in the account of these credentials"
            }
            (_, "ExpiredTokenException" | "ExpiredToken") => {
                "sign in again, as with `aws sso login`"
            }
            (_, "UnrecognizedClientException" | "InvalidClientTokenId") => {
                "the access key is not one of an account in this partition"
            }
            (_, "InvalidSignatureException" | "SignatureDoesNotMatch" | "RequestTimeTooSkewed") => {
                "compare the clock of this machine, which the signature holds, and the secret access key"
            }
            ("StartUserImportJob", "PreconditionNotMetException") => {
                "another import job of the account may be active, in whichever pool (--wait 30m waits for it), or the \
                 role for the log cannot be assumed (docs/iam.md)"
            }
            (_, "OperationNotEnabledException") => {
                "the pool is a replica, or is being restored: import in its primary region, when that has ended"
            }
            _ => return None,
        })
    }
}
