//! Pools and users that come from files: what a real pool answered.

use std::io::{self, Read};

use serde::Deserialize;

use super::{ImportService, LOADED_HEADER, wire};
use crate::{
    import_job::{
        AccountStatus, ApiError, NewUser, Pool, StoreError, User,
        names::sign_in_keys,
        random,
        user::{AttributesBuilder, uuid_bits, uuid_of_random},
    },
    schema::{CsvHeader, SchemaError, UserPool},
};

/// How many users are written at a time.
const USERS_AT_A_TIME: usize = 1_000;

/// Why a pool or its users could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The document is not of its form.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The document names no pool, or the header names another one.
    #[error("{0}")]
    Mismatch(String),
    /// There is a pool of this id already.
    #[error("there is a user pool {0} already")]
    Exists(String),
    /// A list of users is not of its form.
    #[error("the list of users is malformed at line {line}, column {column}")]
    Users {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The list of users could not be read.
    #[error("the list of users could not be read")]
    Read(#[source] io::Error),
    /// The service refused it.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportService {
    /// Loads a pool as DescribeUserPool answered it elsewhere, and returns its id. With a CSVHeader
    /// the pool's columns are those, in their order; without one they follow from its attributes.
    ///
    /// # Errors
    ///
    /// [`LoadError::Schema`] where the document is malformed, [`LoadError::Mismatch`] where it has no
    /// id or the header is of another pool, [`LoadError::Exists`] where the id is taken.
    pub fn load_pool(
        &self,
        document: &str,
        header: Option<&CsvHeader>,
    ) -> Result<String, LoadError> {
        let mut document = UserPool::members(document)?;
        let member = |name: &str| {
            let value = document.get(name).and_then(serde_json::Value::as_str);
            value.map(str::to_owned)
        };
        let id = member("Id")
            .ok_or_else(|| LoadError::Mismatch("the user pool has no Id".to_owned()))?;
        let name = member("Name").unwrap_or_else(|| id.clone());
        if let Some(other) = header.and_then(CsvHeader::user_pool_id)
            && other != id
        {
            return Err(LoadError::Mismatch(format!(
                "the CSVHeader is that of user pool {other}, not of {id}"
            )));
        }
        let now = self.inner.settings.clock.now();
        for date in ["CreationDate", "LastModifiedDate"] {
            // The command line prints dates as text, clients expect numbers.
            document.insert(date.to_owned(), serde_json::json!(now));
        }
        document
            .entry("Arn")
            .or_insert_with(|| self.arn(&id).into());
        document
            .entry("Name")
            .or_insert_with(|| name.clone().into());
        if let Some(header) = header {
            document.insert(LOADED_HEADER.to_owned(), header.names().into());
        }
        let pool = Pool {
            id: id.clone(),
            name,
            document,
        };
        let _working = self.working();
        if self.store().insert_pool(&pool)? {
            Ok(id)
        } else {
            Err(LoadError::Exists(id))
        }
    }

    /// Loads users of a pool as ListUsers answered them elsewhere: one answer, several one after the
    /// other, an array of users, or users one after the other. Returns how many were made; users
    /// whose name is taken are left out.
    ///
    /// # Errors
    ///
    /// [`LoadError::Users`] or [`LoadError::Read`] for the list, [`LoadError::Api`] where there is no
    /// such pool.
    pub fn load_users(&self, pool_id: &str, list: impl Read) -> Result<u64, LoadError> {
        let (_, pool) = self.pool_settings(pool_id)?;
        let mut made = 0;
        let mut waiting = Vec::new();
        let mut add = |user: wire::UserType| -> Result<u64, LoadError> {
            let mut attributes = AttributesBuilder::default();
            let mut sub = None;
            for attribute in &user.attributes {
                if attribute.name == "sub" {
                    sub = uuid_bits(&attribute.value);
                } else {
                    attributes.push(&attribute.name, &attribute.value);
                }
            }
            let sub = match sub {
                Some(sub) => sub,
                None => uuid_of_random(random::Numbers::default().next()?),
            };
            let user = User {
                username: user.username.into(),
                sub,
                attributes: attributes.take(),
                status: user.user_status.parse().unwrap_or(AccountStatus::Unknown),
                enabled: user.enabled,
                mfa_enabled: user.mfa_options.is_some_and(|options| !options.is_empty()),
                password_hash: None,
                created: user.user_create_date,
                modified: user.user_last_modified_date,
                verifier: None,
            };
            let names = sign_in_keys(&pool, &user);
            waiting.push(NewUser { user, names });
            if waiting.len() < USERS_AT_A_TIME {
                return Ok(0);
            }
            Ok(self
                .store()
                .insert_users(pool_id, std::mem::take(&mut waiting))?)
        };
        let mut documents =
            serde_json::Deserializer::from_reader(io::BufReader::new(list)).into_iter::<Listed>();
        loop {
            let listed = match documents.next() {
                None => break,
                Some(Ok(listed)) => listed,
                Some(Err(error)) if error.is_io() => return Err(LoadError::Read(error.into())),
                Some(Err(error)) => {
                    return Err(LoadError::Users {
                        line: error.line(),
                        column: error.column(),
                    });
                }
            };
            for user in listed.users() {
                made += add(user)?;
            }
        }
        made += self.store().insert_users(pool_id, waiting)?;
        Ok(made)
    }
}

/// What a list may consist of.
#[derive(Deserialize)]
#[serde(untagged)]
enum Listed {
    Answer(wire::ListUsersResponse),
    Users(Vec<wire::UserType>),
    User(Box<wire::UserType>),
}

impl Listed {
    fn users(self) -> Vec<wire::UserType> {
        match self {
            Self::Answer(answer) => answer.users,
            Self::Users(users) => users,
            Self::User(user) => vec![*user],
        }
    }
}
