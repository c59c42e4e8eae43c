//! From the documents that describe a pool to a schema.

use std::path::{Path, PathBuf};

use crate::{
    output::Invocation,
    schema::{CsvHeader, Schema, SchemaError, UserPool},
};

use super::{
    args::{Documents, RunArguments, SchemaArguments},
    failure::Failure,
    inputs,
};

/// The schema that the documents describe.
pub(super) fn described(documents: &Documents) -> Result<Schema, Failure> {
    let (header, pool) = read(documents)?;
    Ok(Schema::new(header, pool)?)
}

/// The same, with what the arguments say about a pool that no document describes.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<Schema, Failure> {
    let (header, pool) = read(&arguments.documents)?;
    if pool.is_some() {
        return Ok(Schema::new(header, pool)?);
    }
    let mut assumed = UserPool::assumed();
    if !arguments.auto_verified.is_empty() {
        assumed.auto_verified.clone_from(&arguments.auto_verified);
    }
    if let Some(mfa) = arguments.mfa {
        assumed.mfa = mfa;
    }
    Ok(Schema::assuming(header, assumed)?)
}

/// The inputs and what describes the pool, as the next command takes them.
pub(super) fn invocation(
    inputs: &[PathBuf],
    schema: &SchemaArguments,
    run: &RunArguments,
) -> Invocation {
    let is_file = |path: &&PathBuf| !inputs::is_standard(path);
    let typed = inputs.iter().filter(is_file);
    let mut invocation = Invocation::new(typed.map(|path| inputs::name(path)).collect());
    let documents = [
        ("--csv-header", &schema.documents.csv_header),
        ("--user-pool", &schema.documents.user_pool),
    ];
    for (option, path) in documents {
        if let Some(path) = path.as_ref().filter(is_file) {
            invocation = invocation.with(option, &inputs::name(path));
        }
    }
    if !schema.auto_verified.is_empty() {
        let attributes: Vec<&str> = schema
            .auto_verified
            .iter()
            .map(|one| one.as_str())
            .collect();
        invocation = invocation.with("--auto-verified", &attributes.join(","));
    }
    if let Some(mfa) = schema.mfa {
        invocation = invocation.with("--mfa", mfa.as_str());
    }
    if let Some(algorithm) = run.password_hashing_algorithm {
        invocation = invocation.with("--password-hashing-algorithm", algorithm.as_str());
    }
    for path in run.existing_users.iter().filter(is_file) {
        invocation = invocation.with("--existing-users", &inputs::name(path));
    }
    invocation
}

fn read(documents: &Documents) -> Result<(Option<CsvHeader>, Option<UserPool>), Failure> {
    Ok((
        read_one(documents.csv_header.as_deref(), CsvHeader::read)?,
        read_one(documents.user_pool.as_deref(), UserPool::read)?,
    ))
}

fn read_one<T>(
    path: Option<&Path>,
    read: fn(&str, &[u8]) -> Result<T, SchemaError>,
) -> Result<Option<T>, Failure> {
    path.map(|path| {
        let (name, bytes) = inputs::document(path)?;
        Ok(read(&name, &bytes)?)
    })
    .transpose()
}
