//! What the store keeps of the groups of a pool, and of who is in them.

use super::StoreError;
use crate::import_job::{Moment, User, UserNumber};

/// A group of a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a store of another kind must be able to make one"
)]
pub struct Group {
    /// The name, which no other group of the pool has.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The role of AWS that its users get.
    pub role_arn: Option<String>,
    /// Which group comes first for a user in several: that of the lowest number.
    pub precedence: Option<u32>,
    /// When it was made.
    pub created: Moment,
    /// When it was changed last.
    pub modified: Moment,
}

/// What the store keeps of groups. What [`Store`](super::Store) says of its methods is true of these.
#[expect(
    clippy::missing_errors_doc,
    reason = "there is one error for all, and it is described above"
)]
pub trait GroupStore {
    /// Makes a group; says whether its name was free.
    fn insert_group(&self, pool_id: &str, group: &Group) -> Result<bool, StoreError>;

    /// The group of this name.
    fn group(&self, pool_id: &str, name: &str) -> Result<Option<Group>, StoreError>;

    /// Replaces all of a group but its name; says whether there is one.
    fn update_group(&self, pool_id: &str, group: &Group) -> Result<bool, StoreError>;

    /// Removes a group; its users stay. Says whether there was one.
    fn delete_group(&self, pool_id: &str, name: &str) -> Result<bool, StoreError>;

    /// The groups of a pool in the order of their making, after the group of this name.
    fn groups(
        &self,
        pool_id: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Group>, StoreError>;

    /// How many groups a pool has.
    fn count_groups(&self, pool_id: &str) -> Result<u64, StoreError>;

    /// Puts a user into a group, or leaves the user there; says whether there is such a group.
    fn add_to_group(&self, pool_id: &str, name: &str, user: UserNumber)
    -> Result<bool, StoreError>;

    /// Takes a user out of a group; says whether there is such a group.
    fn remove_from_group(
        &self,
        pool_id: &str,
        name: &str,
        user: UserNumber,
    ) -> Result<bool, StoreError>;

    /// The groups of a user in the order of their making, after the group of this name.
    fn groups_of_user(
        &self,
        pool_id: &str,
        user: UserNumber,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Group>, StoreError>;

    /// The users of a group in the order of their making, after the user of this number.
    fn users_of_group(
        &self,
        pool_id: &str,
        name: &str,
        after: UserNumber,
        limit: usize,
    ) -> Result<Vec<(UserNumber, User)>, StoreError>;
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

    pub(in super::super) fn keeps_the_promises(mut make: impl FnMut() -> Box<dyn Store>) {
        groups_are_kept_in_order(&*make());
        users_are_in_groups_until_one_of_both_is_removed(&*make());
    }

    fn group(name: &str) -> Group {
        Group {
            name: name.into(),
            description: Some(format!("the {name}")),
            role_arn: None,
            precedence: Some(3),
            created: Moment::of_millis(5),
            modified: Moment::of_millis(5),
        }
    }

    fn names(groups: &[Group]) -> Vec<&str> {
        groups.iter().map(|group| group.name.as_str()).collect()
    }

    fn groups_are_kept_in_order(store: &dyn Store) {
        for id in ["p_1", "p_2"] {
            store.insert_pool(&pool(id)).unwrap();
        }
        for (pool, name) in [("p_1", "c"), ("p_1", "a"), ("p_2", "a"), ("p_1", "b")] {
            assert!(store.insert_group(pool, &group(name)).unwrap());
        }
        assert!(!store.insert_group("p_1", &group("a")).unwrap());
        let groups = store.groups("p_1", None, 9).unwrap();
        assert_eq!(names(&groups), ["c", "a", "b"]);
        let page = store.groups("p_1", Some("c"), 1).unwrap();
        assert_eq!(names(&page), ["a"]);
        assert!(store.groups("p_1", Some("none"), 9).unwrap().is_empty());
        assert_eq!(store.count_groups("p_1").unwrap(), 3);
        let changed = Group {
            description: None,
            role_arn: Some("arn".into()),
            precedence: None,
            modified: Moment::of_millis(6),
            ..group("a")
        };
        assert!(store.update_group("p_1", &changed).unwrap());
        assert!(!store.update_group("p_1", &group("none")).unwrap());
        assert_eq!(store.group("p_1", "a").unwrap(), Some(changed));
        assert_eq!(store.group("p_2", "a").unwrap(), Some(group("a")));
        assert!(store.delete_group("p_1", "a").unwrap());
        assert!(!store.delete_group("p_1", "a").unwrap());
        assert_eq!(store.group("p_1", "a").unwrap(), None);
        store.delete_pool("p_1").unwrap();
        assert_eq!(store.group("p_1", "c").unwrap(), None);
        assert!(store.group("p_2", "a").unwrap().is_some());
    }

    fn users_are_in_groups_until_one_of_both_is_removed(store: &dyn Store) {
        store.insert_pool(&pool("p_1")).unwrap();
        let users = ["ana", "bo", "cy"].map(|name| user(name, &[]));
        store.insert_users("p_1", users.into()).unwrap();
        for name in ["one", "two"] {
            store.insert_group("p_1", &group(name)).unwrap();
        }
        for (name, user) in [("two", 3), ("two", 1), ("one", 3), ("two", 3), ("one", 2)] {
            assert!(store.add_to_group("p_1", name, user).unwrap());
        }
        assert!(!store.add_to_group("p_1", "none", 1).unwrap());
        let of = |user| store.groups_of_user("p_1", user, None, 9).unwrap();
        assert_eq!(names(&of(3)), ["one", "two"]);
        let after = store.groups_of_user("p_1", 3, Some("one"), 9).unwrap();
        assert_eq!(names(&after), ["two"]);
        let numbers = |name, after, limit| -> Vec<UserNumber> {
            let users = store.users_of_group("p_1", name, after, limit).unwrap();
            users.into_iter().map(|(number, _)| number).collect()
        };
        assert_eq!(numbers("two", 0, 9), [1, 3]);
        assert_eq!(numbers("two", 1, 9), [3]);
        assert_eq!(numbers("two", 0, 1), [1]);
        assert!(store.remove_from_group("p_1", "one", 2).unwrap());
        assert!(store.remove_from_group("p_1", "one", 2).unwrap());
        assert!(!store.remove_from_group("p_1", "none", 2).unwrap());
        assert_eq!(numbers("one", 0, 9), [3]);
        store.delete_user("p_1", 3).unwrap();
        assert_eq!(
            (numbers("one", 0, 9), numbers("two", 0, 9)),
            (vec![], vec![1])
        );
        store.delete_group("p_1", "two").unwrap();
        assert!(of(1).is_empty());
        assert_eq!(store.count_users("p_1").unwrap(), 2);
    }
}
