//! Opens a store: in its file, or a temporary one.

use std::{fs::OpenOptions, path::Path, sync::Mutex, time::Duration};

use rusqlite::Connection;

use super::{DatabaseFile, Sql, SqliteStore, failed, layout};
use crate::import_job::StoreError;

/// How long the end of a process is waited for that has the store open.
const PATIENCE: Duration = Duration::from_secs(1);

impl SqliteStore {
    /// A store that is gone with the process: in memory, and beyond 64 MB in a temporary file without
    /// a name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the system gives no memory or no temporary file.
    pub fn in_memory() -> Result<Self, StoreError> {
        let make = || -> Sql<Connection> {
            // A database without a name is a temporary one.
            let writer = Connection::open("")?;
            writer.execute_batch(
                "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; \
                 PRAGMA cache_size = -65536",
            )?;
            Ok(writer)
        };
        let mut writer = make().map_err(|error| failed("the store cannot be made", error))?;
        layout::prepare(&mut writer)?;
        Ok(Self {
            writer: Mutex::new(writer),
            file: None,
        })
    }

    /// Opens the store of this path, or makes it, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the file cannot be opened, or another process has it open.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let lock = path.with_extension("lock");
        for path in [path, &lock] {
            make_private(path)
                .map_err(|error| StoreError::new("the store's file cannot be made", error))?;
        }
        let own = || -> Sql<Connection> {
            let owner = Connection::open(&lock)?;
            owner.busy_timeout(PATIENCE)?;
            owner.execute_batch("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")?;
            Ok(owner)
        };
        let owner = own()
            .map_err(|error| StoreError::new("the store is in use by another process", error))?;
        let make = || -> Sql<Connection> {
            let writer = Connection::open(path)?;
            // What was answered is on disk, also after a power cut.
            writer.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY",
            )?;
            Ok(writer)
        };
        let mut writer = make().map_err(|error| failed("the store cannot be opened", error))?;
        layout::prepare(&mut writer)?;
        Ok(Self {
            writer: Mutex::new(writer),
            file: Some(DatabaseFile {
                path: path.to_owned(),
                readers: Mutex::default(),
                _owner: Mutex::new(owner),
            }),
        })
    }
}

/// Makes a file before SQLite does, so that no other user can read it for a moment. SQLite gives the
/// files beside it the same permissions.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}
