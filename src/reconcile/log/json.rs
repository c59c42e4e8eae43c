//! A log as JSON: any number of documents, of whichever shape, read without keeping any of them.
//!
//! Every string is looked into for rows. The members of which the name matters are those that hold a message that is
//! not about a row, and those that name a stream.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Cursor},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;

use super::{Log, MOST_WRAPPERS, invalid};

/// How compressed bytes begin in Base64.
const COMPRESSED: &str = "H4sI";

/// Whether a text begins like JSON, and not like a line of the log or a printed Python object.
pub(super) fn looks_like_json(start: &[u8]) -> bool {
    match start {
        [b'{', ..] => true,
        [b'[', rest @ ..] => rest
            .iter()
            .find(|byte| !byte.is_ascii_whitespace())
            .is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"' | b']')),
        _ => false,
    }
}

/// Reads every document.
pub(super) fn read(log: &mut Log, reader: &mut dyn BufRead, wrappers: usize) -> io::Result<()> {
    let mut documents = Deserializer::from_reader(reader);
    while documents.end().is_err() {
        let value = Value {
            log,
            wrappers,
            name: Name::Message,
        };
        value.deserialize(&mut documents).map_err(|error| {
            let problem = error.to_string();
            match error.classify() {
                serde_json::error::Category::Io => error.into(),
                serde_json::error::Category::Eof => invalid("its JSON breaks off"),
                _ => invalid(format!("it is not JSON: {problem}")),
            }
        })?;
    }
    Ok(())
}

/// What a member's name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// It is a message, or what is in an array of them.
    Message,
    /// It names a stream.
    Stream,
    /// It names a field, as in the results of Logs Insights.
    Field,
    /// It may be anything.
    Other,
}

impl Name {
    fn of(name: &str) -> Self {
        match name {
            "message" | "@message" => Self::Message,
            "logStream" | "logStreamName" | "@logStream" => Self::Stream,
            "field" => Self::Field,
            _ => Self::Other,
        }
    }
}

/// What a value says of the array or object that holds it.
#[derive(Debug, Default)]
struct Said {
    /// The job of the stream that it names.
    job: Option<u32>,
    /// What the field is that it names.
    field: Option<Name>,
}

struct Value<'l> {
    log: &'l mut Log,
    wrappers: usize,
    name: Name,
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Said;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Said, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Said;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Said, E> {
        let mut said = Said::default();
        match self.name {
            Name::Stream => said.job = self.log.job_of_stream(text),
            Name::Field => said.field = Some(Name::of(text)),
            Name::Message | Name::Other if text.starts_with(COMPRESSED) => {
                if self.wrappers == MOST_WRAPPERS {
                    return Err(E::custom("it is compressed too often"));
                }
                let bytes = STANDARD.decode(text).map_err(E::custom)?;
                let reader = BufReader::new(Cursor::new(bytes));
                self.log
                    .read_text(Box::new(reader), self.wrappers + 1)
                    .map_err(E::custom)?;
            }
            Name::Message | Name::Other => {
                if !self.log.add_rows(text, None) && self.name == Name::Message {
                    self.log.add_other(text.trim());
                }
            }
        }
        Ok(said)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Said, A::Error> {
        let start = self.log.entries.len();
        let mut job = None;
        let mut field = None;
        while let Some(name) = members.next_key::<String>()? {
            // The value of a field is named by the member before it.
            let name = match field {
                Some(field) if name == "value" => field,
                _ => Name::of(&name),
            };
            let said = members.next_value_seed(Value {
                log: self.log,
                wrappers: self.wrappers,
                name,
            })?;
            job = job.or(said.job);
            field = field.or(said.field);
        }
        if let Some(job) = job {
            self.log.name_job(start, job);
        }
        // A field is about the array that holds it, an object about itself alone.
        Ok(Said {
            job: job.filter(|_| field.is_some()),
            field: None,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Said, A::Error> {
        let start = self.log.entries.len();
        let mut job = None;
        loop {
            let value = Value {
                log: self.log,
                wrappers: self.wrappers,
                name: match self.name {
                    Name::Message => Name::Message,
                    _ => Name::Other,
                },
            };
            let Some(said) = values.next_element_seed(value)? else {
                break;
            };
            job = job.or(said.job);
        }
        if let Some(job) = job {
            self.log.name_job(start, job);
        }
        Ok(Said::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Said, E> {
        Ok(Said::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Said, E> {
        Ok(Said::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Said, E> {
        Ok(Said::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Said, E> {
        Ok(Said::default())
    }

    fn visit_unit<E>(self) -> Result<Said, E> {
        Ok(Said::default())
    }
}
