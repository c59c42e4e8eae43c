//! Bytes to records and back: Cognito's own dialect and RFC 4180.

pub mod cognito;
mod consistency;
pub mod detect;
mod encoding;
pub mod framing;
pub(crate) mod guards;
pub(crate) mod json_framing;
pub(crate) mod json_lines;
mod line_ends;
pub(crate) mod raw_fields;
pub mod rfc4180;
pub mod sniff;

pub use self::{
    encoding::{Encoding, UnknownEncoding},
    line_ends::{LineEnds, line_ends, line_ends_in},
};

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
    /// One JSON object a record, whose members a mapping names.
    Json,
}

impl Dialect {
    /// The byte between two fields.
    pub const fn delimiter(self) -> u8 {
        match self {
            Self::Cognito | Self::Json => b',',
            Self::Rfc4180 { delimiter } => delimiter,
        }
    }

    /// The character that encloses values, where the dialect has one.
    pub const fn quote(self) -> Option<u8> {
        match self {
            Self::Cognito | Self::Json => None,
            Self::Rfc4180 { .. } => Some(b'"'),
        }
    }
}
