//! What a run tells, kept for comparing.

use std::io::{self, Read};

use cognito_preflight::{
    engine::{CleanedLines, Error, FileStart, Interest, Mode, Options, Preflight, Sink, Summary},
    finding::{Finding, Outcome},
    prediction::{Verdict, judge_outcome},
    schema::Schema,
};

/// One verdict, owned.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub line: u64,
    pub byte: u64,
    pub outcome: Outcome,
    pub alternatives: Vec<Outcome>,
    pub findings: Vec<Finding>,
    pub written: Vec<Option<String>>,
    pub values: Vec<Option<String>>,
    pub raw: Vec<u8>,
    pub line_end: Vec<u8>,
}

/// Everything that a run told.
#[derive(Debug, Default, PartialEq)]
pub struct Seen {
    pub header: Vec<u8>,
    pub rows: Vec<Row>,
    pub cleaned: Vec<u8>,
    pieces: Vec<u8>,
}

impl Sink for Seen {
    fn interest(&self) -> Interest {
        Interest::EVERY_ROW.with_values()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.header = [start.raw_header, start.line_end].concat();
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        let (outcome, alternatives, certainty) = judge_outcome(verdict.findings);
        assert_eq!(
            (outcome, alternatives, certainty),
            (verdict.outcome, verdict.alternatives, verdict.certainty),
            "the outcome does not follow from the findings"
        );
        let columns = || verdict.schema.columns().iter();
        let owned = |value: Option<&str>| value.map(str::to_owned);
        let raw = if self.pieces.is_empty() {
            verdict.raw.to_vec()
        } else {
            std::mem::take(&mut self.pieces)
        };
        self.rows.push(Row {
            line: verdict.position.line,
            byte: verdict.position.byte,
            outcome,
            alternatives: alternatives.iter().collect(),
            findings: verdict.findings.to_vec(),
            written: columns()
                .map(|c| owned(verdict.written.field(c.id)))
                .collect(),
            values: columns()
                .map(|c| owned(verdict.record.field(c.id)))
                .collect(),
            raw,
            line_end: verdict.line_end.to_vec(),
        });
        Ok(())
    }

    fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.pieces.extend_from_slice(bytes);
        Ok(())
    }

    fn cleaned(&mut self, lines: &CleanedLines<'_>) -> io::Result<()> {
        self.cleaned.extend_from_slice(lines.bytes());
        Ok(())
    }
}

/// A reader that gives its bytes in pieces of a few.
pub struct Slow<'a> {
    pub bytes: &'a [u8],
    pub at_a_time: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.at_a_time.max(1).min(into.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(count);
        into[..count].copy_from_slice(now);
        self.bytes = later;
        Ok(count)
    }
}

/// Runs the engine on a file; `None` where its columns, or the order of its dates, cannot be told, as only a
/// cleaning says.
pub fn run(
    schema: &Schema,
    options: Options,
    file: &[u8],
    at_a_time: usize,
) -> Option<(Seen, Summary)> {
    let cleans = options.mode == Mode::Clean;
    let preflight = Preflight::new(schema.clone(), options).expect("options that fit");
    let mut run = preflight.run();
    let mut seen = Seen::default();
    let reader = Slow {
        bytes: file,
        at_a_time,
    };
    match run.file("file.csv", reader, &mut [&mut seen]) {
        Ok(_) => {}
        Err(Error::Header { .. } | Error::AmbiguousDateOrder { .. } | Error::RenameWithoutColumn { .. }) if cleans => return None,
        Err(error) => panic!("{error}"),
    }
    let summary = run.finish(&mut [&mut seen]).expect("an end");
    Some((seen, summary))
}

/// Options of so many threads and so many bytes a batch.
pub fn options(mode: Mode, threads: usize, batch_bytes: usize) -> Options {
    let mut options = Options::default();
    options.mode = mode;
    options.threads = Some(threads);
    options.batch_bytes = Some(batch_bytes);
    options
}
