//! What a server keeps between two runs: one folder of its own inside the data directory.

use std::{error::Error, fs, io, path::Path};

use crate::import_job::{SqliteStore, Uploads, sync_folder};

use super::credentials::kept_key;

/// The name of the folder. The server makes, reads and removes files in it, and nowhere else.
const FOLDER: &str = "cognito-preflight";
/// The files that belong in the folder, beside those of SQLite.
const STORE: &str = "store.db";
const LOCK: &str = "store.lock";

/// What the folder holds.
pub(super) struct Opened {
    pub(super) store: SqliteStore,
    pub(super) uploads: Uploads,
    /// The key of the upload addresses.
    pub(super) key: String,
}

/// Opens the folder in `directory`, or makes it. Another server that has it open is not disturbed:
/// until the lock is taken, nothing is changed.
pub(super) fn open(
    directory: &Path,
    new_key: String,
) -> Result<Opened, Box<dyn Error + Send + Sync>> {
    fs::create_dir_all(directory)?;
    let folder = directory.join(FOLDER);
    make_or_check(&folder)?;
    let store = SqliteStore::open(&folder.join(STORE))?;
    let uploads = Uploads::in_folder(&folder.join("uploads"))?;
    let key = kept_key(&folder.join("upload-key"), new_key)?;
    sync_folder(&folder)?;
    sync_folder(directory)?;
    Ok(Opened {
        store,
        uploads,
        key,
    })
}

/// Makes the folder for its owner alone; one that is there must be that of a server.
fn make_or_check(folder: &Path) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return Ok(made?),
    }
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() {
        return Err(format!("{} is not a folder", folder.display()).into());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        if found.permissions().mode() & 0o077 != 0 {
            return Err(format!(
                "other users of the machine can enter {}; a server makes it for its owner alone",
                folder.display()
            )
            .into());
        }
    }
    let is_of_a_server = folder.join(LOCK).exists() || folder.join(STORE).exists();
    let is_empty = || fs::read_dir(folder).map(|mut entries| entries.next().is_none());
    if is_of_a_server || is_empty()? {
        return Ok(());
    }
    Err(format!(
        "{} has other files than those of a server",
        folder.display()
    )
    .into())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use std::path::PathBuf;

    use super::*;

    /// Where a server keeps its store below a data directory.
    fn folder_in(directory: &Path) -> PathBuf {
        directory.join(FOLDER)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn refusal(directory: &Path) -> String {
        open(directory, "k".repeat(64))
            .err()
            .expect("the folder is refused")
            .to_string()
    }

    #[test]
    fn a_directory_of_others_keeps_its_files_and_its_mode() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().join("downloads");
        fs::create_dir(&directory).unwrap();
        fs::set_permissions(&directory, PermissionsExt::from_mode(0o755)).unwrap();
        fs::write(directory.join("film.mkv.part"), "x").unwrap();
        let opened = open(&directory, "k".repeat(64)).unwrap();
        assert!(directory.join("film.mkv.part").exists());
        assert_eq!(mode(&directory), 0o755);
        assert_eq!(mode(&folder_in(&directory)), 0o700);
        for entry in fs::read_dir(folder_in(&directory)).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()) & 0o077, 0);
        }
        drop(opened);
        let again = open(&directory, "other".repeat(20)).unwrap();
        assert_eq!(again.key, "k".repeat(64));
    }

    #[test]
    fn a_second_server_disturbs_nothing() {
        let place = tempfile::tempdir().unwrap();
        let running = open(place.path(), "k".repeat(64)).unwrap();
        let uploads = folder_in(place.path()).join("uploads");
        fs::write(uploads.join("import-half.part"), "x").unwrap();
        fs::write(uploads.join("import-1.csv"), "x").unwrap();
        assert!(refusal(place.path()).contains("in use by another process"));
        assert_eq!(fs::read_dir(&uploads).unwrap().count(), 2);
        drop(running);
    }

    #[test]
    fn a_folder_that_is_not_that_of_a_server_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = folder_in(place.path());
        fs::write(&folder, "x").unwrap();
        assert!(refusal(place.path()).contains("is not a folder"));
        fs::remove_file(&folder).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        symlink(elsewhere.path(), &folder).unwrap();
        assert!(refusal(place.path()).contains("is not a folder"));
        fs::remove_file(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
        assert!(refusal(place.path()).contains("other users of the machine"));
        fs::set_permissions(&folder, PermissionsExt::from_mode(0o700)).unwrap();
        fs::write(folder.join("notes.txt"), "x").unwrap();
        assert!(refusal(place.path()).contains("other files"));
        fs::remove_file(folder.join("notes.txt")).unwrap();
        open(place.path(), "k".repeat(64)).unwrap();
    }

    #[test]
    fn a_store_of_another_program_is_refused_in_one_sentence() {
        let place = tempfile::tempdir().unwrap();
        drop(open(place.path(), "k".repeat(64)).unwrap());
        let store = folder_in(place.path()).join(STORE);
        fs::write(
            &store,
            "This is not a database, however long it may be. ".repeat(50),
        )
        .unwrap();
        assert!(refusal(place.path()).starts_with("the store cannot be opened"));
    }

    #[test]
    fn a_store_that_is_closed_is_one_file() {
        let place = tempfile::tempdir().unwrap();
        let opened = open(place.path(), "k".repeat(64)).unwrap();
        let service = crate::import_job::ImportService::new(
            Box::new(opened.store),
            opened.uploads,
            crate::import_job::Settings::default(),
        )
        .unwrap();
        service
            .create_user_pool(&crate::import_job::wire::CreateUserPoolRequest {
                pool_name: Some("shop".into()),
                ..Default::default()
            })
            .unwrap();
        service.shut_down();
        let folder = folder_in(place.path());
        let log = fs::metadata(folder.join("store.db-wal")).map_or(0, |file| file.len());
        assert_eq!(log, 0);
        // A copy of the one file is the whole store.
        let copy = place.path().join("copy.db");
        fs::copy(folder.join(STORE), &copy).unwrap();
        let copy = SqliteStore::open(&copy).unwrap();
        let pools = crate::import_job::Store::pools(&copy, None, 9).unwrap();
        assert_eq!(pools.len(), 1);
    }
}
