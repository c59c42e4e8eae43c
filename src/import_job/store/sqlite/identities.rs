//! Identities of other providers in the database.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{
    Sql, SqliteStore,
    layout::place,
    rows::{USER, pool_number, signed, unsigned, user_of},
    sign_in::write_user,
};
use crate::import_job::{IdentityStore, Linked, StoreError, User, UserNumber};

impl IdentityStore for SqliteStore {
    fn link_identity(
        &self,
        pool_id: &str,
        user: UserNumber,
        (provider, subject): (&str, &str),
        change: &mut dyn FnMut(&mut User),
    ) -> Result<Linked, StoreError> {
        self.write("an identity cannot be written", |transaction| {
            let pool = pool_number(transaction, pool_id)?;
            let place = place(pool, signed(user));
            let found = transaction
                .prepare_cached(&format!("SELECT {USER} FROM users WHERE place = ?1"))?
                .query_row([place], user_of)
                .optional()?;
            let Some((_, mut user)) = found else {
                return Ok(Linked::NoUser);
            };
            let owner: Option<i64> = transaction
                .prepare_cached(
                    "SELECT place FROM identities WHERE pool = ?1 AND provider = ?2 AND subject = ?3",
                )?
                .query_row(params![pool, provider, subject], |row| row.get(0))
                .optional()?;
            match owner {
                Some(owner) if owner == place => return Ok(Linked::Already),
                Some(_) => return Ok(Linked::Taken),
                None => {}
            }
            transaction
                .prepare_cached(
                    "INSERT INTO identities (pool, provider, subject, place) \
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![pool, provider, subject, place])?;
            change(&mut user);
            write_user(transaction, place, &user)?;
            Ok(Linked::Done)
        })
    }

    fn count_identities(&self, pool_id: &str, user: UserNumber) -> Result<u64, StoreError> {
        self.read("identities cannot be counted", |connection| {
            let place = place(pool_number(connection, pool_id)?, signed(user));
            connection
                .prepare_cached("SELECT count(*) FROM identities WHERE place = ?1")?
                .query_row([place], |row| row.get(0))
                .map(unsigned)
        })
    }
}

/// Removes the identities of a user who is removed.
pub(super) fn forget_user(transaction: &Transaction<'_>, place: i64) -> Sql<()> {
    transaction.execute("DELETE FROM identities WHERE place = ?1", [place])?;
    Ok(())
}

/// Removes the identities of the users of a pool that is removed.
pub(super) fn forget_pool(transaction: &Transaction<'_>, pool: i64) -> Sql<()> {
    transaction.execute("DELETE FROM identities WHERE pool = ?1", [pool])?;
    Ok(())
}
