//! One output on its way from its temporary file to its name.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
use thiserror::Error as ThisError;

use crate::{
    engine::Error,
    output::{faults::Faults, identity::directory_of},
};

use super::{Existing, early_sync::EarlySync, replaced::keep_owner_and_mode, temporary};

/// Large enough that the number of system calls does not matter.
const BUFFER: usize = 256 * 1024;

/// An output on its way.
#[derive(Debug)]
pub(super) struct Pending {
    /// The path as it was given.
    path: PathBuf,
    /// Where it leads, links followed.
    target: PathBuf,
    /// The same, spelled so that two ways to one place are equal; nothing for a stream, which
    /// several outputs may share.
    place: Option<PathBuf>,
    state: State,
    faults: Faults,
}

#[derive(Debug)]
enum State {
    Open(BufWriter<EarlySync>),
    Direct(BufWriter<File>),
    /// Still open, so that it stays locked until it has its name.
    Complete(NamedTempFile),
    Closed,
}

impl Pending {
    /// A pipe or a device, which is written directly.
    pub(super) fn stream(path: &Path) -> io::Result<Self> {
        let file = File::options().write(true).open(path)?;
        Ok(Self {
            path: path.to_path_buf(),
            target: path.to_path_buf(),
            place: None,
            state: State::Direct(BufWriter::with_capacity(BUFFER, file)),
            faults: Faults::none(),
        })
    }

    /// A file in the target's directory, so that giving it its name moves no data.
    pub(super) fn file(
        path: &Path,
        target: PathBuf,
        place: PathBuf,
        faults: Faults,
    ) -> io::Result<Self> {
        faults.check()?;
        let file = temporary::create(directory_of(&target))?;
        let file = EarlySync::new(file, faults.clone());
        Ok(Self {
            path: path.to_path_buf(),
            target,
            place: Some(place),
            state: State::Open(BufWriter::with_capacity(BUFFER, file)),
            faults,
        })
    }

    /// Where the file will be, unless it is a stream.
    pub(super) fn place(&self) -> Option<&Path> {
        self.place.as_deref()
    }

    /// Removes what was written, unless it has its name.
    pub(super) fn discard(&mut self) {
        self.state = State::Closed;
    }

    pub(super) fn writer(&mut self) -> io::Result<&mut dyn Write> {
        match &mut self.state {
            State::Open(writer) => Ok(writer),
            State::Direct(writer) => Ok(writer),
            State::Complete(_) | State::Closed => {
                Err(io::Error::other("the file is already closed"))
            }
        }
    }

    /// Brings everything to the disk. Nothing can be written after that.
    pub(super) fn complete(&mut self) -> io::Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Closed) {
            State::Open(writer) => {
                let file = writer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)?;
                State::Complete(file.complete()?)
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
    pub(super) fn name(&mut self, existing: Existing) -> Result<Option<PathBuf>, Error> {
        let State::Complete(temporary) = std::mem::replace(&mut self.state, State::Closed) else {
            return Ok(None);
        };
        let named = self.faults.check().and_then(|()| match existing {
            Existing::Replace => {
                keep_owner_and_mode(temporary.as_file(), &self.target);
                temporary
                    .persist(&self.target)
                    .map(drop)
                    .map_err(|error| error.error)
            }
            Existing::Refuse => persist_where_nothing_is(temporary, &self.target),
        });
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

    pub(super) fn failed(&self, source: io::Error) -> Error {
        Error::Write {
            name: self.path.display().to_string(),
            source,
        }
    }

    /// A sink hands on an [`io::Error`] alone, so that has to say which file it was.
    pub(super) fn explain(&self, source: io::Error) -> io::Error {
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

fn persist_where_nothing_is(temporary: NamedTempFile, target: &Path) -> io::Result<()> {
    let Err(refused) = temporary.persist_noclobber(target) else {
        return Ok(());
    };
    let nothing_is_there =
        fs::symlink_metadata(target).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
    if refused.error.kind() == io::ErrorKind::AlreadyExists || !nothing_is_there {
        return Err(refused.error);
    }
    // Some file systems, such as FAT, know neither hard links nor a rename that replaces nothing.
    refused
        .file
        .persist(target)
        .map(drop)
        .map_err(|error| error.error)
}
