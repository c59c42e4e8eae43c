//! Files that appear together and complete, or not at all.

mod early_sync;
mod pending;
mod replaced;
mod temporary;

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use thiserror::Error as ThisError;

use crate::engine::{Error, OutputProblem};

use self::pending::Pending;
pub use self::temporary::Leftover;
use super::{
    faults::Faults,
    identity::{Identity, directory_of, resolve},
};

/// What is done where an output's path is taken already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a file that is there is either kept or replaced"
)]
pub enum Existing {
    /// The file is kept, and the output refused.
    #[default]
    Refuse,
    /// The file is replaced, in one step and only once the new one is complete.
    Replace,
}

/// The files that a run writes.
///
/// Each is written to a temporary file beside its target, which its owner alone can read. Only
/// [`Outputs::commit`] gives them their names, after all of them have safely reached the disk. If
/// that is never called, dropping the last clone and every [`OutputFile`] removes what was written.
///
/// A target that is a pipe or a character device, such as `/dev/null`, is written directly: it
/// cannot be replaced and has nothing to lose.
///
/// # Example
///
/// ```
/// use std::io::Write;
///
/// use cognito_preflight::output::{Existing, Outputs};
///
/// let directory = tempfile::tempdir()?;
/// let path = directory.path().join("users.csv");
/// let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&str>());
/// let mut file = outputs.create(&path)?;
/// file.write_all(b"cognito:username\n")?;
/// assert!(!path.exists());
/// outputs.commit()?;
/// assert!(path.exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Outputs {
    existing: Existing,
    inputs: Arc<Vec<Identity>>,
    files: Arc<Mutex<Vec<Arc<Mutex<Pending>>>>>,
    /// What is removed before the files get their names.
    replaced: Arc<Mutex<Vec<PathBuf>>>,
    faults: Faults,
}

impl Outputs {
    /// Outputs of a run that reads these files, none of which will be written over. `-` is standard
    /// input, which may be a file as well.
    pub fn new<P: AsRef<Path>>(existing: Existing, inputs: impl IntoIterator<Item = P>) -> Self {
        Self {
            existing,
            inputs: Arc::new(
                inputs
                    .into_iter()
                    .filter_map(|path| Identity::of_input(path.as_ref()))
                    .collect(),
            ),
            files: Arc::default(),
            replaced: Arc::default(),
            faults: Faults::none(),
        }
    }

    /// The same, with failures for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// What is done where a path is taken already.
    pub const fn existing(&self) -> Existing {
        self.existing
    }

    /// Makes sure that standard output can be written to: that it is not a file that this run reads,
    /// as after `>> users.csv`, which would grow while it is read.
    ///
    /// # Errors
    ///
    /// [`Error::UnusableOutput`] if it is.
    pub fn check_stdout(&self) -> Result<(), Error> {
        if Identity::of_stdout().is_some_and(|identity| self.inputs.contains(&identity)) {
            return Err(unusable(Path::new("standard output"), OutputProblem::Input));
        }
        Ok(())
    }

    /// Begins an output that will appear at `path`.
    ///
    /// # Errors
    ///
    /// [`Error::OutputExists`] if something is there and is to be kept, [`Error::UnusableOutput`] if the path is
    /// an input, another output, a directory or a block device, [`Error::Write`] if the temporary
    /// file cannot be created.
    pub fn create(&self, path: &Path) -> Result<OutputFile, Error> {
        let failed = |source| Error::Write {
            name: path.display().to_string(),
            source,
        };
        // What a path leads to is asked before its links are resolved: /dev/stdout and the paths of
        // a shell's process substitution are links that only the system itself can follow.
        let metadata = match fs::metadata(path) {
            Ok(metadata) => Some(metadata),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        if let Some(metadata) = metadata {
            if is_stream(&metadata) {
                return Ok(self.begin(Pending::stream(path).map_err(failed)?));
            }
            self.refuse(path, &metadata)?;
        }
        let target = resolve(path).map_err(failed)?;
        let place = place_of(&target).map_err(failed)?;
        let is_named_twice = lock(&self.files)
            .iter()
            .any(|file| lock(file).place() == Some(place.as_path()));
        if is_named_twice {
            return Err(unusable(path, OutputProblem::NamedTwice));
        }
        let pending = Pending::file(path, target, place, self.faults.clone()).map_err(failed)?;
        Ok(self.begin(pending))
    }

    /// Removes a file when the outputs are complete and before the first of them gets its name. It
    /// belongs to outputs that these replace: a manifest of other parts, or a part too many. Files are
    /// removed in the order of these calls; one that this run reads stays.
    pub(crate) fn remove_before_naming(&self, path: PathBuf) {
        if !Identity::of(&path).is_some_and(|identity| self.inputs.contains(&identity)) {
            lock(&self.replaced).push(path);
        }
    }

    /// Temporary files that runs have left in the folders of these outputs when they were killed. They
    /// may hold data of users. Files of runs that are alive are not among them.
    pub fn leftovers(&self) -> Vec<Leftover> {
        let files = lock(&self.files);
        let mut directories: Vec<PathBuf> = files
            .iter()
            .filter_map(|file| {
                lock(file)
                    .place()
                    .map(|place| directory_of(place).to_path_buf())
            })
            .collect();
        directories.sort();
        directories.dedup();
        let found = directories.iter().map(|one| temporary::leftovers(one));
        found.flatten().collect()
    }

    /// Brings every file to the disk, then gives them their names one after another, the first begun
    /// last: where a run is killed in between, the file for which it was made is not there.
    ///
    /// A file that is replaced passes its mode, its group and its owner on, as far as this process may
    /// give them.
    ///
    /// The outputs are complete when this returns. Folders whose new names may not survive a loss of
    /// power, because they could not be brought to the disk, are returned.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] or, if a file has appeared meanwhile and is to be kept, [`Error::OutputExists`].
    /// No file has its name then, but for one case: where files are replaced and giving a name
    /// fails half-way, those named before stay, each complete.
    pub fn commit(&self) -> Result<Vec<UnsyncedFolder>, Error> {
        self.commit_with(|folder| {
            self.faults.check()?;
            sync_directory(folder)
        })
    }

    fn commit_with(
        &self,
        sync: impl Fn(&Path) -> io::Result<()>,
    ) -> Result<Vec<UnsyncedFolder>, Error> {
        let files = lock(&self.files);
        for file in files.iter() {
            let mut file = lock(file);
            file.complete().map_err(|source| file.failed(source))?;
        }
        let mut unsynced = UnsyncedFolders::new(sync);
        for path in lock(&self.replaced).drain(..) {
            let removed = self.faults.check().and_then(|()| fs::remove_file(&path));
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Write {
                        name: path.display().to_string(),
                        source: error,
                    });
                }
                // On the disk, too, the removal comes before the new names.
                _ => unsynced.sync(directory_of(&path)),
            }
        }
        let mut named: Vec<PathBuf> = Vec::new();
        for file in files.iter().rev() {
            let mut file = lock(file);
            match file.name(self.existing) {
                Ok(Some(target)) => named.push(target),
                Ok(None) => {}
                Err(error) => {
                    if self.existing == Existing::Refuse {
                        // Nothing was there before, so taking them back loses nothing.
                        for target in &named {
                            let _ = fs::remove_file(target);
                        }
                    }
                    return Err(error);
                }
            }
        }
        named.dedup_by(|one, two| directory_of(one) == directory_of(two));
        for target in &named {
            unsynced.sync(directory_of(target));
        }
        Ok(unsynced.folders)
    }

    /// Removes whatever was written and has no name yet. Nothing can be written or named after that.
    pub fn discard(&self) {
        for file in lock(&self.files).iter() {
            lock(file).discard();
        }
    }

    /// Removes whatever was written, so that the same outputs can be begun again.
    #[cfg(feature = "cli")]
    pub(crate) fn begin_again(&self) {
        self.discard();
        lock(&self.files).clear();
        lock(&self.replaced).clear();
    }

    fn begin(&self, pending: Pending) -> OutputFile {
        let pending = Arc::new(Mutex::new(pending));
        lock(&self.files).push(Arc::clone(&pending));
        OutputFile(pending)
    }

    /// Refuses a path where something is that must stay.
    fn refuse(&self, path: &Path, metadata: &fs::Metadata) -> Result<(), Error> {
        let problem = if metadata.is_dir() {
            OutputProblem::Directory
        } else if !metadata.is_file() {
            OutputProblem::Device
        } else if Identity::of(path).is_some_and(|identity| self.inputs.contains(&identity)) {
            OutputProblem::Input
        } else if self.existing == Existing::Refuse {
            return Err(Error::OutputExists {
                path: path.to_path_buf(),
            });
        } else {
            return Ok(());
        };
        Err(unusable(path, problem))
    }
}

fn unusable(path: &Path, problem: OutputProblem) -> Error {
    Error::UnusableOutput {
        path: path.to_path_buf(),
        problem,
    }
}

/// A folder whose new names may not survive a loss of power.
#[derive(Debug, ThisError)]
#[error("the files are complete, but their names in {} could not be brought to the disk and may be \
         lost if the power fails: {source}", path.display())]
#[non_exhaustive]
pub struct UnsyncedFolder {
    /// The folder.
    pub path: PathBuf,
    /// Why it could not be synchronised.
    pub source: io::Error,
}

/// Synchronises folders, and notes each that fails once.
struct UnsyncedFolders<F> {
    sync: F,
    folders: Vec<UnsyncedFolder>,
}

impl<F: Fn(&Path) -> io::Result<()>> UnsyncedFolders<F> {
    const fn new(sync: F) -> Self {
        Self {
            sync,
            folders: Vec::new(),
        }
    }

    fn sync(&mut self, path: &Path) {
        if self.folders.iter().any(|folder| folder.path == path) {
            return;
        }
        if let Err(source) = (self.sync)(path) {
            self.folders.push(UnsyncedFolder {
                path: path.to_path_buf(),
                source,
            });
        }
    }
}

/// One output, written through a large buffer.
///
/// Dropping it loses nothing: what was written counts when its [`Outputs`] are committed.
#[derive(Debug)]
pub struct OutputFile(Arc<Mutex<Pending>>);

impl OutputFile {
    /// Brings the file to the disk and closes it, while other outputs are still being written. Its
    /// name it gets from [`Outputs::commit`].
    ///
    /// # Errors
    ///
    /// Whatever prevents that.
    pub fn close(self) -> io::Result<()> {
        let mut file = lock(&self.0);
        file.complete().map_err(|source| file.explain(source))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut file = lock(&self.0);
        let written = file.writer().and_then(|writer| writer.write(bytes));
        written.map_err(|source| file.explain(source))
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut file = lock(&self.0);
        let flushed = file.writer().and_then(Write::flush);
        flushed.map_err(|source| file.explain(source))
    }
}

/// Whether a device or a pipe has the name of an output, so that it is written into and not replaced.
#[cfg(unix)]
pub(crate) fn is_stream(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;

    metadata.file_type().is_char_device() || metadata.file_type().is_fifo()
}

#[cfg(not(unix))]
pub(crate) fn is_stream(_: &fs::Metadata) -> bool {
    false
}

/// The target with its directory spelled in full.
fn place_of(target: &Path) -> io::Result<PathBuf> {
    let directory = fs::canonicalize(directory_of(target))?;
    Ok(match target.file_name() {
        Some(name) => directory.join(name),
        None => directory,
    })
}

/// Brings a directory's new names to the disk.
#[cfg(unix)]
fn sync_directory(directory: &Path) -> io::Result<()> {
    let synced = File::open(directory).and_then(|directory| directory.sync_all());
    match synced {
        // Some file systems have nothing to synchronise there, and a directory may be writable but
        // not readable; the files themselves are safe.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput
                    | io::ErrorKind::Unsupported
                    | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        synced => synced,
    }
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// A thread that panicked while it held the lock has left the bytes as they are.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
