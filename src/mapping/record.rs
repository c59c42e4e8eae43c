//! One record of a source, by the names of its columns or members.

use std::{borrow::Cow, collections::HashMap};

use crate::schema::synonyms::letters;

use super::{
    path::{Name, Path},
    value::{Members, Value},
};

/// A record as it was read.
pub(crate) enum Record<'a> {
    /// The fields of a line, under the names of the header.
    Fields {
        names: &'a Names,
        fields: &'a [Cow<'a, str>],
    },
    /// A JSON object.
    Members(Members<'a>),
}

/// The names of a header, found by their exact spelling or, where that is not there, by their letters and digits alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    in_order: Vec<String>,
    exact: HashMap<String, usize>,
    /// `None` where several names have the same letters.
    letters: HashMap<String, Option<usize>>,
}

impl Names {
    /// The names of a header, in the order of its fields. Of a name that is there twice, the first counts.
    pub(crate) fn new(names: Vec<String>) -> Self {
        let (mut exact, mut by_letters) = (HashMap::new(), HashMap::new());
        for (place, name) in names.iter().enumerate() {
            exact.entry(name.clone()).or_insert(place);
            by_letters
                .entry(letters(name))
                .and_modify(|place| *place = None)
                .or_insert(Some(place));
        }
        Self {
            in_order: names,
            exact,
            letters: by_letters,
        }
    }

    /// The place of the field of this name. One `*` in it stands for any characters.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.place_of(&Name::new(name))
    }

    /// The same for a name that is looked for often.
    pub(crate) fn place_of(&self, name: &Name) -> Option<usize> {
        if let Some(place) = self.exact.get(name.as_str()) {
            return Some(*place);
        }
        if name.takes_first() {
            return self.in_order.iter().position(|own| name.fits(own));
        }
        *self.letters.get(name.letters())?
    }

    /// Whether there is a field of this name, or a member below one: `profile.email` is below `profile`.
    pub(crate) fn has(&self, name: &str) -> bool {
        let is_below = |own: &String| {
            own.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        };
        self.place(name).is_some() || self.in_order.iter().any(is_below)
    }

    /// The names, in the order of the fields.
    pub(crate) fn all(&self) -> &[String] {
        &self.in_order
    }
}

/// Whether a name begins and ends so, with anything between.
pub(crate) fn is_between(name: &str, before: &str, after: &str) -> bool {
    name.strip_prefix(before)
        .is_some_and(|rest| rest.ends_with(after))
}

impl<'a> Record<'a> {
    /// Calls `found` for each text that a path leads to, blank ones included.
    pub(crate) fn each(&self, path: &Path, found: &mut dyn FnMut(Cow<'a, str>)) {
        let root = |path: &Path| self.first_text(path).map(Cow::into_owned);
        // The whole path may be the name of a column: exports write `identities[0].connection` as one.
        if !path.is_name()
            && let Some(whole) = self.exact_member(path.as_str())
        {
            found(whole.text());
            return;
        }
        if let Self::Members(members) = self
            && path.steps_into_member()
            && let Some(inner) = members.inner(path.first_name())
        {
            path.follow_members(inner, &root, found);
        } else if let Some(value) = self.member(path.first_name()) {
            path.follow(value, &root, found);
        }
    }

    /// The first text that a path leads to, where it is not blank.
    pub(crate) fn first_text(&self, path: &Path) -> Option<Cow<'a, str>> {
        let mut first = None;
        self.each(path, &mut |text| {
            if first.is_none() && !text.trim().is_empty() {
                first = Some(text);
            }
        });
        first
    }

    /// The member of this name, letter case aside.
    fn exact_member(&self, name: &str) -> Option<Value<'a>> {
        let is_own = |own: &str| own.eq_ignore_ascii_case(name);
        match self {
            Self::Fields { names, fields } => {
                let fields: &'a [Cow<'a, str>] = fields;
                let place = names.all().iter().position(|own| is_own(own))?;
                Some(Value::Cell(fields.get(place)?))
            }
            Self::Members(members) => {
                let mut members = members.iter();
                members.find(|(own, _)| is_own(own)).map(|(_, value)| value)
            }
        }
    }

    fn member(&self, name: &Name) -> Option<Value<'a>> {
        match self {
            Self::Fields { names, fields } => {
                let fields: &'a [Cow<'a, str>] = fields;
                let field = fields.get(names.place_of(name)?)?;
                Some(Value::Cell(field))
            }
            Self::Members(members) => members.find(name),
        }
    }
}
