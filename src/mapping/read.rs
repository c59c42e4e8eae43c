//! Reading the files that are joined.

use std::{borrow::Cow, io::Read};

use super::{
    MappedSource,
    expression::Words,
    join::{JoinBuilder, JoinPlan, JoinTable},
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
            read_json(whole, &mut builder)?;
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

fn read_json(reader: impl Read, builder: &mut JoinBuilder<'_>) -> Result<(), JoinError> {
    let containers = ["users", "Users", "value", "data"].map(str::to_owned);
    let mut lines = std::io::BufReader::new(JsonLines::new(reader, Vec::new(), 0, &containers));
    let mut line = String::new();
    let mut record = 0;
    loop {
        line.clear();
        if std::io::BufRead::read_line(&mut lines, &mut line)? == 0 {
            return Ok(());
        }
        if line.trim().is_empty() {
            continue;
        }
        record += 1;
        let members = Members::read(&line).map_err(|error| JoinError::Json {
            record,
            character: error.column(),
        })?;
        let added = builder.add(&Record::Members(members));
        added.map_err(|_| JoinError::TooMany)?;
    }
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
                builder.add(&record).map_err(|_| JoinError::TooMany)?;
            }
        }
    }
    Ok(())
}
