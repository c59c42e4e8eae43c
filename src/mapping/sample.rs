//! The first records of a file, as names and values, for a proposal.

use std::borrow::Cow;

use super::{
    SampleOfFile,
    value::{Elements, Members, Value},
};
use crate::dialect::{
    Dialect, Encoding, RecordSplitter, cognito,
    detect::{self, Given, Sample},
    framing::{Frame, Framer},
    json_framing::{JsonFrame, JsonFramer},
    line_ends_in, rfc4180,
};

/// How many records a proposal looks at.
const RECORDS: usize = 1000;

/// How deep objects are looked into: `profile.address.street` is three deep.
const DEPTH: usize = 3;

/// Members of an object at the top that hold the records, where there is an array in one.
const CONTAINERS: &[&str] = &[
    "users",
    "Users",
    "value",
    "data",
    "items",
    "records",
    "results",
    "Resources",
];

impl SampleOfFile {
    /// The sample that the beginning of a file is. `is_whole` says whether nothing of the file is left.
    ///
    /// `None` where no record is found.
    pub fn read(start: &[u8], is_whole: bool) -> Option<Self> {
        let (encoding, mark) = Encoding::of_byte_order_mark(start).unwrap_or((Encoding::UTF_8, 0));
        let start = start.get(mark..)?;
        let text = encoding.decode_lossy(start);
        let sample = if text.trim_start().starts_with(['{', '[']) {
            Self::of_json(text.as_bytes(), is_whole)
        } else {
            Self::of_lines(&text, is_whole)
        };
        (!sample.names.is_empty()).then_some(sample)
    }

    fn of_json(block: &[u8], is_whole: bool) -> Self {
        let containers: Vec<String> = CONTAINERS.iter().map(|name| (*name).to_owned()).collect();
        let mut framer = JsonFramer::new(&containers);
        let mut sample = Self {
            container: container(block, is_whole),
            ..Self::default()
        };
        let mut start = 0;
        while sample.records.len() < RECORDS {
            let JsonFrame::Record(record) = framer.frame(block, start, is_whole) else {
                break;
            };
            start = record.end;
            let json = block.get(record.start..record.end).unwrap_or_default();
            if let Ok(json) = std::str::from_utf8(json)
                && let Ok(members) = Members::read(json)
            {
                let mut values = vec![String::new(); sample.names.len()];
                sample.flatten(&members, "", DEPTH, &mut values);
                sample.records.push(values);
            }
        }
        sample
    }

    /// Adds each member with its path: objects are looked into, of arrays the first element.
    fn flatten(
        &mut self,
        members: &Members<'_>,
        prefix: &str,
        depth: usize,
        values: &mut Vec<String>,
    ) {
        for (name, value) in members.iter() {
            let path = format!("{prefix}{name}");
            self.flatten_value(value, &path, depth, values);
        }
    }

    fn flatten_value(
        &mut self,
        value: Value<'_>,
        path: &str,
        depth: usize,
        values: &mut Vec<String>,
    ) {
        match value {
            Value::Object(json) if depth > 1 => {
                if let Ok(members) = Members::read(json) {
                    self.flatten(&members, &format!("{path}."), depth - 1, values);
                }
            }
            Value::Array(json) if depth > 1 => {
                let elements = Elements::read(json).ok();
                if let Some(first) = elements.and_then(|elements| elements.iter().next()) {
                    self.flatten_value(first, &format!("{path}[0]"), depth - 1, values);
                }
            }
            _ => {
                let place = self.names.iter().position(|own| own == path);
                let place = place.unwrap_or_else(|| {
                    self.names.push(path.to_owned());
                    self.names.len() - 1
                });
                if values.len() <= place {
                    values.resize(place + 1, String::new());
                }
                if let Some(slot) = values.get_mut(place) {
                    *slot = value.text().into_owned();
                }
            }
        }
    }

    fn of_lines(text: &str, is_whole: bool) -> Self {
        let (comments, text) = comments(text);
        let detected = detect::dialect(Sample { text, is_whole }, &[], &[], Given::default());
        let dialect = detected.dialect;
        let bytes = text.as_bytes();
        let framer = Framer::new(dialect, Encoding::UTF_8, line_ends_in(dialect, bytes));
        let mut rows = Vec::new();
        let mut start = 0;
        while start < bytes.len() && rows.len() <= RECORDS {
            let Frame::Record(record) = framer.frame(bytes, start, is_whole, false) else {
                break;
            };
            if record.end as usize <= start {
                break;
            }
            start = record.end as usize;
            let line = text.get(record.start as usize..record.content_end as usize);
            let line = line.unwrap_or_default();
            if !line.trim().is_empty() {
                rows.push(fields(line, dialect));
            }
        }
        let mut rows = rows.into_iter();
        Self {
            names: rows.next().unwrap_or_default(),
            records: rows.collect(),
            container: None,
            comment: comments.then(|| COMMENT.to_owned()),
        }
    }
}

/// The member of the object at the top in which an array of records is.
fn container(block: &[u8], is_whole: bool) -> Option<String> {
    let is_in = |name: &&&str| {
        let mut framer = JsonFramer::new(&[(**name).to_owned()]);
        let found = framer.frame(block, 0, is_whole);
        let JsonFrame::Record(record) = found else {
            return false;
        };
        // Without the member, the object at the top is a record itself.
        let before = block.get(..record.start).unwrap_or_default();
        before.contains(&b'{')
    };
    CONTAINERS.iter().find(is_in).map(|name| (*name).to_owned())
}

/// What lines before a header begin with that are comments.
const COMMENT: &str = "#";

/// Whether a text begins with comments, and the text after them.
fn comments(text: &str) -> (bool, &str) {
    let mut rest = text;
    while rest.trim_start().starts_with(COMMENT)
        && let Some((_, after)) = rest.trim_start().split_once('\n')
    {
        rest = after;
    }
    (rest.len() < text.len(), rest)
}

fn fields(line: &str, dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::Cognito | Dialect::Json => cognito::fields(line).map(Cow::into_owned).collect(),
        Dialect::Rfc4180 { .. } | Dialect::Delimited(_) => {
            let mut splitter = RecordSplitter::new(dialect);
            let (text, ends) = splitter.split(line);
            rfc4180::fields(text, ends).map(str::to_owned).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_found_in_each_format() {
        for text in [
            "id,mail\n1,a@example.com\n2,b@example.com\n",
            "id\tmail\n1\ta@example.com\n2\tb@example.com\n",
            "{\"id\":1,\"mail\":\"a@example.com\"}\n{\"mail\":\"b@example.com\",\"id\":2}\n",
            "{\"users\":[{\"id\":1,\"mail\":\"a@example.com\"},{\"id\":2,\"mail\":\"b@example.com\"}]}",
        ] {
            let sample = SampleOfFile::read(text.as_bytes(), true).unwrap();
            assert_eq!(sample.names, ["id", "mail"], "{text}");
            assert_eq!(
                sample.records,
                [["1", "a@example.com"], ["2", "b@example.com"]],
                "{text}"
            );
        }
        assert!(SampleOfFile::read(b"", true).is_none());
    }

    #[test]
    fn objects_are_looked_into() {
        let text =
            r#"[{"profile":{"firstName":"Ana"},"emails":[{"value":"a@example.com"}],"n":null}]"#;
        let sample = SampleOfFile::read(text.as_bytes(), true).unwrap();
        assert_eq!(sample.names, ["profile.firstName", "emails[0].value", "n"]);
    }
}
