//! A mapping as it is written: one TOML file.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::repairs::RepairOptions;

use super::{
    condition::Condition,
    expression::{Paths, Source, Template},
    hash::{DigestName, EncodingName},
    input::Input,
    path::Path,
};

/// A mapping from a source's records to the columns of a user pool.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Mapping {
    /// What the source is called.
    pub title: String,
    /// What the file is, in a sentence or two.
    pub description: String,
    /// How the export is made.
    pub export: String,
    /// How the input is read.
    pub input: Input,
    /// Names by which the source is recognised: all of one list are in the header.
    pub recognise: Vec<Vec<String>>,
    /// For each column of the CSVHeader how it is filled.
    pub columns: BTreeMap<String, Source>,
    /// The repairs that are asked for, and values that are set, under the names of the options of `clean`.
    pub repairs: RepairOptions,
    /// For each of these columns or paths the values of the records that are wanted. Others are rejected.
    pub only: BTreeMap<String, Vec<String>>,
    /// For each of these columns or paths the values of the records that are not wanted.
    pub except: BTreeMap<String, Vec<String>>,
    /// Of what usernames are made.
    pub username: Username,
    /// The password hash.
    pub password_hash: Vec<PasswordHash>,
    /// Records that are rejected.
    pub reject: Vec<Reject>,
    /// What the import job cannot carry.
    pub plan: Vec<PlanStep>,
    /// Other files whose records belong to the users.
    pub join: BTreeMap<String, Join>,
    /// What everyone who migrates from this source should read first.
    pub notes: Vec<Note>,
}

/// Of what usernames are made. Which one it is depends on the pool.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Username {
    /// The source's own usernames.
    pub from: Paths,
    /// The source's identifier, where there is nothing better.
    pub id: Paths,
}

/// Where a password hash is, and what it is. The first whose condition holds counts.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PasswordHash {
    /// Where the hash is.
    pub from: Paths,
    /// Which records this is about. By default all.
    #[serde(default)]
    pub when: Option<Condition>,
    /// `auto` goes by the text itself; else the function that made it.
    #[serde(default)]
    pub format: HashFormat,
    /// The function inside PBKDF2: `sha1`, `sha256` or `sha512`.
    #[serde(default)]
    pub digest: Option<DigestName>,
    /// The iterations of PBKDF2, or the path to them.
    #[serde(default)]
    pub iterations: Option<NumberOrPath>,
    /// The cost of bcrypt, or the path to it.
    #[serde(default)]
    pub cost: Option<NumberOrPath>,
    /// The cost of scrypt, or the path to it.
    #[serde(default)]
    pub n: Option<NumberOrPath>,
    /// The block size of scrypt, or the path to it.
    #[serde(default)]
    pub r: Option<NumberOrPath>,
    /// The parallelism of scrypt, or the path to it.
    #[serde(default)]
    pub p: Option<NumberOrPath>,
    /// Where the salt is, unless it precedes the hash in the same text.
    #[serde(default)]
    pub salt_from: Option<Paths>,
    /// What stands between salt and hash in one text. By default a colon, else a `$`.
    #[serde(default)]
    pub separator: Option<String>,
    /// Whether the salt precedes the hash in one text or follows it.
    #[serde(default)]
    pub order: HashOrder,
    /// Salt and hash are one run of bytes, of which the first so many are the salt.
    #[serde(default)]
    pub salt_bytes: Option<usize>,
    /// What is appended to the salt before it enters the function: the secret of Spring's `Pbkdf2PasswordEncoder`.
    #[serde(default)]
    pub salt_suffix: Option<String>,
    /// What is cut off the front of the hash, such as `{pbkdf2}`.
    #[serde(default)]
    pub strip: Option<String>,
    /// How the salt is written: `text`, `hex`, `base64` or `base64url`.
    #[serde(default)]
    pub salt: Option<EncodingName>,
    /// How the hash is written: `hex`, `base64` or `base64url`.
    #[serde(default)]
    pub key: Option<EncodingName>,
    /// Passwords went through another hash function first.
    #[serde(default)]
    pub prehashed: bool,
    /// A secret was added to passwords.
    #[serde(default)]
    pub peppered: bool,
    /// The hash cannot be converted, for this reason.
    #[serde(default)]
    pub refused: Option<String>,
}

/// What made a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HashFormat {
    /// What the text itself says.
    #[default]
    Auto,
    /// PBKDF2, its salt and hash apart or in one text.
    Pbkdf2,
    /// scrypt, its salt and hash apart or in one text.
    Scrypt,
    /// bcrypt, its cost, salt and hash apart.
    BcryptParts,
    /// Nothing: the column holds passwords. They are never written.
    ClearText,
}

/// Whether the salt precedes the hash in one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum HashOrder {
    /// The salt comes first.
    #[default]
    SaltHash,
    /// The hash comes first.
    HashSalt,
}

/// A number, or where it is in the record.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "a number is given or found")]
pub enum NumberOrPath {
    /// The number itself.
    Number(u64),
    /// Where it is.
    Path(Path),
}

/// Records that are rejected, with the reason.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reject {
    /// Which records.
    pub when: Condition,
    /// Why, for a person.
    pub reason: String,
}

/// Something to be done after the import, which the job cannot carry.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PlanStep {
    /// The operation by its name in the API.
    pub operation: String,
    /// Why, for a person.
    pub reason: String,
    /// For which records, or for which values of `for_each`, which it names as `item`. By default all.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Once for each value of these paths, which the parameters name as `{item}`.
    #[serde(default)]
    pub for_each: Option<Paths>,
    /// What is cut off the value of `for_each`: all up to and with the last of this text.
    #[serde(default)]
    pub after: Option<String>,
    /// The value is an array of PHP, of which the keys are meant.
    #[serde(default)]
    pub php_keys: bool,
    /// The operation's parameters, as templates. The username is added to them.
    #[serde(default)]
    pub parameters: BTreeMap<String, Template>,
    /// The user can sign in until this is done: without a plan, the record is rejected.
    #[serde(default)]
    pub locks_out: bool,
}

/// Another file whose records belong to the users.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Join {
    /// Pairs of paths that must be equal: in this source's record and in the joined one. Tried in their order.
    pub keys: Vec<JoinKey>,
    /// Only records of the joined file for which this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The columns of a file without a header.
    #[serde(default)]
    pub columns: Vec<String>,
    /// The joined file has a row for each value: the column of the value's name, and the one of the value.
    #[serde(default)]
    pub rows: Option<NamedRows>,
    /// What is lost without it, said where the join is not given.
    #[serde(default)]
    pub wanted: Option<String>,
    /// A user has one record: where a key finds several, none of them is taken.
    #[serde(default)]
    pub single: bool,
}

/// What must be equal for two records to belong together.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JoinKey {
    /// The path in the user's record.
    pub user: Source,
    /// The path in the joined record.
    pub joined: Source,
    /// Only users for which this holds are looked for by this key.
    #[serde(default)]
    pub user_when: Option<Condition>,
    /// Only records of the joined file for which this holds are found by this key.
    #[serde(default)]
    pub joined_when: Option<Condition>,
}

/// A file that has a row for each value.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NamedRows {
    /// The column that holds the name of a value.
    pub name: Path,
    /// The column that holds the value.
    pub value: Path,
}

/// A line for a person, before everything else that is printed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Note {
    /// What is said.
    pub text: String,
    /// Only where this column of the CSVHeader is filled by nothing.
    #[serde(default)]
    pub without: Option<String>,
    /// Only where the caller has not said what this column has.
    #[serde(default)]
    pub unless_set: Option<String>,
}
