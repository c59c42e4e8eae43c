//! `map`: a mapping proposed for a file.

use std::io::Read;

use crate::{
    dialect::Decompressed,
    mapping::{SampleOfFile, propose},
};

use super::{args::MapArguments, documents, exit::Exit, failure::Failure, inputs, print};

/// How much of a file is looked at.
const BYTES: u64 = 4 * 1024 * 1024;

pub(super) fn run(arguments: &MapArguments) -> Result<Exit, Failure> {
    let schema = documents::described(&arguments.documents)?;
    let mut start = Vec::new();
    Decompressed::new(inputs::open(&arguments.file)?)
        .and_then(|reader| reader.take(BYTES).read_to_end(&mut start))
        .map_err(|error| Failure::open(&arguments.file, &error))?;
    let is_whole = (start.len() as u64) < BYTES;
    let Some(sample) = SampleOfFile::read(&start, is_whole) else {
        return Err(Failure::usage(format!(
            "{}: no record is found in it; a mapping is proposed for CSV, NDJSON and JSON files of users",
            inputs::name(&arguments.file)
        )));
    };
    print::to_stdout(propose(&sample, &schema).as_bytes())?;
    Ok(Exit::Success)
}
