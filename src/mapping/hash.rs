//! The password hash of a record: where it is, what the mapping says of it, and what it becomes.

use super::{
    document::{HashFormat, HashOrder, NumberOrPath, PasswordHash},
    expression::{Context, Paths},
    path::Path,
};
use crate::values::password_hash::source::{
    Conversion, Digest, Encoding, Function, ImportedHash, Layout, Pbkdf2Alphabet, Recipe, Refusal,
};

/// What became of a record's password hash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum HashOutcome {
    /// The record has none.
    #[default]
    None,
    /// The hash in the form of an import job.
    Hash(ImportedHash),
    /// It cannot be imported.
    Refused(Refusal),
    /// It cannot be imported, for a reason that the mapping gives: its place in the list of hashes.
    RefusedByMapping(usize),
}

/// The hash of a record, by the first entry of the mapping that is about it. `peppered` says of all of them that a secret
/// was added to passwords.
pub(crate) fn find(
    entries: &[PasswordHash],
    context: &Context<'_, '_>,
    alphabet: Pbkdf2Alphabet,
    peppered: bool,
) -> HashOutcome {
    let about = |entry: &PasswordHash| entry.when.as_ref().is_none_or(|when| when.holds(context));
    let Some((place, entry)) = entries.iter().enumerate().find(|(_, entry)| about(entry)) else {
        return HashOutcome::None;
    };
    let Some(text) = first(&entry.from, context) else {
        return HashOutcome::None;
    };
    if entry.refused.is_some() {
        return HashOutcome::RefusedByMapping(place);
    }
    let salt = entry
        .salt_from
        .as_ref()
        .and_then(|paths| first(paths, context));
    let converted = match entry.recipe(context, &text, peppered) {
        Ok((recipe, text)) => recipe.convert(text, salt.as_deref(), alphabet),
        Err(refusal) => refusal.into(),
    };
    match converted {
        Conversion::Hash(hash) => HashOutcome::Hash(hash),
        Conversion::NoPassword => HashOutcome::None,
        Conversion::Refused(refusal) => HashOutcome::Refused(refusal),
    }
}

fn first(paths: &Paths, context: &Context<'_, '_>) -> Option<String> {
    paths.0.iter().find_map(|path| context.first(path))
}

impl PasswordHash {
    pub(crate) fn paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        found.extend(&self.from.0);
        found.extend(self.salt_from.iter().flat_map(|paths| &paths.0));
        let numbers = [&self.iterations, &self.cost, &self.n, &self.r, &self.p];
        found.extend(
            numbers
                .into_iter()
                .flatten()
                .filter_map(|number| match number {
                    NumberOrPath::Path(path) => Some(path),
                    NumberOrPath::Number(_) => None,
                }),
        );
        if let Some(when) = &self.when {
            when.paths(found);
        }
    }

    /// What is wrong with its form.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        match self.format {
            HashFormat::BcryptParts => match (&self.cost, &self.salt_from) {
                (Some(_), Some(_)) => None,
                _ => Some("bcrypt-parts needs cost and salt_from"),
            },
            HashFormat::Pbkdf2 | HashFormat::Scrypt
                if self.salt.is_none() && self.salt_bytes.is_none() =>
            {
                Some("say how the salt is written: salt = text, hex, base64 or base64url")
            }
            HashFormat::Pbkdf2 | HashFormat::Scrypt if self.key.is_none() => {
                Some("say how the hash is written: key = hex, base64 or base64url")
            }
            HashFormat::Scrypt => match (&self.n, &self.r, &self.p) {
                (Some(_), Some(_), Some(_)) => None,
                _ => Some("scrypt needs n, r and p"),
            },
            HashFormat::Pbkdf2 | HashFormat::Auto | HashFormat::ClearText => None,
        }
    }

    /// The recipe for a record, and the text of the hash. Where PBKDF2 has no iterations in the mapping, they are the
    /// second of four fields of the text.
    fn recipe<'t>(
        &'t self,
        context: &Context<'_, '_>,
        text: &'t str,
        peppered: bool,
    ) -> Result<(Recipe<'t>, &'t str), Refusal> {
        let text = match &self.strip {
            Some(prefix) => {
                let text = text.trim_start();
                text.strip_prefix(prefix.as_str()).unwrap_or(text)
            }
            None => text,
        };
        let number = |number: &Option<NumberOrPath>| match number {
            Some(NumberOrPath::Number(number)) => Some(*number),
            Some(NumberOrPath::Path(path)) => context.first(path)?.trim().parse().ok(),
            None => None,
        };
        let unknown = Refusal::Ambiguous("a parameter of its function is not in the record");
        let mut rest = text;
        let function = match self.format {
            HashFormat::Auto => Function::Auto,
            HashFormat::ClearText => Function::ClearText,
            HashFormat::BcryptParts => Function::BcryptParts {
                cost: number(&self.cost).ok_or(unknown)?,
            },
            HashFormat::Scrypt => Function::Scrypt {
                n: number(&self.n).ok_or(unknown)?,
                r: number(&self.r).ok_or(unknown)?,
                p: number(&self.p).ok_or(unknown)?,
            },
            HashFormat::Pbkdf2 => {
                let iterations = if self.iterations.is_some() {
                    number(&self.iterations).ok_or(unknown)?
                } else {
                    let (_, after) = text.split_once('$').ok_or(unknown)?;
                    let (iterations, after) = after.split_once('$').ok_or(unknown)?;
                    rest = after;
                    iterations.parse().map_err(|_| unknown)?
                };
                Function::Pbkdf2 {
                    digest: self.digest.map_or(Digest::Sha256, Into::into),
                    iterations,
                }
            }
        };
        let mut recipe = Recipe::new(function)
            .layout(self.layout())
            .salt_suffix(self.salt_suffix.as_deref().unwrap_or_default())
            .prehashed(self.prehashed)
            .peppered(self.peppered || peppered);
        if let Some(salt) = self.salt {
            recipe = recipe.salt(salt.into());
        }
        if let Some(key) = self.key {
            recipe = recipe.key(key.into());
        }
        Ok((recipe, rest))
    }

    /// Where salt and hash are in one text.
    fn layout(&self) -> Layout<'_> {
        let separator = self.separator.as_deref();
        match (self.salt_bytes, self.order) {
            (Some(bytes), _) => Layout::Joined(bytes),
            (None, HashOrder::SaltHash) => Layout::SaltFirst(separator),
            (None, HashOrder::HashSalt) => Layout::HashFirst(separator),
        }
    }
}

/// How bytes are written, by its name in a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum EncodingName {
    /// The bytes of the text itself.
    Text,
    /// Hexadecimal digits.
    Hex,
    /// Base64.
    Base64,
    /// Base64 in the alphabet for URLs.
    Base64Url,
}

impl From<EncodingName> for Encoding {
    fn from(name: EncodingName) -> Self {
        match name {
            EncodingName::Text => Self::Text,
            EncodingName::Hex => Self::Hex,
            EncodingName::Base64 => Self::Base64,
            EncodingName::Base64Url => Self::Base64Url,
        }
    }
}

/// The function inside PBKDF2, by its name in a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DigestName {
    /// SHA-1.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

impl From<DigestName> for Digest {
    fn from(name: DigestName) -> Self {
        match name {
            DigestName::Sha1 => Self::Sha1,
            DigestName::Sha256 => Self::Sha256,
            DigestName::Sha512 => Self::Sha512,
        }
    }
}
