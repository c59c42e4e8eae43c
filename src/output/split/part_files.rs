//! Parts as files beside one another.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use serde::Deserialize;

use crate::{
    engine::Error,
    output::{
        atomic_file::{Existing, OutputFile, Outputs},
        identity::directory_of,
    },
    values::percent,
};

use super::Parts;

/// Parts beside one another: `users.csv` becomes `users-0001.csv`, `users-0002.csv` and so on.
#[derive(Debug, Clone)]
pub struct PartFiles {
    outputs: Outputs,
    path: PathBuf,
    /// How many parts have been begun, by this or any clone.
    count: Arc<AtomicU64>,
    /// The names of the parts that the manifest of a previous run names and that may be replaced.
    replaced: Vec<OsString>,
}

impl PartFiles {
    /// The parts of the file that would be at `path`.
    ///
    /// # Errors
    ///
    /// [`Error::OutputExists`] if a part of a previous run is there and is to be kept, since it could
    /// not be seen later which parts belong together; [`Error::Write`] if the directory cannot be
    /// read.
    pub fn new(outputs: &Outputs, path: &Path) -> Result<Self, Error> {
        let mut files = Self {
            outputs: outputs.clone(),
            path: path.to_path_buf(),
            count: Arc::default(),
            replaced: Vec::new(),
        };
        match outputs.existing() {
            Existing::Refuse => {
                let existing = files.existing().map_err(|source| Error::Write {
                    name: path.display().to_string(),
                    source,
                })?;
                if let Some(path) = existing.into_iter().next() {
                    return Err(Error::OutputExists { path });
                }
            }
            Existing::Replace => files.replaced = files.named_by_manifest(),
        }
        Ok(files)
    }

    /// The path of the part of this number.
    pub fn part(&self, number: u64) -> PathBuf {
        self.beside(&format!("-{number:04}"), self.path.extension())
    }

    /// The paths of the parts begun so far, by this or any clone of it.
    pub fn begun(&self) -> Vec<PathBuf> {
        (1..=self.count.load(Ordering::Relaxed))
            .map(|number| self.part(number))
            .collect()
    }

    /// The files that have the name of a part and are not one of this run. No manifest named them, so
    /// they stay where they are.
    ///
    /// # Errors
    ///
    /// Whatever prevents the directory from being read.
    pub fn unrelated(&self) -> io::Result<Vec<PathBuf>> {
        let begun = self.begun();
        let mut existing = self.existing()?;
        existing.retain(|path| !begun.contains(path));
        Ok(existing)
    }

    /// The path of the manifest: `users.csv` has `users.manifest.json`.
    pub fn manifest(&self) -> PathBuf {
        self.beside(".manifest", Some(OsStr::new("json")))
    }

    fn beside(&self, after_stem: &str, extension: Option<&OsStr>) -> PathBuf {
        let mut name = OsString::from(self.path.file_stem().unwrap_or_default());
        name.push(after_stem);
        if let Some(extension) = extension {
            name.push(".");
            name.push(extension);
        }
        self.path.with_file_name(name)
    }

    /// The files that have the name of a part, in the order of their names.
    fn existing(&self) -> io::Result<Vec<PathBuf>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(directory_of(&self.path))? {
            let name = entry?.file_name();
            if self.is_part(&name) {
                names.push(name);
            }
        }
        names.sort();
        let paths = names.into_iter().map(|name| self.path.with_file_name(name));
        Ok(paths.collect())
    }

    /// The names of parts in the manifest of a previous run. Without a manifest that can be read, no
    /// file is known to belong to it.
    fn named_by_manifest(&self) -> Vec<OsString> {
        let Ok(file) = File::open(self.manifest()) else {
            return Vec::new();
        };
        let manifest: PreviousManifest =
            serde_json::from_reader(BufReader::new(file)).unwrap_or_default();
        let names = manifest.parts.iter().filter_map(PreviousPart::name);
        // What does not look like one of our parts is not ours to remove, whatever a manifest says.
        names.filter(|name| self.is_part(name)).collect()
    }

    fn is_part(&self, name: &OsStr) -> bool {
        let name = name.as_encoded_bytes();
        let stem = self.path.file_stem().unwrap_or_default();
        let extension = self.path.extension().map(OsStr::as_encoded_bytes);
        name.strip_prefix(stem.as_encoded_bytes())
            .and_then(|rest| rest.strip_prefix(b"-"))
            .and_then(|rest| match extension {
                Some(extension) => rest.strip_suffix(extension)?.strip_suffix(b"."),
                None => Some(rest),
            })
            .is_some_and(|number| number.len() >= 4 && number.iter().all(u8::is_ascii_digit))
    }
}

impl Parts for PartFiles {
    type Part = OutputFile;

    fn begin(&mut self, number: u64) -> io::Result<(OutputFile, OsString)> {
        let path = self.part(number);
        let name = path.file_name().unwrap_or_default().to_owned();
        let file = self.outputs.create(&path).map_err(io::Error::other)?;
        self.count.fetch_max(number, Ordering::Relaxed);
        Ok((file, name))
    }

    fn complete(&mut self, part: OutputFile) -> io::Result<()> {
        part.close()
    }

    /// Replaces the parts of a previous run as a whole: first the parts too many go, then its manifest,
    /// then the new parts get their names, and at last the manifest. A run that is killed in between
    /// leaves no manifest that describes other parts, and none of the parts too many.
    fn finish(&mut self) {
        let begun = self.begun();
        for name in &self.replaced {
            let path = self.path.with_file_name(name);
            if !begun.contains(&path) {
                self.outputs.remove_before_naming(path);
            }
        }
        if self.outputs.existing() == Existing::Replace {
            self.outputs.remove_before_naming(self.manifest());
        }
    }
}

/// As much of a manifest as tells which parts it describes.
#[derive(Debug, Default, Deserialize)]
struct PreviousManifest {
    parts: Vec<PreviousPart>,
}

#[derive(Debug, Deserialize)]
struct PreviousPart {
    part: String,
    part_percent_encoded: Option<String>,
}

impl PreviousPart {
    /// The name, or nothing where this system has no such name.
    fn name(&self) -> Option<OsString> {
        match &self.part_percent_encoded {
            None => Some(OsString::from(&self.part)),
            #[cfg(unix)]
            Some(encoded) => {
                use std::os::unix::ffi::OsStringExt;

                percent::decoded(encoded).map(OsString::from_vec)
            }
            #[cfg(not(unix))]
            Some(encoded) => {
                let name = percent::decoded(encoded)?;
                String::from_utf8(name).ok().map(OsString::from)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::{CleanedLines, Sink},
        output::{Split, fixtures::Fixture},
    };

    fn manifest_of(bytes: &[u8]) -> serde_json::Value {
        serde_json::from_slice(bytes).unwrap()
    }

    #[test]
    fn parts_and_manifest_are_beside_one_another() {
        let directory = tempfile::tempdir().unwrap();
        let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&Path>());
        let files = PartFiles::new(&outputs, &directory.path().join("users.csv")).unwrap();
        assert_eq!(files.part(1), directory.path().join("users-0001.csv"));
        assert_eq!(files.part(12345), directory.path().join("users-12345.csv"));
        assert_eq!(
            files.manifest(),
            directory.path().join("users.manifest.json")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_is_kept() {
        use std::os::unix::ffi::{OsStrExt, OsStringExt};

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(OsStr::from_bytes(b"us\xFFers.csv"));
        let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&Path>());
        let files = PartFiles::new(&outputs, &path).unwrap();
        let part = files.part(1);
        assert_eq!(
            part.file_name()
                .map(OsStr::to_owned)
                .map(OsStringExt::into_vec),
            Some(b"us\xFFers-0001.csv".to_vec())
        );
        fs::write(part, "").unwrap();
        assert!(PartFiles::new(&outputs, &path).is_err());
    }

    #[test]
    fn parts_of_a_previous_run_are_not_mixed_with_new_ones() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("users-0007.csv"), "").unwrap();
        let path = directory.path().join("users.csv");
        let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&Path>());
        assert!(matches!(
            PartFiles::new(&outputs, &path),
            Err(Error::OutputExists { .. })
        ));
        PartFiles::new(&outputs, &directory.path().join("user.csv")).unwrap();
        let outputs = Outputs::new(Existing::Replace, std::iter::empty::<&Path>());
        PartFiles::new(&outputs, &path).unwrap();
    }

    #[test]
    fn part_files_appear_when_the_outputs_are_committed() {
        let fixture = Fixture::new();
        let directory = tempfile::tempdir().unwrap();
        let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&Path>());
        let files = PartFiles::new(&outputs, &directory.path().join("users.csv")).unwrap();
        let manifest = outputs.create(&files.manifest()).unwrap();
        let first = files.part(1);
        let parts = files.clone();
        let mut split = Split::new(files, manifest).with_limits(1, u64::MAX);
        fixture.begin(&mut split, b"");
        split
            .cleaned(&CleanedLines::new(b"a\nb\n", &[2, 4], &[2, 3]))
            .unwrap();
        split.finish(&fixture.summary()).unwrap();
        assert!(!first.exists());
        outputs.commit().unwrap();
        fs::write(parts.part(3), "of a previous run").unwrap();
        assert_eq!(parts.begun(), [parts.part(1), parts.part(2)]);
        assert_eq!(
            fs::read_to_string(&first).unwrap(),
            format!("{}\na\n", fixture.header())
        );
        let manifest = fs::read(directory.path().join("users.manifest.json")).unwrap();
        assert_eq!(manifest_of(&manifest)["parts"][1]["part"], "users-0002.csv");
    }

    /// Writes so many users in parts of one, replacing what is there.
    fn write_parts(path: &Path, users: usize) -> Outputs {
        let fixture = Fixture::new();
        let outputs = Outputs::new(Existing::Replace, std::iter::empty::<&Path>());
        let files = PartFiles::new(&outputs, path).unwrap();
        let manifest = outputs.create(&files.manifest()).unwrap();
        let mut split = Split::new(files, manifest).with_limits(1, u64::MAX);
        fixture.begin(&mut split, b"");
        for user in 0..users {
            split
                .cleaned(&CleanedLines::new(b"a\n", &[2], &[user as u64 + 2]))
                .unwrap();
        }
        split.finish(&fixture.summary()).unwrap();
        outputs
    }

    fn names(directory: &Path) -> Vec<OsString> {
        let mut names: Vec<OsString> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn parts_too_many_of_a_replaced_run_are_removed() {
        for stem in ["users", "us%FF"] {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join(format!("{stem}.csv"));
            let part = |number: u64| format!("{stem}-{number:04}.csv");
            write_parts(&path, 3).commit().unwrap();
            // Neither was written by a run of which there is a manifest.
            for other in [part(7), "users-0002.txt".to_owned()] {
                fs::write(directory.path().join(other), "mine").unwrap();
            }
            let outputs = write_parts(&path, 1);
            assert!(directory.path().join(part(3)).exists());
            outputs.commit().unwrap();
            let manifest = format!("{stem}.manifest.json");
            let mut left = [part(1), part(7), "users-0002.txt".to_owned(), manifest];
            left.sort();
            assert_eq!(names(directory.path()), left.map(OsString::from));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_not_text_can_be_read_back_from_the_manifest() {
        use std::os::unix::ffi::OsStrExt;

        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(OsStr::from_bytes(b"us\xFFers.csv"));
        write_parts(&path, 2).commit().unwrap();
        let outputs = Outputs::new(Existing::Replace, std::iter::empty::<&Path>());
        let files = PartFiles::new(&outputs, &path).unwrap();
        let expected = [1, 2].map(|number| files.part(number).file_name().unwrap().to_owned());
        assert_eq!(files.named_by_manifest(), expected);
        let manifest = manifest_of(&fs::read(files.manifest()).unwrap());
        assert_eq!(
            manifest["parts"][0]["part_percent_encoded"],
            "us%FFers-0001.csv"
        );
        // They are found by these names when they are replaced.
        write_parts(&path, 1).commit().unwrap();
        assert_eq!(names(directory.path()).len(), 2);
    }

    #[test]
    fn a_manifest_removes_nothing_but_parts() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("users.csv");
        let outside = directory.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("users-0001.csv"), "mine").unwrap();
        fs::write(directory.path().join("other.csv"), "mine").unwrap();
        let manifest = serde_json::json!({"parts": [
            {"part": "outside/users-0001.csv"}, {"part": "../users-0001.csv"}, {"part": "other.csv"},
        ]});
        fs::write(
            directory.path().join("users.manifest.json"),
            manifest.to_string(),
        )
        .unwrap();
        write_parts(&path, 1).commit().unwrap();
        assert!(outside.join("users-0001.csv").exists());
        assert!(directory.path().join("other.csv").exists());
    }
}
