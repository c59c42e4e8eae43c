//! What the caller may choose.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
};

use crate::{
    dialect::{Dialect, Encoding, detect::Quote},
    mapping::{InputFormat, MappedSource},
    prediction::Learned,
    repairs::{RepairOptions, Words},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::ColumnReadings;

/// What a run does with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a run either changes the rows or does not"
)]
pub enum Mode {
    /// Reads the file exactly as the import job would, and changes nothing.
    #[default]
    Check,
    /// Reads what people really have, repairs, and writes a file that passes.
    Clean,
}

/// The settings of a [`Preflight`](super::Preflight).
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting that a caller chooses by itself"
)]
pub struct Options {
    /// What is done with the file.
    pub mode: Mode,
    /// The dialect of the input, where [`Mode::Clean`] shall not detect it.
    pub dialect: Option<DialectChoice>,
    /// The delimiter of an RFC 4180 input, where it shall not be detected.
    pub delimiter: Option<u8>,
    /// What encloses values in the input, where that shall not be detected.
    pub quote: Option<Quote>,
    /// Whether a backslash escapes any character after it, as in the output of databases.
    pub escapes: bool,
    /// The encoding of an input without byte order mark that is not UTF-8.
    pub encoding: Option<Encoding>,
    /// The encoding of those rows of a UTF-8 input that are not UTF-8.
    pub encoding_fallback: Option<Encoding>,
    /// The names of the columns of an input that has no header. Empty where it has one.
    pub columns: Vec<String>,
    /// How many lines precede the header and are no part of the table.
    pub skip_lines: u64,
    /// The algorithm of the column `password_hash`, which is a setting of the job and not of the pool:
    /// `PasswordHashingAlgorithm` of CreateUserImportJob. `None` is the algorithm of the
    /// [`Schema`](crate::schema::Schema), which has none unless it was given one; a row with a hash
    /// fails then.
    pub password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
    /// Whether the pool has more users than the run is given as existing, as where only some pages of
    /// ListUsers were kept: any row may then be skipped.
    pub existing_users_incomplete: bool,
    /// Whether a cleaning keeps users whom a column that the pool does not have calls locked out.
    pub keep_disabled: bool,
    /// Whether a cleaning keeps users whom a column that the pool does not have calls federated.
    pub keep_federated: bool,
    /// Repairs that the user asked for.
    pub repairs: RepairOptions,
    /// How the values of the columns are read, where an earlier run over the same file ended with
    /// [`Error::ReadAgain`](super::Error::ReadAgain). Otherwise what the columns show decides. For [`Mode::Clean`].
    pub column_readings: Option<ColumnReadings>,
    /// How many threads judge rows; by default one for each core.
    pub threads: Option<usize>,
    /// How many bytes one batch of rows has, about; by default 256 KiB. Results never depend on it.
    pub batch_bytes: Option<usize>,
    /// Whether the cleaned file will be cut into parts that each keep within the limits.
    pub split: bool,
    /// Columns of the input, with the values of the rows that are wanted; the others are rejected.
    pub only: Vec<(String, Vec<String>)>,
    /// Columns of the input, with the values of the rows that are not wanted.
    pub except: Vec<(String, Vec<String>)>,
    /// What jobs have taught about what the rules leave open, or a caller assumes.
    pub learned: Option<Arc<Learned>>,
    /// Whether [`Mode::Clean`] rejects every row whose outcome is not certain.
    pub reject_uncertain: bool,
    /// A mapping that makes the columns of the CSVHeader out of those of another source. For [`Mode::Clean`].
    pub source: Option<Arc<MappedSource>>,
    /// Ends the run with [`Error::Interrupted`](super::Error::Interrupted) soon after it is set.
    pub interrupt: Option<Arc<AtomicBool>>,
}

/// About how many bytes one batch of rows has: small enough that a whole window of batches stays in
/// the processor's cache, large enough that handing one over costs nothing.
const BATCH_BYTES: usize = 256 * 1024;

impl Options {
    /// The options with what the mapping says of the input. What the caller says is stronger.
    pub(crate) fn with_mapping(mut self) -> Self {
        let Some(source) = self.source.clone() else {
            return self;
        };
        let input = &source.mapping.input;
        self.dialect = self.dialect.or(match input.format {
            Some(InputFormat::Csv | InputFormat::Tsv) if input.escape.is_none() => {
                Some(DialectChoice::Rfc4180)
            }
            _ => None,
        });
        let tab = (input.format == Some(InputFormat::Tsv)).then_some(b'\t');
        self.delimiter = self.delimiter.or(input.delimiter).or(tab);
        self.quote = self.quote.or(input.quote);
        self.escapes |= input.escape.is_some();
        if self.encoding_fallback.is_none() {
            self.encoding = self.encoding.or(input.encoding);
        }
        if self.encoding.is_none() {
            self.encoding_fallback = self.encoding_fallback.or(input.encoding_fallback);
        }
        if self.columns.is_empty() {
            self.columns.clone_from(&input.columns);
        }
        if self.skip_lines == 0 {
            self.skip_lines = input.skip_lines;
        }
        let words = |words: &[String]| match words {
            [] => Vec::new(),
            words => vec![Words::new(None, words.to_vec())],
        };
        let mut repairs = source.mapping.repairs.clone();
        repairs.null.clone_from(&input.null);
        repairs.yes = words(&input.r#true);
        repairs.no = words(&input.r#false);
        self.repairs.complete(&repairs);
        let choices = |choices: &BTreeMap<String, Vec<String>>| -> Vec<_> {
            let choices = choices.iter();
            choices
                .map(|(path, values)| (path.clone(), values.clone()))
                .collect()
        };
        self.only.extend(choices(&source.mapping.only));
        self.except.extend(choices(&source.mapping.except));
        self
    }

    /// About how many bytes one chunk has, at least one.
    pub(crate) fn chunk_bytes(&self) -> usize {
        self.batch_bytes.unwrap_or(BATCH_BYTES).max(1)
    }
}

/// A dialect that the caller names, whose delimiter may still have to be detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DialectChoice {
    /// [`Dialect::Cognito`].
    Cognito,
    /// [`Dialect::Rfc4180`].
    Rfc4180,
    /// What PostgreSQL's COPY writes as text, and MySQL's OUTFILE: tabs, no quoting, and backslashes
    /// that escape.
    Database,
}

impl From<Dialect> for DialectChoice {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            // A mapping alone says that a file is JSON, whatever dialect is chosen beside it.
            Dialect::Cognito | Dialect::Json => Self::Cognito,
            Dialect::Delimited(delimited) if delimited.escapes && delimited.quote.is_none() => {
                Self::Database
            }
            Dialect::Rfc4180 { .. } | Dialect::Delimited(_) => Self::Rfc4180,
        }
    }
}
