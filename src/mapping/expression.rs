//! How the value of one column is made of a record.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};

use super::{condition::Condition, moment::is_after, path::Path, record::Record};

/// What a mapping can look at while it maps one record.
pub(crate) struct Context<'r, 'a> {
    pub(crate) record: &'r Record<'a>,
    /// The values that were joined to the record, by the name of the join and the path.
    pub(crate) joined: &'r dyn Joined,
    /// The columns that were mapped before, by their names in the CSVHeader.
    pub(crate) mapped: Columns<'r>,
    pub(crate) words: &'r Words,
    /// The moment of the run, in seconds since 1970.
    pub(crate) now: i64,
    /// The element of a list that a plan is made for.
    pub(crate) item: Option<&'r str>,
}

/// Columns of the CSVHeader with their values.
#[derive(Clone, Copy, Default)]
pub(crate) struct Columns<'r> {
    pub(crate) names: &'r [String],
    pub(crate) values: &'r [String],
}

impl<'r> Columns<'r> {
    /// The value of the column of this name.
    pub(crate) fn get(self, name: &str) -> Option<&'r str> {
        let place = self.names.iter().position(|own| own == name)?;
        self.values.get(place).map(String::as_str)
    }
}

/// Values from other files that belong to a record.
pub(crate) trait Joined {
    /// Calls `found` for each value; says whether there is a join of this name.
    fn each(&self, join: &str, path: &str, found: &mut dyn FnMut(&str)) -> bool;
}

/// Nothing was joined.
pub(crate) struct NothingJoined;

impl Joined for NothingJoined {
    fn each(&self, _: &str, _: &str, _: &mut dyn FnMut(&str)) -> bool {
        false
    }
}

/// The words that stand for true, and those that stand for a value that is not there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Words {
    pub(crate) yes: Vec<String>,
    pub(crate) null: Vec<String>,
}

const YES: &[&str] = &["true", "t", "1", "yes", "y"];

impl Context<'_, '_> {
    /// Calls `found` for each text that a path leads to.
    pub(crate) fn each(&self, path: &Path, found: &mut dyn FnMut(&str)) {
        let mut given = |text: &str| {
            let text = if self.words.null.iter().any(|word| word == text) {
                ""
            } else {
                text
            };
            found(text);
        };
        if let (Some(item), "item") = (self.item, path.first()) {
            path.follow_text(item, &mut given);
        } else if let Some(rest) = path.rest()
            && self.joined.each(path.first(), rest, &mut given)
        {
        } else if let (true, Some(mapped)) = (path.is_name(), self.mapped.get(path.as_str())) {
            given(mapped);
        } else {
            self.record.each(path, &mut |text| given(&text));
        }
    }

    /// The first text that is not blank.
    pub(crate) fn first(&self, path: &Path) -> Option<String> {
        let mut first = None;
        self.each(path, &mut |text| {
            if first.is_none() && !text.trim().is_empty() {
                first = Some(text.to_owned());
            }
        });
        first
    }

    pub(crate) fn is_true(&self, text: &str) -> bool {
        YES.iter().any(|word| text.eq_ignore_ascii_case(word))
            || self.words.yes.iter().any(|word| word == text)
    }

    pub(crate) fn is_in_future(&self, text: &str) -> bool {
        is_after(text, self.now)
    }
}

/// How a column is filled: by a path, by the first of several that is not blank, or as a table says.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Source {
    /// The first of these paths that is not blank.
    Paths(Vec<Path>),
    /// Something else, or more.
    Expression(Box<Expression>),
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Source;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column, a list of columns, or a table")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Source, E> {
                Ok(Source::Paths(vec![Path::lenient(text)]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Source, A::Error> {
                let list = de::value::SeqAccessDeserializer::new(sequence);
                Vec::deserialize(list).map(Source::Paths)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Source, A::Error> {
                let table = de::value::MapAccessDeserializer::new(map);
                Expression::deserialize(table).map(|table| Source::Expression(Box::new(table)))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// One path, or several.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Paths(pub Vec<Path>);

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Source::deserialize(deserializer)? {
            Source::Paths(paths) => Ok(Self(paths)),
            Source::Expression(_) => {
                Err(de::Error::custom("expected a column or a list of columns"))
            }
        }
    }
}

/// How a value is made. One of `from`, `template`, `value`, `present`, `when`, `list` says of what; the rest
/// says what becomes of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Expression {
    /// The first of these that is not blank.
    pub from: Option<Paths>,
    /// A text with columns in braces, such as `{first} {last}`. Blank where all of them are.
    pub template: Option<Template>,
    /// The same value for all.
    pub value: Option<String>,
    /// `true` where one of these is not blank, else `false`.
    pub present: Option<Paths>,
    /// `true` where the condition holds, else `false`.
    pub when: Option<Condition>,
    /// Those of these that are not blank, one after the other.
    pub list: Option<Vec<Path>>,
    /// What is written between the values of `list`. By default `, `.
    pub separator: Option<String>,
    /// What a value is replaced with.
    pub lookup: Option<BTreeMap<String, String>>,
    /// What a value is replaced with that `lookup` does not have. Without it, the value stays.
    pub otherwise: Option<String>,
    /// Blank where the value is that of one of these.
    pub unless_same_as: Option<Paths>,
    /// Blank where the value is what precedes the at sign of one of these.
    pub unless_local_part_of: Option<Paths>,
    /// Cut off up to and with the first of this text.
    pub after: Option<String>,
    /// Written before a value that does not begin with it.
    pub prefix: Option<String>,
    /// Letters become lower case.
    pub lower_case: bool,
    /// Entities of HTML become their characters.
    pub html: bool,
}

impl Source {
    pub(crate) fn paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        match self {
            Self::Paths(paths) => found.extend(paths),
            Self::Expression(expression) => expression.paths(found),
        }
    }

    /// Whether it says true or false of a joined file. Of one that is not joined, nothing is known.
    pub(crate) fn is_flag_about(&self, join: &str) -> bool {
        let mut paths = Vec::new();
        self.paths(&mut paths);
        let is_about = |path: &&Path| path.first() == join && path.rest().is_some();
        matches!(self, Self::Expression(expression) if expression.is_flag())
            && paths.iter().any(is_about)
    }

    /// What is wrong with its form.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match self {
            Self::Paths(_) => None,
            Self::Expression(expression) => expression.problem(),
        }
    }

    /// The value for a record, blank where there is none.
    pub(crate) fn value(&self, context: &Context<'_, '_>) -> String {
        match self {
            Self::Paths(paths) => first_of(paths, context).unwrap_or_default(),
            Self::Expression(expression) => expression.value(context),
        }
    }
}

fn first_of(paths: &[Path], context: &Context<'_, '_>) -> Option<String> {
    paths.iter().find_map(|path| context.first(path))
}

impl Expression {
    /// Whether it says true or false of what it looks at.
    const fn is_flag(&self) -> bool {
        self.present.is_some() || self.when.is_some()
    }

    /// What is wrong with its form.
    fn problem(&self) -> Option<&'static str> {
        let kinds = [
            self.from.is_some(),
            self.template.is_some(),
            self.value.is_some(),
            self.present.is_some(),
            self.when.is_some(),
            self.list.is_some(),
        ];
        if kinds.iter().filter(|given| **given).count() != 1 {
            return Some("give exactly one of from, template, value, present, when, list");
        }
        if self.separator.is_some() && self.list.is_none() {
            return Some("separator goes with list");
        }
        if self.otherwise.is_some() && self.lookup.is_none() {
            return Some("otherwise goes with lookup");
        }
        self.when.as_ref().and_then(Condition::problem)
    }

    fn paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        let many = [
            &self.from,
            &self.present,
            &self.unless_same_as,
            &self.unless_local_part_of,
        ];
        for paths in many.into_iter().flatten() {
            found.extend(&paths.0);
        }
        found.extend(self.list.iter().flatten());
        if let Some(template) = &self.template {
            template.paths(found);
        }
        if let Some(when) = &self.when {
            when.paths(found);
        }
    }

    fn value(&self, context: &Context<'_, '_>) -> String {
        let flag = |is: bool| is.to_string();
        let value = if let Some(paths) = &self.from {
            first_of(&paths.0, context).unwrap_or_default()
        } else if let Some(template) = &self.template {
            template.fill(context).unwrap_or_default()
        } else if let Some(value) = &self.value {
            value.clone()
        } else if let Some(paths) = &self.present {
            flag(first_of(&paths.0, context).is_some())
        } else if let Some(condition) = &self.when {
            flag(condition.holds(context))
        } else if let Some(list) = &self.list {
            let values = list.iter().filter_map(|path| context.first(path));
            let values: Vec<String> = values.collect();
            values.join(self.separator.as_deref().unwrap_or(", "))
        } else {
            String::new()
        };
        self.refine(value, context)
    }

    fn refine(&self, mut value: String, context: &Context<'_, '_>) -> String {
        if value.trim().is_empty() {
            return value;
        }
        if let Some(mark) = &self.after
            && let Some((_, rest)) = value.split_once(mark.as_str())
        {
            let after = value.len() - rest.len();
            value.drain(..after);
        }
        if let Some(lookup) = &self.lookup {
            if let Some(other) = lookup.get(value.trim()) {
                value.clone_from(other);
            } else if let Some(otherwise) = &self.otherwise {
                value.clone_from(otherwise);
            }
        }
        if self.html {
            value = unescape_html(&value).into_owned();
        }
        if let Some(paths) = &self.unless_same_as {
            let mut is_same = false;
            for path in &paths.0 {
                context.each(path, &mut |text| {
                    is_same = is_same || text.trim().eq_ignore_ascii_case(value.trim());
                });
            }
            if is_same {
                return String::new();
            }
        }
        if let Some(paths) = &self.unless_local_part_of
            && let Some(address) = first_of(&paths.0, context)
            && let Some((local, _)) = address.rsplit_once('@')
            && local.trim().eq_ignore_ascii_case(value.trim())
        {
            return String::new();
        }
        if let Some(prefix) = &self.prefix
            && !value.starts_with(prefix.as_str())
        {
            value.insert_str(0, prefix);
        }
        if self.lower_case {
            value = value.to_lowercase();
        }
        value
    }
}

/// A text with paths in braces, such as `{first} {last}`. `{{` is a brace.
#[derive(Debug, Clone, Default)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Path(Path),
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&text))
    }
}

impl Template {
    /// The template that a text writes. A brace that does not close is a brace.
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("{{") {
                pieces.push(Piece::Text("{".to_owned()));
                rest = after;
            } else if let Some((path, after)) =
                rest.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            {
                pieces.push(Piece::Path(Path::lenient(path)));
                rest = after;
            } else {
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, letter)| *letter == '{')
                    .map_or(rest.len(), |(end, _)| end);
                let (text, after) = rest.split_at(end);
                pieces.push(Piece::Text(text.to_owned()));
                rest = after;
            }
        }
        Self(pieces)
    }

    pub(crate) fn paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        found.extend(self.0.iter().filter_map(|piece| match piece {
            Piece::Path(path) => Some(path),
            Piece::Text(_) => None,
        }));
    }

    /// The template filled; `None` where it names paths and all of them are blank.
    pub(crate) fn fill(&self, context: &Context<'_, '_>) -> Option<String> {
        let mut filled = String::new();
        let (mut paths, mut blanks) = (0, 0);
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Path(path) => {
                    paths += 1;
                    match context.first(path) {
                        Some(text) => filled.push_str(text.trim()),
                        None => blanks += 1,
                    }
                }
            }
        }
        (paths == 0 || blanks < paths).then(|| filled.trim().to_owned())
    }
}

/// The text of HTML with its entities read: those by name that every text needs, and all by number.
fn unescape_html(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        read.push_str(before);
        let entity = after.split_once(';').and_then(|(name, after)| {
            let letter = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => '\u{A0}',
                _ => {
                    let number = name.strip_prefix('#')?;
                    let number = match number.strip_prefix(['x', 'X']) {
                        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(number)?
                }
            };
            Some((letter, after))
        });
        if let Some((letter, after)) = entity {
            read.push(letter);
            rest = after;
        } else {
            read.push('&');
            rest = after;
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}
