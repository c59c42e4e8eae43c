//! The manifest of a split file, read back: which line of a part is which line of its source.

use std::{ffi::OsString, path::Path};

use serde::Deserialize;

use crate::values::{password_hash::PasswordHashingAlgorithm, percent};

use super::ReconcileError;

/// The parts of a file that `clean --split` wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Manifest {
    /// The parts, in the order of their jobs.
    pub parts: Vec<Part>,
    /// The names of the files that they come from.
    pub sources: Vec<String>,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// Its file's name, without a folder.
    pub name: OsString,
    /// How many users it has.
    pub users: u64,
    /// How many bytes it has.
    pub bytes: u64,
    /// The algorithm that its job has to be created with.
    pub password_hashing_algorithm: Option<PasswordHashingAlgorithm>,
    lines: Vec<Lines>,
}

/// Where a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceLine {
    /// The source, as a place in [`Manifest::sources`].
    pub source: usize,
    /// The line of it.
    pub line: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
struct Lines {
    line: u64,
    source_line: u64,
    count: u64,
    #[serde(default)]
    source: usize,
}

#[derive(Deserialize)]
struct Document {
    parts: Vec<Entry>,
    sources: Vec<String>,
}

#[derive(Deserialize)]
struct Entry {
    part: String,
    part_percent_encoded: Option<String>,
    lines: Vec<Lines>,
    users: u64,
    bytes: u64,
    password_hashing_algorithm: Option<String>,
}

impl Manifest {
    /// Whether a document begins like a manifest, and not like a file of users.
    #[must_use]
    pub fn is_begun_by(start: &[u8]) -> bool {
        let start = start.trim_ascii_start();
        start.strip_prefix(b"{").is_some_and(|rest| {
            let rest = rest.trim_ascii_start();
            rest.starts_with(b"\"parts\"")
        })
    }

    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::Manifest`] where it is none.
    pub fn read(name: &str, document: &[u8]) -> Result<Self, ReconcileError> {
        let refused = || ReconcileError::Manifest {
            name: name.to_owned(),
        };
        let document: Document = serde_json::from_slice(document).map_err(|_| refused())?;
        let parts = document.parts.into_iter().map(Part::of);
        Ok(Self {
            parts: parts.collect::<Option<_>>().ok_or_else(refused)?,
            sources: document.sources,
        })
    }

    /// The part with this file's name.
    #[must_use]
    pub fn part_of(&self, path: &Path) -> Option<&Part> {
        let name = path.file_name()?;
        self.parts.iter().find(|part| part.name == name)
    }
}

impl Part {
    fn of(entry: Entry) -> Option<Self> {
        let name = match entry.part_percent_encoded {
            Some(encoded) => os_string(percent::decoded(&encoded)?)?,
            None => entry.part.into(),
        };
        // A part is a file beside the manifest.
        if Path::new(&name).file_name() != Some(&name) {
            return None;
        }
        let follow = |pair: &[Lines]| match pair {
            [one, two] => one.line.checked_add(one.count) == Some(two.line),
            _ => true,
        };
        if !entry.lines.windows(2).all(follow) {
            return None;
        }
        let algorithm = entry.password_hashing_algorithm;
        Some(Self {
            name,
            users: entry.users,
            bytes: entry.bytes,
            password_hashing_algorithm: match algorithm {
                Some(name) => Some(name.parse().ok()?),
                None => None,
            },
            lines: entry.lines,
        })
    }

    /// Where a line of the part comes from.
    #[must_use]
    pub fn source_of(&self, line: u64) -> Option<SourceLine> {
        let after = self.lines.partition_point(|run| run.line <= line);
        let run = self.lines.get(after.checked_sub(1)?)?;
        let offset = line.checked_sub(run.line)?;
        (offset < run.count).then_some(SourceLine {
            source: run.source,
            line: run.source_line.checked_add(offset)?,
        })
    }
}

#[cfg(unix)]
#[expect(
    clippy::unnecessary_wraps,
    reason = "on other systems, not every text is a name"
)]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{"parts":[
{"part":"users.part-0001.csv","lines":[{"line":2,"source_line":4,"count":3},{"line":5,"source_line":9,"count":1,"source":1}],"users":4,"bytes":100}
],"sources":["a.csv","b.csv"]}"#;

    fn read(text: &str) -> Option<Manifest> {
        Manifest::read("m.json", text.as_bytes()).ok()
    }

    #[test]
    fn each_line_of_a_part_has_its_source() {
        let manifest = read(MANIFEST).unwrap();
        let part = manifest
            .part_of(Path::new("out/users.part-0001.csv"))
            .unwrap();
        let source = |line| part.source_of(line).map(|found| (found.source, found.line));
        assert_eq!(source(2), Some((0, 4)));
        assert_eq!(source(4), Some((0, 6)));
        assert_eq!(source(5), Some((1, 9)));
        for line in [0, 1, 6, u64::MAX] {
            assert_eq!(source(line), None);
        }
        assert!(Manifest::is_begun_by(MANIFEST.as_bytes()));
        assert!(!Manifest::is_begun_by(b"cognito:username,email\n"));
    }

    #[test]
    fn a_manifest_names_files_beside_it_and_lines_that_follow_one_another() {
        for wrong in [
            MANIFEST.replace("users.part", "../users.part"),
            MANIFEST.replace("\"line\":5", "\"line\":6"),
            MANIFEST.replace("\"users\"", "\"user\""),
            "{}".to_owned(),
        ] {
            assert!(read(&wrong).is_none(), "{wrong}");
        }
    }
}
