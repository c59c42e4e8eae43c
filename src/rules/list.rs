//! The one list of rules, in the order in which they are asked and shown, and the ids into it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::{
    Rule, birthdate, choice, constraints, dropped, email, face_value, file, header, line, mfa,
    password_hash, phone_number, source, username, verified, writing,
};

/// The rules of each folder, in the order of the list.
const FOLDERS: [&[&Rule]; 16] = [
    header::RULES,
    file::RULES,
    line::RULES,
    source::RULES,
    dropped::RULES,
    username::RULES,
    verified::RULES,
    email::RULES,
    phone_number::RULES,
    mfa::RULES,
    birthdate::RULES,
    constraints::RULES,
    face_value::RULES,
    password_hash::RULES,
    writing::RULES,
    choice::RULES,
];

/// Every rule.
pub static RULES: &[&Rule] = &{
    const COUNT: usize = {
        let mut count = 0;
        let mut folders: &[&[&Rule]] = &FOLDERS;
        while let [folder, rest @ ..] = folders {
            count += folder.len();
            folders = rest;
        }
        count
    };
    const NONE: &Rule = &Rule::BASE;
    let mut rules = [NONE; COUNT];
    let mut places: &mut [&Rule] = &mut rules;
    let mut folders: &[&[&Rule]] = &FOLDERS;
    while let [folder, rest @ ..] = folders {
        let (here, after) = places.split_at_mut(folder.len());
        here.copy_from_slice(folder);
        places = after;
        folders = rest;
    }
    rules
};

/// Which rule: its place in [`RULES`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(u16);

impl RuleId {
    /// The rule itself.
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is only made from a place in the list, and the list never changes"
    )]
    pub fn rule(self) -> &'static Rule {
        RULES[self.index()]
    }

    /// The rule's place in [`RULES`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Every rule's id, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).take(RULES.len()).map(Self)
    }

    /// The id of the rule of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|id| id.rule().name == name)
    }

    /// The id of the rule of this name, in a constant.
    ///
    /// ```
    /// use cognito_preflight::rules::RuleId;
    ///
    /// const MISSING: RuleId = RuleId::of("username-missing");
    /// assert_eq!(MISSING.rule().name, "username-missing");
    /// ```
    ///
    /// # Panics
    ///
    /// When no rule has this name; in a constant, the program does not compile.
    ///
    /// ```compile_fail
    /// # use cognito_preflight::rules::RuleId;
    /// const MISSPELT: RuleId = RuleId::of("username-mising");
    /// # assert_eq!(MISSPELT.rule().name, "username-mising");
    /// ```
    #[expect(
        clippy::panic,
        reason = "in a constant it stops the compiler, as its documentation says"
    )]
    pub const fn of(name: &str) -> Self {
        let mut place = 0;
        let mut rest = RULES;
        while let [rule, tail @ ..] = rest {
            if super::is_same(rule.name, name) {
                return Self(place);
            }
            place += 1;
            rest = tail;
        }
        panic!("no rule has this name")
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule().name)
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.rule().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_shown_as_the_name_of_its_rule() {
        for id in RuleId::all() {
            assert_eq!(format!("{id:?}"), id.rule().name);
            assert_eq!(RuleId::named(id.rule().name), Some(id));
            assert_eq!(RuleId::of(id.rule().name), id);
        }
    }
}
