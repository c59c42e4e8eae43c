//! Failures for tests: an error at the n-th call of the store or of a file.

use std::sync::Arc;

pub use crate::output::faults::Faults;

use super::{
    Changed, FactorStore, Factors, Group, GroupStore, IdentityStore, Job, JobKey, Linked, LogEvent,
    Moment, NewUser, Pool, Row, SignIn, SignInKeys, SignInStore, Store, StoreError, StoredClient,
    StoredKeys, User, UserNumber,
};

/// A store whose calls fail as [`Faults`] say. Copies are one store.
#[derive(Debug, Clone)]
pub struct FaultyStore {
    store: Arc<dyn Store>,
    faults: Faults,
    only: Option<&'static str>,
}

impl FaultyStore {
    /// The store, with these failures.
    pub fn new(store: Arc<dyn Store>, faults: Faults) -> Self {
        Self {
            store,
            faults,
            only: None,
        }
    }

    /// The same where only calls of this method count and fail.
    #[must_use]
    pub const fn only(mut self, method: &'static str) -> Self {
        self.only = Some(method);
        self
    }
}

macro_rules! forward {
    ($trait:ident: $($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)+) => {
        impl $trait for FaultyStore {
            $(fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                if self.only.is_none_or(|only| only == stringify!($name)) {
                    self.faults
                        .check()
                        .map_err(|error| StoreError::new("a test lets this call fail", error))?;
                }
                self.store.$name($($argument),*)
            })+
        }
    };
}

forward! {
    Store:
    pools(after: Option<&str>, limit: usize) -> Vec<Pool>;
    pool(id: &str) -> Option<Pool>;
    insert_pool(pool: &Pool) -> bool;
    update_pool(pool: &Pool) -> ();
    delete_pool(id: &str) -> ();
    insert_job(job: &Job) -> Option<Job>;
    update_job(job: &Job) -> ();
    job(key: &JobKey) -> Option<Job>;
    jobs(pool_id: &str, before: Option<u64>, limit: usize) -> Vec<Job>;
    count_jobs(pool_id: &str) -> u64;
    unfinished_jobs() -> Vec<Job>;
    add_rows(key: &JobKey, rows: &[Row], at: Moment, skipped: &'static str) -> ();
    add_log(key: &JobKey, lines: &[&str], at: Moment) -> ();
    log(key: &JobKey, from: u64, limit: usize) -> Vec<LogEvent>;
    insert_users(pool_id: &str, users: Vec<NewUser>) -> u64;
    last_user(pool_id: &str) -> UserNumber;
    users(pool_id: &str, after: UserNumber, limit: usize) -> Vec<(UserNumber, User)>;
    count_users(pool_id: &str) -> u64;
    user_named(pool_id: &str, name: &str) -> Option<(UserNumber, User)>;
    user_of_sub(pool_id: &str, sub: u128) -> Option<(UserNumber, User)>;
    checkpoint() -> ();
    delete_user(pool_id: &str, number: UserNumber) -> ();
}

forward! {
    GroupStore:
    insert_group(pool_id: &str, group: &Group) -> bool;
    group(pool_id: &str, name: &str) -> Option<Group>;
    update_group(pool_id: &str, group: &Group) -> bool;
    delete_group(pool_id: &str, name: &str) -> bool;
    groups(pool_id: &str, after: Option<&str>, limit: usize) -> Vec<Group>;
    count_groups(pool_id: &str) -> u64;
    add_to_group(pool_id: &str, name: &str, user: UserNumber) -> bool;
    remove_from_group(pool_id: &str, name: &str, user: UserNumber) -> bool;
    groups_of_user(pool_id: &str, user: UserNumber, after: Option<&str>, limit: usize) -> Vec<Group>;
    users_of_group(pool_id: &str, name: &str, after: UserNumber, limit: usize) -> Vec<(UserNumber, User)>;
}

forward! {
    IdentityStore:
    link_identity(pool_id: &str, user: UserNumber, identity: (&str, &str), change: &mut dyn FnMut(&mut User)) -> Linked;
    count_identities(pool_id: &str, user: UserNumber) -> u64;
}

forward! {
    FactorStore:
    factors(pool_id: &str, user: UserNumber) -> Factors;
    change_factors(pool_id: &str, user: UserNumber, change: &mut dyn FnMut(&mut User, &mut Factors)) -> bool;
}

forward! {
    SignInStore:
    change_user(pool_id: &str, number: UserNumber, change: &mut dyn FnMut(&mut User) -> Option<SignInKeys>) -> Changed;
    insert_client(client: &StoredClient) -> bool;
    client(id: &str) -> Option<StoredClient>;
    update_client(client: &StoredClient) -> ();
    delete_client(id: &str) -> ();
    clients(pool_id: &str, after: Option<&str>, limit: usize) -> Vec<StoredClient>;
    count_clients(pool_id: &str) -> u64;
    keys(pool_id: &str) -> Option<StoredKeys>;
    insert_keys(pool_id: &str, keys: &StoredKeys) -> StoredKeys;
    insert_sign_in(sign_in: &SignIn) -> ();
    sign_in(event: u128) -> Option<SignIn>;
    sign_in_of_token(hash: [u8; 32]) -> Option<SignIn>;
    rotate_token(event: u128, from: [u8; 32], to: [u8; 32], at: Moment) -> bool;
    end_sign_in(event: u128) -> ();
    end_sign_ins(pool_id: &str, user: UserNumber) -> ();
}
