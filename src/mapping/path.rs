//! Paths into a record: `email`, `user_metadata.plan`, `identities[0].provider`, `emails[].address`,
//! `credentials[type=password].secretData`, `addresses[id=@primary_id].email`, `OAuth.*`.
//!
//! A step into a text reads the text as JSON, since many exports keep objects in strings or in the cells of a CSV file.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Deserializer};

use crate::schema::synonyms::{has_letters, letters};

use super::{
    record::is_between,
    value::{Elements, Members, Value},
};

/// A path: first the name of a column or of a member of the record, then steps into its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The path as it was written.
    text: String,
    /// The name of the column or member that it begins with.
    first: Name,
    steps: Vec<Step>,
}

/// A name that is looked for in each record, with what the search needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    text: String,
    /// Its letters and digits, in lower case.
    letters: String,
    /// What precedes and follows the `*` in it, which stands for any characters.
    around_star: Option<(String, String)>,
}

impl Name {
    pub(crate) fn new(text: &str) -> Self {
        let around_star = text.split_once('*');
        Self {
            text: text.to_owned(),
            letters: letters(text),
            around_star: around_star.map(|(before, after)| (before.to_owned(), after.to_owned())),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn letters(&self) -> &str {
        &self.letters
    }

    /// Whether another name, which is not the same, is meant by it: it fits around the `*`, or has the same letters.
    #[inline]
    pub(crate) fn fits(&self, name: &str) -> bool {
        // Most names differ in their first letter already.
        let may_fit = match (name.as_bytes().first(), self.letters.as_bytes().first()) {
            (Some(own), Some(first)) if own.is_ascii_alphanumeric() => {
                own.eq_ignore_ascii_case(first)
            }
            _ => true,
        };
        (may_fit || self.around_star.is_some()) && self.fits_whole(name)
    }

    fn fits_whole(&self, name: &str) -> bool {
        match &self.around_star {
            Some((before, after)) => is_between(name, before, after),
            None => has_letters(name, &self.letters),
        }
    }

    /// Whether the first of several names that fit is meant.
    pub(crate) const fn takes_first(&self) -> bool {
        self.around_star.is_some()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// A member of an object.
    Member(String),
    /// Each member of an object.
    EachMember,
    /// An element of an array, from 0.
    Index(usize),
    /// Each element of an array.
    Each,
    /// Those elements of an array of which a member has a value.
    Where(String, Wanted),
}

/// The value that a member must have.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    Text(String),
    /// A text that begins so.
    BeginsWith(String),
    /// What another member of the record holds.
    Path(Box<Path>),
}

/// A text is not a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathError {
    /// The number of bytes before the mistake.
    pub at: usize,
    /// What is expected there.
    pub expected: &'static str,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {} at character {}", self.expected, self.at + 1)
    }
}

impl std::error::Error for PathError {}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut rest = text;
        let at = |rest: &str| text.len() - rest.len();
        let first = name(&mut rest).ok_or(PathError {
            at: 0,
            expected: "a name",
        })?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('.') {
                rest = after;
                let member = name(&mut rest).ok_or(PathError {
                    at: at(rest),
                    expected: "a name after the full stop",
                })?;
                steps.push(match member {
                    "*" => Step::EachMember,
                    _ => Step::Member(member.to_owned()),
                });
            } else if let Some(after) = rest.strip_prefix('[') {
                let (inside, after) = after.split_once(']').ok_or(PathError {
                    at: text.len(),
                    expected: "a closing bracket",
                })?;
                steps.push(selector(inside).ok_or(PathError {
                    at: at(rest) + 1,
                    expected: "nothing, a number, or name=value in the brackets",
                })?);
                rest = after;
            } else {
                return Err(PathError {
                    at: at(rest),
                    expected: "a full stop or an opening bracket",
                });
            }
        }
        Ok(Self {
            text: text.to_owned(),
            first: Name::new(first),
            steps,
        })
    }
}

/// Takes a name off the front: up to a full stop or an opening bracket.
fn name<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    *rest = after;
    (!name.is_empty()).then_some(name)
}

fn selector(inside: &str) -> Option<Step> {
    if inside.is_empty() {
        return Some(Step::Each);
    }
    if let Some((member, wanted)) = inside.split_once('=') {
        let wanted = match wanted.strip_prefix('@') {
            Some(path) => Wanted::Path(Box::new(Path::lenient(path))),
            None => match wanted.strip_suffix('*') {
                Some(start) => Wanted::BeginsWith(start.to_owned()),
                None => Wanted::Text(wanted.to_owned()),
            },
        };
        return Some(Step::Where(member.to_owned(), wanted));
    }
    inside.parse().ok().map(Step::Index)
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::lenient(&text))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Path {
    /// The path that a text writes, or the name that it is where it is not the form of a path: names of columns hold
    /// brackets and full stops, too.
    pub fn lenient(text: &str) -> Self {
        text.parse().unwrap_or_else(|_| Self {
            text: text.to_owned(),
            first: Name::new(text),
            steps: Vec::new(),
        })
    }

    /// The name of the column or member that it begins with.
    pub fn first(&self) -> &str {
        &self.first.text
    }

    /// The same with what a search needs.
    pub(crate) const fn first_name(&self) -> &Name {
        &self.first
    }

    /// The path as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What follows the first name and its full stop.
    pub(crate) fn rest(&self) -> Option<&str> {
        self.text
            .strip_prefix(self.first.text.as_str())?
            .strip_prefix('.')
    }

    /// Whether it is a name and nothing else.
    pub fn is_name(&self) -> bool {
        self.steps.is_empty()
    }

    /// Calls `found` for each text that the path leads to from the value of its first name. A value that is not there
    /// and `null` are not called for.
    pub(crate) fn follow<'a>(
        &self,
        value: Value<'a>,
        root: &dyn Fn(&Path) -> Option<String>,
        found: &mut dyn FnMut(Cow<'a, str>),
    ) {
        walk(value, &self.steps, root, found);
    }

    /// The same where the value is an object of which the members were read.
    pub(crate) fn follow_members<'a>(
        &self,
        members: &Members<'a>,
        root: &dyn Fn(&Path) -> Option<String>,
        found: &mut dyn FnMut(Cow<'a, str>),
    ) {
        if let Some((Step::Member(name), rest)) = self.steps.split_first()
            && let Some(member) = members.get(name)
        {
            walk(member, rest, root, found);
        }
    }

    /// Whether the first step is into a member of an object.
    pub(crate) fn steps_into_member(&self) -> bool {
        matches!(self.steps.first(), Some(Step::Member(_)))
    }
}

impl Path {
    /// The same from a text that the first name stands for.
    pub(crate) fn follow_text(&self, text: &str, found: &mut dyn FnMut(&str)) {
        self.follow(Value::Cell(text), &|_| None, &mut |text| found(&text));
    }
}

fn walk<'a>(
    value: Value<'a>,
    steps: &[Step],
    root: &dyn Fn(&Path) -> Option<String>,
    found: &mut dyn FnMut(Cow<'a, str>),
) {
    let Some((step, rest)) = steps.split_first() else {
        if !matches!(value, Value::Null) {
            found(value.text());
        }
        return;
    };
    match (value, step) {
        (Value::Text(_) | Value::Cell(_), _) => {
            let text = value.text();
            if looks_like_json(&text) {
                walk_text(&text, steps, root, &mut |inner| found(Cow::Owned(inner)));
            } else if matches!(step, Step::Index(0) | Step::Each) {
                // What may have several values is written without brackets where it has one.
                walk(value, rest, root, found);
            }
        }
        (Value::Bool(_) | Value::Number(_), Step::Index(0) | Step::Each) => {
            walk(value, rest, root, found);
        }
        (Value::Object(json), Step::EachMember) => {
            if let Ok(members) = Members::read(json) {
                for (_, member) in members.iter() {
                    walk(member, rest, root, found);
                }
            }
        }
        (Value::Object(json), Step::Member(name)) => {
            if let Some(member) = Members::read(json)
                .ok()
                .and_then(|members| members.get(name))
            {
                walk(member, rest, root, found);
            }
        }
        (Value::Array(json), Step::Index(index)) => {
            let elements = Elements::read(json).ok();
            if let Some(element) = elements.and_then(|elements| elements.iter().nth(*index)) {
                walk(element, rest, root, found);
            }
        }
        (Value::Array(json), Step::Each) => {
            for element in Elements::read(json).iter().flat_map(Elements::iter) {
                walk(element, rest, root, found);
            }
        }
        (Value::Array(json), Step::Where(name, wanted)) => {
            let of_record;
            let (wanted, is_start) = match wanted {
                Wanted::Text(text) => (text, false),
                Wanted::BeginsWith(text) => (text, true),
                Wanted::Path(path) => {
                    let Some(text) = root(path) else { return };
                    of_record = text;
                    (&of_record, false)
                }
            };
            for element in Elements::read(json).iter().flat_map(Elements::iter) {
                if let Value::Object(object) = element
                    && let Ok(members) = Members::read(object)
                    && members.get(name).is_some_and(|value| {
                        let text = value.text();
                        text == wanted.as_str() || (is_start && text.starts_with(wanted))
                    })
                {
                    walk(element, rest, root, found);
                }
            }
        }
        _ => {}
    }
}

fn looks_like_json(text: &str) -> bool {
    matches!(
        text.trim_ascii_start().as_bytes().first(),
        Some(b'{' | b'[')
    )
}

/// Steps into a text that holds JSON. Where its quotation marks were escaped once more, as some exports do, they are
/// read so.
fn walk_text(
    text: &str,
    steps: &[Step],
    root: &dyn Fn(&Path) -> Option<String>,
    found: &mut dyn FnMut(String),
) {
    let is_valid = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if is_valid(text) {
        walk(Value::of(text), steps, root, &mut |inner| {
            found(inner.into_owned());
        });
        return;
    }
    let unescaped = text.replace("\\\"", "\"");
    if is_valid(&unescaped) {
        walk(Value::of(&unescaped), steps, root, &mut |inner| {
            found(inner.into_owned());
        });
    }
}
