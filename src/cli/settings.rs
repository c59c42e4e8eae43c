//! From arguments to a schema and options.

use crate::{
    engine::{DialectChoice, Mode, Options},
    schema::{CsvHeader, Schema, UserPool},
};

use super::{
    args::{CleanArguments, Documents, RunArguments, SchemaArguments},
    failure::Failure,
    inputs,
    values::From,
};

/// Reads the CSVHeader and the pool.
pub(super) fn pool(documents: &Documents) -> Result<Schema, Failure> {
    let (header, pool) = read(documents)?;
    Ok(Schema::new(header, pool)?)
}

fn read(documents: &Documents) -> Result<(Option<CsvHeader>, Option<UserPool>), Failure> {
    let header = match &documents.csv_header {
        Some(path) => {
            let (name, bytes) = inputs::document(path)?;
            Some(CsvHeader::read(&name, &bytes)?)
        }
        None => None,
    };
    let pool = match &documents.user_pool {
        Some(path) => {
            let (name, bytes) = inputs::document(path)?;
            Some(UserPool::read(&name, &bytes)?)
        }
        None => None,
    };
    Ok((header, pool))
}

/// The same, and what was not given is assumed as the arguments say.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<Schema, Failure> {
    let (header, pool) = read(&arguments.documents)?;
    let schema = if pool.is_some() {
        Schema::new(header, pool)?
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
        threads: arguments.threads.map(usize::from),
        ..Options::default()
    }
}

/// The options of `clean`.
pub(super) fn clean_options(arguments: &CleanArguments) -> Result<Options, Failure> {
    if arguments.from == From::Cognito && arguments.delimiter.is_some_and(|one| one != b',') {
        return Err(Failure::usage(
            "--from cognito has commas between its fields; leave out --delimiter or read with \
             --from rfc4180",
        ));
    }
    let mut options = options(Mode::Clean, &arguments.run);
    options.dialect = match arguments.from {
        From::Auto => None,
        From::Cognito => Some(DialectChoice::Cognito),
        From::Rfc4180 => Some(DialectChoice::Rfc4180),
    };
    options.delimiter = arguments.delimiter;
    options.encoding = arguments.encoding;
    options.repairs.renames.clone_from(&arguments.rename);
    options.repairs.sets.clone_from(&arguments.set);
    options.repairs.drop_unknown_columns = arguments.drop_unknown_columns;
    options.split = arguments.split;
    let repairs = &mut options.repairs;
    repairs.default_region = arguments.default_region;
    repairs.date_order = arguments.date_order;
    repairs.newlines_to_space = arguments.newlines_to_space;
    repairs.backslash_to_slash = arguments.backslash_to_slash;
    repairs.strip_leading_quotes = arguments.strip_leading_quotes;
    Ok(options)
}
