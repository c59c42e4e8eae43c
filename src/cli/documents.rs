//! From the documents that describe a pool to a schema.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    output::Invocation,
    schema::{CsvHeader, Schema, SchemaError, UserPool},
};

use super::{
    args::{Command, Documents, RunArguments, SchemaArguments},
    failure::Failure,
    inputs, print,
};

/// The file of a fetched pool that has its columns.
pub(super) const HEADER: &str = "header.json";
/// The file that has its description.
pub(super) const POOL: &str = "pool.json";
/// The file that has its users.
pub(super) const EXISTING: &str = "existing.json";

/// Puts the files of a fetched pool in the place of its folder, and says how old they are.
pub(super) fn open_pool(command: &mut Command) -> Result<(), Failure> {
    let mut no_users = Vec::new();
    let (documents, existing_users) = match command {
        Command::Check(check) => (&mut check.schema.documents, &mut check.run.existing_users),
        Command::Clean(clean) => (&mut clean.schema.documents, &mut clean.run.existing_users),
        Command::Reconcile(reconcile) => (
            &mut reconcile.schema.documents,
            &mut reconcile.existing_users,
        ),
        Command::Evidence(evidence) => (&mut evidence.documents, &mut no_users),
        Command::Header(header) => (&mut header.documents, &mut no_users),
        Command::Map(map) => (&mut map.documents, &mut no_users),
        _ => return Ok(()),
    };
    let Some(folder) = documents.pool.take() else {
        return Ok(());
    };
    let (header, pool) = (folder.join(HEADER), folder.join(POOL));
    let metadata = fs::metadata(&pool).map_err(|error| Failure::open(&pool, &error))?;
    if let Ok(age) = metadata
        .modified()
        .map(|then| then.elapsed().unwrap_or_default())
    {
        print::note(&format!(
            "{} was fetched {} ago",
            inputs::name(&folder),
            worded(age)
        ));
    }
    documents.csv_header = Some(header);
    documents.user_pool = Some(pool);
    // Lists that are given count in place of the folder's.
    let existing = folder.join(EXISTING);
    if existing_users.is_empty() && existing.exists() {
        existing_users.push(existing);
    }
    Ok(())
}

/// A time in its largest unit.
fn worded(age: Duration) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "day"), (3600, "hour"), (60, "minute")];
    let seconds = age.as_secs();
    let (number, unit) = UNITS
        .into_iter()
        .find(|(length, _)| seconds >= *length)
        .map_or((seconds, "second"), |(length, unit)| {
            (seconds / length, unit)
        });
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

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
