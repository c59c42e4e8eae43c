//! Rules about columns that the pool does not have: what they say about a user is lost in the import.

super::rules! {
    dropped_column_locks_user_out,
    dropped_column_says_federated,
}

mod account_state;

pub(crate) use account_state::{AccountColumn, AccountState};
