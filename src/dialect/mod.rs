//! Bytes to records and back: Cognito's own dialect and RFC 4180.

pub mod cognito;
pub mod cut;
pub mod detect;
mod encoding;
mod fit;
pub mod kind;
pub mod rfc4180;

pub use self::encoding::{Encoding, UnknownEncoding};

/// How a file writes its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Comma-separated, no quoting, a backslash before a comma (GUIDE).
    Cognito,
    /// Fields in quotation marks where needed, as RFC 4180 says, with this delimiter.
    Rfc4180 {
        /// The delimiter: a comma, a tab, a semicolon, or what the user gave.
        delimiter: u8,
    },
}
