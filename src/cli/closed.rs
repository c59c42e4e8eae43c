//! Standard streams that were closed when the command began.

/// Whether standard input or output was closed. Rust opens `/dev/null` in its place, both for reading
/// and for writing; `< /dev/null` and `> /dev/null` of a shell open it for one of the two.
#[cfg(unix)]
pub(super) fn was_closed(stream: &impl std::os::fd::AsFd) -> bool {
    use std::os::unix::fs::{FileTypeExt, MetadataExt};

    use rustix::fs::{OFlags, fcntl_getfl};

    let is_for_both = fcntl_getfl(stream).is_ok_and(|flags| flags & OFlags::RWMODE == OFlags::RDWR);
    let null = std::fs::metadata("/dev/null");
    let opened = stream
        .as_fd()
        .try_clone_to_owned()
        .and_then(|stream| std::fs::File::from(stream).metadata());
    is_for_both
        && matches!((null, opened), (Ok(null), Ok(opened))
            if opened.file_type().is_char_device() && opened.rdev() == null.rdev())
}

/// Elsewhere a closed stream fails when it is used.
#[cfg(not(unix))]
pub(super) const fn was_closed<T>(_: &T) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn only_a_null_device_for_both_directions_is_taken_for_a_closed_stream() {
        let open = |read, write| File::options().read(read).write(write).open("/dev/null");
        assert!(was_closed(&open(true, true).unwrap()));
        assert!(!was_closed(&open(true, false).unwrap()));
        assert!(!was_closed(&open(false, true).unwrap()));
        assert!(!was_closed(&tempfile::tempfile().unwrap()));
    }
}
