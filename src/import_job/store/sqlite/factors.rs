//! Second factors in the database.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    Sql, SqliteStore,
    layout::{last_place, place},
    rows::{USER, pool_number, signed, unknown, unsigned, user_of},
    sign_in::write_user,
};
use crate::import_job::{Factor, FactorStore, Factors, StoreError, Totp, User, UserNumber};

impl FactorStore for SqliteStore {
    fn factors(&self, pool_id: &str, user: UserNumber) -> Result<Factors, StoreError> {
        self.read("the factors of a user cannot be read", |connection| {
            let pool = pool_number(connection, pool_id)?;
            factors_at(connection, place(pool, signed(user)))
        })
    }

    fn change_factors(
        &self,
        pool_id: &str,
        user: UserNumber,
        change: &mut dyn FnMut(&mut User, &mut Factors),
    ) -> Result<bool, StoreError> {
        self.write("the factors of a user cannot be written", |transaction| {
            let place = place(pool_number(transaction, pool_id)?, signed(user));
            let found = transaction
                .prepare_cached(&format!("SELECT {USER} FROM users WHERE place = ?1"))?
                .query_row([place], user_of)
                .optional()?;
            let Some((_, mut user)) = found else {
                return Ok(false);
            };
            let mut factors = factors_at(transaction, place)?;
            change(&mut user, &mut factors);
            write_user(transaction, place, &user)?;
            write_factors(transaction, place, &factors)?;
            Ok(true)
        })
    }
}

fn factors_at(connection: &Connection, place: i64) -> Sql<Factors> {
    let found = connection
        .prepare_cached(
            "SELECT secret, pending, enabled, name, used, email, preferred FROM factors \
             WHERE place = ?1",
        )?
        .query_row([place], |row| {
            let secret: Option<Vec<u8>> = row.get(0)?;
            let preferred: Option<String> = row.get(6)?;
            let totp = match secret {
                None => None,
                Some(secret) => Some(Totp {
                    secret: secret.try_into().map_err(|_| unknown(0))?,
                    is_enabled: row.get(2)?,
                    name: row.get(3)?,
                    used: unsigned(row.get(4)?),
                }),
            };
            let preferred = preferred.map(|name| name.parse::<Factor>());
            let pending: Option<Vec<u8>> = row.get(1)?;
            let pending = pending.map(|secret| secret.try_into().map_err(|_| unknown(1)));
            Ok(Factors {
                totp,
                pending: pending.transpose()?,
                email: row.get(5)?,
                preferred: preferred.transpose().map_err(|_| unknown(6))?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

fn write_factors(transaction: &Transaction<'_>, place: i64, factors: &Factors) -> Sql<()> {
    let totp = factors.totp.as_ref();
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO factors (place, secret, pending, enabled, name, used, email, \
             preferred) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            place,
            totp.map(|totp| &totp.secret[..]),
            factors.pending.as_ref().map(|secret| &secret[..]),
            totp.is_some_and(|totp| totp.is_enabled),
            totp.and_then(|totp| totp.name.as_deref()),
            signed(totp.map_or(0, |totp| totp.used)),
            factors.email,
            factors.preferred.map(Factor::as_str),
        ])?;
    Ok(())
}

/// Removes the factors of a user who is removed.
pub(super) fn forget_user(transaction: &Transaction<'_>, place: i64) -> Sql<()> {
    transaction.execute("DELETE FROM factors WHERE place = ?1", [place])?;
    Ok(())
}

/// Removes the factors of the users of a pool that is removed.
pub(super) fn forget_pool(transaction: &Transaction<'_>, pool: i64) -> Sql<()> {
    let places = params![place(pool, 0), last_place(pool)];
    transaction.execute("DELETE FROM factors WHERE place BETWEEN ?1 AND ?2", places)?;
    Ok(())
}
