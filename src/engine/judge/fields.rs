//! The fields of one line, in each way in which it can be read.

use std::borrow::Cow;

use crate::dialect::cognito;

/// The fields of one line in one reading.
pub(super) struct Fields<'a> {
    pub(super) fields: Vec<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    pub(super) fn as_cognito(line: &'a str) -> Self {
        Self {
            fields: cognito::fields(line).collect(),
        }
    }

    /// The reading in which two backslashes stand for one, so that a comma is escaped only behind
    /// an odd number of them.
    pub(super) fn with_escaped_backslashes(line: &'a str) -> Self {
        let mut fields = Vec::new();
        let mut start = 0;
        for (comma, _) in line.match_indices(',') {
            let before = line.get(start..comma).unwrap_or_default();
            let backslashes = before.len() - before.trim_end_matches('\\').len();
            if backslashes % 2 == 0 {
                fields.push(cognito::unescape(before));
                start = comma + 1;
            }
        }
        fields.push(cognito::unescape(line.get(start..).unwrap_or_default()));
        Self { fields }
    }
}
