//! From the documents that describe a pool to a schema.

use std::path::Path;

use crate::schema::{CsvHeader, Schema, SchemaError, UserPool};

use super::{
    args::{Documents, SchemaArguments},
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
