//! The signals that end a command.

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGQUIT};
use signal_hook::consts::{SIGINT, SIGTERM};

/// The signals that end a command in order: from the keyboard, from a terminal that closes, from a
/// service manager.
#[cfg(unix)]
const ENDING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
#[cfg(not(unix))]
const ENDING: [i32; 2] = [SIGINT, SIGTERM];

/// The signals to watch for. One that was ignored when the command began stays ignored: `nohup` ignores
/// SIGHUP, and a shell ignores SIGINT and SIGQUIT in a background job, so that those do not end it.
///
/// Has to be asked before the first handler is registered.
pub(super) fn to_watch() -> Vec<i32> {
    let ignored = ignored();
    ENDING
        .into_iter()
        .filter(|signal| ignored & mask(*signal) == 0)
        .collect()
}

/// The place of a signal in the masks of the system.
fn mask(signal: i32) -> u64 {
    u32::try_from(signal - 1)
        .ok()
        .and_then(|place| 1_u64.checked_shl(place))
        .unwrap_or(0)
}

/// The signals that this process ignores, as Linux shows them. Elsewhere that cannot be asked without
/// unsafe code, and none is taken to be ignored.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignored_in(&status).unwrap_or(0)
}

fn ignored_in(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(line.trim(), 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_status_of_the_process() {
        let status = "Name:\tx\nSigBlk:\t0000000000000001\nSigIgn:\t0000000000001007\n";
        let ignored = ignored_in(status).unwrap();
        assert_eq!(ignored & mask(SIGINT), 2);
        assert_eq!(ignored & mask(SIGTERM), 0);
        assert_eq!(ignored_in("Name:\tx\n"), None);
    }
}
