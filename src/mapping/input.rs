//! How a source is read, as a mapping says it.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, de};

use crate::dialect::{Encoding, delimiter_of, detect::Quote};

/// How the input is read.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Input {
    /// The format. By default, what the content shows.
    pub format: Option<InputFormat>,
    /// Paths to the array of records inside an object; the first that is there counts.
    pub records: Vec<String>,
    /// The delimiter between the fields of a line: one character, or `tab`.
    #[serde(deserialize_with = "delimiter")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub delimiter: Option<u8>,
    /// What encloses values: one character, or `none`.
    #[serde(deserialize_with = "parsed")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub quote: Option<Quote>,
    /// What escapes characters, as in the output of databases.
    pub escape: Option<Escape>,
    /// The encoding of a file without byte order mark.
    #[serde(deserialize_with = "parsed")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub encoding: Option<Encoding>,
    /// The encoding of those lines that are not UTF-8.
    #[serde(deserialize_with = "parsed")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub encoding_fallback: Option<Encoding>,
    /// The names of the columns of a file without a header.
    pub columns: Vec<String>,
    /// How many fields a line of a file without a header has: one of these numbers, which its first line shows.
    pub fields: Vec<usize>,
    /// How many lines precede the header.
    pub skip_lines: u64,
    /// Lines before the header that begin with this text are comments.
    pub comment: Option<String>,
    /// Texts that mean that there is no value.
    pub null: Vec<String>,
    /// Further words for true.
    pub r#true: Vec<String>,
    /// Further words for false.
    pub r#false: Vec<String>,
}

/// The format of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum InputFormat {
    /// Lines of fields, with quotation marks where needed.
    Csv,
    /// The same with tabs between the fields.
    Tsv,
    /// One JSON object a line.
    Ndjson,
    /// A JSON array of objects, or an object with one at a path.
    Json,
}

/// What escapes characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "nothing else is known to escape")]
pub enum Escape {
    /// A backslash: `\n` is a line break, `\N` no value.
    Backslash,
}

impl Input {
    /// Whether a file that begins so is JSON.
    pub(crate) fn is_json(&self, start: &[u8]) -> bool {
        match self.format {
            Some(format) => matches!(format, InputFormat::Json | InputFormat::Ndjson),
            None => matches!(start.trim_ascii_start().first(), Some(b'{' | b'[')),
        }
    }

    /// How many fields each line has, where the mapping says so and the first line has as many.
    pub(crate) fn fields_of_each_line(&self, first_line: usize) -> Option<usize> {
        let most = self.fields.iter().max()?;
        Some(if self.fields.contains(&first_line) {
            first_line
        } else {
            *most
        })
    }
}

fn delimiter<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    delimiter_of(&text).map(Some).map_err(de::Error::custom)
}

fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr,
    T::Err: fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(de::Error::custom)
}
