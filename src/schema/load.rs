//! From a document's bytes to typed values, with errors that say where and never show a value.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use super::error::{DocumentPosition, SchemaError, printable};
use crate::dialect::Encoding;

/// A document's text: UTF-8, or what its byte order mark says, as Windows PowerShell writes a
/// redirected output in UTF-16.
pub(super) fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, SchemaError> {
    let (encoding, mark) = Encoding::of_byte_order_mark(bytes).unwrap_or((Encoding::UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    encoding.decode(bytes).map_err(|offset| {
        let before = bytes.get(..offset).unwrap_or_default();
        let position = encoding
            .decode(before)
            .ok()
            .map(|before| end_position(&before));
        SchemaError::malformed(
            None,
            position,
            format!("expected text in {}, found other bytes", encoding.name()),
        )
    })
}

/// The position after this text.
fn end_position(text: &str) -> DocumentPosition {
    let lines = text.bytes().filter(|&byte| byte == b'\n').count();
    let last = text.rsplit('\n').next().unwrap_or_default();
    DocumentPosition::new(number(lines + 1), number(last.chars().count() + 1))
}

/// A count as the number that errors carry.
pub(super) fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A text without the byte order mark that may precede it.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The first byte that is not JSON's white space: it decides which shape a document has.
pub(super) fn first_byte(text: &str) -> Option<u8> {
    text.bytes().find(|byte| !is_json_space(*byte))
}

/// Whether JSON ignores this byte between its tokens.
pub(super) const fn is_json_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// One typed parse of one whole JSON document.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T, SchemaError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| malformed(error.inner(), path_text(error.path(), |_| true)))?;
    deserializer
        .end()
        .map_err(|error| malformed(&error, None))?;
    Ok(value)
}

/// The same where the JSON is parsed already, and has no lines and columns.
pub(super) fn from_json<'de, T: Deserialize<'de>>(
    document: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<T, SchemaError> {
    serde_path_to_error::deserialize(document)
        .map_err(|error| malformed(error.inner(), path_text(error.path(), |_| true)))
}

/// A JSON object: a derived type alone would take an array of its members' values too.
#[derive(Default)]
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// What serde says, without the values that its own messages repeat.
pub(super) fn malformed(error: &serde_json::Error, path: Option<String>) -> SchemaError {
    // serde_json counts the bytes that it has read of the line: none is still the first column.
    let column = number(error.column().max(1));
    let position = (error.line() > 0).then(|| DocumentPosition::new(number(error.line()), column));
    SchemaError::malformed(path, position, problem(error))
}

fn problem(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&place).unwrap_or(&message);
    match error.classify() {
        Category::Data => data_problem(message),
        Category::Io => "cannot be read".to_owned(),
        // serde_json's messages about syntax repeat nothing of the text.
        Category::Syntax | Category::Eof => format!("not JSON: {message}"),
    }
}

/// Rewords `invalid type: string "…", expected …`, of which only the end and the kind may be shown.
fn data_problem(message: &str) -> String {
    let (article, rest) = if let Some(rest) = message.strip_prefix("invalid type: ") {
        ("", rest)
    } else if let Some(rest) = message.strip_prefix("invalid value: ") {
        ("another ", rest)
    } else if message.starts_with("missing field `") || message.starts_with("duplicate field `") {
        // Such a name is one of ours: other members are ignored.
        return message.to_owned();
    } else {
        return "not what was expected here".to_owned();
    };
    let Some((found, expected)) = rest.rsplit_once(", expected ") else {
        return "not what was expected here".to_owned();
    };
    let expected = match expected {
        "a sequence" => "an array",
        "a map" => "an object",
        other => other,
    };
    let found = match found.split([' ', '`']).next().unwrap_or_default() {
        "string" => "string",
        "integer" | "floating" | "number" => "number",
        "boolean" => "boolean",
        "map" => "object",
        "sequence" => "array",
        "null" => return format!("expected {expected}, found null"),
        _ => return format!("expected {expected}"),
    };
    let article = match found {
        _ if !article.is_empty() => article,
        "object" | "array" => "an ",
        _ => "a ",
    };
    format!("expected {expected}, found {article}{found}")
}

/// The path as text; a member's name is shown only if `may_show` says so.
pub(super) fn path_text(path: &Path, may_show: impl Fn(&str) -> bool) -> Option<String> {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                text.push('[');
                text.push_str(&index.to_string());
                text.push(']');
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !text.is_empty() {
                    text.push('.');
                }
                if may_show(key) {
                    text.push_str(&printable(key));
                } else {
                    text.push('?');
                }
            }
            Segment::Unknown => text.push('?'),
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Sample {
        #[serde(rename = "Name")]
        _name: String,
        #[serde(rename = "Many")]
        _many: Option<Vec<u64>>,
    }

    fn message(text: &str) -> String {
        json::<Object<Sample>>(text).err().unwrap().to_string()
    }

    #[test]
    fn type_errors_say_where_and_what_without_the_value() {
        assert_eq!(
            message(r#"{"Name": 5551234}"#),
            "line 1, column 16, at Name: expected a string, found a number"
        );
        assert_eq!(
            message("{\"Name\": \"a\",\n \"Many\": \"s3cret, expected nothing\"}"),
            "line 2, column 35, at Many: expected an array, found a string"
        );
        assert_eq!(
            message(r#"{"Name": "a", "Many": [1, {"s3cret": 1}]}"#),
            "line 1, column 26, at Many[1]: expected u64, found an object"
        );
        assert_eq!(
            message(r#"{"Name": "a", "Many": [-7]}"#),
            "line 1, column 25, at Many[0]: expected u64, found another number"
        );
        assert_eq!(
            message(r#"{"Name": null}"#),
            "line 1, column 13, at Name: expected a string, found null"
        );
        assert_eq!(
            message(r#""s3cret""#),
            "line 1, column 8: expected an object, found a string"
        );
        assert_eq!(
            message(r#"["s3cret"]"#),
            "line 1, column 1: expected an object, found an array"
        );
    }

    #[test]
    fn members_that_lack_or_repeat_are_named() {
        assert_eq!(message("{}"), "line 1, column 2: missing field `Name`");
        assert!(message(r#"{"Name":"a","Name":"b"}"#).ends_with("duplicate field `Name`"));
    }

    #[test]
    fn syntax_errors_say_where() {
        assert_eq!(
            message(r#"{"Name" "s3cret"}"#),
            "line 1, column 9: not JSON: expected `:`"
        );
        assert!(message(r#"{"Name": "s3cr"#).contains("not JSON: EOF while parsing a string"));
        assert_eq!(
            message("{\"Name\": \"a\"}\n{}"),
            "line 2, column 1: not JSON: trailing characters"
        );
    }

    #[test]
    fn a_byte_order_mark_decides_the_encoding() {
        let utf_16: Vec<u8> = "\u{feff}[\"é\"]"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(text_of(&utf_16).unwrap(), "[\"é\"]");
        assert_eq!(text_of("\u{feff}[]".as_bytes()).unwrap(), "[]");
        assert_eq!(text_of("é".as_bytes()).unwrap(), "é");
    }

    #[test]
    fn bytes_that_are_no_text_have_a_position() {
        let error = text_of(b"[\n \"\xc3\xa9\xff\"]").unwrap_err();
        assert_eq!(error.position(), Some(DocumentPosition::new(2, 4)));
        assert!(error.to_string().contains("UTF-8"));
    }
}
