//! The job's log, in whichever shape it was fetched: JSON of the service or of a console, CSV, plain lines, each
//! of them compressed or not.
//!
//! All shapes come to the same: texts, in which lines such as
//! `[FAILED] Line Number 4 - The User Record …` are looked for, and names of streams.

mod json;
mod line;
mod table;

use std::{
    collections::{BTreeMap, HashMap},
    io::{self, BufRead, BufReader, Read},
};

use flate2::bufread::MultiGzDecoder;

use super::ReconcileError;

/// The service's text of two events at the start of each stream (LOG2020).
pub const TEST_EVENT: &str = "Cognito User Pools Import - Test Log";

/// How often a compressed log may be compressed again.
const MOST_WRAPPERS: usize = 4;

/// How many different texts that are no line of a row are kept.
const MOST_OTHER_TEXTS: usize = 20;

/// How long such a text may be, in bytes, to be kept.
const LONGEST_OTHER_TEXT: usize = 300;

/// The line numbers of the log that belong to one row of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The job, as a place in [`Log::jobs`].
    job: u32,
    /// The line, which counts the header.
    pub(super) line: u32,
    /// What is in brackets, as a place in [`Log::prefixes`].
    prefix: u32,
    /// What follows the number, as a place in [`Log::texts`].
    text: u32,
}

/// One row of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogRow<'a> {
    /// The number of the line, which counts the header.
    pub line: u32,
    /// What is in brackets, such as `FAILED`.
    pub prefix: &'a str,
    /// What follows the number.
    pub text: &'a str,
}

/// Texts, each kept once.
#[derive(Debug, Default)]
struct Texts {
    places: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Texts {
    fn place(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        // More texts than that do not fit into memory.
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.places.insert(text.into(), place);
        self.texts.push(text.into());
        place
    }

    fn text(&self, place: u32) -> &str {
        self.texts
            .get(place as usize)
            .map(AsRef::as_ref)
            .unwrap_or_default()
    }
}

/// The place in [`Log::jobs`] of a row whose stream is not named.
const NO_JOB: u32 = 0;

/// The lines of a log that are about rows.
#[derive(Debug)]
pub struct Log {
    jobs: Texts,
    prefixes: Texts,
    texts: Texts,
    entries: Vec<Entry>,
    other: BTreeMap<String, u64>,
    other_lines: u64,
    /// Events that were read, of which nothing is known but that they are none about a row.
    last: Option<(u32, u32)>,
}

impl Default for Log {
    fn default() -> Self {
        let mut jobs = Texts::default();
        jobs.place("");
        Self {
            jobs,
            prefixes: Texts::default(),
            texts: Texts::default(),
            entries: Vec::new(),
            other: BTreeMap::new(),
            other_lines: 0,
            last: None,
        }
    }
}

impl Log {
    /// Reads a log, or one more file of it. `name` is for messages.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::Read`] where it cannot be read, [`ReconcileError::Log`] where it is JSON or compressed and
    /// breaks off.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::reconcile::Log;
    ///
    /// let mut log = Log::default();
    /// log.read("log.txt", &b"[SUCCEEDED] Line Number 2 - The import succeeded.\n"[..])?;
    /// assert_eq!(log.rows(), 1);
    /// # Ok::<(), cognito_preflight::reconcile::ReconcileError>(())
    /// ```
    pub fn read(&mut self, name: &str, reader: impl Read + Send) -> Result<(), ReconcileError> {
        self.read_text(Box::new(BufReader::with_capacity(64 * 1024, reader)), 0)
            .map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::InvalidInput => ReconcileError::Log {
                    name: name.to_owned(),
                    problem: error.to_string(),
                },
                _ => ReconcileError::Read {
                    name: name.to_owned(),
                    source: error,
                },
            })
    }

    fn read_text(&mut self, mut reader: Box<dyn BufRead + '_>, wrappers: usize) -> io::Result<()> {
        if starts_with(&mut *reader, &[0x1f, 0x8b])? {
            if wrappers == MOST_WRAPPERS {
                return Err(invalid("it is compressed too often"));
            }
            let inner = MultiGzDecoder::new(reader);
            let inner = BufReader::with_capacity(64 * 1024, inner);
            return self.read_text(Box::new(inner), wrappers + 1);
        }
        let is_little = starts_with(&mut *reader, &[0xff, 0xfe])?;
        if is_little || starts_with(&mut *reader, &[0xfe, 0xff])? {
            // A redirection in Windows PowerShell writes UTF-16.
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes)?;
            let encoding = if is_little {
                encoding_rs::UTF_16LE
            } else {
                encoding_rs::UTF_16BE
            };
            let (text, _) = encoding.decode_with_bom_removal(&bytes);
            return self.read_utf_8(&mut text.as_bytes(), wrappers);
        }
        if starts_with(&mut *reader, b"\xef\xbb\xbf")? {
            reader.consume(3);
        }
        self.read_utf_8(&mut *reader, wrappers)
    }

    fn read_utf_8(&mut self, reader: &mut dyn BufRead, wrappers: usize) -> io::Result<()> {
        skip_white_space(reader)?;
        let start = reader.fill_buf()?;
        if json::looks_like_json(start) {
            json::read(self, reader, wrappers)
        } else if let Some(columns) = table::columns(start) {
            table::read(self, reader, columns)
        } else {
            self.read_lines(reader)
        }
    }

    fn read_lines(&mut self, reader: &mut dyn BufRead) -> io::Result<()> {
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            if reader.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(());
            }
            for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
                let line = String::from_utf8_lossy(line);
                if !self.add_rows(&line, None) {
                    self.add_other(line::message(&line));
                }
            }
        }
    }

    /// Adds each row that a text names, in the job that the text or the caller names. Says whether there was one.
    fn add_rows(&mut self, text: &str, job: Option<u32>) -> bool {
        let mut has_one = false;
        for row in line::rows(text) {
            has_one = true;
            let job = match (job, row.job) {
                (Some(job), _) => job,
                (None, Some(job)) => self.jobs.place(job),
                (None, None) => NO_JOB,
            };
            // Nearly every row has the prefix and the text of the one before.
            let (prefix, text) = match self.last {
                Some((prefix, text))
                    if self.prefixes.text(prefix) == row.prefix
                        && self.texts.text(text) == row.text =>
                {
                    (prefix, text)
                }
                _ => (self.prefixes.place(row.prefix), self.texts.place(&row.text)),
            };
            self.last = Some((prefix, text));
            self.entries.push(Entry {
                job,
                line: row.line,
                prefix,
                text,
            });
        }
        has_one
    }

    /// Counts an event that is not about a row.
    fn add_other(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.other_lines += 1;
        if let Some(count) = self.other.get_mut(text) {
            *count += 1;
        } else if self.other.len() < MOST_OTHER_TEXTS && text.len() <= LONGEST_OTHER_TEXT {
            self.other.insert(text.to_owned(), 1);
        }
    }

    /// The place of a job by the name of its stream, `<JobId>/<JobName>`.
    fn job_of_stream(&mut self, stream: &str) -> Option<u32> {
        let id = line::job_id(stream)?;
        Some(self.jobs.place(id))
    }

    /// Gives a job to the rows from this place on that have none.
    fn name_job(&mut self, from: usize, job: u32) {
        for entry in self.entries.iter_mut().skip(from) {
            if entry.job == NO_JOB {
                entry.job = job;
            }
        }
    }

    /// How many lines are about a row, those that were read twice included.
    pub fn rows(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The ids of the jobs whose streams are named, in the order in which they were read.
    pub fn jobs(&self) -> impl Iterator<Item = &str> {
        self.jobs.texts.iter().skip(1).map(AsRef::as_ref)
    }

    /// Texts of events that are not about a row, such as [`TEST_EVENT`], each with how often it was read. Only the
    /// first twenty are kept; [`Log::other_lines`] counts all.
    pub const fn other(&self) -> &BTreeMap<String, u64> {
        &self.other
    }

    /// How many events are not about a row.
    pub const fn other_lines(&self) -> u64 {
        self.other_lines
    }

    /// The rows of one job in the order of their lines, each once: those of its stream, or those of which no stream
    /// is named.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::MixedLog`] where two different lines are about the same row, or where there are streams of
    /// other jobs and none of this one.
    pub fn of_job(&self, id: Option<&str>) -> Result<JobLog<'_>, ReconcileError> {
        let wanted = id.and_then(|id| self.jobs.places.get(id).copied());
        let is_named = self.jobs.texts.len() > 1;
        if is_named && wanted.is_none() && (id.is_some() || self.jobs.texts.len() > 2) {
            return Err(ReconcileError::LogOfAnotherJob {
                found: self.jobs().map(str::to_owned).collect(),
                wanted: id.map(str::to_owned),
            });
        }
        let mut entries: Vec<Entry> = self
            .entries
            .iter()
            .filter(|entry| wanted.is_none_or(|job| entry.job == job || entry.job == NO_JOB))
            .copied()
            .collect();
        let read = entries.len();
        entries.sort_unstable_by_key(|entry| (entry.line, entry.prefix, entry.text, entry.job));
        entries.dedup_by_key(|entry| (entry.line, entry.prefix, entry.text));
        let twice = entries
            .windows(2)
            .find(|pair| matches!(pair, [one, two] if one.line == two.line));
        if let Some([one, ..]) = twice {
            return Err(ReconcileError::MixedLog { line: one.line });
        }
        Ok(JobLog {
            log: self,
            repeated: (read - entries.len()) as u64,
            entries,
        })
    }
}

/// The rows of one job's log.
#[derive(Debug)]
pub struct JobLog<'a> {
    log: &'a Log,
    pub(super) entries: Vec<Entry>,
    repeated: u64,
}

impl<'a> JobLog<'a> {
    /// The rows, in the order of their lines.
    pub fn rows(&self) -> impl Iterator<Item = LogRow<'a>> {
        let log = self.log;
        self.entries.iter().map(|entry| log.row(entry))
    }

    /// How many rows there are.
    pub fn len(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many lines were read more than once, as from files that overlap.
    pub const fn repeated(&self) -> u64 {
        self.repeated
    }

    /// The whole log.
    pub(super) const fn log(&self) -> &'a Log {
        self.log
    }
}

impl Log {
    pub(super) fn row(&self, entry: &Entry) -> LogRow<'_> {
        LogRow {
            line: entry.line,
            prefix: self.prefixes.text(entry.prefix),
            text: self.texts.text(entry.text),
        }
    }
}

/// Whether the reader's next bytes are these; none is consumed.
fn starts_with(reader: &mut dyn BufRead, expected: &[u8]) -> io::Result<bool> {
    Ok(reader.fill_buf()?.starts_with(expected))
}

fn skip_white_space(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let bytes = reader.fill_buf()?;
        let blank = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let is_all = blank == bytes.len();
        reader.consume(blank);
        if blank == 0 || !is_all {
            return Ok(());
        }
    }
}

fn invalid(problem: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem.into())
}

#[cfg(test)]
mod tests;
