//! What the store keeps for sign-in: app clients, the keys of tokens, and who is signed in.

use std::fmt;

use serde_json::{Map, Value};

use super::{SignInKeys, StoreError};
use crate::import_job::{Moment, User, UserNumber};

/// An app client: what DescribeUserPoolClient answers, with the two members by which it is found.
#[derive(Clone, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct StoredClient {
    /// The client's id.
    pub id: String,
    /// The pool's id.
    pub pool_id: String,
    /// The members of `UserPoolClient` on the wire.
    pub document: Map<String, Value>,
}

impl fmt::Debug for StoredClient {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredClient")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A key that signs tokens.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct StoredKey {
    /// The id that a token's header names.
    pub kid: String,
    /// The private key, as PKCS #8 has it.
    pub pkcs8: Vec<u8>,
}

impl fmt::Debug for StoredKey {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// The two keys of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct StoredKeys {
    /// Signs access tokens.
    pub access: StoredKey,
    /// Signs ID tokens.
    pub id: StoredKey,
}

/// A user who has signed in, until the refresh token expires.
#[derive(Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct SignIn {
    /// The `event_id` of its tokens.
    pub event: u128,
    /// The pool's id.
    pub pool_id: String,
    /// The user.
    pub user: UserNumber,
    /// The client's id.
    pub client_id: String,
    /// The `origin_jti` of its tokens.
    pub origin: u128,
    /// The SHA-256 of the refresh token.
    pub refresh: [u8; 32],
    /// The refresh token before this one, where tokens rotate, and when it was replaced.
    pub previous: Option<([u8; 32], Moment)>,
    /// When the user signed in.
    pub at: Moment,
    /// When the refresh token expires.
    pub expires: Moment,
    /// Whether it was revoked, or the user signed out.
    pub is_ended: bool,
}

impl fmt::Debug for SignIn {
    /// Without what belongs to a token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("at", &self.at)
            .field("is_ended", &self.is_ended)
            .finish_non_exhaustive()
    }
}

/// How a change of a user went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no other way")]
pub enum Changed {
    /// It is written.
    Done,
    /// There is no such user.
    NoUser,
    /// Another user has one of the usernames.
    NameTaken,
}

/// What the store keeps for sign-in. What [`Store`](super::Store) says of its methods is true of these.
#[expect(
    clippy::missing_errors_doc,
    reason = "there is one error for all, and it is described above"
)]
pub trait SignInStore {
    /// Changes a user. Where the change returns names, the user is found by these from then on: an
    /// alias moves from the user that had it, a username does not, and then nothing is changed.
    fn change_user(
        &self,
        pool_id: &str,
        number: UserNumber,
        change: &mut dyn FnMut(&mut User) -> Option<SignInKeys>,
    ) -> Result<Changed, StoreError>;

    /// Makes a client; says whether its id was free.
    fn insert_client(&self, client: &StoredClient) -> Result<bool, StoreError>;

    /// The client of this id, of any pool.
    fn client(&self, id: &str) -> Result<Option<StoredClient>, StoreError>;

    /// Replaces a client's document.
    fn update_client(&self, client: &StoredClient) -> Result<(), StoreError>;

    /// Removes a client, with what was signed in through it.
    fn delete_client(&self, id: &str) -> Result<(), StoreError>;

    /// The clients of a pool in the order of their making, after the client of this id.
    fn clients(
        &self,
        pool_id: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<StoredClient>, StoreError>;

    /// How many clients a pool has.
    fn count_clients(&self, pool_id: &str) -> Result<u64, StoreError>;

    /// The keys of a pool.
    fn keys(&self, pool_id: &str) -> Result<Option<StoredKeys>, StoreError>;

    /// Gives a pool its keys, and answers those that it has from then on: keys that it had before stay.
    fn insert_keys(&self, pool_id: &str, keys: &StoredKeys) -> Result<StoredKeys, StoreError>;

    /// Keeps a sign-in.
    fn insert_sign_in(&self, sign_in: &SignIn) -> Result<(), StoreError>;

    /// The sign-in of this event.
    fn sign_in(&self, event: u128) -> Result<Option<SignIn>, StoreError>;

    /// The sign-in whose refresh token, or the one before, has this hash.
    fn sign_in_of_token(&self, hash: [u8; 32]) -> Result<Option<SignIn>, StoreError>;

    /// Gives a sign-in another refresh token, where it still has this one; says whether it had.
    fn rotate_token(
        &self,
        event: u128,
        from: [u8; 32],
        to: [u8; 32],
        at: Moment,
    ) -> Result<bool, StoreError>;

    /// Ends one sign-in.
    fn end_sign_in(&self, event: u128) -> Result<(), StoreError>;

    /// Ends all of a user's.
    fn end_sign_ins(&self, pool_id: &str, user: UserNumber) -> Result<(), StoreError>;
}

#[cfg(test)]
pub(super) mod tests {
    use super::{
        super::{
            Store,
            tests::{pool, user},
        },
        *,
    };
    use crate::import_job::{AccountStatus, PasswordVerifier};

    pub(in super::super) fn keeps_the_promises(mut make: impl FnMut() -> Box<dyn Store>) {
        a_change_of_a_user_is_kept_with_its_names(&*make());
        clients_are_kept_in_order(&*make());
        keys_are_made_once(&*make());
        a_token_finds_its_sign_in_until_it_is_replaced_twice(&*make());
        what_is_removed_takes_its_sign_ins_along(&*make());
    }

    fn client(id: &str, pool_id: &str) -> StoredClient {
        StoredClient {
            id: id.into(),
            pool_id: pool_id.into(),
            document: Map::from_iter([("ClientName".to_owned(), Value::from(id))]),
        }
    }

    fn sign_in(event: u128, user: UserNumber, client_id: &str) -> SignIn {
        SignIn {
            event,
            pool_id: "p_1".into(),
            user,
            client_id: client_id.into(),
            origin: event + 1,
            refresh: [u8::try_from(event).unwrap(); 32],
            previous: None,
            at: Moment::of_millis(5),
            expires: Moment::of_millis(9),
            is_ended: false,
        }
    }

    fn a_change_of_a_user_is_kept_with_its_names(store: &dyn Store) {
        store.insert_pool(&pool("p_1")).unwrap();
        let users = vec![user("ana", &["a@x"]), user("bo", &["b@x"])];
        store.insert_users("p_1", users).unwrap();
        let verifier = PasswordVerifier {
            salt: [3; 16],
            verifier: [4; 384].into(),
            set: Moment::of_millis(6),
        };
        let names = |usernames: &[&str], aliases: &[&str]| SignInKeys {
            usernames: usernames.iter().map(|name| (*name).into()).collect(),
            aliases: aliases.iter().map(|name| (*name).into()).collect(),
        };
        let mut change = |user: &mut User| {
            user.status = AccountStatus::Confirmed;
            user.enabled = false;
            user.verifier = Some(Box::new(verifier.clone()));
            user.modified = Moment::of_millis(77);
            Some(names(&["ana"], &["b@x"]))
        };
        assert_eq!(
            store.change_user("p_1", 1, &mut change).unwrap(),
            Changed::Done
        );
        let (number, kept) = store.user_named("p_1", "b@x").unwrap().unwrap();
        assert_eq!(
            (number, kept.status, kept.enabled),
            (1, AccountStatus::Confirmed, false)
        );
        assert_eq!(kept.verifier.as_deref(), Some(&verifier));
        assert_eq!(kept.modified.millis(), 77);
        assert!(store.user_named("p_1", "a@x").unwrap().is_none());
        let mut takes_a_name = |user: &mut User| {
            user.enabled = true;
            Some(names(&["bo"], &[]))
        };
        let changed = store.change_user("p_1", 1, &mut takes_a_name).unwrap();
        assert_eq!(changed, Changed::NameTaken);
        let (_, kept) = store.user_named("p_1", "ana").unwrap().unwrap();
        assert!(!kept.enabled, "nothing is changed");
        let changed = store.change_user("p_1", 9, &mut |_| None).unwrap();
        assert_eq!(changed, Changed::NoUser);
    }

    fn clients_are_kept_in_order(store: &dyn Store) {
        for id in ["p_1", "p_2"] {
            store.insert_pool(&pool(id)).unwrap();
        }
        for (id, pool_id) in [("c", "p_1"), ("a", "p_1"), ("x", "p_2"), ("b", "p_1")] {
            assert!(store.insert_client(&client(id, pool_id)).unwrap());
        }
        assert!(!store.insert_client(&client("a", "p_2")).unwrap());
        let ids = |after, limit| -> Vec<String> {
            let clients = store.clients("p_1", after, limit).unwrap();
            clients.into_iter().map(|client| client.id).collect()
        };
        assert_eq!(ids(None, 9), ["c", "a", "b"]);
        assert_eq!(ids(Some("c"), 1), ["a"]);
        assert!(ids(Some("nobody"), 9).is_empty());
        assert_eq!(store.count_clients("p_1").unwrap(), 3);
        let mut changed = client("a", "p_1");
        changed.document.insert("ClientName".into(), "other".into());
        store.update_client(&changed).unwrap();
        assert_eq!(store.client("a").unwrap(), Some(changed));
        store.delete_client("a").unwrap();
        assert_eq!(store.client("a").unwrap(), None);
        store.delete_pool("p_1").unwrap();
        assert_eq!(store.client("c").unwrap(), None);
        assert!(store.client("x").unwrap().is_some());
    }

    fn keys_are_made_once(store: &dyn Store) {
        store.insert_pool(&pool("p_1")).unwrap();
        let key = |kid: &str| StoredKey {
            kid: kid.into(),
            pkcs8: vec![1, 2, 3],
        };
        let keys = |access: &str| StoredKeys {
            access: key(access),
            id: key("id"),
        };
        assert_eq!(store.keys("p_1").unwrap(), None);
        assert_eq!(store.insert_keys("p_1", &keys("one")).unwrap(), keys("one"));
        assert_eq!(store.insert_keys("p_1", &keys("two")).unwrap(), keys("one"));
        assert_eq!(store.keys("p_1").unwrap(), Some(keys("one")));
    }

    fn a_token_finds_its_sign_in_until_it_is_replaced_twice(store: &dyn Store) {
        store.insert_pool(&pool("p_1")).unwrap();
        let made = sign_in(1, 7, "c");
        store.insert_sign_in(&made).unwrap();
        assert_eq!(store.sign_in(1).unwrap(), Some(made.clone()));
        let at = Moment::of_millis(8);
        assert!(store.rotate_token(1, [1; 32], [2; 32], at).unwrap());
        assert!(!store.rotate_token(1, [1; 32], [3; 32], at).unwrap());
        for hash in [[1; 32], [2; 32]] {
            let found = store.sign_in_of_token(hash).unwrap().unwrap();
            assert_eq!(
                (found.refresh, found.previous),
                ([2; 32], Some(([1; 32], at)))
            );
        }
        assert!(store.rotate_token(1, [2; 32], [3; 32], at).unwrap());
        assert_eq!(store.sign_in_of_token([1; 32]).unwrap(), None);
        store.end_sign_in(1).unwrap();
        assert!(store.sign_in(1).unwrap().unwrap().is_ended);
    }

    fn what_is_removed_takes_its_sign_ins_along(store: &dyn Store) {
        store.insert_pool(&pool("p_1")).unwrap();
        let users = ["ana", "bo", "cy"].map(|name| user(name, &[]));
        store.insert_users("p_1", users.into()).unwrap();
        store.insert_client(&client("c", "p_1")).unwrap();
        for (event, user, client) in [
            (1, 1, "other"),
            (2, 2, "other"),
            (3, 3, "c"),
            (4, 3, "other"),
        ] {
            store.insert_sign_in(&sign_in(event, user, client)).unwrap();
        }
        let ended = |event| {
            store
                .sign_in(event)
                .unwrap()
                .map(|sign_in| sign_in.is_ended)
        };
        store.end_sign_ins("p_1", 1).unwrap();
        assert_eq!((ended(1), ended(2)), (Some(true), Some(false)));
        store.delete_user("p_1", 2).unwrap();
        assert_eq!((ended(1), ended(2)), (Some(true), None));
        store.delete_client("c").unwrap();
        assert_eq!((ended(3), ended(4)), (None, Some(false)));
        store.delete_pool("p_1").unwrap();
        assert_eq!((ended(1), ended(4)), (None, None));
    }
}
