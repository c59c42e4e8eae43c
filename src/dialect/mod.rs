//! Bytes to records and back: Cognito's own dialect and RFC 4180.

mod bare_quotes;
pub mod cognito;
mod compressed;
mod consistency;
mod delimited;
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
mod splitter;

pub(crate) use self::{bare_quotes::fields_with_bare_quotes, delimited::END_OF_DATA};
pub use self::{
    compressed::{Compression, Decompressed},
    delimited::{Delimited, delimiter_of},
    encoding::{Encoding, UnknownEncoding},
    line_ends::{LineEnds, line_ends, line_ends_in},
    splitter::RecordSplitter,
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
    /// Fields between delimiters, with another quote character or none, or with backslashes that escape.
    Delimited(Delimited),
}

impl Dialect {
    /// The dialect that writes its fields so; RFC 4180 where that is what it is.
    pub const fn of(delimited: Delimited) -> Self {
        match delimited {
            Delimited {
                delimiter,
                quote: Some(b'"'),
                escapes: false,
                skips_blanks: false,
            } => Self::Rfc4180 { delimiter },
            _ => Self::Delimited(delimited),
        }
    }

    /// The byte between two fields.
    pub const fn delimiter(self) -> u8 {
        match self {
            Self::Cognito | Self::Json => b',',
            Self::Rfc4180 { delimiter } => delimiter,
            Self::Delimited(delimited) => delimited.delimiter,
        }
    }

    /// The character that encloses values, where the dialect has one.
    pub const fn quote(self) -> Option<u8> {
        match self {
            Self::Cognito | Self::Json => None,
            Self::Rfc4180 { .. } => Some(b'"'),
            Self::Delimited(delimited) => delimited.quote,
        }
    }

    /// Whether a backslash escapes any character after it.
    pub const fn escapes(self) -> bool {
        matches!(self, Self::Delimited(delimited) if delimited.escapes)
    }

    /// Whether blanks before a quote character are skipped.
    pub const fn skips_blanks(self) -> bool {
        matches!(self, Self::Delimited(delimited) if delimited.skips_blanks)
    }
}
