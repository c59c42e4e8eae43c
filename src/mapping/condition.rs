//! When something applies to a record.

use serde::Deserialize;

use super::{
    expression::{Context, Paths},
    path::Path,
};

/// A condition on one record. Exactly one of its forms is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Condition {
    /// The column or path that is looked at, or several, of which one has to be as the condition says.
    pub column: Option<Paths>,
    /// It is one of these, letter case aside.
    pub is: Option<Vec<String>>,
    /// It is there and none of these, letter case aside.
    pub is_not: Option<Vec<String>>,
    /// It is a list, with `separator` between its elements, that has the value of one of these paths.
    pub has: Option<Paths>,
    /// What is between the elements of a list that is one text.
    pub separator: Option<String>,
    /// It begins with one of these.
    pub begins_with: Option<Vec<String>>,
    /// It contains one of these.
    pub contains: Option<Vec<String>>,
    /// It is blank, or is not. Of several, all have to be blank, or one not.
    pub blank: Option<bool>,
    /// It is one of the words for true.
    pub truthy: Option<bool>,
    /// It is digits alone, or is not.
    pub number: Option<bool>,
    /// It is a moment that is still to come.
    pub in_future: Option<bool>,
    /// All of these hold.
    pub all: Option<Vec<Condition>>,
    /// One of these holds.
    pub any: Option<Vec<Condition>>,
    /// This does not hold.
    pub not: Option<Box<Condition>>,
}

impl Condition {
    /// The paths that the condition looks at.
    pub(crate) fn paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        let paths = self.column.iter().chain(&self.has);
        found.extend(paths.flat_map(|paths| &paths.0));
        for part in self.all.iter().chain(&self.any).flatten() {
            part.paths(found);
        }
        if let Some(part) = &self.not {
            part.paths(found);
        }
    }

    /// What is wrong with the form of the condition.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let parts = self.all.iter().chain(&self.any).flatten();
        let tests = [
            self.is.is_some(),
            self.is_not.is_some(),
            self.has.is_some(),
            self.begins_with.is_some(),
            self.contains.is_some(),
            self.blank.is_some(),
            self.truthy.is_some(),
            self.number.is_some(),
            self.in_future.is_some(),
        ];
        let tests = tests.iter().filter(|given| **given).count();
        let joins = [self.all.is_some(), self.any.is_some(), self.not.is_some()];
        let joins = joins.iter().filter(|given| **given).count();
        if self.separator.is_some() && self.has.is_none() {
            return Some("separator goes with has");
        }
        if self.column.is_some() {
            if tests != 1 || joins != 0 {
                return Some(
                    "a column needs one of is, is_not, has, begins_with, contains, blank, truthy, number, in_future",
                );
            }
        } else if tests != 0 || joins != 1 {
            return Some("a condition needs a column, or one of all, any, not");
        }
        parts.chain(self.not.as_deref()).find_map(Self::problem)
    }

    pub(crate) fn holds(&self, context: &Context<'_, '_>) -> bool {
        if let Some(all) = &self.all {
            return all.iter().all(|part| part.holds(context));
        }
        if let Some(any) = &self.any {
            return any.iter().any(|part| part.holds(context));
        }
        if let Some(not) = &self.not {
            return !not.holds(context);
        }
        let Some(Paths(paths)) = &self.column else {
            return false;
        };
        if let Some(blank) = self.blank {
            return paths.iter().all(|path| context.first(path).is_none()) == blank;
        }
        let mut holds = false;
        for path in paths {
            context.each(path, &mut |text: &str| {
                let text = text.trim();
                holds = holds || self.test(text, context);
            });
        }
        // A word for false, and a value that is not there, are both not true.
        match (self.truthy, self.in_future) {
            (Some(false), _) | (_, Some(false)) => !holds,
            _ => holds,
        }
    }

    fn test(&self, text: &str, context: &Context<'_, '_>) -> bool {
        let same = |word: &String| text.eq_ignore_ascii_case(word);
        if let Some(words) = &self.is {
            words.iter().any(same)
        } else if let Some(words) = &self.is_not {
            !text.is_empty() && !words.iter().any(same)
        } else if let Some(Paths(paths)) = &self.has {
            let Some(wanted) = paths.iter().find_map(|path| context.first(path)) else {
                return false;
            };
            let is_wanted = |own: &str| own.trim() == wanted.trim();
            match &self.separator {
                Some(separator) => text.split(separator.as_str()).any(is_wanted),
                None => is_wanted(text),
            }
        } else if let Some(words) = &self.begins_with {
            words.iter().any(|word| text.starts_with(word.as_str()))
        } else if let Some(words) = &self.contains {
            words.iter().any(|word| text.contains(word.as_str()))
        } else if self.truthy.is_some() {
            context.is_true(text)
        } else if let Some(number) = self.number {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) == number
        } else if self.in_future.is_some() {
            context.is_in_future(text)
        } else {
            false
        }
    }
}
