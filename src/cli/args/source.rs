//! Where the users come from, if not from a file with the pool's own columns.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{mapping::UnusableHash, values::password_hash::source::Pbkdf2Alphabet};

use super::values;

#[derive(Debug, Args)]
#[command(next_help_heading = "Source")]
pub(crate) struct SourceArguments {
    /// The system that the users come from, such as auth0; `sources` lists them
    #[arg(long, value_name = "NAME", conflicts_with = "mapping")]
    pub(crate) source: Option<String>,

    /// A mapping of the source's records to the pool's columns; `map` proposes one
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,

    /// Another file of the source, by the name that the mapping gives it; can be given again
    #[arg(long, value_name = "NAME=FILE", value_parser = values::pair)]
    pub(crate) join: Vec<(String, String)>,

    /// What the job cannot carry, as a line of JSON for each step: groups, disabled users, lost factors
    #[arg(long, value_name = "FILE")]
    pub(crate) plan: Option<PathBuf>,

    /// What becomes of users whose password hash cannot be imported
    #[arg(long, value_enum, default_value = "reset", value_name = "WHAT")]
    pub(crate) unusable_hash: UnusableHashChoice,

    /// How base64 of PBKDF2 is written, since it is not known how a job reads it
    #[arg(long, value_enum, default_value = "dot", value_name = "ALPHABET")]
    pub(crate) pbkdf2_alphabet: AlphabetChoice,

    /// A secret was added to passwords before they were hashed, or they were hashed twice: such a hash looks like any
    /// other and would verify for no password, so that none is written
    #[arg(long)]
    pub(crate) peppered: bool,

    /// Import users that the source has locked out, who can sign in then
    #[arg(long)]
    pub(crate) keep_disabled: bool,

    /// Import users of another identity provider, who are native users then
    #[arg(long)]
    pub(crate) keep_federated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnusableHashChoice {
    /// Import them without a password; they reset it
    Reset,
    /// Reject them
    Reject,
}

impl From<UnusableHashChoice> for UnusableHash {
    fn from(choice: UnusableHashChoice) -> Self {
        match choice {
            UnusableHashChoice::Reset => Self::Reset,
            UnusableHashChoice::Reject => Self::Reject,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AlphabetChoice {
    /// `.`, as passlib writes it
    Dot,
    /// `+`, as standard base64 has it
    Plus,
}

impl From<AlphabetChoice> for Pbkdf2Alphabet {
    fn from(choice: AlphabetChoice) -> Self {
        match choice {
            AlphabetChoice::Dot => Self::Dot,
            AlphabetChoice::Plus => Self::Plus,
        }
    }
}
