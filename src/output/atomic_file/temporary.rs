//! The temporary files of outputs: locked while their run lives, and found when it was killed.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// How the names of temporary files begin and end.
const PREFIX: &str = ".cognito-preflight-";
const SUFFIX: &str = ".tmp";

/// How often another file is tried where a run that looks for leftovers has a new file in its hands.
const ATTEMPTS: u32 = 100;

/// A temporary file in a directory, locked and for its owner alone.
///
/// The lock belongs to the open file, so the system takes it back when the run ends, however it ends.
pub(super) fn create(directory: &Path) -> io::Result<NamedTempFile> {
    for _ in 0..ATTEMPTS {
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempfile_in(directory)?;
        for_its_owner_alone(file.as_file())?;
        if lock(file.as_file()) != Lock::HeldByAnother && is_in_its_place(&file) {
            return Ok(file);
        }
    }
    Err(io::Error::other(
        "another run removes temporary files in the folder",
    ))
}

/// Whether a file still has its name: between its creation and its lock, another run may have taken it
/// for a leftover and removed it.
fn is_in_its_place(file: &NamedTempFile) -> bool {
    file.path().exists()
}

/// A temporary file whose run was killed.
#[derive(Debug)]
pub struct Leftover {
    path: PathBuf,
    /// Open, and so locked, until it is removed or left.
    _locked: File,
}

impl Leftover {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes it. That it is gone already is not an error: a run that had just created it takes it
    /// back where it finds it locked.
    ///
    /// # Errors
    ///
    /// Whatever prevents that.
    pub fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}

/// The temporary files in a directory that no living run has locked. Where the system or the file
/// system has no such locks, no file is known to be a leftover.
pub(super) fn leftovers(directory: &Path) -> Vec<Leftover> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let ours = entries.flatten().filter(|entry| {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        name.starts_with(PREFIX.as_bytes())
            && name.ends_with(SUFFIX.as_bytes())
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    let mut found: Vec<Leftover> = ours
        .filter_map(|entry| {
            let path = entry.path();
            let file = File::open(&path).ok()?;
            (lock(&file) == Lock::Taken).then_some(Leftover {
                path,
                _locked: file,
            })
        })
        .collect();
    found.sort_by(|one, two| one.path.cmp(&two.path));
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lock {
    Taken,
    HeldByAnother,
    /// The system or the file system has no such locks.
    Unknown,
}

#[cfg(unix)]
fn lock(file: &File) -> Lock {
    use rustix::{
        fs::{FlockOperation, flock},
        io::Errno,
    };

    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Lock::Taken,
        Err(Errno::WOULDBLOCK) => Lock::HeldByAnother,
        Err(_) => Lock::Unknown,
    }
}

#[cfg(not(unix))]
fn lock(_: &File) -> Lock {
    Lock::Unknown
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_run_is_a_leftover() {
        let directory = tempfile::tempdir().unwrap();
        let of_a_living_run = create(directory.path()).unwrap();
        let (_, of_a_killed_run) = create(directory.path()).unwrap().keep().unwrap();
        fs::write(directory.path().join(".cognito-preflight-notes"), "").unwrap();
        fs::create_dir(directory.path().join(".cognito-preflight-dir.tmp")).unwrap();
        let found = leftovers(directory.path());
        let paths: Vec<&Path> = found.iter().map(Leftover::path).collect();
        assert_eq!(paths, [of_a_killed_run.as_path()]);
        // While one run holds it, it is not another's to remove.
        assert!(leftovers(directory.path()).is_empty());
        for leftover in found {
            leftover.remove().unwrap();
        }
        assert!(!of_a_killed_run.exists() && of_a_living_run.path().exists());
    }

    #[test]
    fn files_that_are_created_while_leftovers_are_removed_stay() {
        let directory = tempfile::tempdir().unwrap();
        let is_done = std::sync::atomic::AtomicBool::new(false);
        let created: Vec<NamedTempFile> = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(std::sync::atomic::Ordering::Relaxed) {
                    for leftover in leftovers(directory.path()) {
                        leftover.remove().unwrap();
                    }
                }
            });
            let created = (0..500)
                .map(|_| create(directory.path()).unwrap())
                .collect();
            is_done.store(true, std::sync::atomic::Ordering::Relaxed);
            created
        });
        assert!(created.iter().all(is_in_its_place));
    }
}
