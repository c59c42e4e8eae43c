//! A log as CSV: as the console's viewer of events and Logs Insights export it.

use std::io::{self, BufRead};

use csv::ByteRecord;

use super::{Log, invalid};

/// The names of the column of messages.
const MESSAGE: [&str; 2] = ["message", "@message"];
/// The names of the column of streams.
const STREAM: [&str; 2] = ["@logStream", "logStreamName"];

/// Which fields of a record are which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    message: usize,
    stream: Option<usize>,
}

/// The columns of a file that begins like this, where it is such a table.
pub(super) fn columns(start: &[u8]) -> Option<Columns> {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = str::from_utf8(line).ok()?;
    let names: Vec<&str> = line.split(',').map(|name| name.trim_matches('"')).collect();
    let place = |known: [&str; 2]| names.iter().position(|name| known.contains(name));
    // A single word could be the first line of any text.
    Some(Columns {
        message: place(MESSAGE).filter(|_| names.len() > 1 || line.starts_with('@'))?,
        stream: place(STREAM),
    })
}

pub(super) fn read(log: &mut Log, reader: &mut dyn BufRead, columns: Columns) -> io::Result<()> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(reader);
    let mut record = ByteRecord::new();
    while table
        .read_byte_record(&mut record)
        .map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            _ => invalid("it is not CSV"),
        })?
    {
        let field = |place: usize| String::from_utf8_lossy(record.get(place).unwrap_or_default());
        let job = columns
            .stream
            .and_then(|stream| log.job_of_stream(&field(stream)));
        let message = field(columns.message);
        if !log.add_rows(&message, job) {
            log.add_other(message.trim());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_column_of_messages() {
        let found = |start: &str| columns(start.as_bytes());
        assert_eq!(found("timestamp,message\n1").unwrap().message, 1);
        let insights = found("@timestamp,@message,@logStream,@log\n").unwrap();
        assert_eq!((insights.message, insights.stream), (1, Some(2)));
        assert!(found("\"@message\"\r\n").is_none());
        assert!(found("@message\n").is_some());
        for start in ["message\n", "", "[FAILED] Line Number 2 - message, x\n"] {
            assert!(found(start).is_none(), "{start}");
        }
    }
}
