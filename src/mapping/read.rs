//! Reading the files that are joined.

use std::{borrow::Cow, io::Read};

use rayon::prelude::*;

use super::{
    MappedSource,
    expression::Words,
    join::{JoinBuilder, JoinPart, JoinPlan, JoinReading, JoinTable},
    mapper::paths,
    record::{Names, Record},
    value::Members,
};
use crate::dialect::{Decompressed, json_lines::JsonLines};

/// Why a file cannot be joined.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The mapping has no join of this name.
    #[error("the mapping has no join of this name; it has {}", if .0.is_empty() { "none" } else { .0 })]
    Unknown(String),
    /// The file cannot be read.
    #[error("{0}")]
    Read(#[from] std::io::Error),
    /// A line of the CSV file cannot be split.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// A record of the JSON file is not an object.
    #[error("record {record}: character {character} is not expected in a JSON object")]
    Json {
        /// The number of the record, from 1.
        record: u64,
        /// The character, from 1.
        character: usize,
    },
    /// The file has no record that has a key of the mapping.
    #[error("no record has {0}, by which the mapping finds the users")]
    NoKey(String),
    /// There are more records than can be numbered.
    #[error("it has more than 4,294,967,295 records")]
    TooMany,
}

impl JoinError {
    /// The same after so many records of the file.
    fn after(self, records: u64) -> Self {
        match self {
            Self::Json { record, character } => Self::Json {
                record: records + record,
                character,
            },
            other => other,
        }
    }
}

impl MappedSource {
    /// Joins a file under the name that the mapping gives it: CSV with a header, NDJSON or JSON, compressed or not. Of each record only the
    /// values that the mapping names are kept.
    ///
    /// # Errors
    ///
    /// [`JoinError`], with the record where there is one.
    pub fn join(&mut self, name: &str, reader: impl Read) -> Result<(), JoinError> {
        let table = self.read(name, Decompressed::new(reader)?)?;
        self.tables.retain(|other| other.name() != name);
        self.tables.push(table);
        Ok(())
    }

    fn read(&self, name: &str, mut reader: impl Read) -> Result<JoinTable, JoinError> {
        let Some(plan) = JoinPlan::new(name, &self.mapping, &paths(&self.mapping)) else {
            let names: Vec<&str> = self.mapping.join.keys().map(String::as_str).collect();
            return Err(JoinError::Unknown(names.join(", ")));
        };
        let keys = plan.keys();
        let words = Words {
            yes: self.mapping.input.r#true.clone(),
            null: self.mapping.input.null.clone(),
        };
        let columns = plan.columns().to_vec();
        let mut builder = JoinBuilder::new(plan, words);
        let mut start = Vec::new();
        (&mut reader).take(START_BYTES).read_to_end(&mut start)?;
        let whole = start.as_slice().chain(reader);
        if columns.is_empty() && matches!(start.trim_ascii_start().first(), Some(b'{' | b'[')) {
            let is_whole = (start.len() as u64) < START_BYTES;
            if JsonLines::<&[u8]>::are_there(&start, is_whole, &containers()) {
                read_lines(whole, &mut builder)?;
            } else {
                let lines = JsonLines::new(whole, Vec::new(), 0, &containers());
                read_lines(lines, &mut builder)?;
            }
        } else {
            read_csv(whole, columns, &keys, &mut builder)?;
        }
        let table = builder.finish();
        if table.len() == 0 {
            return Err(JoinError::NoKey(keys.join(" or ")));
        }
        Ok(table)
    }
}

/// How much of a file shows its format.
const START_BYTES: u64 = 64 * 1024;

/// How many records of a CSV file are appended at once.
const PART_RECORDS: usize = 4096;

/// How much of a joined file one thread reads at a time.
const PIECE_BYTES: usize = 512 * 1024;

/// The members under which the records of a joined file may be.
fn containers() -> [String; 4] {
    ["users", "Users", "value", "data"].map(str::to_owned)
}

/// Reads one JSON object a line, on all threads.
fn read_lines(mut reader: impl Read, builder: &mut JoinBuilder<'_>) -> Result<(), JoinError> {
    let at_once = rayon::current_num_threads() * 2;
    let mut carry = Vec::new();
    let (mut records, mut at_end) = (0, false);
    while !at_end {
        let mut pieces = Vec::new();
        while pieces.len() < at_once && !at_end {
            let mut piece = std::mem::take(&mut carry);
            at_end = fill_to_line_end(&mut reader, &mut piece, &mut carry)?;
            pieces.push(piece);
        }
        let reading = &builder.reading;
        let parts: Vec<(JoinPart, u64, Option<JoinError>)> = pieces
            .par_iter()
            .map(|piece| read_piece(piece, reading))
            .collect();
        for (part, read, error) in parts {
            if let Some(error) = error {
                return Err(error.after(records));
            }
            records += read;
            builder.append(part).map_err(|_| JoinError::TooMany)?;
        }
    }
    Ok(())
}

/// Reads until the piece is long enough and ends with a line; what follows goes to `carry`. Says whether the file ends.
fn fill_to_line_end(
    reader: &mut impl Read,
    piece: &mut Vec<u8>,
    carry: &mut Vec<u8>,
) -> std::io::Result<bool> {
    loop {
        let wanted = PIECE_BYTES.max(piece.len());
        let read = reader.take(wanted as u64).read_to_end(piece)?;
        if read == 0 {
            return Ok(true);
        }
        if let Some(end) = memchr::memrchr(b'\n', piece) {
            *carry = piece.split_off(end + 1);
            return Ok(false);
        }
    }
}

/// The records of whole lines, how many there are, and the mistake before which they end.
fn read_piece(piece: &[u8], reading: &JoinReading<'_>) -> (JoinPart, u64, Option<JoinError>) {
    let mut part = JoinPart::default();
    let mut record = 0;
    let lines = piece.split(|byte| *byte == b'\n');
    for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
        record += 1;
        let read = match std::str::from_utf8(line) {
            Ok(text) => Members::read(text).map_err(|error| error.column()),
            Err(error) => Err(error.valid_up_to() + 1),
        };
        match read {
            Ok(members) => reading.add(&Record::Members(members), &mut part),
            Err(character) => {
                return (part, record, Some(JoinError::Json { record, character }));
            }
        }
    }
    (part, record, None)
}

/// Lines before the header, such as a preamble with parameters, are passed over: the header is the first line that has a
/// key of the mapping.
fn read_csv(
    reader: impl Read,
    columns: Vec<String>,
    keys: &[String],
    builder: &mut JoinBuilder<'_>,
) -> Result<(), JoinError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(reader);
    let mut names = (!columns.is_empty()).then(|| Names::new(columns));
    let mut line = csv::StringRecord::new();
    let mut part = JoinPart::default();
    while reader.read_record(&mut line)? {
        match &names {
            None => {
                let found = line
                    .iter()
                    .map(|name| name.trim_start_matches('\u{feff}').to_owned());
                let found = Names::new(found.collect());
                if keys.iter().any(|key| found.place(key).is_some()) {
                    names = Some(found);
                }
            }
            Some(names) => {
                let fields: Vec<Cow<'_, str>> = line.iter().map(Cow::Borrowed).collect();
                let record = Record::Fields {
                    names,
                    fields: &fields,
                };
                builder.reading.add(&record, &mut part);
                if part.len() >= PART_RECORDS {
                    let part = std::mem::take(&mut part);
                    builder.append(part).map_err(|_| JoinError::TooMany)?;
                }
            }
        }
    }
    builder.append(part).map_err(|_| JoinError::TooMany)
}
