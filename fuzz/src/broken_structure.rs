//! A file of known users whose structure is broken.

use crate::broken::Broken;

/// Every user is in a row of their own in the cleaned file, or in a rejected record.
pub fn run(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let lost = Broken::new(rest).lost(first % 2 == 1, 1 + usize::from(*first) % 3);
    assert!(lost.is_none(), "{}", lost.unwrap_or_default());
}
