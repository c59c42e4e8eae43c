//! A mapping with what a run needs beside it.

use super::{
    Mapping, Note, Source,
    join::JoinTable,
    mapper::{Asked, Mapper},
};
use crate::{schema::Schema, values::password_hash::source::Pbkdf2Alphabet};

/// A source: its mapping, the files that are joined to it, and how its hashes are written.
#[derive(Debug)]
#[non_exhaustive]
pub struct MappedSource {
    /// The mapping.
    pub mapping: Mapping,
    /// The joined files.
    pub(crate) tables: Vec<JoinTable>,
    /// The alphabet of PBKDF2.
    pub pbkdf2_alphabet: Pbkdf2Alphabet,
    /// A secret was added to passwords before they were hashed, or they were hashed twice: no hash can be imported.
    pub peppered: bool,
    /// The moment against which bans that end are held, in seconds since 1970.
    pub now: i64,
    /// What becomes of users whose hash cannot be imported.
    pub unusable_hash: UnusableHash,
    /// What becomes of users that the source has locked out.
    pub locked_out: LockedOut,
}

/// What becomes of a user whose password hash cannot be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the user is imported without a password, or not at all"
)]
pub enum UnusableHash {
    /// The user is imported without a password, has to reset it, and is listed in the plan.
    #[default]
    Reset,
    /// The user is rejected.
    Reject,
}

/// What becomes of a user that the source has locked out. The import job cannot carry that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the user is rejected, or imported with a plan or without one"
)]
pub enum LockedOut {
    /// The user is rejected.
    #[default]
    Reject,
    /// The user is imported, and the plan says that they are to be disabled.
    Plan,
    /// The user is imported and can sign in.
    Keep,
}

impl MappedSource {
    /// A source with nothing joined. `now` is in seconds since 1970.
    pub const fn new(mapping: Mapping, now: i64) -> Self {
        Self {
            mapping,
            tables: Vec::new(),
            pbkdf2_alphabet: Pbkdf2Alphabet::Dot,
            peppered: false,
            now,
            unusable_hash: UnusableHash::Reset,
            locked_out: LockedOut::Reject,
        }
    }

    /// What everyone who comes from this source should read first. `is_set` says whether a column gets a value in
    /// another way than by the mapping.
    pub fn notes(&self, is_set: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let is_filled = |column: &str| {
            let source = self.mapping.columns.get(column);
            source.is_some_and(|source| self.missing_join(source).is_none())
        };
        let applies = move |note: &&Note| {
            let without = note.without.as_deref();
            without.is_none_or(|column| !is_filled(column) && !is_set(column))
                && note
                    .unless_set
                    .as_deref()
                    .is_none_or(|column| !is_set(column))
        };
        let notes = self.mapping.notes.iter().filter(applies);
        let joins = self.mapping.join.iter();
        let missing = joins
            .filter(|(name, _)| !self.tables.iter().any(|table| table.name() == *name))
            .filter_map(|(_, join)| join.wanted.as_deref());
        missing.chain(notes.map(|note| note.text.as_str()))
    }

    /// The join about which a column says true or false and that is not given.
    pub(crate) fn missing_join(&self, source: &Source) -> Option<&str> {
        let is_given = |name: &str| self.tables.iter().any(|table| table.name() == name);
        let mut joins = self.mapping.join.keys().map(String::as_str);
        joins.find(|name| !is_given(name) && source.is_flag_about(name))
    }

    pub(crate) fn mapper(self: &std::sync::Arc<Self>, schema: &Schema, asked: Asked<'_>) -> Mapper {
        Mapper::new(std::sync::Arc::clone(self), schema, asked)
    }
}
