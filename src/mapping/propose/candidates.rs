//! Which names of a file may mean a column, and how sure that is.

use super::{Counted, SampleOfFile, Shape};
use crate::schema::synonyms::{self, letters};

/// How a name came to be taken for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Exact,
    Spelling,
    /// A usual name, with its place among those of its column.
    Synonym(usize),
}

impl By {
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Exact => "the same name",
            Self::Spelling => "the same name in another spelling",
            Self::Synonym(_) => "a usual name for it",
        }
    }
}

/// A name that may mean a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) place: usize,
    pub(super) by: By,
}

/// Usernames, as [`letters`] leaves their names. Other names for a username are those of an identifier.
const USERNAMES: &[&str] = &[
    "username",
    "userlogin",
    "login",
    "loginname",
    "accountname",
    "userprincipalname",
    "samaccountname",
    "handle",
    "benutzername",
    "nutzername",
    "identifiant",
    "usuario",
    "utente",
    "gebruikersnaam",
    "cognitousername",
];

/// Arrays of which the first element is meant where nothing else is said.
const LISTS: &[&str] = &[
    "emails",
    "emailaddresses",
    "mails",
    "phones",
    "phonenumbers",
    "mobiles",
    "addresses",
];

/// The names that may mean a column, the likeliest first.
pub(super) fn candidates(sample: &SampleOfFile, column: &str) -> Vec<Candidate> {
    let own = column.strip_prefix("custom:").unwrap_or(column);
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    for (place, name) in sample.names.iter().enumerate() {
        let last = last(name);
        let by = if name == column {
            By::Exact
        } else if letters(last) == letters(own) {
            By::Spelling
        } else {
            match synonyms::meant(last) {
                Some((meant, order)) if meant == column => By::Synonym(order),
                _ => continue,
            }
        };
        let depth = name.matches(['.', '[']).count();
        found.push((depth, Candidate { place, by }));
    }
    found.sort_by_key(|(depth, candidate)| (candidate.by, *depth, candidate.place));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The names of usernames, and those of identifiers.
pub(super) fn usernames(sample: &SampleOfFile) -> (Vec<Candidate>, Vec<Candidate>) {
    let all = candidates(sample, "cognito:username").into_iter();
    let is_username = |candidate: &Candidate| {
        let name = letters(last(name_at(sample, candidate.place)));
        USERNAMES.contains(&name.as_str())
    };
    let (names, ids): (Vec<_>, Vec<_>) = all.partition(is_username);
    let is_top = |candidate: &Candidate| !name_at(sample, candidate.place).contains(['.', '[']);
    (names, ids.into_iter().filter(is_top).collect())
}

pub(super) fn name_at(sample: &SampleOfFile, place: usize) -> &str {
    sample.names.get(place).map_or("", String::as_str)
}

/// The last part of a path, without what is said in brackets after it: `First Name [Required]`, `phoneNumber[0]`.
fn last(name: &str) -> &str {
    let name = match name.find([' ', '\t']) {
        Some(_) => name.split(['[', '(']).next().unwrap_or(name).trim(),
        None => name,
    };
    let last = name.rsplit_once('.').map_or(name, |(_, last)| last);
    last.strip_suffix("[0]").unwrap_or(last)
}

/// What holds a user's own values, where they are not at the top of a record.
const PERSONS: &[&str] = &[
    "account",
    "appmetadata",
    "attributes",
    "customattributes",
    "customdata",
    "data",
    "fields",
    "metadata",
    "name",
    "personal",
    "personaldata",
    "person",
    "profile",
    "rawusermetadata",
    "user",
    "usermetadata",
    "customer",
    "publicmetadata",
    "unsafemetadata",
    "trustedmetadata",
    "untrustedmetadata",
];

/// Whether a path leads through an object of which it is not known that it describes the user.
fn is_about_something_else(name: &str) -> bool {
    let Some((parents, _)) = name.rsplit_once('.') else {
        return false;
    };
    let mut parents = parents
        .split('.')
        .map(|parent| letters(parent.trim_end_matches("[0]")));
    parents.any(|parent| !PERSONS.contains(&parent.as_str()) && !LISTS.contains(&parent.as_str()))
}

/// Whether a path leads through the first element of an array that has elements of many kinds.
fn is_in_some_array(name: &str) -> bool {
    let Some((parents, _)) = name.rsplit_once('.') else {
        return false;
    };
    let arrays = parents
        .split('.')
        .filter_map(|part| part.strip_suffix("[0]"));
    arrays
        .into_iter()
        .any(|array| !LISTS.contains(&letters(array).as_str()))
}

/// What a value is said to be, and whether that is sure.
pub(super) struct Proposal {
    pub(super) value: String,
    pub(super) is_sure: bool,
    /// What the values show, after a semicolon.
    pub(super) shown: String,
}

impl Proposal {
    fn unsure(value: String, why: &str) -> Self {
        Self {
            value,
            is_sure: false,
            shown: format!("; {why}"),
        }
    }

    /// What a candidate for a column is worth. `email` and `username` are the places of those columns, where they are
    /// known.
    pub(super) fn of(
        sample: &SampleOfFile,
        column: &str,
        candidate: Candidate,
        email: Option<usize>,
        username: Option<usize>,
    ) -> Self {
        let name = name_at(sample, candidate.place);
        let value = super::quoted(name);
        if is_in_some_array(name) {
            return Self::unsure(value, "it is in one of several elements");
        }
        if is_about_something_else(name) {
            return Self::unsure(value, "it may be that of something else than the user");
        }
        if column == "updated_at" {
            return Self::unsure(value, "the import sets its own");
        }
        if column == "cognito:mfa_enabled" {
            return Self::unsure(value, "a second factor is not imported with the user");
        }
        if column == "address" && has_parts_of_address(sample) {
            return Self::unsure(value, "other columns have the rest of the address");
        }
        if let Some(shape) = Shape::of_column(column) {
            return Self::of_shape(sample, candidate.place, value, shape);
        }
        let mut value = Text::new(value);
        let same = |other: Option<usize>| {
            let other = other.filter(|other| *other != candidate.place)?;
            let are_same = |own: &str, other: &str| own.eq_ignore_ascii_case(other);
            pairs(sample, candidate.place, other)
                .any(|(own, other)| are_same(own, other))
                .then(|| super::quoted(name_at(sample, other)))
        };
        if matches!(column, "name" | "nickname") {
            let defaults: Vec<String> = [same(email), same(username)]
                .into_iter()
                .flatten()
                .collect();
            if !defaults.is_empty() {
                value.say(&format!("unless_same_as = [{}]", defaults.join(", ")));
            }
            if let Some(email) = email
                && pairs(sample, candidate.place, email).any(|(own, address)| {
                    address
                        .split_once('@')
                        .is_some_and(|(local, _)| own.eq_ignore_ascii_case(local))
                })
                && column == "nickname"
            {
                let address = super::quoted(name_at(sample, email));
                value.say(&format!("unless_local_part_of = {address}"));
            }
        }
        let has_entity = |text: &str| text.contains("&#") || text.contains("&amp;");
        if sample.values(candidate.place).any(has_entity) {
            value.say("html = true");
        }
        Self {
            value: value.text(),
            is_sure: true,
            shown: String::new(),
        }
    }

    fn of_shape(sample: &SampleOfFile, place: usize, value: String, shape: Shape) -> Self {
        let counted = sample.count(place, shape);
        let Counted {
            filled,
            of_shape,
            moments,
        } = counted;
        if shape == Shape::Boolean && filled > 0 && moments == filled {
            return Self {
                value: format!("{{ present = {value} }}"),
                is_sure: true,
                shown: "; its values are moments, which are there for the users that are verified"
                    .to_owned(),
            };
        }
        let digits = |text: &str| text.len() > 10 && text.bytes().all(|byte| byte.is_ascii_digit());
        if shape == Shape::Phone && filled > 0 && sample.values(place).all(digits) {
            return Self::unsure(
                format!("{{ from = {value}, prefix = \"+\" }}"),
                "its values are digits alone: is a plus sign missing?",
            );
        }
        Self {
            value,
            is_sure: of_shape > 0 && of_shape * 5 >= filled * 4,
            shown: format!("; {of_shape} of {filled} values are {}", shape.plural()),
        }
    }
}

/// A column, alone or with what becomes of its value.
struct Text {
    name: String,
    more: String,
}

impl Text {
    const fn new(name: String) -> Self {
        Self {
            name,
            more: String::new(),
        }
    }

    fn say(&mut self, entry: &str) {
        self.more.push_str(", ");
        self.more.push_str(entry);
    }

    fn text(self) -> String {
        let Self { name, more } = self;
        if more.is_empty() {
            name
        } else {
            format!("{{ from = {name}{more} }}")
        }
    }
}

/// The values of two columns in the records that have both.
fn pairs(sample: &SampleOfFile, one: usize, other: usize) -> impl Iterator<Item = (&str, &str)> {
    sample.records.iter().filter_map(move |record| {
        let (one, other) = (record.get(one)?.trim(), record.get(other)?.trim());
        (!one.is_empty() && !other.is_empty()).then_some((one, other))
    })
}

fn has_parts_of_address(sample: &SampleOfFile) -> bool {
    let parts = [
        "city",
        "town",
        "locality",
        "postalcode",
        "postcode",
        "zip",
        "zipcode",
    ];
    let mut names = sample.names.iter().map(|name| letters(last(name)));
    names.any(|name| parts.contains(&name.as_str()))
}

/// The column that says of what function a hash is, where there is one: the text of the hash alone does not.
pub(super) fn names_function(sample: &SampleOfFile) -> Option<&str> {
    let functions = [
        "passwordhasher",
        "hasher",
        "passwordhashalgorithm",
        "hashalgorithm",
        "encryptionscheme",
        "hashmethod",
        "passwordalgorithm",
    ];
    let mut names = sample.names.iter();
    let name = names.find(|name| functions.contains(&letters(last(name)).as_str()))?;
    Some(name)
}
