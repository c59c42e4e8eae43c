//! How often a wrong password may be tried.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::import_job::{ApiError, ErrorKind, Moment, UserNumber};

/// How many wrong passwords lead to no lock (D).
const FREE: u32 = 5;
/// The longest lock, and how long after the last wrong password they are forgotten (D).
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The wrong passwords of users, by pool and user.
#[derive(Default)]
pub(in crate::import_job) struct Attempts(Mutex<HashMap<(String, UserNumber), Wrong>>);

#[derive(Clone, Copy, Default)]
struct Wrong {
    count: u32,
    until: Moment,
    last: Moment,
}

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, UserNumber), Wrong>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses a password, right or wrong, while its user is locked.
    pub(super) fn check(&self, user: (&str, UserNumber), now: Moment) -> Result<(), ApiError> {
        let key = (user.0.to_owned(), user.1);
        match self.lock().get(&key) {
            Some(wrong) if now < wrong.until => Err(ApiError::new(
                ErrorKind::NotAuthorized,
                "Password attempts exceeded",
            )),
            _ => Ok(()),
        }
    }

    /// Counts a password: a right one makes the wrong ones forgotten, each wrong one after the fifth
    /// doubles the lock.
    pub(super) fn count(&self, user: (&str, UserNumber), is_right: bool, now: Moment) {
        let key = (user.0.to_owned(), user.1);
        let mut all = self.lock();
        // What would be forgotten anyway takes no memory.
        all.retain(|_, wrong| now < wrong.last.after(LONGEST));
        if is_right {
            all.remove(&key);
            return;
        }
        let wrong = all.entry(key).or_default();
        wrong.count = wrong.count.saturating_add(1);
        wrong.last = now;
        if let Some(doublings) = wrong.count.checked_sub(FREE) {
            let seconds = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
            wrong.until = now.after(Duration::from_secs(seconds).min(LONGEST));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_doubles_up_to_a_quarter_of_an_hour_and_a_right_password_ends_it() {
        let attempts = Attempts::default();
        let user = ("p_1", 7);
        let mut now = Moment::of_millis(1_000_000);
        let second = Duration::from_secs(1);
        for _ in 0..4 {
            attempts.count(user, false, now);
            assert!(attempts.check(user, now).is_ok());
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900] {
            attempts.count(user, false, now);
            let refusal = attempts.check(user, now).unwrap_err();
            assert_eq!(refusal.message(), "Password attempts exceeded");
            now = now.after(Duration::from_secs(seconds));
            let before = Moment::of_millis(now.millis() - 1);
            assert!(attempts.check(user, before).is_err(), "{seconds}");
            assert!(attempts.check(user, now).is_ok(), "{seconds}");
            assert!(attempts.check(("p_2", 7), before).is_ok(), "another user");
            // Just before they would be forgotten.
            if seconds >= 900 {
                now = Moment::of_millis(now.millis() - 1);
            }
        }
        attempts.count(user, true, now);
        attempts.count(user, false, now.after(second));
        assert!(attempts.check(user, now.after(second)).is_ok());
    }
}
