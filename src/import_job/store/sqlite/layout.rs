//! The tables of the database, and how those of an older version become those of this one.

use rusqlite::{Connection, TransactionBehavior};

use super::{Sql, failed};
use crate::import_job::StoreError;

/// Marks a SQLite file as a store of this program: `CogP`.
const APPLICATION_ID: i32 = 0x436f_6750;

/// What leads from each version of the tables to the next; a file without tables has version 0. A
/// step that was published is never changed, only followed by another.
///
/// `pool` is the pool's `number`, `job` the job's. A name's `kind` is 0 for usernames and 1 for
/// aliases. A log line is a row of the file (`row` is its line) or a text of its own.
///
/// From version 2 on, users and log lines are rows of tables that grow at their end, whose pages are
/// full, each with one number for its place: see [`place`].
///
/// Version 3 adds what signs a user in. A user's `salt`, `verifier` and `password_set` are there
/// together or not at all.
///
/// Version 4 adds groups, who is in them, identities of other providers, and second factors.
const STEPS: [&str; 4] = [
    "
    CREATE TABLE IF NOT EXISTS pools (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        document TEXT NOT NULL,
        last_user INTEGER NOT NULL DEFAULT 0,
        users INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        pool_id TEXT NOT NULL,
        job_id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        role_arn TEXT NOT NULL,
        algorithm TEXT,
        status TEXT NOT NULL,
        created INTEGER NOT NULL,
        started INTEGER,
        completed INTEGER,
        message TEXT,
        upload_bytes INTEGER,
        upload_line_feeds INTEGER,
        last_user_before INTEGER NOT NULL DEFAULT 0,
        imported INTEGER NOT NULL DEFAULT 0,
        skipped INTEGER NOT NULL DEFAULT 0,
        failed INTEGER NOT NULL DEFAULT 0,
        rows_done INTEGER NOT NULL DEFAULT 0,
        log_lines INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX IF NOT EXISTS jobs_of_pool ON jobs (pool_id, number);
    CREATE TABLE IF NOT EXISTS users (
        pool INTEGER NOT NULL,
        number INTEGER NOT NULL,
        username TEXT NOT NULL,
        sub BLOB NOT NULL,
        attributes TEXT NOT NULL,
        status TEXT NOT NULL,
        enabled INTEGER NOT NULL,
        mfa_enabled INTEGER NOT NULL,
        password_hash TEXT,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        PRIMARY KEY (pool, number)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS users_by_sub ON users (pool, sub);
    CREATE TABLE IF NOT EXISTS names (
        pool INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        name TEXT NOT NULL,
        user INTEGER NOT NULL,
        PRIMARY KEY (pool, kind, name)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS log (
        job INTEGER NOT NULL,
        line INTEGER NOT NULL,
        at INTEGER NOT NULL,
        row INTEGER,
        outcome INTEGER,
        text TEXT,
        PRIMARY KEY (job, line)
    ) WITHOUT ROWID;
",
    "
    ALTER TABLE users RENAME TO older_users;
    CREATE TABLE users (
        place INTEGER PRIMARY KEY,
        username TEXT NOT NULL,
        sub BLOB NOT NULL,
        attributes TEXT NOT NULL,
        status TEXT NOT NULL,
        enabled INTEGER NOT NULL,
        mfa_enabled INTEGER NOT NULL,
        password_hash TEXT,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL
    );
    INSERT INTO users SELECT (pool << 40) | number, username, sub, attributes, status, enabled,
        mfa_enabled, password_hash, created, modified FROM older_users ORDER BY pool, number;
    DROP TABLE older_users;
    CREATE INDEX users_by_sub ON users (sub);
    ALTER TABLE log RENAME TO older_log;
    CREATE TABLE log (
        place INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        row INTEGER,
        outcome INTEGER,
        text TEXT
    );
    INSERT INTO log SELECT (job << 40) | line, at, row, outcome, text FROM older_log
        ORDER BY job, line;
    DROP TABLE older_log;
",
    "
    ALTER TABLE users ADD COLUMN salt BLOB;
    ALTER TABLE users ADD COLUMN verifier BLOB;
    ALTER TABLE users ADD COLUMN password_set INTEGER;
    CREATE TABLE clients (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        pool INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        document TEXT NOT NULL
    );
    CREATE INDEX clients_of_pool ON clients (pool, number);
    CREATE TABLE keys (
        pool INTEGER PRIMARY KEY,
        access_kid TEXT NOT NULL,
        access_key BLOB NOT NULL,
        id_kid TEXT NOT NULL,
        id_key BLOB NOT NULL
    );
    CREATE TABLE sign_ins (
        event BLOB PRIMARY KEY,
        place INTEGER NOT NULL,
        client TEXT NOT NULL,
        origin BLOB NOT NULL,
        refresh BLOB NOT NULL,
        previous BLOB,
        replaced INTEGER,
        at INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        ended INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX sign_ins_by_token ON sign_ins (refresh);
    CREATE INDEX sign_ins_by_previous_token ON sign_ins (previous) WHERE previous NOT NULL;
    CREATE INDEX sign_ins_of_user ON sign_ins (place);
    CREATE INDEX sign_ins_of_client ON sign_ins (client);
",
    "
    CREATE TABLE user_groups (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        pool INTEGER NOT NULL,
        name TEXT NOT NULL,
        description TEXT,
        role_arn TEXT,
        precedence INTEGER,
        created INTEGER NOT NULL,
        modified INTEGER NOT NULL,
        UNIQUE (pool, name)
    );
    CREATE TABLE group_users (
        group_number INTEGER NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (group_number, place)
    ) WITHOUT ROWID;
    CREATE INDEX groups_of_user ON group_users (place, group_number);
    CREATE TABLE identities (
        pool INTEGER NOT NULL,
        provider TEXT NOT NULL,
        subject TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (pool, provider, subject)
    ) WITHOUT ROWID;
    CREATE INDEX identities_of_user ON identities (place);
    CREATE TABLE factors (
        place INTEGER PRIMARY KEY,
        secret BLOB,
        pending BLOB,
        enabled INTEGER NOT NULL,
        name TEXT,
        used INTEGER NOT NULL,
        email INTEGER NOT NULL,
        preferred TEXT
    );
",
];

/// How many bits of a place are the number of a user in its pool, or of a line in its job.
const BITS: u32 = 40;

/// The place of a user in its pool, or of a log line in its job: both numbers in one.
pub(super) const fn place(of: i64, number: i64) -> i64 {
    (of << BITS) | number
}

/// The last place of a pool or a job.
pub(super) const fn last_place(of: i64) -> i64 {
    place(of, (1 << BITS) - 1)
}

/// The place from which users or lines are read; after the last of them where there are none.
pub(super) fn place_from(of: i64, number: u64) -> i64 {
    i64::try_from(number)
        .ok()
        .map_or(i64::MAX, |number| place(of, 0).saturating_add(number))
}

/// The number of a user in its pool.
pub(super) const fn number_at(place: i64) -> i64 {
    place & ((1 << BITS) - 1)
}

/// Makes the tables of this version, or those of an older one into them.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    connection.set_prepared_statement_cache_capacity(64);
    let unreadable = |error| failed("the store cannot be opened", error);
    let number = |pragma: &str| -> Result<i32, StoreError> {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
            .map_err(unreadable)
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables = columns(connection).map_err(unreadable)?;
    let is_new = tables.is_empty() && application == 0 && version == 0;
    // Before versions were written a store had neither number.
    let is_of_version_0 =
        application == 0 && tables.iter().any(|column| column.starts_with("jobs."));
    if !is_new && !is_of_version_0 && application != APPLICATION_ID {
        return Err(StoreError::of(
            "the file is the database of another program",
        ));
    }
    let steps = usize::try_from(version)
        .ok()
        .and_then(|done| STEPS.get(done..));
    let Some(steps) = steps else {
        return Err(StoreError::of(
            "the store was made by a newer version of this program",
        ));
    };
    if !steps.is_empty() {
        migrate(connection, steps).map_err(|error| failed("the store cannot be updated", error))?;
    }
    let expected = Connection::open_in_memory()
        .and_then(|reference| {
            reference.execute_batch(&STEPS.concat())?;
            columns(&reference)
        })
        .map_err(unreadable)?;
    if columns(connection).map_err(unreadable)? != expected {
        return Err(StoreError::of(
            "the tables of the store are not those of its version; it was changed by another program",
        ));
    }
    Ok(())
}

fn migrate(connection: &mut Connection, steps: &[&str]) -> Sql<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in steps {
        transaction.execute_batch(step)?;
    }
    transaction.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}",
        STEPS.len()
    ))?;
    transaction.commit()
}

/// Every column of every table, in order, with its type and what it demands.
fn columns(connection: &Connection) -> Sql<Vec<String>> {
    connection
        .prepare(
            "SELECT tables.name || '.' || columns.name || ' ' || columns.type || ' ' || \
             columns.\"notnull\" || ' ' || columns.pk FROM sqlite_schema AS tables, \
             pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite%' \
             ORDER BY tables.name, columns.cid",
        )?
        .query_map([], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_lines_of_version_1_are_kept() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection
            .execute_batch(&format!(
                "INSERT INTO users VALUES (3, 7, 'ana', x'00', '', 'CONFIRMED', 1, 0, NULL, 5, 6);
                 INSERT INTO log VALUES (2, 9, 5, NULL, NULL, 'text');
                 PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1"
            ))
            .unwrap();
        prepare(&mut connection).unwrap();
        let place_of = |table: &str| -> i64 {
            connection
                .query_row(&format!("SELECT place FROM {table}"), [], |row| row.get(0))
                .unwrap()
        };
        assert_eq!(place_of("users"), place(3, 7));
        assert_eq!(number_at(place(3, 7)), 7);
        assert_eq!(place_of("log"), place(2, 9));
    }

    /// What opening a file says that was prepared in this way.
    fn opened(prepared: &str) -> String {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(prepared).unwrap();
        prepare(&mut connection).map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn a_store_is_marked_and_opened_again() {
        let mut connection = Connection::open_in_memory().unwrap();
        for _ in 0..2 {
            prepare(&mut connection).unwrap();
            let number = |pragma: &str| -> i32 {
                connection
                    .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0))
                    .unwrap()
            };
            assert_eq!(number("application_id"), APPLICATION_ID);
            assert_eq!(usize::try_from(number("user_version")), Ok(STEPS.len()));
        }
    }

    #[test]
    fn a_store_without_a_version_is_kept_and_marked() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection
            .execute(
                "INSERT INTO pools (id, name, document) VALUES ('p_1', 'shop', '{}')",
                [],
            )
            .unwrap();
        prepare(&mut connection).unwrap();
        let pools: i64 = connection
            .query_row("SELECT count(*) FROM pools", [], |row| row.get(0))
            .unwrap();
        assert_eq!(pools, 1);
    }

    #[test]
    fn what_is_not_a_store_of_this_version_is_refused_in_one_sentence() {
        let marked = format!("PRAGMA application_id = {APPLICATION_ID};");
        let newer = format!("{}{marked} PRAGMA user_version = 999", STEPS.concat());
        assert_eq!(
            opened(&newer),
            "the store was made by a newer version of this program"
        );
        for other in [
            "CREATE TABLE bookmarks (url TEXT)",
            "PRAGMA application_id = 7",
            "PRAGMA user_version = 3",
        ] {
            assert_eq!(
                opened(other),
                "the file is the database of another program",
                "{other}"
            );
        }
        let version = STEPS.len();
        let of_this_version = format!("{}{marked} PRAGMA user_version = {version}", STEPS.concat());
        assert_eq!(opened(&of_this_version), "");
        let refusal = opened(&format!(
            "{of_this_version}; ALTER TABLE jobs ADD COLUMN more TEXT"
        ));
        assert!(refusal.contains("changed by another program"), "{refusal}");
    }
}
