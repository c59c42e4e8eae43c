//! Keys: the one that requests are signed with, and the one of the upload addresses.

use std::{
    fmt,
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// An access key, as AWS's clients are configured with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: String,
}

impl fmt::Debug for Credentials {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Why credentials could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// The file could not be read.
    #[error("the credentials file cannot be read")]
    Read(#[from] io::Error),
    /// A key is missing.
    #[error("aws_access_key_id and aws_secret_access_key are both needed")]
    Incomplete,
}

impl Credentials {
    /// Credentials of these two keys; neither may be empty.
    ///
    /// # Errors
    ///
    /// [`CredentialsError::Incomplete`].
    pub fn new(
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<String>,
    ) -> Result<Self, CredentialsError> {
        let credentials = Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
        };
        if credentials.access_key_id.is_empty() || credentials.secret_access_key.is_empty() {
            return Err(CredentialsError::Incomplete);
        }
        Ok(credentials)
    }

    /// The first credentials of a file as AWS's clients have it: lines `aws_access_key_id = …` and
    /// `aws_secret_access_key = …`.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`].
    pub fn of_file(path: &Path) -> Result<Self, CredentialsError> {
        let text = fs::read_to_string(path)?;
        let value = |wanted: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find_map(|(name, value)| (name.trim() == wanted).then(|| value.trim()))
                .unwrap_or_default()
        };
        Self::new(value("aws_access_key_id"), value("aws_secret_access_key"))
    }

    pub(super) fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    pub(super) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }
}

/// The key that a file holds, or a new one that is put there for its owner alone.
pub(super) fn kept_key(path: &Path, new: String) -> io::Result<String> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(new.as_bytes())?;
            file.sync_all()?;
            Ok(new)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let kept = fs::read_to_string(path)?;
            if kept.len() < 32 {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the file upload-key is damaged; remove it to have a new one made",
                ));
            }
            Ok(kept)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_as_clients_have_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials");
        fs::write(
            &path,
            "[default]\naws_access_key_id = AKID\naws_secret_access_key=s/e=cret\n[other]\naws_access_key_id = X\n",
        )
        .unwrap();
        let credentials = Credentials::of_file(&path).unwrap();
        assert_eq!(credentials, Credentials::new("AKID", "s/e=cret").unwrap());
        assert!(!format!("{credentials:?}").contains("cret"));
        fs::write(&path, "aws_access_key_id = AKID\n").unwrap();
        assert!(matches!(
            Credentials::of_file(&path),
            Err(CredentialsError::Incomplete)
        ));
    }

    #[test]
    fn a_key_is_kept_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("upload-key");
        let key = "k".repeat(64);
        assert_eq!(kept_key(&path, key.clone()).unwrap(), key);
        assert_eq!(kept_key(&path, "other".into()).unwrap(), key);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        fs::write(&path, "").unwrap();
        assert!(kept_key(&path, key).is_err());
    }
}
