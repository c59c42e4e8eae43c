//! Cleans an export: writes the file to upload, and beside it the rows that would not be imported.
//!
//! `cargo run --example clean_file -- samples/export.csv samples/header.json samples/pool.json`
//! writes `users.csv` and `rejected.csv` into the current folder.

#![expect(clippy::print_stderr, reason = "an example prints")]

use std::{env, error::Error, fs, fs::File};

use cognito_preflight::{
    CsvHeader, Mode, Options, Preflight, Schema, UserPool,
    output::{Cleaned, Existing, Outputs, Rejected},
};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [export, header, pool] = paths.as_slice() else {
        return Err("usage: clean_file EXPORT.CSV HEADER.JSON POOL.JSON".into());
    };
    let header = CsvHeader::read(header, &fs::read(header)?)?;
    let pool = UserPool::read(pool, &fs::read(pool)?)?;
    let mut options = Options::default();
    options.mode = Mode::Clean;
    options.repairs.renames = vec![("Username".to_owned(), "cognito:username".to_owned())];
    options.repairs.drop_unknown_columns = true;
    let preflight = Preflight::new(Schema::new(Some(header), Some(pool))?, options)?;

    // The files appear together, once the run is complete; a run that fails leaves none.
    let outputs = Outputs::new(Existing::Replace, [export]);
    let mut cleaned = Cleaned::new(outputs.create("users.csv".as_ref())?);
    let mut rejected = Rejected::new(outputs.create("rejected.csv".as_ref())?);
    let mut run = preflight.run();
    run.file(
        export,
        File::open(export)?,
        &mut [&mut cleaned, &mut rejected],
    )?;
    let summary = run.finish(&mut [&mut cleaned, &mut rejected])?;
    cleaned.into_inner().close()?;
    rejected.into_inner().close()?;
    outputs.commit()?;

    eprintln!(
        "{} rows are in users.csv, {} in rejected.csv",
        summary.counts.cleaned, summary.counts.rejected
    );
    Ok(())
}
