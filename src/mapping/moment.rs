//! Moments as exports write them.

use std::borrow::Cow;

use crate::values::epoch;

/// Whether a text is a moment after `now`, which is in seconds since 1970. Without a zone, UTC is meant. Numbers are
/// seconds or, from thirteen digits on, milliseconds since 1970.
pub(crate) fn is_after(text: &str, now: i64) -> bool {
    seconds(text).is_some_and(|moment| moment > now)
}

fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(seconds) = epoch::from_milliseconds(text) {
        return Some(seconds);
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let text = without_space_before_zone(text);
    if let Some(seconds) = epoch::from_iso_timestamp(&text) {
        return Some(seconds);
    }
    epoch::from_iso_timestamp(&format!("{text}Z"))
        .or_else(|| epoch::from_iso_timestamp(&format!("{text}T00:00:00Z")))
}

/// SQL Server writes `9999-12-31 23:59:59.9999999 +00:00`.
fn without_space_before_zone(text: &str) -> Cow<'_, str> {
    match text.rsplit_once(' ') {
        Some((moment, zone)) if zone.starts_with(['+', '-']) => {
            Cow::Owned(format!("{moment}{zone}"))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_exports_write_them() {
        for text in [
            "2016-08-17T17:04:31Z",
            "2016-08-17T17:04:31.123Z",
            "2016-08-17 17:04:31+00",
            "2016-08-17 17:04:31.126079+00",
            "2016-08-17 17:04:31",
            "2016-08-17 19:04:31.9999999 +02:00",
            "1471453471",
            "1471453471123",
        ] {
            assert_eq!(seconds(text), Some(1_471_453_471), "{text}");
        }
        assert_eq!(seconds("2016-08-17"), Some(1_471_392_000));
        assert_eq!(seconds("never"), None);
        assert!(is_after(
            "9999-12-31 23:59:59.9999999 +00:00",
            1_800_000_000
        ));
        assert!(!is_after("", 0));
    }
}
