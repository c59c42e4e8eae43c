//! The cleaned file in numbered parts, each small enough for one job, and where each line came from.

mod part_files;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    ffi::OsString,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    engine::{CleanedLines, FileStart, Interest, Sink, Summary},
    schema::limits,
    values::{password_hash::PasswordHashingAlgorithm, percent},
};

pub use self::part_files::PartFiles;
use super::{buffered::Buffered, json::push_json};

/// Opens and completes the numbered parts of a [`Split`].
pub trait Parts {
    /// What a part is written to.
    type Part: Write;

    /// Begins the part of this number, the first of which is 1. Returns it with the name that the
    /// manifest gives it.
    ///
    /// # Errors
    ///
    /// Whatever prevents the part from being written.
    fn begin(&mut self, number: u64) -> io::Result<(Self::Part, OsString)>;

    /// Takes a part back that is fully written.
    ///
    /// # Errors
    ///
    /// Whatever prevents the part from being completed.
    fn complete(&mut self, part: Self::Part) -> io::Result<()>;

    /// Learns that no part follows. Does nothing unless it is implemented.
    fn finish(&mut self) {}
}

/// Writes the cleaned file in parts of at most 500,000 users and 100,000,000 bytes, the header in
/// each, and a manifest that says where each line came from.
///
/// The manifest's `lines` are runs: `{"line":2,"source_line":4,"count":3}` says that the lines 2, 3
/// and 4 of the part are the lines 4, 5 and 6 of the source. Of several sources, `source` is the
/// place in `sources`; it is left out where it is 0. A part whose name is not UTF-8 has its bytes in
/// `part_percent_encoded`, too. Where a mapping made password hashes, a part has those of one algorithm, and `jobs` lists
/// the parts in the order in which they are to be imported: those of each algorithm, and last those without hashes.
#[derive(Debug)]
pub struct Split<P: Parts, M: Write> {
    parts: P,
    manifest: Buffered<M>,
    header: Vec<u8>,
    users_each: u64,
    bytes_each: u64,
    number: u64,
    has_entry: bool,
    /// The part that is being written for each algorithm of password hashes, and for users without one.
    open: BTreeMap<Option<PasswordHashingAlgorithm>, Part<P::Part>>,
    /// The parts that are complete, for the order of the jobs.
    jobs: Vec<Job>,
    sources: Vec<String>,
}

#[derive(Debug)]
struct Part<W> {
    writer: W,
    entry: PartEntry,
    number: u64,
}

/// The job of a part. Each part is one, and they run one after the other: first those with hashes, by algorithm.
#[derive(Debug, Serialize)]
struct Job {
    part: String,
    users: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
    #[serde(skip)]
    number: u64,
}

/// A part in the manifest.
#[derive(Debug, Serialize)]
struct PartEntry {
    part: String,
    /// The same with its bytes encoded, where they are not UTF-8 and `part` shows what is readable.
    #[serde(skip_serializing_if = "Option::is_none")]
    part_percent_encoded: Option<String>,
    /// At most one for each user, of which a part has 500,000.
    lines: Vec<LineRun>,
    users: u64,
    bytes: u64,
    /// The algorithm that the part's job has to be created with, where a mapping made its hashes.
    #[serde(skip_serializing_if = "Option::is_none")]
    password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
}

/// Lines of a part that follow one another in the source, too.
#[derive(Debug, Clone, Copy, Serialize)]
struct LineRun {
    line: u64,
    source_line: u64,
    count: u64,
    #[serde(skip_serializing_if = "is_zero")]
    source: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands it a reference"
)]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl PartEntry {
    /// Counts a line of this length, which comes from this place.
    fn add(&mut self, length: u64, source_line: u64, source: u64) {
        self.users += 1;
        self.bytes += length;
        match self.lines.last_mut() {
            Some(run) if run.source == source && run.source_line + run.count == source_line => {
                run.count += 1;
            }
            _ => self.lines.push(LineRun {
                // The header is line 1, so the first user is on line 2.
                line: self.users + 1,
                source_line,
                count: 1,
                source,
            }),
        }
    }
}

impl<P: Parts, M: Write> Split<P, M> {
    /// Writes into these parts, and the manifest to `manifest`.
    pub fn new(parts: P, manifest: M) -> Self {
        Self {
            parts,
            manifest: Buffered::new(manifest),
            header: Vec::new(),
            users_each: limits::USERS,
            bytes_each: limits::FILE_BYTES,
            number: 0,
            has_entry: false,
            open: BTreeMap::new(),
            jobs: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// With smaller parts: at most this many users and bytes each, header included. More than an
    /// import takes is not possible.
    #[must_use]
    pub fn with_limits(mut self, users: u64, bytes: u64) -> Self {
        self.users_each = users.clamp(1, limits::USERS);
        self.bytes_each = bytes.min(limits::FILE_BYTES);
        self
    }

    /// How many parts there are so far.
    pub const fn count(&self) -> u64 {
        self.number
    }

    /// The parts and the manifest's writer. What was not finished is lost.
    pub fn into_inner(self) -> (P, M) {
        (self.parts, self.manifest.into_inner())
    }

    /// Begins a part for hashes of this algorithm, in place of the one that is full.
    fn next_part(&mut self, algorithm: Option<PasswordHashingAlgorithm>) -> io::Result<()> {
        self.end_part(algorithm)?;
        self.number += 1;
        let (mut writer, name) = self.parts.begin(self.number)?;
        writer.write_all(&self.header)?;
        let part_percent_encoded = name
            .to_str()
            .is_none()
            .then(|| percent::encoded(name.as_encoded_bytes()));
        let entry = PartEntry {
            part: name.to_string_lossy().into_owned(),
            part_percent_encoded,
            lines: Vec::new(),
            users: 0,
            bytes: self.header.len() as u64,
            password_hashing_algorithm: algorithm,
        };
        let number = self.number;
        let part = Part {
            writer,
            entry,
            number,
        };
        self.open.insert(algorithm, part);
        Ok(())
    }

    fn end_part(&mut self, algorithm: Option<PasswordHashingAlgorithm>) -> io::Result<()> {
        let Some(part) = self.open.remove(&algorithm) else {
            return Ok(());
        };
        self.jobs.push(Job {
            part: part.entry.part.clone(),
            users: part.entry.users,
            password_hashing_algorithm: algorithm,
            number: part.number,
        });
        let manifest = self.manifest.bytes();
        let has_entry = std::mem::replace(&mut self.has_entry, true);
        manifest.extend_from_slice(if has_entry { b",\n" } else { b"\n" });
        push_json(&part.entry, manifest)?;
        self.manifest.write_full_block()?;
        self.parts.complete(part.writer)
    }

    /// Writes rows that fit into the present part of an algorithm.
    fn write(
        &mut self,
        rows: &[u8],
        algorithm: Option<PasswordHashingAlgorithm>,
    ) -> io::Result<()> {
        match self.open.get_mut(&algorithm) {
            Some(part) if !rows.is_empty() => part.writer.write_all(rows),
            _ => Ok(()),
        }
    }
}

impl<P: Parts<Part: Send> + Send, M: Write + Send> Sink for Split<P, M> {
    fn name(&self) -> Cow<'_, str> {
        Cow::Borrowed("the parts of the cleaned file")
    }

    fn interest(&self) -> Interest {
        Interest::NOTABLE_ROWS.only_when_cleaning()
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        if self.number == 0 {
            self.header = start.schema.header_line();
            self.manifest.bytes().extend_from_slice(b"{\"parts\":[");
            if start.schema.password_hashing_algorithm().is_some()
                || !start.schema.imports_password_hashes()
            {
                self.next_part(None)?;
            }
        }
        self.sources.push(start.input.name.clone());
        Ok(())
    }

    fn cleaned(&mut self, lines: &CleanedLines<'_>) -> io::Result<()> {
        let source = self.sources.len().saturating_sub(1) as u64;
        // What goes to one part is written in one piece.
        let mut written = 0;
        let mut start = 0;
        let mut before = lines.algorithm(0);
        for (place, (end, source_line)) in lines.iter().enumerate() {
            let length = end.saturating_sub(start) as u64;
            let algorithm = lines.algorithm(place);
            let is_full = self.open.get(&algorithm).is_none_or(|Part { entry, .. }| {
                entry.users >= self.users_each
                    || (entry.users > 0 && entry.bytes + length > self.bytes_each)
            });
            if is_full || algorithm != before {
                self.write(
                    lines.bytes().get(written..start).unwrap_or_default(),
                    before,
                )?;
                written = start;
                before = algorithm;
            }
            if is_full {
                self.next_part(algorithm)?;
            }
            if let Some(part) = self.open.get_mut(&algorithm) {
                part.entry.add(length, source_line, source);
            }
            start = end;
        }
        self.write(
            lines.bytes().get(written..start).unwrap_or_default(),
            before,
        )
    }

    fn finish(&mut self, _: &Summary) -> io::Result<()> {
        if self.number == 0 && !self.header.is_empty() {
            self.next_part(None)?;
        }
        // Users with hashes come first, in the order of the algorithms, those without one last.
        while let Some(algorithm) = self.open.keys().next_back().copied() {
            self.end_part(algorithm)?;
        }
        let manifest = self.manifest.bytes();
        if manifest.is_empty() && self.number == 0 {
            manifest.extend_from_slice(b"{\"parts\":[");
        }
        manifest.extend_from_slice(b"\n],");
        if self
            .jobs
            .iter()
            .any(|job| job.password_hashing_algorithm.is_some())
        {
            self.jobs.sort_by_key(|job| {
                let algorithm = job.password_hashing_algorithm;
                (algorithm.is_none(), algorithm, job.number)
            });
            manifest.extend_from_slice(b"\"jobs\":");
            push_json(&self.jobs, manifest)?;
            manifest.extend_from_slice(b",\n");
        }
        manifest.extend_from_slice(b"\"sources\":");
        push_json(&self.sources, manifest)?;
        manifest.extend_from_slice(b"}\n");
        self.parts.finish();
        self.manifest.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[derive(Default)]
    struct InMemory(Vec<Vec<u8>>);

    impl Parts for InMemory {
        type Part = Vec<u8>;

        fn begin(&mut self, number: u64) -> io::Result<(Vec<u8>, OsString)> {
            Ok((Vec::new(), format!("part-{number}").into()))
        }

        fn complete(&mut self, part: Vec<u8>) -> io::Result<()> {
            self.0.push(part);
            Ok(())
        }
    }

    fn manifest_of(bytes: &[u8]) -> serde_json::Value {
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn a_part_ends_at_its_number_of_users() {
        let fixture = Fixture::new();
        let mut split = Split::new(InMemory::default(), Vec::new()).with_limits(2, u64::MAX);
        fixture.begin(&mut split, b"");
        split
            .cleaned(&CleanedLines::new(b"a\nb\nc\n", &[2, 4, 6], &[2, 3, 7]))
            .unwrap();
        split
            .cleaned(&CleanedLines::new(b"d\ne\n", &[2, 4], &[8, 9]))
            .unwrap();
        split.finish(&fixture.summary()).unwrap();
        assert_eq!(split.count(), 3);
        let (parts, manifest) = split.into_inner();
        let header = fixture.header();
        let texts: Vec<_> = parts
            .0
            .into_iter()
            .map(|part| String::from_utf8(part).unwrap())
            .collect();
        assert_eq!(
            texts,
            [
                format!("{header}\na\nb\n"),
                format!("{header}\nc\nd\n"),
                format!("{header}\ne\n")
            ]
        );
        let header = header.len() + 1;
        assert_eq!(
            manifest_of(&manifest),
            serde_json::json!({
                "parts": [
                    {"part": "part-1", "users": 2, "bytes": header + 4,
                     "lines": [{"line": 2, "source_line": 2, "count": 2}]},
                    {"part": "part-2", "users": 2, "bytes": header + 4,
                     "lines": [{"line": 2, "source_line": 7, "count": 2}]},
                    {"part": "part-3", "users": 1, "bytes": header + 2,
                     "lines": [{"line": 2, "source_line": 9, "count": 1}]},
                ],
                "sources": ["users.csv"],
            })
        );
    }

    #[test]
    fn a_part_ends_before_it_is_too_large() {
        let fixture = Fixture::new();
        let header = fixture.header().len() as u64 + 1;
        let mut split = Split::new(InMemory::default(), Vec::new()).with_limits(100, header + 4);
        fixture.begin(&mut split, b"");
        split
            .cleaned(&CleanedLines::new(b"a\nb\ncc\n", &[2, 4, 7], &[2, 3, 4]))
            .unwrap();
        split.finish(&fixture.summary()).unwrap();
        let (parts, _) = split.into_inner();
        assert_eq!(parts.0.len(), 2);
        for part in parts.0 {
            assert!(part.len() as u64 <= header + 4);
        }
    }

    #[test]
    fn a_gap_in_the_source_begins_a_new_run() {
        let fixture = Fixture::new();
        let mut split = Split::new(InMemory::default(), Vec::new());
        fixture.begin(&mut split, b"");
        split
            .cleaned(&CleanedLines::new(b"a\nb\nc\n", &[2, 4, 6], &[2, 3, 9]))
            .unwrap();
        fixture.begin(&mut split, b"");
        split
            .cleaned(&CleanedLines::new(b"d\n", &[2], &[10]))
            .unwrap();
        split.finish(&fixture.summary()).unwrap();
        let manifest = manifest_of(&split.into_inner().1);
        assert_eq!(
            manifest["parts"][0]["lines"],
            serde_json::json!([
                {"line": 2, "source_line": 2, "count": 2},
                {"line": 4, "source_line": 9, "count": 1},
                {"line": 5, "source_line": 10, "count": 1, "source": 1},
            ])
        );
    }

    #[test]
    fn a_file_without_rows_is_one_part_with_its_header() {
        let fixture = Fixture::new();
        let mut split = Split::new(InMemory::default(), Vec::new());
        fixture.begin(&mut split, b"");
        split.finish(&fixture.summary()).unwrap();
        let (parts, manifest) = split.into_inner();
        assert_eq!(parts.0, [format!("{}\n", fixture.header()).into_bytes()]);
        assert_eq!(manifest_of(&manifest)["parts"][0]["users"], 0);
    }
}
