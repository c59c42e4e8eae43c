//! App clients, keys and sign-ins in the database.

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, Transaction, params};

use super::{
    Sql, SqliteStore,
    layout::{last_place, number_at, place},
    rows::{USER, broken, limited, pool_number, signed, unknown, unsigned, user_of},
};
use crate::import_job::{
    Changed, Moment, SignIn, SignInKeys, SignInStore, StoreError, StoredClient, StoredKey,
    StoredKeys, User, UserNumber,
};

const CLIENT: &str = "clients.id, pools.id, clients.document FROM clients \
     JOIN pools ON pools.number = clients.pool";
const SIGN_IN: &str = "event, pools.id, place, client, origin, refresh, previous, replaced, at, \
     expires, ended FROM sign_ins JOIN pools ON pools.number = sign_ins.place >> 40";

impl SignInStore for SqliteStore {
    fn change_user(
        &self,
        pool_id: &str,
        number: UserNumber,
        change: &mut dyn FnMut(&mut User) -> Option<SignInKeys>,
    ) -> Result<Changed, StoreError> {
        self.write("a user cannot be changed", |transaction| {
            let pool = pool_number(transaction, pool_id)?;
            let place = place(pool, signed(number));
            let found = transaction
                .prepare_cached(&format!("SELECT {USER} FROM users WHERE place = ?1"))?
                .query_row([place], user_of)
                .optional()?;
            let Some((_, mut user)) = found else {
                return Ok(Changed::NoUser);
            };
            if let Some(names) = change(&mut user)
                && !rename(transaction, (pool, signed(number)), &names)?
            {
                return Ok(Changed::NameTaken);
            }
            write_user(transaction, place, &user)?;
            Ok(Changed::Done)
        })
    }

    fn insert_client(&self, client: &StoredClient) -> Result<bool, StoreError> {
        self.write("an app client cannot be written", |transaction| {
            let document = serde_json::to_string(&client.document).map_err(|e| broken(2, e))?;
            let written = transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO clients (pool, id, document) \
                     SELECT number, ?2, ?3 FROM pools WHERE id = ?1",
                )?
                .execute(params![client.pool_id, client.id, document])?;
            Ok(written > 0)
        })
    }

    fn client(&self, id: &str) -> Result<Option<StoredClient>, StoreError> {
        self.read("an app client cannot be read", |connection| {
            connection
                .prepare_cached(&format!("SELECT {CLIENT} WHERE clients.id = ?1"))?
                .query_row([id], client_of)
                .optional()
        })
    }

    fn update_client(&self, client: &StoredClient) -> Result<(), StoreError> {
        self.write("an app client cannot be written", |transaction| {
            let document = serde_json::to_string(&client.document).map_err(|e| broken(2, e))?;
            transaction
                .prepare_cached("UPDATE clients SET document = ?2 WHERE id = ?1")?
                .execute(params![client.id, document])?;
            Ok(())
        })
    }

    fn delete_client(&self, id: &str) -> Result<(), StoreError> {
        self.write("an app client cannot be removed", |transaction| {
            transaction.execute("DELETE FROM sign_ins WHERE client = ?1", [id])?;
            transaction.execute("DELETE FROM clients WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    fn clients(
        &self,
        pool_id: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<StoredClient>, StoreError> {
        self.read("app clients cannot be read", |connection| {
            let after: i64 = match after {
                None => 0,
                // After a client that is not there comes none.
                Some(id) => connection
                    .prepare_cached("SELECT number FROM clients WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))
                    .optional()?
                    .unwrap_or(i64::MAX),
            };
            connection
                .prepare_cached(&format!(
                    "SELECT {CLIENT} WHERE clients.pool = ?1 AND clients.number > ?2 \
                     ORDER BY clients.number LIMIT ?3"
                ))?
                .query_map(
                    params![pool_number(connection, pool_id)?, after, limited(limit)],
                    client_of,
                )?
                .collect()
        })
    }

    fn count_clients(&self, pool_id: &str) -> Result<u64, StoreError> {
        self.read("app clients cannot be counted", |connection| {
            connection
                .prepare_cached("SELECT count(*) FROM clients WHERE pool = ?1")?
                .query_row([pool_number(connection, pool_id)?], |row| row.get(0))
                .map(unsigned)
        })
    }

    fn keys(&self, pool_id: &str) -> Result<Option<StoredKeys>, StoreError> {
        self.read("the keys of a pool cannot be read", |connection| {
            keys_of(connection, pool_number(connection, pool_id)?)
        })
    }

    fn insert_keys(&self, pool_id: &str, keys: &StoredKeys) -> Result<StoredKeys, StoreError> {
        self.write("the keys of a pool cannot be written", |transaction| {
            let pool = pool_number(transaction, pool_id)?;
            if let Some(kept) = keys_of(transaction, pool)? {
                return Ok(kept);
            }
            transaction
                .prepare_cached(
                    "INSERT INTO keys (pool, access_kid, access_key, id_kid, id_key) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    pool,
                    keys.access.kid,
                    keys.access.pkcs8,
                    keys.id.kid,
                    keys.id.pkcs8
                ])?;
            Ok(keys.clone())
        })
    }

    fn insert_sign_in(&self, sign_in: &SignIn) -> Result<(), StoreError> {
        self.write("a sign-in cannot be written", |transaction| {
            let pool = pool_number(transaction, &sign_in.pool_id)?;
            let previous = sign_in.previous.as_ref();
            transaction
                .prepare_cached(
                    "INSERT INTO sign_ins (event, place, client, origin, refresh, previous, \
                     replaced, at, expires, ended) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                )?
                .execute(params![
                    &sign_in.event.to_be_bytes()[..],
                    place(pool, signed(sign_in.user)),
                    sign_in.client_id,
                    &sign_in.origin.to_be_bytes()[..],
                    &sign_in.refresh[..],
                    previous.map(|(hash, _)| &hash[..]),
                    previous.map(|(_, at)| at.millis()),
                    sign_in.at.millis(),
                    sign_in.expires.millis(),
                    sign_in.is_ended,
                ])?;
            Ok(())
        })
    }

    fn sign_in(&self, event: u128) -> Result<Option<SignIn>, StoreError> {
        self.read("a sign-in cannot be read", |connection| {
            connection
                .prepare_cached(&format!("SELECT {SIGN_IN} WHERE event = ?1"))?
                .query_row([&event.to_be_bytes()[..]], sign_in_of)
                .optional()
        })
    }

    fn sign_in_of_token(&self, hash: [u8; 32]) -> Result<Option<SignIn>, StoreError> {
        self.read("a sign-in cannot be read", |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {SIGN_IN} WHERE refresh = ?1 OR previous = ?1"
                ))?
                .query_row([&hash[..]], sign_in_of)
                .optional()
        })
    }

    fn rotate_token(
        &self,
        event: u128,
        from: [u8; 32],
        to: [u8; 32],
        at: Moment,
    ) -> Result<bool, StoreError> {
        self.write("a sign-in cannot be written", |transaction| {
            let written = transaction
                .prepare_cached(
                    "UPDATE sign_ins SET refresh = ?3, previous = ?2, replaced = ?4 \
                     WHERE event = ?1 AND refresh = ?2",
                )?
                .execute(params![
                    &event.to_be_bytes()[..],
                    &from[..],
                    &to[..],
                    at.millis()
                ])?;
            Ok(written > 0)
        })
    }

    fn end_sign_in(&self, event: u128) -> Result<(), StoreError> {
        self.write("a sign-in cannot be ended", |transaction| {
            transaction
                .prepare_cached("UPDATE sign_ins SET ended = 1 WHERE event = ?1")?
                .execute([&event.to_be_bytes()[..]])?;
            Ok(())
        })
    }

    fn end_sign_ins(&self, pool_id: &str, user: UserNumber) -> Result<(), StoreError> {
        self.write("sign-ins cannot be ended", |transaction| {
            let pool = pool_number(transaction, pool_id)?;
            transaction
                .prepare_cached("UPDATE sign_ins SET ended = 1 WHERE place = ?1")?
                .execute([place(pool, signed(user))])?;
            Ok(())
        })
    }
}

/// Gives a user other names; says whether the usernames were free.
fn rename(
    transaction: &Transaction<'_>,
    (pool, user): (i64, i64),
    names: &SignInKeys,
) -> Sql<bool> {
    let mut owner = transaction
        .prepare_cached("SELECT user FROM names WHERE pool = ?1 AND kind = 0 AND name = ?2")?;
    for name in &names.usernames {
        let owner: Option<i64> = owner
            .query_row(params![pool, &**name], |row| row.get(0))
            .optional()?;
        if owner.is_some_and(|owner| owner != user) {
            return Ok(false);
        }
    }
    transaction.execute(
        "DELETE FROM names WHERE pool = ?1 AND user = ?2",
        params![pool, user],
    )?;
    let mut insert = transaction.prepare_cached(
        "INSERT OR REPLACE INTO names (pool, kind, name, user) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let usernames = names.usernames.iter().map(|name| (0, name));
    for (kind, name) in usernames.chain(names.aliases.iter().map(|name| (1, name))) {
        insert.execute(params![pool, kind, &**name, user])?;
    }
    Ok(true)
}

pub(super) fn write_user(transaction: &Transaction<'_>, place: i64, user: &User) -> Sql<()> {
    let verifier = user.verifier.as_deref();
    transaction
        .prepare_cached(
            "UPDATE users SET attributes = ?2, status = ?3, enabled = ?4, mfa_enabled = ?5, \
             password_hash = ?6, modified = ?7, salt = ?8, verifier = ?9, password_set = ?10 \
             WHERE place = ?1",
        )?
        .execute(params![
            place,
            user.attributes.packed(),
            user.status.as_str(),
            user.enabled,
            user.mfa_enabled,
            user.password_hash.as_deref(),
            user.modified.millis(),
            verifier.map(|verifier| &verifier.salt[..]),
            verifier.map(|verifier| &verifier.verifier[..]),
            verifier.map(|verifier| verifier.set.millis()),
        ])?;
    Ok(())
}

/// Removes what was kept for the sign-in of a user who is removed.
pub(super) fn forget_user(transaction: &Transaction<'_>, place: i64) -> Sql<()> {
    transaction.execute("DELETE FROM sign_ins WHERE place = ?1", [place])?;
    Ok(())
}

/// Removes what was kept for the sign-in to a pool that is removed.
pub(super) fn forget_pool(transaction: &Transaction<'_>, pool: i64) -> Sql<()> {
    let places = params![place(pool, 0), last_place(pool)];
    transaction.execute("DELETE FROM sign_ins WHERE place BETWEEN ?1 AND ?2", places)?;
    transaction.execute("DELETE FROM clients WHERE pool = ?1", [pool])?;
    transaction.execute("DELETE FROM keys WHERE pool = ?1", [pool])?;
    Ok(())
}

fn client_of(row: &SqlRow<'_>) -> Sql<StoredClient> {
    let document: String = row.get(2)?;
    Ok(StoredClient {
        id: row.get(0)?,
        pool_id: row.get(1)?,
        document: serde_json::from_str(&document).map_err(|error| broken(2, error))?,
    })
}

fn keys_of(connection: &Connection, pool: i64) -> Sql<Option<StoredKeys>> {
    connection
        .prepare_cached("SELECT access_kid, access_key, id_kid, id_key FROM keys WHERE pool = ?1")?
        .query_row([pool], |row| {
            let key = |at| {
                Ok::<_, rusqlite::Error>(StoredKey {
                    kid: row.get(at)?,
                    pkcs8: row.get(at + 1)?,
                })
            };
            Ok(StoredKeys {
                access: key(0)?,
                id: key(2)?,
            })
        })
        .optional()
}

fn sign_in_of(row: &SqlRow<'_>) -> Sql<SignIn> {
    let replaced: Option<i64> = row.get(7)?;
    let previous: Option<Vec<u8>> = row.get(6)?;
    let previous = previous.map(|bytes| exactly(bytes, 6)).transpose()?;
    let number = |at| {
        Ok::<_, rusqlite::Error>(u128::from_be_bytes(exactly(
            row.get::<_, Vec<u8>>(at)?,
            at,
        )?))
    };
    Ok(SignIn {
        event: number(0)?,
        pool_id: row.get(1)?,
        user: unsigned(number_at(row.get(2)?)),
        client_id: row.get(3)?,
        origin: number(4)?,
        refresh: exactly(row.get::<_, Vec<u8>>(5)?, 5)?,
        previous: previous.zip(replaced.map(Moment::of_millis)),
        at: Moment::of_millis(row.get(8)?),
        expires: Moment::of_millis(row.get(9)?),
        is_ended: row.get(10)?,
    })
}

fn exactly<const LENGTH: usize>(bytes: Vec<u8>, column: usize) -> Sql<[u8; LENGTH]> {
    bytes.try_into().map_err(|_| unknown(column))
}
