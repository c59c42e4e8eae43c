//! Files that appear together and complete, or not at all.

mod early_sync;

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tempfile::TempPath;
use thiserror::Error as ThisError;

use crate::engine::{Error, OutputProblem};

use self::early_sync::EarlySync;
use super::identity::{Identity, directory_of, resolve};

/// Large enough that the number of system calls does not matter.
const BUFFER: usize = 256 * 1024;

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
        }
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
                let file = File::options().write(true).open(path).map_err(failed)?;
                return Ok(self.begin(Pending {
                    path: path.to_path_buf(),
                    target: path.to_path_buf(),
                    place: None,
                    state: State::Direct(BufWriter::with_capacity(BUFFER, file)),
                }));
            }
            self.refuse(path, &metadata)?;
        }
        let target = resolve(path).map_err(failed)?;
        let place = place_of(&target).map_err(failed)?;
        let is_named_twice = lock(&self.files)
            .iter()
            .any(|file| lock(file).place.as_ref() == Some(&place));
        if is_named_twice {
            return Err(unusable(path, OutputProblem::NamedTwice));
        }
        let state = beside(&target).map_err(failed)?;
        Ok(self.begin(Pending {
            path: path.to_path_buf(),
            target,
            place: Some(place),
            state,
        }))
    }

    /// Brings every file to the disk, then gives them their names one after another, the first begun
    /// last: where a run is killed in between, the file for which it was made is not there.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] or, if a file has appeared meanwhile and is to be kept, [`Error::OutputExists`].
    /// No file has its name then, but for one case: where files are replaced and giving a name
    /// fails half-way, those named before stay, each complete.
    pub fn commit(&self) -> Result<(), Error> {
        let files = lock(&self.files);
        for file in files.iter() {
            let mut file = lock(file);
            file.complete().map_err(|source| file.failed(source))?;
        }
        let mut named: Vec<PathBuf> = Vec::new();
        for file in files.iter().rev() {
            let mut file = lock(file);
            match file.name(self.existing) {
                Ok(Some(target)) => named.push(target),
                Ok(None) => {}
                Err(error) => {
                    if self.existing == Existing::Refuse {
                        // Nothing stood there before, so taking them back loses nothing.
                        for target in &named {
                            let _ = fs::remove_file(target);
                        }
                    }
                    return Err(error);
                }
            }
        }
        let mut directories: Vec<&Path> = named.iter().map(|target| directory_of(target)).collect();
        directories.dedup();
        for directory in directories {
            sync_directory(directory).map_err(|source| Error::Write {
                name: directory.display().to_string(),
                source,
            })?;
        }
        Ok(())
    }

    /// Removes whatever was written and has no name yet. Nothing can be written or named after that.
    pub fn discard(&self) {
        for file in lock(&self.files).iter() {
            lock(file).state = State::Closed;
        }
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

/// An output on its way.
#[derive(Debug)]
struct Pending {
    /// The path as it was given.
    path: PathBuf,
    /// Where it leads, links followed.
    target: PathBuf,
    /// The same, spelled so that two ways to one place are equal; nothing for a stream, which
    /// several outputs may share.
    place: Option<PathBuf>,
    state: State,
}

#[derive(Debug)]
enum State {
    Open(BufWriter<EarlySync>),
    Direct(BufWriter<File>),
    Complete(TempPath),
    Closed,
}

impl Pending {
    fn writer(&mut self) -> io::Result<&mut dyn Write> {
        match &mut self.state {
            State::Open(writer) => Ok(writer),
            State::Direct(writer) => Ok(writer),
            State::Complete(_) | State::Closed => {
                Err(io::Error::other("the file is already closed"))
            }
        }
    }

    /// Brings everything to the disk and closes the file.
    fn complete(&mut self) -> io::Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Closed) {
            State::Open(writer) => {
                let file = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)?;
                State::Complete(file.complete()?.into_temp_path())
            }
            State::Direct(mut writer) => {
                // A pipe or a device has nothing to synchronise.
                writer.flush()?;
                State::Closed
            }
            state @ (State::Complete(_) | State::Closed) => state,
        };
        Ok(())
    }

    /// Gives the complete file its name; `None` where it never had another.
    fn name(&mut self, existing: Existing) -> Result<Option<PathBuf>, Error> {
        let State::Complete(temporary) = std::mem::replace(&mut self.state, State::Closed) else {
            return Ok(None);
        };
        let named = match existing {
            Existing::Replace => temporary.persist(&self.target).map_err(|error| error.error),
            Existing::Refuse => persist_where_nothing_is(temporary, &self.target),
        };
        match named {
            Ok(()) => Ok(Some(self.target.clone())),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Error::OutputExists {
                    path: self.path.clone(),
                })
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::Write {
            name: self.path.display().to_string(),
            source,
        }
    }

    /// A sink hands on an [`io::Error`] alone, so that has to say which file it was.
    fn explain(&self, source: io::Error) -> io::Error {
        io::Error::new(
            source.kind(),
            CannotWrite {
                path: self.path.clone(),
                source,
            },
        )
    }
}

#[derive(Debug, ThisError)]
#[error("cannot write {}", path.display())]
struct CannotWrite {
    path: PathBuf,
    source: io::Error,
}

/// A temporary file in the target's directory, so that giving it its name moves no data.
fn beside(target: &Path) -> io::Result<State> {
    let file = tempfile::Builder::new()
        .prefix(".cognito-preflight-")
        .suffix(".tmp")
        .tempfile_in(directory_of(target))?;
    for_its_owner_alone(file.as_file())?;
    let file = EarlySync::new(file);
    Ok(State::Open(BufWriter::with_capacity(BUFFER, file)))
}

#[cfg(unix)]
fn for_its_owner_alone(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    file.set_permissions(fs::Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
fn for_its_owner_alone(_: &File) -> io::Result<()> {
    Ok(())
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

fn persist_where_nothing_is(temporary: TempPath, target: &Path) -> io::Result<()> {
    let Err(refused) = temporary.persist_noclobber(target) else {
        return Ok(());
    };
    let nothing_is_there =
        fs::symlink_metadata(target).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if refused.error.kind() == io::ErrorKind::AlreadyExists || !nothing_is_there {
        return Err(refused.error);
    }
    // Some file systems, such as FAT, know neither hard links nor a rename that keeps its hands off.
    refused.path.persist(target).map_err(|error| error.error)
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
