//! The files that were uploaded for jobs, on disk until their job ends.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, TempDir};

use super::{Job, JobKey, Upload, faults::Faults};

/// How long an upload may be. A file of more than 100 MB is for the job to judge, so the bound is far
/// above it.
pub const LARGEST_UPLOAD: u64 = 256 * 1024 * 1024;

/// What the names of uploads begin with, as the ids of jobs do.
const PREFIX: &str = "import-";

/// Why an upload could not be taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// It is longer than [`LARGEST_UPLOAD`].
    #[error("the upload is longer than {LARGEST_UPLOAD} bytes")]
    TooLarge,
    /// The job has ended, or was started already.
    #[error("the job takes no file any more")]
    NotTaken,
    /// It could not be written.
    #[error("the upload could not be written")]
    Io(#[from] io::Error),
}

/// The folder of the uploads: readable by its owner alone.
#[derive(Debug)]
pub struct Uploads {
    folder: PathBuf,
    /// Removes the folder with the process, where none was named.
    _temporary: Option<TempDir>,
    faults: Faults,
}

impl Uploads {
    /// A folder that is removed when this is dropped.
    ///
    /// # Errors
    ///
    /// Whatever prevents the system from making one.
    pub fn temporary() -> io::Result<Self> {
        let folder = TempDir::with_prefix("cognito-preflight-")?;
        Ok(Self {
            folder: folder.path().to_owned(),
            _temporary: Some(folder),
            faults: Faults::none(),
        })
    }

    /// A folder that stays; it is made, for its owner alone, where it is not there. The service that
    /// gets it must be the only one: it removes uploads that were never completed and those of jobs
    /// that ended, and no other file.
    ///
    /// # Errors
    ///
    /// Whatever prevents the system from making it.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        make_private(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            _temporary: None,
            faults: Faults::none(),
        })
    }

    /// The same, with failures for tests.
    #[doc(hidden)]
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Removes every upload that belongs to none of these jobs, as a process leaves them that was
    /// killed.
    pub(super) fn remove_all_but(&self, jobs: &[Job]) -> io::Result<()> {
        let kept: Vec<PathBuf> = jobs.iter().map(|job| self.path(&job.key)).collect();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let is_ours = path
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(is_name_of_upload);
            if is_ours && !kept.contains(&path) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Begins an upload. Nothing is seen of it before it is kept.
    pub(super) fn begin(&self) -> Result<UploadWriter, UploadError> {
        self.faults.check()?;
        let file = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(".part")
            .tempfile_in(&self.folder)?;
        Ok(UploadWriter {
            file,
            upload: Upload {
                bytes: 0,
                line_feeds: 0,
            },
            faults: self.faults.clone(),
        })
    }

    /// Gives an upload its place, instead of an earlier one of the same job.
    pub(super) fn keep(&self, key: &JobKey, writer: UploadWriter) -> Result<Upload, UploadError> {
        let UploadWriter { file, upload, .. } = writer;
        self.faults.check()?;
        file.as_file().sync_all()?;
        self.faults.check()?;
        file.persist(self.path(key)).map_err(|error| error.error)?;
        self.faults.check()?;
        sync_folder(&self.folder)?;
        Ok(upload)
    }

    /// Opens the file of a job.
    pub(super) fn open(&self, key: &JobKey) -> io::Result<File> {
        self.faults.check()?;
        File::open(self.path(key))
    }

    /// Removes the file of a job, if it has one.
    pub(super) fn remove(&self, key: &JobKey) -> io::Result<()> {
        self.faults.check()?;
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Job ids are made here, of letters, digits and one hyphen: no path can hide in them.
    fn path(&self, key: &JobKey) -> PathBuf {
        self.folder.join(format!("{}.csv", key.job_id))
    }
}

/// Whether a file's name is one that is given here, so that it may be removed.
fn is_name_of_upload(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .and_then(|rest| rest.rsplit_once('.'))
        .is_some_and(|(id, ending)| {
            matches!(ending, "csv" | "part") && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Makes a folder that its owner alone may enter, where it is not there, with those above it.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Has the names in a folder on disk. Where folders cannot be opened, as on Windows, the system does
/// that by itself.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// An upload that is being written.
#[derive(Debug)]
pub struct UploadWriter {
    file: NamedTempFile,
    upload: Upload,
    faults: Faults,
}

impl UploadWriter {
    /// Writes the next bytes.
    ///
    /// # Errors
    ///
    /// [`UploadError::TooLarge`] where the upload would pass [`LARGEST_UPLOAD`], or
    /// [`UploadError::Io`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), UploadError> {
        let length = self.upload.bytes.saturating_add(bytes.len() as u64);
        if length > LARGEST_UPLOAD {
            return Err(UploadError::TooLarge);
        }
        self.faults.check()?;
        self.file.write_all(bytes)?;
        self.upload.bytes = length;
        self.upload.line_feeds += memchr::memchr_iter(b'\n', bytes).count() as u64;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import_job::job::tests::job;

    fn key() -> JobKey {
        JobKey::new("p_1", "import-1")
    }

    fn upload(uploads: &Uploads, bytes: &[u8]) -> Upload {
        let mut writer = uploads.begin().unwrap();
        writer.write(bytes).unwrap();
        uploads.keep(&key(), writer).unwrap()
    }

    #[test]
    fn the_last_whole_upload_counts() {
        let uploads = Uploads::temporary().unwrap();
        assert!(uploads.open(&key()).is_err());
        upload(&uploads, b"a\n");
        let kept = upload(&uploads, b"a\nb\n");
        assert_eq!((kept.bytes, kept.line_feeds), (4, 2));
        let mut dropped = uploads.begin().unwrap();
        dropped.write(b"half").unwrap();
        drop(dropped);
        let text = io::read_to_string(uploads.open(&key()).unwrap()).unwrap();
        assert_eq!(text, "a\nb\n");
        assert_eq!(fs::read_dir(&uploads.folder).unwrap().count(), 1);
        uploads.remove(&key()).unwrap();
        uploads.remove(&key()).unwrap();
        assert!(uploads.open(&key()).is_err());
    }

    #[test]
    fn an_upload_has_a_bound() {
        let uploads = Uploads::temporary().unwrap();
        let mut writer = uploads.begin().unwrap();
        writer.upload.bytes = LARGEST_UPLOAD - 1;
        writer.write(b"x").unwrap();
        assert!(matches!(writer.write(b"x"), Err(UploadError::TooLarge)));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_an_upload() {
        use std::os::unix::fs::PermissionsExt;

        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data").join("uploads");
        let uploads = Uploads::in_folder(&folder).unwrap();
        upload(&uploads, b"x");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&uploads.path(&key())), 0o600);
    }

    #[test]
    fn only_uploads_of_jobs_that_ended_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        upload(&uploads, b"x");
        let of_others = [
            "film.mkv.part",
            "import.csv",
            "import-notes.csv.part",
            "users.csv",
        ];
        for name in of_others
            .into_iter()
            .chain(["import-2.csv", "import-x7Q.part"])
        {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        uploads.remove_all_but(&[job("p_1", "import-1")]).unwrap();
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let mut expected = [&of_others[..], &["import-1.csv"]].concat();
        expected.sort_unstable();
        assert_eq!(left, expected);
    }
}
