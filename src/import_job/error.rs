//! The answers that are errors, by the service's names.

use std::{error, fmt};

/// Which error an operation answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No pool, job, log group or log stream of this name.
    ResourceNotFound,
    /// A member that breaks its constraint, or that does not fit the others.
    InvalidParameter,
    /// The job is in no state for this, has no file, or another job is active.
    PreconditionNotMet,
    /// More than the account may have.
    LimitExceeded,
    /// The pool cannot change while a job imports into it.
    UserImportInProgress,
    /// No such user.
    UserNotFound,
    /// Only on purpose: the account calls too often.
    TooManyRequests,
    /// The password, the token, the session or the client's secret is not right.
    NotAuthorized,
    /// The user must set another password before the first sign-in.
    PasswordResetRequired,
    /// The user has not confirmed the sign-up.
    UserNotConfirmed,
    /// The password is not what the pool's policy demands.
    InvalidPassword,
    /// The code is not the one that was sent.
    CodeMismatch,
    /// The code is too old, or none was asked for.
    ExpiredCode,
    /// A refresh token was used again after it was replaced.
    RefreshTokenReuse,
    /// A token of another kind was to be revoked.
    UnsupportedTokenType,
    /// The client does not allow this.
    UnsupportedOperation,
    /// The client's secret is not right where a token is to be revoked.
    Unauthorized,
    /// The pool's tier does not have this.
    FeatureUnavailableInTier,
    /// The OAuth flows of a client do not go together.
    InvalidOAuthFlow,
    /// The code of an authenticator application that is to be added is not right.
    EnableSoftwareTokenMfa,
    /// The pool or the user has no authenticator application.
    SoftwareTokenMfaNotFound,
    /// Another user has the address that is to be an alias.
    AliasExists,
    /// Another user has the username.
    UsernameExists,
    /// The user is in a status that does not admit this.
    UnsupportedUserState,
    /// The pool has no protection against threats.
    UserPoolAddOnNotEnabled,
    /// Another group has the name.
    GroupExists,
    /// A client asks for a scope that there is not.
    ScopeDoesNotExist,
    /// The body is not JSON, or a member has another type.
    Serialization,
    /// No operation of this name is served.
    UnknownOperation,
    /// The store or the file system failed.
    InternalError,
}

impl ErrorKind {
    /// The service's name for it (BOTO).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResourceNotFound => "ResourceNotFoundException",
            Self::InvalidParameter => "InvalidParameterException",
            Self::PreconditionNotMet => "PreconditionNotMetException",
            Self::LimitExceeded => "LimitExceededException",
            Self::UserImportInProgress => "UserImportInProgressException",
            Self::UserNotFound => "UserNotFoundException",
            Self::TooManyRequests => "TooManyRequestsException",
            Self::NotAuthorized => "NotAuthorizedException",
            Self::PasswordResetRequired => "PasswordResetRequiredException",
            Self::UserNotConfirmed => "UserNotConfirmedException",
            Self::InvalidPassword => "InvalidPasswordException",
            Self::CodeMismatch => "CodeMismatchException",
            Self::ExpiredCode => "ExpiredCodeException",
            Self::RefreshTokenReuse => "RefreshTokenReuseException",
            Self::UnsupportedTokenType => "UnsupportedTokenTypeException",
            Self::UnsupportedOperation => "UnsupportedOperationException",
            Self::Unauthorized => "UnauthorizedException",
            Self::FeatureUnavailableInTier => "FeatureUnavailableInTierException",
            Self::InvalidOAuthFlow => "InvalidOAuthFlowException",
            Self::EnableSoftwareTokenMfa => "EnableSoftwareTokenMFAException",
            Self::SoftwareTokenMfaNotFound => "SoftwareTokenMFANotFoundException",
            Self::AliasExists => "AliasExistsException",
            Self::UsernameExists => "UsernameExistsException",
            Self::UnsupportedUserState => "UnsupportedUserStateException",
            Self::UserPoolAddOnNotEnabled => "UserPoolAddOnNotEnabledException",
            Self::GroupExists => "GroupExistsException",
            Self::ScopeDoesNotExist => "ScopeDoesNotExistException",
            Self::Serialization => "SerializationException",
            Self::UnknownOperation => "UnknownOperationException",
            Self::InternalError => "InternalErrorException",
        }
    }

    /// The HTTP status: 500 where the server failed, otherwise 400.
    pub const fn status(self) -> u16 {
        match self {
            Self::InternalError => 500,
            _ => 400,
        }
    }
}

/// An operation was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    kind: ErrorKind,
    message: String,
    cause: Option<String>,
    is_out_of_space: bool,
}

impl ApiError {
    /// An error of this kind, in the service's words where they are known.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            cause: None,
            is_out_of_space: false,
        }
    }

    /// Which error it is.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The answer's `message`.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What failed inside, for the server's own log. It has nothing of a user.
    pub fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    pub(crate) fn no_pool(id: &str) -> Self {
        Self::new(
            ErrorKind::ResourceNotFound,
            format!("User pool {id} does not exist."),
        )
    }

    pub(crate) fn no_job(id: &str) -> Self {
        Self::new(
            ErrorKind::ResourceNotFound,
            format!("User import job {id} does not exist."),
        )
    }

    pub(crate) fn no_user() -> Self {
        Self::new(ErrorKind::UserNotFound, "User does not exist.")
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidParameter, message)
    }

    pub(crate) fn precondition(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::PreconditionNotMet, message)
    }

    /// What a client may know of a failure inside.
    pub(crate) fn internal() -> Self {
        Self::new(
            ErrorKind::InternalError,
            "The server could not answer; its own log says why.",
        )
    }
}

impl ApiError {
    /// The same with what the server's own log is to say.
    pub(crate) fn internal_because(cause: String) -> Self {
        Self {
            cause: Some(cause),
            ..Self::internal()
        }
    }

    /// Whether the store was full: the same may succeed later.
    pub(crate) const fn is_out_of_space(&self) -> bool {
        self.is_out_of_space
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.as_str(), self.message)
    }
}

impl error::Error for ApiError {}

impl From<super::StoreError> for ApiError {
    fn from(error: super::StoreError) -> Self {
        Self {
            is_out_of_space: error.is_out_of_space(),
            ..Self::internal_because(with_causes(&error))
        }
    }
}

/// An error with all its causes, on one line.
pub(crate) fn with_causes(error: &dyn error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
