//! Why a document about the pool, or two of them together, cannot be used.

use std::{fmt, io};

use thiserror::Error;

use crate::values::terminal::is_terminal_control;

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct DocumentPosition {
    /// The line, from 1.
    pub line: u64,
    /// The column in that line, from 1: in bytes for JSON, in characters for other text.
    pub column: u64,
}

impl DocumentPosition {
    pub(super) const fn new(line: u64, column: u64) -> Self {
        Self { line, column }
    }
}

impl fmt::Display for DocumentPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Why a header, a pool or a list of existing users cannot be used.
///
/// A message names the document, the place in it and what was expected there. It shows no value: of
/// a pool only its id, of a header only the names of its columns, of a user nothing.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::UserPool;
///
/// let error = UserPool::parse(r#"{"UserPool":{"MfaConfiguration":"MAYBE"}}"#).unwrap_err();
/// assert_eq!(error.path(), Some("UserPool.MfaConfiguration"));
/// assert_eq!(
///     error.with_document("pool.json").to_string(),
///     "pool.json: line 1, column 39, at UserPool.MfaConfiguration: \
///      expected OFF, OPTIONAL or ON, found another string"
/// );
/// ```
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// A document could not be read to its end.
    #[error("{}cannot be read", place(.document.as_deref(), None, None))]
    Unreadable {
        /// The document's name.
        document: Option<String>,
        /// The cause.
        source: io::Error,
    },
    /// A document says something else than was expected.
    #[error("{}{problem}", place(.document.as_deref(), .path.as_deref(), *.position))]
    Malformed {
        /// The document's name.
        document: Option<String>,
        /// The JSON path, such as `UserPool.SchemaAttributes[3].Name`.
        path: Option<String>,
        /// The place in the document.
        position: Option<DocumentPosition>,
        /// What was expected and, where it helps, what kind of thing was found.
        problem: String,
    },
    /// The CSVHeader and the pool's description belong to different pools.
    #[error("the CSVHeader is of the pool {of_header}, but the pool's description is of {of_pool}")]
    PoolsDiffer {
        /// The header's `UserPoolId`.
        of_header: String,
        /// The pool's Id.
        of_pool: String,
    },
    /// The CSVHeader names a column twice.
    #[error("the CSVHeader names the column {name} twice")]
    ColumnTwice {
        /// The column's name.
        name: String,
    },
    /// The CSVHeader names more than 65,535 columns.
    #[error("the CSVHeader names more than 65,535 columns")]
    TooManyColumns,
    /// The system gave no random key for the hashes of sign-in names.
    #[error("the system gives no random numbers")]
    NoRandomness {
        /// The cause.
        source: io::Error,
    },
}

impl SchemaError {
    pub(super) fn pools_differ(of_header: &str, of_pool: &str) -> Self {
        Self::PoolsDiffer {
            of_header: printable(of_header),
            of_pool: printable(of_pool),
        }
    }

    pub(super) fn column_is_duplicated(name: &str) -> Self {
        Self::ColumnTwice {
            name: printable(name),
        }
    }

    pub(super) const fn unreadable(source: io::Error) -> Self {
        Self::Unreadable {
            document: None,
            source,
        }
    }

    pub(super) fn malformed(
        path: Option<String>,
        position: Option<DocumentPosition>,
        problem: impl Into<String>,
    ) -> Self {
        Self::Malformed {
            document: None,
            path,
            position,
            problem: problem.into(),
        }
    }

    /// The same error with the name of the document in it, where it is about one.
    #[must_use]
    pub fn with_document(mut self, name: impl Into<String>) -> Self {
        if let Self::Unreadable { document, .. } | Self::Malformed { document, .. } = &mut self {
            *document = Some(name.into());
        }
        self
    }

    /// The document's name, where the error is about one that was named.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::Unreadable { document, .. } | Self::Malformed { document, .. } => {
                document.as_deref()
            }
            _ => None,
        }
    }

    /// The path inside a JSON document.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Malformed { path, .. } => path.as_deref(),
            _ => None,
        }
    }

    /// The place in the document.
    pub const fn position(&self) -> Option<DocumentPosition> {
        match self {
            Self::Malformed { position, .. } => *position,
            _ => None,
        }
    }

    /// Whether the system failed, rather than the document: the run could not be done, and the same
    /// documents may do another time.
    pub const fn is_io(&self) -> bool {
        matches!(self, Self::Unreadable { .. } | Self::NoRandomness { .. })
    }

    /// Whether a document must be corrected.
    pub const fn is_malformed(&self) -> bool {
        matches!(
            self,
            Self::Malformed { .. } | Self::ColumnTwice { .. } | Self::TooManyColumns
        )
    }

    /// Whether each document is fine, but they do not belong together.
    pub const fn is_conflict(&self) -> bool {
        matches!(self, Self::PoolsDiffer { .. })
    }
}

/// What comes before the problem in a message.
fn place(document: Option<&str>, path: Option<&str>, position: Option<DocumentPosition>) -> String {
    let mut place = String::new();
    if let Some(document) = document {
        place.push_str(&printable(document));
        place.push_str(": ");
    }
    if let Some(position) = position {
        place.push_str(&position.to_string());
    }
    if let Some(path) = path {
        place.push_str(if position.is_some() { ", at " } else { "at " });
        place.push_str(path);
    }
    if position.is_some() || path.is_some() {
        place.push_str(": ");
    }
    place
}

/// A name as a message may have it: what acts on a terminal is escaped, and its length is bounded.
pub(super) fn printable(name: &str) -> String {
    const LONGEST: usize = 200;
    let mut text: String = name
        .chars()
        .take(LONGEST)
        .flat_map(|character| {
            let escaped = is_terminal_control(character).then(|| character.escape_unicode());
            let plain = escaped.is_none().then_some(character);
            escaped.into_iter().flatten().chain(plain)
        })
        .collect();
    if name.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text
}

/// A text is none of the API's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("expected {expected}")]
#[non_exhaustive]
pub struct UnknownName {
    /// The accepted names, as a sentence lists them.
    pub expected: &'static str,
}

impl UnknownName {
    pub(crate) const fn expecting(expected: &'static str) -> Self {
        Self { expected }
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::*;

    #[test]
    fn errors_can_be_sent_between_threads() {
        fn sendable<T: Send + Sync + 'static>() {}
        sendable::<SchemaError>();
        sendable::<UnknownName>();
    }

    #[test]
    fn a_message_has_what_is_known_of_the_place() {
        let error = |path: Option<&str>, position| {
            SchemaError::malformed(path.map(str::to_owned), position, "expected a string")
        };
        let here = Some(DocumentPosition::new(2, 7));
        assert_eq!(error(None, None).to_string(), "expected a string");
        assert_eq!(
            error(None, here).with_document("a.json").to_string(),
            "a.json: line 2, column 7: expected a string"
        );
        assert_eq!(
            error(Some("Id"), None).with_document("a.json").to_string(),
            "a.json: at Id: expected a string"
        );
        let full = error(Some("Id"), here).with_document("a.json");
        assert_eq!(
            full.to_string(),
            "a.json: line 2, column 7, at Id: expected a string"
        );
        assert_eq!(full.document(), Some("a.json"));
        assert_eq!(full.path(), Some("Id"));
        assert_eq!(full.position(), here);
        assert!(full.is_malformed() && !full.is_io() && !full.is_conflict());
    }

    #[test]
    fn a_cause_is_kept_apart_from_the_message() {
        let error = SchemaError::unreadable(io::Error::other("disk on fire")).with_document("x");
        assert_eq!(error.to_string(), "x: cannot be read");
        assert_eq!(error.source().unwrap().to_string(), "disk on fire");
        assert!(error.is_io() && !error.is_malformed());
    }

    #[test]
    fn an_error_about_two_documents_takes_no_name() {
        let error = SchemaError::pools_differ("a_1", "b_2").with_document("x");
        assert_eq!(error.document(), None);
        assert!(error.is_conflict() && error.position().is_none() && error.path().is_none());
        assert_eq!(
            error.to_string(),
            "the CSVHeader is of the pool a_1, but the pool's description is of b_2"
        );
    }

    #[test]
    fn names_are_printed_without_control_characters_and_not_endlessly() {
        assert_eq!(
            SchemaError::column_is_duplicated("a\u{1b}[2Jé").to_string(),
            "the CSVHeader names the column a\\u{1b}[2Jé twice"
        );
        assert_eq!(printable("a\u{202e}b"), r"a\u{202e}b");
        assert_eq!(printable(&"x".repeat(300)).chars().count(), 201);
        assert_eq!(printable(&"x".repeat(200)).chars().count(), 200);
    }
}
