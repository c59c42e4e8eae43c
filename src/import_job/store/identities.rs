//! What the store keeps of identities of other providers that users are linked with.

use super::StoreError;
use crate::import_job::{User, UserNumber};

/// How the linking of an identity went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no other way")]
pub enum Linked {
    /// It is written.
    Done,
    /// There is no such user.
    NoUser,
    /// This user has the identity already.
    Already,
    /// Another user has the identity.
    Taken,
}

/// What the store keeps of identities. What [`Store`](super::Store) says of its methods is true of these.
#[expect(
    clippy::missing_errors_doc,
    reason = "there is one error for all, and it is described above"
)]
pub trait IdentityStore {
    /// Links a user with the identity of a provider, and changes the user.
    fn link_identity(
        &self,
        pool_id: &str,
        user: UserNumber,
        identity: (&str, &str),
        change: &mut dyn FnMut(&mut User),
    ) -> Result<Linked, StoreError>;

    /// How many identities a user is linked with.
    fn count_identities(&self, pool_id: &str, user: UserNumber) -> Result<u64, StoreError>;
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
    use crate::import_job::Moment;

    pub(in super::super) fn keeps_the_promises(mut make: impl FnMut() -> Box<dyn Store>) {
        let store = make();
        for id in ["p_1", "p_2"] {
            store.insert_pool(&pool(id)).unwrap();
            let users = ["ana", "bo"].map(|name| user(name, &[]));
            store.insert_users(id, users.into()).unwrap();
        }
        let link = |pool: &str, user, subject: &str| {
            let mut change = |user: &mut User| user.modified = Moment::of_millis(77);
            store
                .link_identity(pool, user, ("Google", subject), &mut change)
                .unwrap()
        };
        assert_eq!(link("p_1", 1, "s"), Linked::Done);
        assert_eq!(link("p_1", 1, "t"), Linked::Done);
        assert_eq!(link("p_1", 1, "s"), Linked::Already);
        assert_eq!(link("p_1", 2, "s"), Linked::Taken);
        assert_eq!(link("p_1", 9, "u"), Linked::NoUser);
        assert_eq!(link("p_2", 2, "s"), Linked::Done);
        let modified = |pool: &str, name: &str| {
            let (_, user) = store.user_named(pool, name).unwrap().unwrap();
            user.modified.millis() == 77
        };
        assert!(modified("p_1", "ana") && modified("p_2", "bo"));
        assert!(!modified("p_1", "bo") && !modified("p_2", "ana"));
        assert_eq!(store.count_identities("p_1", 1).unwrap(), 2);
        store.delete_user("p_1", 1).unwrap();
        assert_eq!(store.count_identities("p_1", 1).unwrap(), 0);
        assert_eq!(link("p_1", 2, "s"), Linked::Done);
        store.delete_pool("p_2").unwrap();
        assert_eq!(store.count_identities("p_2", 2).unwrap(), 0);
    }
}
