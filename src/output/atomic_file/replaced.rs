//! What a new file keeps of the one that it replaces.

use std::{
    fs::{self, File},
    path::Path,
};

/// Gives a file the owner, the group and the mode of the one that it will replace, as far as this
/// process may. Nothing is at `target` in a first run; then the file stays for its owner alone.
#[cfg(unix)]
pub(super) fn keep_owner_and_mode(file: &File, target: &Path) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    /// The bits for reading, writing and executing; a set-user-ID is not for new contents.
    const MODE: u32 = 0o777;
    const GROUP: u32 = 0o070;

    let (Ok(replaced), Ok(own)) = (fs::symlink_metadata(target), file.metadata()) else {
        return;
    };
    if !replaced.is_file() {
        return;
    }
    let (user, group) = (replaced.uid(), replaced.gid());
    if own.uid() != user || own.gid() != group {
        // Only root may give a file to another user; its group its owner may change.
        let _ = fchown(file, Some(user), Some(group)).or_else(|_| fchown(file, None, Some(group)));
    }
    let has_its_group = file.metadata().is_ok_and(|own| own.gid() == group);
    let mode = replaced.mode() & MODE;
    // What its group might do, another group may not.
    let mode = if has_its_group { mode } else { mode & !GROUP };
    // Where that fails, the file stays for its owner alone.
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
pub(super) fn keep_owner_and_mode(_: &File, _: &Path) {}
