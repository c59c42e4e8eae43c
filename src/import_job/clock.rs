//! The clock of jobs and upload addresses: the system's, moved as far as a test wants.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The last moment that every part can express: in 9999, whose year has four digits in a signature.
const LAST: Moment = Moment(253_402_300_799_999);

/// A moment before 1970 or after 9999, such as one of milliseconds that were taken for seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clock goes from 1970 to the end of 9999")]
#[non_exhaustive]
pub struct OutOfRange;

/// A point in time: milliseconds since 1970, UTC.
///
/// On the wire it is a number of seconds with a fraction, as the service writes it (BOTO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(i64);

impl Moment {
    /// The moment of this many milliseconds since 1970.
    pub const fn of_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// The moment this much later.
    #[must_use]
    pub fn after(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(duration)))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 {
            return serializer.serialize_i64(self.seconds());
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds of this era are far below 2^53"
        )]
        serializer.serialize_f64(self.0 as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the cast saturates, and no such moment is compared with anything"
        )]
        Ok(Self((seconds * 1000.0).round() as i64))
    }
}

fn millis_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A clock that can be moved. Copies of it are one clock.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use cognito_preflight::import_job::Clock;
///
/// let clock = Clock::system();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(86_400))?;
/// assert!(clock.now() >= before.after(Duration::from_secs(86_400)));
/// # Ok::<(), cognito_preflight::import_job::OutOfRange>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock {
    ahead_millis: Arc<AtomicI64>,
}

impl Clock {
    /// The system's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// The time by this clock, from 1970 to the end of 9999.
    pub fn now(&self) -> Moment {
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, millis_of);
        let now = Moment(system.saturating_add(self.ahead_millis.load(Ordering::Relaxed)));
        now.clamp(Moment(0), LAST)
    }

    /// Moves the clock forward.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] where it would pass the end of 9999. Then it stays as it is.
    pub fn advance(&self, by: Duration) -> Result<(), OutOfRange> {
        self.set(self.now().after(by))
    }

    /// Sets the clock, from where it goes on.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`]. Then the clock stays as it is.
    pub fn set(&self, moment: Moment) -> Result<(), OutOfRange> {
        if !(Moment(0)..=LAST).contains(&moment) {
            return Err(OutOfRange);
        }
        let ahead = moment.0.saturating_sub(Self::system().now().0);
        self.ahead_millis.store(ahead, Ordering::Relaxed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_seconds_with_a_fraction() {
        let text = |millis| serde_json::to_string(&Moment::of_millis(millis)).unwrap();
        assert_eq!(text(1_667_864_578_676), "1667864578.676");
        assert_eq!(text(1_667_864_578_000), "1667864578");
        let read: Moment = serde_json::from_str("1.667864578676E9").unwrap();
        assert_eq!(read.millis(), 1_667_864_578_676);
    }

    #[test]
    fn copies_of_a_clock_are_one_clock() {
        let clock = Clock::system();
        let copy = clock.clone();
        clock.set(Moment::of_millis(5_000)).unwrap();
        let now = copy.now().millis();
        assert!((5_000..65_000).contains(&now), "{now}");
        copy.advance(Duration::from_secs(1_000)).unwrap();
        assert!(clock.now().millis() >= 1_005_000);
    }

    #[test]
    fn the_clock_stays_within_what_every_part_can_express() {
        let clock = Clock::system();
        // Milliseconds that were taken for seconds.
        let far = Moment::of_millis(1_700_000_000_000 * 1000);
        for moment in [far, Moment(-1), Moment(i64::MAX), Moment(LAST.0 + 1)] {
            assert_eq!(clock.set(moment), Err(OutOfRange));
        }
        assert_eq!(clock.advance(Duration::MAX), Err(OutOfRange));
        let now = clock.now().seconds();
        assert!((1_700_000_000..9_000_000_000).contains(&now), "{now}");
        clock.set(LAST).unwrap();
        assert_eq!(clock.now(), LAST);
        assert_eq!(clock.now().after(Duration::MAX).millis(), i64::MAX);
    }
}
