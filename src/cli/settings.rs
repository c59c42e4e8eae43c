//! From arguments to a schema and options.

use crate::{
    engine::{DialectChoice, Mode, Options},
    schema::{CsvHeader, Schema, UserPool},
};

use super::{
    args::{CleanArguments, RunArguments, SchemaArguments},
    failure::Failure,
    inputs,
    values::From,
};

/// Reads the CSVHeader and the pool, or assumes what was not given.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<Schema, Failure> {
    let header = match &arguments.csv_header {
        Some(path) => {
            let (name, bytes) = inputs::document(path)?;
            Some(CsvHeader::read(&name, &bytes)?)
        }
        None => None,
    };
    let schema = if let Some(path) = &arguments.user_pool {
        let (name, bytes) = inputs::document(path)?;
        Schema::new(header, Some(UserPool::read(&name, &bytes)?))?
    } else {
        let mut assumed = UserPool::assumed();
        if !arguments.auto_verified.is_empty() {
            assumed.auto_verified.clone_from(&arguments.auto_verified);
        }
        if let Some(mfa) = arguments.mfa {
            assumed.mfa = mfa;
        }
        Schema::assuming(header, assumed)?
    };
    Ok(schema.with_password_hashing_algorithm(arguments.password_hashing_algorithm))
}

/// The options that both commands have.
pub(super) fn options(mode: Mode, arguments: &RunArguments) -> Options {
    Options {
        mode,
        threads: arguments.threads.map(Into::into),
        ..Options::default()
    }
}

/// The options of `clean`.
pub(super) fn clean_options(arguments: &CleanArguments) -> Options {
    let mut options = options(Mode::Clean, &arguments.run);
    options.dialect = match arguments.from {
        From::Auto => None,
        From::Cognito => Some(DialectChoice::Cognito),
        From::Rfc4180 => Some(DialectChoice::Rfc4180),
    };
    options.delimiter = arguments.delimiter;
    options.encoding = arguments.encoding;
    options.renames.clone_from(&arguments.rename);
    options.sets.clone_from(&arguments.set);
    options.drop_unknown_columns = arguments.drop_unknown_columns;
    options.split = arguments.split;
    let repairs = &mut options.repairs;
    repairs.default_region = arguments.default_region;
    repairs.date_order = arguments.date_order;
    repairs.newlines_to_space = arguments.newlines_to_space;
    repairs.backslash_to_slash = arguments.backslash_to_slash;
    repairs.strip_leading_quotes = arguments.strip_leading_quotes;
    options
}
