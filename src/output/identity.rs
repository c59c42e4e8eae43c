//! Whether two paths are one file, and where a path really leads.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// How many symbolic links are followed before a path is taken for a circle, as on Linux.
const LINKS: usize = 40;

/// What makes a file that file, whatever path leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity(Inner);

#[cfg(unix)]
type Inner = (u64, u64);
#[cfg(not(unix))]
type Inner = PathBuf;

impl Identity {
    /// The identity of the file at a path, links followed; `None` where there is none.
    pub(super) fn of(path: &Path) -> Option<Self> {
        inner(path).ok().map(Self)
    }

    /// The identity of standard output, where that is a regular file.
    pub(super) fn of_stdout() -> Option<Self> {
        of_standard_output().ok().map(Self)
    }

    /// The same of an input, where `-` is standard input.
    pub(super) fn of_input(path: &Path) -> Option<Self> {
        if path.as_os_str() == "-" {
            of_standard_input().ok().map(Self)
        } else {
            Self::of(path)
        }
    }
}

#[cfg(unix)]
fn inner(path: &Path) -> io::Result<Inner> {
    use std::os::unix::fs::MetadataExt;

    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// What a shell has opened as a standard stream.
#[cfg(unix)]
fn metadata_of(stream: impl std::os::fd::AsFd) -> io::Result<fs::Metadata> {
    fs::File::from(stream.as_fd().try_clone_to_owned()?).metadata()
}

#[cfg(unix)]
fn of_standard_input() -> io::Result<Inner> {
    use std::os::unix::fs::MetadataExt;

    let metadata = metadata_of(io::stdin())?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Only a regular file: a terminal is often input and output at once.
#[cfg(unix)]
fn of_standard_output() -> io::Result<Inner> {
    use std::os::unix::fs::MetadataExt;

    let metadata = metadata_of(io::stdout())?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok((metadata.dev(), metadata.ino()))
}

/// Without file descriptors it is not known what a stream was opened from.
#[cfg(not(unix))]
fn of_standard_input() -> io::Result<Inner> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn of_standard_output() -> io::Result<Inner> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn inner(path: &Path) -> io::Result<Inner> {
    fs::canonicalize(path)
}

/// The path to write to, so that a symbolic link stays one and what it leads to is replaced.
///
/// The file itself need not exist, a link may lead nowhere yet.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {
                let target = fs::read_link(&path)?;
                // A relative link starts at its own directory; an absolute one replaces it.
                path = directory_of(&path).join(target);
            }
            Ok(_) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(path),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The directory that a file is in.
pub(super) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_identity_under_every_path() {
        let directory = tempfile::tempdir().unwrap();
        let one = directory.path().join("one");
        let two = directory.path().join("two");
        fs::write(&one, "").unwrap();
        fs::write(&two, "").unwrap();
        let by_detour = directory.path().join(".").join("one");
        assert!(Identity::of(&one).is_some());
        assert_eq!(Identity::of(&one), Identity::of(&by_detour));
        assert_ne!(Identity::of(&one), Identity::of(&two));
        assert_eq!(Identity::of(&directory.path().join("none")), None);
    }

    #[cfg(unix)]
    #[test]
    fn standard_input_is_the_file_that_it_was_opened_from() {
        assert_eq!(
            Identity::of_input(Path::new("-")),
            Identity::of(Path::new("/dev/stdin"))
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_resolves_to_what_it_leads_to() {
        let directory = tempfile::tempdir().unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink("target", &link).unwrap();
        assert_eq!(resolve(&link).unwrap(), directory.path().join("target"));
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_end_in_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let link = directory.path().join("link");
        std::os::unix::fs::symlink("link", &link).unwrap();
        resolve(&link).unwrap_err();
    }
}
