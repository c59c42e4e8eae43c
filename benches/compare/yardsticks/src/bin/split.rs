//! Splits a file into fields on one core and does nothing with them, or writes a copy of it.
//!
//! `split csv FILE`, `split simd-csv FILE`, `split copy FILE COPY`.

use std::{
    env,
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::{self, Write},
};

/// Large enough that no time goes into asking the system, small enough to stay in the cache.
const BUFFER: usize = 256 << 10;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["csv", file] => println!("{}", csv_fields(File::open(file)?)?),
        ["simd-csv", file] => println!("{}", simd_csv_fields(File::open(file)?)?),
        ["copy", file, copy] => copy_and_sync(file, copy)?,
        _ => return Err("split csv FILE | split simd-csv FILE | split copy FILE COPY".into()),
    }
    Ok(())
}

/// Rows of Cognito's dialect have commas that other readers split at: records are flexible.
fn csv_fields(file: File) -> csv::Result<usize> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER)
        .from_reader(file);
    let mut record = csv::ByteRecord::new();
    let mut fields = 0;
    while reader.read_byte_record(&mut record)? {
        fields += black_box(&record).len();
    }
    Ok(fields)
}

fn simd_csv_fields(file: File) -> simd_csv::Result<usize> {
    let mut reader = simd_csv::ZeroCopyReaderBuilder::with_capacity(BUFFER)
        .has_headers(false)
        .flexible(true)
        .from_reader(file);
    let mut fields = 0;
    while let Some(record) = reader.read_byte_record()? {
        fields += black_box(&record).len();
    }
    Ok(fields)
}

fn copy_and_sync(file: &str, copy: &str) -> io::Result<()> {
    let bytes = fs::read(file)?;
    let mut out = File::create(copy)?;
    out.write_all(&bytes)?;
    out.sync_all()
}
