//! A file pre-flight in a few lines: what will the import job do with this file?
//!
//! `cargo run --example preflight -- samples/passes.csv samples/header.json samples/pool.json`

#![expect(clippy::print_stderr, reason = "an example prints")]

use std::{env, error::Error, fs, fs::File};

use cognito_preflight::{
    engine::{Options, Preflight},
    output::ReportJsonl,
    output::ReportOptions,
    schema::{CsvHeader, Schema, UserPool},
};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [users, header, pool] = paths.as_slice() else {
        return Err("usage: preflight USERS.CSV HEADER.JSON POOL.JSON".into());
    };
    let header = CsvHeader::read(header, &fs::read(header)?)?;
    let pool = UserPool::read(pool, &fs::read(pool)?)?;
    let schema = Schema::new(Some(header), Some(pool))?;
    let preflight = Preflight::new(schema, Options::default())?;

    // A record for every row that is not plainly imported goes to standard output.
    let mut report = ReportJsonl::new(std::io::stdout(), ReportOptions::default());
    let mut run = preflight.run();
    run.file(users, File::open(users)?, &mut [&mut report])?;
    let summary = run.finish(&mut [&mut report])?;

    let job = &summary.prediction;
    eprintln!(
        "{}: {} imported, {} skipped, {} failed",
        job.status.as_str(),
        counted(job.imported_users),
        counted(job.skipped_users),
        counted(job.failed_users)
    );
    Ok(())
}

/// A count of the job, which is not known of one that fails as a whole.
fn counted(count: Option<u64>) -> String {
    count.map_or_else(|| "an unknown number".to_owned(), |count| count.to_string())
}
