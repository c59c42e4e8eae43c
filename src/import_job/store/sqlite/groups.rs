//! Groups in the database.

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, Transaction, params};

use super::{
    Sql, SqliteStore,
    layout::{last_place, place, place_from},
    rows::{USER, limited, pool_number, signed, unsigned, user_of},
};
use crate::import_job::{Group, GroupStore, Moment, StoreError, User, UserNumber};

const GROUP: &str = "user_groups.name, user_groups.description, user_groups.role_arn, user_groups.precedence, \
     user_groups.created, user_groups.modified";

impl GroupStore for SqliteStore {
    fn insert_group(&self, pool_id: &str, group: &Group) -> Result<bool, StoreError> {
        self.write("a group cannot be written", |transaction| {
            let written = transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO user_groups (pool, name, description, role_arn, precedence, \
                     created, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    pool_number(transaction, pool_id)?,
                    group.name,
                    group.description,
                    group.role_arn,
                    group.precedence,
                    group.created.millis(),
                    group.modified.millis(),
                ])?;
            Ok(written > 0)
        })
    }

    fn group(&self, pool_id: &str, name: &str) -> Result<Option<Group>, StoreError> {
        self.read("a group cannot be read", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {GROUP} FROM user_groups WHERE pool = ?1 AND name = ?2"
                ))?
                .query_row(params![pool_number(connection, pool_id)?, name], group_of)
                .optional()
        })
    }

    fn update_group(&self, pool_id: &str, group: &Group) -> Result<bool, StoreError> {
        self.write("a group cannot be written", |transaction| {
            let written = transaction
                .prepare_cached(
                    "UPDATE user_groups SET description = ?3, role_arn = ?4, precedence = ?5, \
                     modified = ?6 WHERE pool = ?1 AND name = ?2",
                )?
                .execute(params![
                    pool_number(transaction, pool_id)?,
                    group.name,
                    group.description,
                    group.role_arn,
                    group.precedence,
                    group.modified.millis(),
                ])?;
            Ok(written > 0)
        })
    }

    fn delete_group(&self, pool_id: &str, name: &str) -> Result<bool, StoreError> {
        self.write("a group cannot be removed", |transaction| {
            let Some(group) = group_number(transaction, pool_id, name)? else {
                return Ok(false);
            };
            transaction.execute("DELETE FROM group_users WHERE group_number = ?1", [group])?;
            transaction.execute("DELETE FROM user_groups WHERE number = ?1", [group])?;
            Ok(true)
        })
    }

    fn groups(
        &self,
        pool_id: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Group>, StoreError> {
        self.read("groups cannot be read", |connection| {
            let after = number_after(connection, pool_id, after)?;
            connection
                .prepare_cached(&format!(
                    "SELECT {GROUP} FROM user_groups WHERE pool = ?1 AND number > ?2 \
                     ORDER BY number LIMIT ?3"
                ))?
                .query_map(
                    params![pool_number(connection, pool_id)?, after, limited(limit)],
                    group_of,
                )?
                .collect()
        })
    }

    fn count_groups(&self, pool_id: &str) -> Result<u64, StoreError> {
        self.read("groups cannot be counted", |connection| {
            connection
                .prepare_cached("SELECT count(*) FROM user_groups WHERE pool = ?1")?
                .query_row([pool_number(connection, pool_id)?], |row| row.get(0))
                .map(unsigned)
        })
    }

    fn add_to_group(
        &self,
        pool_id: &str,
        name: &str,
        user: UserNumber,
    ) -> Result<bool, StoreError> {
        self.write("a user cannot be put into a group", |transaction| {
            let Some(group) = group_number(transaction, pool_id, name)? else {
                return Ok(false);
            };
            let place = place(pool_number(transaction, pool_id)?, signed(user));
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO group_users (group_number, place) VALUES (?1, ?2)",
                )?
                .execute([group, place])?;
            Ok(true)
        })
    }

    fn remove_from_group(
        &self,
        pool_id: &str,
        name: &str,
        user: UserNumber,
    ) -> Result<bool, StoreError> {
        self.write("a user cannot be taken out of a group", |transaction| {
            let Some(group) = group_number(transaction, pool_id, name)? else {
                return Ok(false);
            };
            let place = place(pool_number(transaction, pool_id)?, signed(user));
            transaction
                .prepare_cached("DELETE FROM group_users WHERE group_number = ?1 AND place = ?2")?
                .execute([group, place])?;
            Ok(true)
        })
    }

    fn groups_of_user(
        &self,
        pool_id: &str,
        user: UserNumber,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Group>, StoreError> {
        self.read("groups cannot be read", |connection| {
            let after = number_after(connection, pool_id, after)?;
            let place = place(pool_number(connection, pool_id)?, signed(user));
            connection
                .prepare_cached(&format!(
                    "SELECT {GROUP} FROM group_users JOIN user_groups ON user_groups.number = group_number \
                     WHERE place = ?1 AND group_number > ?2 ORDER BY group_number LIMIT ?3"
                ))?
                .query_map(params![place, after, limited(limit)], group_of)?
                .collect()
        })
    }

    fn users_of_group(
        &self,
        pool_id: &str,
        name: &str,
        after: UserNumber,
        limit: usize,
    ) -> Result<Vec<(UserNumber, User)>, StoreError> {
        self.read("users cannot be read", |connection| {
            let pool = pool_number(connection, pool_id)?;
            let Some(group) = group_number(connection, pool_id, name)? else {
                return Ok(Vec::new());
            };
            connection
                .prepare_cached(&format!(
                    "SELECT {USER} FROM users WHERE place IN (SELECT place FROM group_users \
                     WHERE group_number = ?1 AND place BETWEEN ?2 AND ?3) ORDER BY place LIMIT ?4"
                ))?
                .query_map(
                    params![
                        group,
                        place_from(pool, after.saturating_add(1)),
                        last_place(pool),
                        limited(limit)
                    ],
                    user_of,
                )?
                .collect()
        })
    }
}

/// The number of the group of this name.
fn group_number(connection: &Connection, pool_id: &str, name: &str) -> Sql<Option<i64>> {
    connection
        .prepare_cached("SELECT number FROM user_groups WHERE pool = ?1 AND name = ?2")?
        .query_row(params![pool_number(connection, pool_id)?, name], |row| {
            row.get(0)
        })
        .optional()
}

/// The number after which groups are read; after a group that is not there comes none.
fn number_after(connection: &Connection, pool_id: &str, after: Option<&str>) -> Sql<i64> {
    after.map_or(Ok(0), |name| {
        Ok(group_number(connection, pool_id, name)?.unwrap_or(i64::MAX))
    })
}

fn group_of(row: &SqlRow<'_>) -> Sql<Group> {
    Ok(Group {
        name: row.get(0)?,
        description: row.get(1)?,
        role_arn: row.get(2)?,
        precedence: row.get(3)?,
        created: Moment::of_millis(row.get(4)?),
        modified: Moment::of_millis(row.get(5)?),
    })
}

/// Takes a user who is removed out of all groups.
pub(super) fn forget_user(transaction: &Transaction<'_>, place: i64) -> Sql<()> {
    transaction.execute("DELETE FROM group_users WHERE place = ?1", [place])?;
    Ok(())
}

/// Removes the groups of a pool that is removed.
pub(super) fn forget_pool(transaction: &Transaction<'_>, pool: i64) -> Sql<()> {
    let places = params![place(pool, 0), last_place(pool)];
    transaction.execute(
        "DELETE FROM group_users WHERE place BETWEEN ?1 AND ?2",
        places,
    )?;
    transaction.execute("DELETE FROM user_groups WHERE pool = ?1", [pool])?;
    Ok(())
}
