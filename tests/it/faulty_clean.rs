//! A cleaning whose n-th call of a file fails. `fuzz/` compiles this file, too.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::Path,
};

use cognito_preflight::{
    CsvHeader, Error, Mode, Options, Preflight, Schema, UserPool,
    output::{
        Cleaned, Existing, Outputs, PartFiles, Rejected, ReportJsonl, ReportOptions, Split,
        faults::Faults,
    },
};

pub(crate) const HEADER: &str = "email,email_verified,cognito:mfa_enabled,cognito:username";

/// Files by their names.
pub(crate) type Folder = BTreeMap<String, Vec<u8>>;

/// What a cleaning reads, and how it writes.
#[derive(Debug)]
pub(crate) struct Cleaning {
    /// The file of the users.
    pub(crate) file: Vec<u8>,
    /// What another run has cleaned before into the same folder, whose outputs are replaced.
    pub(crate) before: Option<Vec<u8>>,
    /// Whether the outputs are parts of one user each and a manifest.
    pub(crate) is_split: bool,
}

/// A file of which each read may fail.
struct Faulty<'a> {
    bytes: &'a [u8],
    faults: Faults,
}

impl Read for Faulty<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.faults.check()?;
        self.bytes.read(into)
    }
}

fn preflight() -> Preflight {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = r#"{"AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF"}"#;
    let schema = Schema::new(Some(header), Some(UserPool::parse(pool).unwrap())).unwrap();
    let mut options = Options::default();
    options.mode = Mode::Clean;
    options.threads = Some(1);
    Preflight::new(schema, options).unwrap()
}

/// Cleans into the folder, as the command does; says whether a folder could not be synchronised.
pub(crate) fn clean(
    folder: &Path,
    file: &[u8],
    is_split: bool,
    faults: &Faults,
) -> Result<bool, Error> {
    let existing = if fs::read_dir(folder).unwrap().count() > 1 {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let outputs = Outputs::new(existing, std::iter::empty::<&Path>()).with_faults(faults.clone());
    let users = folder.join("users.csv");
    let mut cleaned = None;
    let mut split = None;
    if is_split {
        let parts = PartFiles::new(&outputs, &users)?;
        let manifest = outputs.create(&parts.manifest())?;
        split = Some(Split::new(parts, manifest).with_limits(1, u64::MAX));
    } else {
        cleaned = Some(Cleaned::new(outputs.create(&users)?));
    }
    let mut rejected = Rejected::new(outputs.create(&folder.join("rejected.csv"))?);
    let report = outputs.create(&folder.join("report.jsonl"))?;
    let mut report = ReportJsonl::new(report, ReportOptions::default());
    let preflight = preflight();
    let mut run = preflight.run();
    let reader = Faulty {
        bytes: file,
        faults: faults.clone(),
    };
    let mut sinks: Vec<&mut dyn cognito_preflight::Sink> = vec![&mut rejected, &mut report];
    if let Some(cleaned) = &mut cleaned {
        sinks.push(cleaned);
    }
    if let Some(split) = &mut split {
        sinks.push(split);
    }
    run.file("users.csv", reader, &mut sinks)?;
    run.finish(&mut sinks)?;
    Ok(!outputs.commit()?.is_empty())
}

pub(crate) fn contents(folder: &Path) -> Folder {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

/// Every file is whole, and is that of one of the two runs; a manifest is not beside parts of another run.
fn check_mixture(found: &Folder, before: &Folder, after: &Folder) {
    let is_of = |run: &Folder, name: &str| run.get(name) == found.get(name);
    for name in found.keys() {
        assert!(
            is_of(before, name) || is_of(after, name),
            "{name} is that of neither run"
        );
    }
    if !found.contains_key("users.manifest.json") {
        return;
    }
    // The parts too many of the run before are removed ahead of its manifest, so that a further run
    // still knows them: some may be gone.
    let mut parts = found.keys().filter(|name| name.starts_with("users"));
    let is_as_before = parts.all(|name| is_of(before, name));
    assert!(
        is_as_before || found == after,
        "the manifest is beside parts of the other run"
    );
}

/// A cleaning and what it comes to.
#[derive(Debug)]
pub(crate) struct Scenario {
    cleaning: Cleaning,
    before: Folder,
    after: Folder,
}

impl Scenario {
    /// `None` where the file cannot be cleaned.
    pub(crate) fn new(cleaning: Cleaning) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let none = Faults::none();
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        if let Some(before) = &cleaning.before {
            clean(folder.path(), before, cleaning.is_split, &none).unwrap();
        }
        let before = contents(folder.path());
        clean(folder.path(), &cleaning.file, cleaning.is_split, &none).ok()?;
        Some(Self {
            before,
            after: contents(folder.path()),
            cleaning,
        })
    }

    /// Cleans with these faults and checks what is left, and what the next cleaning makes of that.
    /// Returns how many calls of files there were.
    pub(crate) fn check(&self, faults: &Faults) -> u64 {
        let Cleaning { file, is_split, .. } = &self.cleaning;
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in &self.before {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let ended = clean(folder.path(), file, *is_split, faults);
        let calls = faults.calls();
        let found = contents(folder.path());
        if ended.is_ok() {
            assert_eq!(found, self.after, "a run that succeeded");
            return calls;
        }
        if self.cleaning.before.is_none() {
            assert_eq!(found, self.before, "a run that failed");
        } else {
            check_mixture(&found, &self.before, &self.after);
        }
        clean(folder.path(), file, *is_split, &Faults::none()).unwrap();
        assert_eq!(contents(folder.path()), self.after, "the next run");
        calls
    }
}
