//! What a run comes to.

use std::{collections::BTreeMap, fmt};

use crate::{
    dialect::Dialect,
    evidence::Certainty,
    mapping::{UsernameRule, join::JoinTable},
    position::Position,
    prediction::{JobPrediction, RowTally, UserStatus},
    repairs::RepairId,
    rules::{Check, Detail, Finding, Rule, RuleId},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{HeaderNames, judge::WrittenHash};

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Input {
    /// The file's name as the caller gave it; `-` for standard input.
    pub name: String,
    /// The dialect: Cognito's, or RFC 4180 with its delimiter.
    pub dialect: Dialect,
    /// Whether the dialect was detected rather than given.
    pub dialect_detected: bool,
    /// Why the dialect was chosen, in a few words, where it was detected.
    pub because: &'static str,
    /// The encoding.
    pub encoding: crate::dialect::Encoding,
    /// Whether the file begins with a byte order mark.
    pub byte_order_mark: bool,
    /// The length in bytes, once it is known.
    pub bytes: u64,
    /// What the file may be instead, where it looks like no file of users.
    pub hint: Option<Hint>,
    /// The names of its header.
    pub header: HeaderNames,
    /// Which of a user's names becomes the username, where a mapping makes it.
    pub username_rule: Option<UsernameRule>,
    /// The columns of which an apostrophe is taken off each value, by their names in the CSVHeader.
    pub guarded: Vec<String>,
}

/// What was joined to a source, and how much of it found a user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct JoinCount {
    /// The name of the join in the mapping.
    pub name: String,
    /// How many records the joined file has.
    pub records: u64,
    /// How many of them found no user.
    pub unused: u64,
    /// How many users found none of them.
    pub without: u64,
}

/// What a file may be, where no name of its header is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// It is no table: what it looks like.
    LooksLike(&'static str),
    /// Another line looks like its header: the number of that line.
    HeaderIsOnLine(u64),
    /// It may have no header at all.
    NoNameIsKnown,
    /// It has a header, of which no name is a column of the pool.
    NamesOfAnotherSystem,
    /// It is in a dialect that the job does not read, and a cleaning does.
    NeedsCleaning(Dialect),
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LooksLike(kind) => f.write_str(kind),
            Self::HeaderIsOnLine(line) => write!(
                f,
                "no name on its first line is a column of the pool, but line {line} looks like its header"
            ),
            Self::NamesOfAnotherSystem => {
                f.write_str("no name on its first line is a column of the pool")
            }
            Self::NeedsCleaning(Dialect::Rfc4180 { delimiter: b',' }) => f.write_str(
                "this file quotes fields as RFC 4180 does, and the job does not read that: run clean",
            ),
            Self::NeedsCleaning(Dialect::Rfc4180 { .. }) => f.write_str(
                "this file separates fields by another character than a comma, and the job does not \
                 read that: run clean",
            ),
            Self::NeedsCleaning(_) => f.write_str(
                "this file is in a dialect that the job does not read: run clean",
            ),
            Self::NoNameIsKnown => f.write_str(
                "no name on its first line is a column of the pool; does it lack its header?",
            ),
        }
    }
}

/// The counts of one run, or of one file of it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Counts {
    /// Rows by outcome and by what else was possible.
    pub rows: RowTally,
    /// Rows written to the cleaned file.
    pub cleaned: u64,
    /// Cleaned rows whose outcome is not known.
    pub cleaned_uncertain: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Imported rows whose outcome is not known and is assumed.
    pub uncertain: u64,
    /// Rows that would be imported and that a cleaning rejects all the same.
    pub held_back: u64,
    /// Findings by rule, those about the file included.
    pub rules: BTreeMap<RuleId, RuleCount>,
    /// Repairs by repair: values, rows or files, as the repair counts.
    pub repairs: BTreeMap<RepairId, u64>,
    /// Cleaned rows by the algorithm of their password hash, where a mapping made it.
    pub hashes: HashCounts,
    /// Cleaned users whom the source has locked out, and who can sign in after the import until they are disabled.
    pub locked_out: u64,
    /// The files that a mapping joins.
    pub joins: Vec<JoinCount>,
    /// Rows predicted to be imported by the status that their users will have.
    pub user_status: BTreeMap<UserStatus, u64>,
}

/// Users by the algorithm of their password hash. A job takes the hashes of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HashCounts {
    /// Users with a hash, by its algorithm.
    pub of: BTreeMap<PasswordHashingAlgorithm, u64>,
    /// Users without a hash, who reset the password.
    pub none: u64,
    /// Of the users with a hash of PBKDF2 those whose hash its two alphabets write differently.
    pub alphabet_matters: u64,
    /// Of the users without a hash those who have one that could be imported, but no column takes it.
    pub without_column: u64,
}

impl HashCounts {
    pub(crate) fn add(&mut self, hash: WrittenHash) {
        match hash {
            WrittenHash::Of {
                algorithm,
                alphabet_matters,
            } => {
                *self.of.entry(algorithm).or_default() += 1;
                self.alphabet_matters += u64::from(alphabet_matters);
            }
            WrittenHash::WithoutColumn => {
                self.none += 1;
                self.without_column += 1;
            }
            WrittenHash::None => self.none += 1,
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (algorithm, count) in &other.of {
            *self.of.entry(*algorithm).or_default() += count;
        }
        self.none += other.none;
        self.alphabet_matters += other.alphabet_matters;
        self.without_column += other.without_column;
    }
}

impl JoinCount {
    pub(crate) fn of(table: &JoinTable) -> Self {
        Self {
            name: table.name().to_owned(),
            records: table.len() as u64,
            unused: table.unused(),
            without: table.without(),
        }
    }
}

/// How often a rule spoke, and where first.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct RuleCount {
    /// How many findings there are.
    pub findings: u64,
    /// The first rows on which it spoke, at most [`RuleCount::EXAMPLES`]; of a rule about the header
    /// all findings, at most [`RuleCount::NAMES`].
    pub first: Vec<(usize, Position, Finding)>,
    /// What can be done about it, given what was found and what the run was asked for.
    pub advice: String,
    /// One finding of each column and each reason, as far as they differ.
    pub(super) kinds: Vec<Finding>,
}

impl RuleCount {
    /// How many places are kept for a person to look at.
    pub const EXAMPLES: usize = 2;

    /// How many findings about a header are kept. A file of users has fewer columns.
    pub const NAMES: usize = 1000;

    /// How sure the findings are: the least sure of those that are kept.
    pub fn certainty(&self, rule: &Rule) -> Certainty {
        let findings = self.first.iter().map(|(_, _, finding)| finding.certainty());
        findings.min().unwrap_or_else(|| rule.certainty())
    }

    /// Counts a finding in the file of this number.
    pub fn add(&mut self, file: usize, position: Position, finding: Finding) {
        self.findings += 1;
        let kept = match finding.rule.rule().check {
            Check::Header { .. } => Self::NAMES,
            _ => Self::EXAMPLES,
        };
        if self.first.len() < kept {
            self.first.push((file, position, finding));
        }
        let reason = |finding: &Finding| match finding.detail {
            Detail::Because(reason) => Some(reason),
            _ => None,
        };
        let is_known =
            |known: &Finding| known.column == finding.column && reason(known) == reason(&finding);
        if self.kinds.len() < Self::NAMES && !self.kinds.iter().any(is_known) {
            self.kinds.push(finding);
        }
    }
}

/// What one file of a run comes to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FileSummary {
    /// How it was read.
    pub input: Input,
    /// The job that would import it.
    pub prediction: JobPrediction,
    /// Its rows.
    pub rows: RowTally,
}

/// What a run comes to.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Summary {
    /// Each file, in order.
    pub files: Vec<FileSummary>,
    /// The prediction about the file that would be uploaded: the input of a check, the cleaned file
    /// of a cleaning. Of several files, the whole migration.
    pub prediction: JobPrediction,
    /// The counts of all files.
    pub counts: Counts,
    /// Whether users that exist already were given. Without them, no clash with one can be found.
    pub existing_users_given: bool,
}
