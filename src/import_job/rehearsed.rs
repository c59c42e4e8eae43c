//! Failures on purpose, so that what a client does about them can be rehearsed.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{ApiError, ErrorKind, OPERATIONS};

/// The exceptions that can be rehearsed: every operation of user pools knows them (BOTO).
const EXCEPTIONS: [(&str, ErrorKind, &str); 3] = [
    (
        "TooManyRequests",
        ErrorKind::TooManyRequests,
        "Too many requests.",
    ),
    (
        "NotAuthorized",
        ErrorKind::NotAuthorized,
        "The caller is not authorized.",
    ),
    (
        "InternalError",
        ErrorKind::InternalError,
        "An internal error occurred.",
    ),
];

/// An operation that is refused on purpose. Copies of it count together.
///
/// # Example
///
/// ```
/// use cognito_preflight::import_job::RehearsedFailure;
///
/// // The first two calls fail.
/// let failure: RehearsedFailure = "StartUserImportJob=TooManyRequests:2".parse()?;
/// # Ok::<(), cognito_preflight::import_job::UnknownFailure>(())
/// ```
#[derive(Debug, Clone)]
pub struct RehearsedFailure {
    operation: &'static str,
    kind: ErrorKind,
    message: &'static str,
    /// How many calls are still to fail; all of them where it is absent.
    left: Option<Arc<AtomicU64>>,
}

/// A failure that cannot be rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnknownFailure {
    /// The text has another form.
    #[error(
        "give OPERATION=EXCEPTION or OPERATION=EXCEPTION:N, such as \
         StartUserImportJob=TooManyRequests:2"
    )]
    Form,
    /// No such operation is served.
    #[error("no such operation is served")]
    Operation,
    /// No such exception can be rehearsed.
    #[error("the exception is TooManyRequests, NotAuthorized or InternalError")]
    Exception,
}

impl FromStr for RehearsedFailure {
    type Err = UnknownFailure;

    /// Reads `OPERATION=EXCEPTION`, for all calls, or `OPERATION=EXCEPTION:N`, for the first N.
    fn from_str(text: &str) -> Result<Self, UnknownFailure> {
        let (operation, rest) = text.split_once('=').ok_or(UnknownFailure::Form)?;
        let (exception, left) = match rest.split_once(':') {
            None => (rest, None),
            Some((exception, count)) => {
                let count = count.parse().map_err(|_| UnknownFailure::Form)?;
                (exception, Some(Arc::new(AtomicU64::new(count))))
            }
        };
        let operation = OPERATIONS
            .iter()
            .map(|target| name_of(target))
            .find(|name| *name == operation)
            .ok_or(UnknownFailure::Operation)?;
        let exception = exception.strip_suffix("Exception").unwrap_or(exception);
        let (_, kind, message) = EXCEPTIONS
            .into_iter()
            .find(|(name, ..)| *name == exception)
            .ok_or(UnknownFailure::Exception)?;
        Ok(Self {
            operation,
            kind,
            message,
            left,
        })
    }
}

impl RehearsedFailure {
    /// The error of a call of this target, if it is one that fails.
    pub(super) fn of_call(&self, target: &str) -> Option<ApiError> {
        if name_of(target) != self.operation {
            return None;
        }
        if let Some(left) = &self.left {
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .ok()?;
        }
        Some(ApiError::new(self.kind, self.message))
    }
}

/// The operation of a target such as `AWSCognitoIdentityProviderService.GetCSVHeader`.
fn name_of(target: &str) -> &str {
    target.split_once('.').map_or(target, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import_job::{ImportService, Settings, SqliteStore, Uploads};

    #[test]
    fn the_first_calls_fail_and_the_next_is_answered() {
        let settings = Settings {
            failures: vec!["ListUserPools=TooManyRequestsException:2".parse().unwrap()],
            ..Settings::default()
        };
        let store = Box::new(SqliteStore::in_memory().unwrap());
        let service = ImportService::new(store, Uploads::temporary().unwrap(), settings).unwrap();
        let call = |name: &str| {
            let target = format!("AWSCognitoIdentityProviderService.{name}");
            service.call(&target, br#"{"MaxResults": 1}"#)
        };
        for _ in 0..2 {
            let error = call("ListUserPools").unwrap_err();
            assert_eq!(error.kind().as_str(), "TooManyRequestsException");
            assert_eq!(error.kind().status(), 400);
        }
        assert!(call("ListUserPools").is_ok());
        assert_ne!(
            call("GetCSVHeader").unwrap_err().kind(),
            ErrorKind::TooManyRequests
        );
    }

    #[test]
    fn without_a_number_all_calls_fail() {
        let failure: RehearsedFailure = "GetCSVHeader=InternalError".parse().unwrap();
        for _ in 0..9 {
            let error = failure.of_call("X.GetCSVHeader").unwrap();
            assert_eq!(error.kind().status(), 500);
        }
    }

    #[test]
    fn what_cannot_be_rehearsed_is_refused() {
        for (text, error) in [
            ("", UnknownFailure::Form),
            ("GetCSVHeader", UnknownFailure::Form),
            ("GetCSVHeader=InternalError:x", UnknownFailure::Form),
            ("GetCSVHeader=InternalError:-1", UnknownFailure::Form),
            ("SignUp=InternalError", UnknownFailure::Operation),
            ("GetCSVHeader=Validation", UnknownFailure::Exception),
        ] {
            assert_eq!(
                text.parse::<RehearsedFailure>().err(),
                Some(error),
                "{text}"
            );
        }
    }
}
