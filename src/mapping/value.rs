//! The values of a JSON record, read as far as a mapping asks for them.
//!
//! Nothing is converted that is only handed on: a number keeps its digits, and a member that no path names is checked and
//! passed over.

use std::{borrow::Cow, cell::OnceCell, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::path::Name;

/// One value, read as far as its kind.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    /// The digits as they are written.
    Number(&'a str),
    /// The text with its quotation marks and escapes.
    Text(&'a str),
    Array(&'a str),
    Object(&'a str),
    /// A cell of a CSV file: its text is itself.
    Cell(&'a str),
}

impl<'a> Value<'a> {
    /// The value that a valid JSON text is.
    pub(crate) fn of(json: &'a str) -> Self {
        let json = json.trim_ascii();
        match json.as_bytes().first() {
            Some(b'"') => Self::Text(json),
            Some(b'{') => Self::Object(json),
            Some(b'[') => Self::Array(json),
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'n') | None => Self::Null,
            Some(_) => Self::Number(json),
        }
    }

    /// The value as a cell holds it: a text without its quotation marks, blank for `null`, JSON for what has parts.
    pub(crate) fn text(self) -> Cow<'a, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            Self::Number(text) | Self::Array(text) | Self::Object(text) | Self::Cell(text) => {
                Cow::Borrowed(text)
            }
            Self::Text(json) => unquote(json),
        }
    }
}

/// The text that a JSON string writes.
fn unquote(json: &str) -> Cow<'_, str> {
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    let inner = json
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('\\') => Cow::Borrowed(inner),
        // The record was read as a whole before, so that each string in it is valid.
        _ => serde_json::from_str::<Text<'_>>(json).map_or(Cow::Borrowed(json), |text| text.0),
    }
}

/// The members of an object in their order.
#[derive(Default)]
pub(crate) struct Members<'a> {
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    name: Cow<'a, str>,
    json: &'a str,
    /// Its own members, read when a path first steps into it.
    inner: OnceCell<Option<Box<Members<'a>>>>,
}

impl<'a> Members<'a> {
    /// Reads an object. All of the text is checked, and nothing may follow the object.
    pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The member of this name. Where a name is given more than once, the last counts, as for most readers of JSON.
    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.last(name).map(|member| Value::of(member.json))
    }

    fn last(&self, name: &str) -> Option<&Member<'a>> {
        self.members.iter().rev().find(|own| own.name == name)
    }

    /// The member that is meant by a name: the one of this name; else, of a name with a `*` in it the first that fits,
    /// and the only one with the same letters and digits.
    pub(crate) fn find(&self, name: &Name) -> Option<Value<'a>> {
        self.meant(name).map(|member| Value::of(member.json))
    }

    fn meant(&self, name: &Name) -> Option<&Member<'a>> {
        if let Some(member) = self.last(name.as_str()) {
            return Some(member);
        }
        let mut fitting = self.members.iter().filter(|own| name.fits(&own.name));
        let first = fitting.next()?;
        (name.takes_first() || fitting.next().is_none()).then_some(first)
    }

    /// The members of the object that is meant by a name, read once for all paths into it.
    pub(crate) fn inner(&self, name: &Name) -> Option<&Members<'a>> {
        let member = self.meant(name)?;
        let read = || match Value::of(member.json) {
            Value::Object(json) => Members::read(json).ok().map(Box::new),
            _ => None,
        };
        member.inner.get_or_init(read).as_deref()
    }

    /// Whether a name is given more than once.
    pub(crate) fn has_duplicate(&self) -> bool {
        let names = || self.members.iter().map(|member| member.name.as_ref());
        if self.members.len() <= 64 {
            // Names of different lengths are told apart by these alone, so this is quicker than sorting.
            return names()
                .enumerate()
                .any(|(place, name)| names().skip(place + 1).any(|other: &str| other == name));
        }
        let mut sorted: Vec<&str> = names().collect();
        sorted.sort_unstable();
        sorted
            .windows(2)
            .any(|pair| matches!(pair, [first, second] if first == second))
    }

    /// The names, and the values as they are written.
    pub(crate) fn raw(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.members
            .iter()
            .map(|member| (member.name.as_ref(), member.json))
    }

    /// The names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Value<'a>)> {
        self.members
            .iter()
            .map(|member| (member.name.as_ref(), Value::of(member.json)))
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                #[derive(Deserialize)]
                struct Name<'a>(#[serde(borrow)] Cow<'a, str>);
                let mut members = Vec::with_capacity(USUAL_MEMBERS);
                while let Some((name, value)) = map.next_entry::<Name<'de>, &'de RawValue>()? {
                    members.push(Member {
                        name: name.0,
                        json: value.get(),
                        inner: OnceCell::new(),
                    });
                }
                Ok(Members { members })
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// How many members an object is expected to have.
const USUAL_MEMBERS: usize = 8;

/// The elements of an array.
pub(crate) struct Elements<'a>(Vec<&'a str>);

impl<'a> Elements<'a> {
    pub(crate) fn read(json: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Value<'a>> {
        self.0.iter().map(|json| Value::of(json))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Array;
        impl<'de> Visitor<'de> for Array {
            type Value = Elements<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut sequence: A,
            ) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = sequence.next_element::<&'de RawValue>()? {
                    elements.push(element.get());
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Array)
    }
}
