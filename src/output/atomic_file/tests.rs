//! What is promised about outputs, tried on real files.

use super::*;

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn outputs(existing: Existing) -> Outputs {
    Outputs::new(existing, std::iter::empty::<&Path>())
}

#[test]
fn files_appear_only_when_they_are_committed() {
    let directory = tempfile::tempdir().unwrap();
    let (one, two) = (directory.path().join("one"), directory.path().join("two"));
    let outputs = outputs(Existing::Refuse);
    let mut first = outputs.create(&one).unwrap();
    let mut second = outputs.create(&two).unwrap();
    first.write_all(b"1").unwrap();
    second.write_all(b"2").unwrap();
    second.close().unwrap();
    assert!(!one.exists() && !two.exists());
    outputs.commit().unwrap();
    assert_eq!(fs::read(&one).unwrap(), b"1");
    assert_eq!(fs::read(&two).unwrap(), b"2");
    drop((first, outputs));
    assert_eq!(names(directory.path()), ["one", "two"]);
}

#[test]
fn what_is_not_committed_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let outputs = outputs(Existing::Refuse);
    let mut file = outputs.create(&directory.path().join("one")).unwrap();
    let closed = outputs.create(&directory.path().join("two")).unwrap();
    file.write_all(b"1").unwrap();
    closed.close().unwrap();
    assert_eq!(names(directory.path()).len(), 2);
    drop((file, outputs));
    assert!(names(directory.path()).is_empty());
}

#[test]
fn a_file_that_exists_is_replaced_only_when_asked() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    fs::write(&path, "old").unwrap();
    assert!(matches!(
        outputs(Existing::Refuse).create(&path),
        Err(Error::OutputExists { .. })
    ));
    let outputs = outputs(Existing::Replace);
    let mut file = outputs.create(&path).unwrap();
    file.write_all(b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"old");
    outputs.commit().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
}

#[test]
fn a_file_that_appears_meanwhile_is_kept_and_no_output_is() {
    for mine in ["one", "two"] {
        let directory = tempfile::tempdir().unwrap();
        let path = |name: &str| directory.path().join(name);
        let outputs = outputs(Existing::Refuse);
        outputs.create(&path("one")).unwrap();
        outputs.create(&path("two")).unwrap();
        fs::write(path(mine), "mine").unwrap();
        let error = outputs.commit().unwrap_err();
        assert!(matches!(error, Error::OutputExists { path: taken } if taken == path(mine)));
        drop(outputs);
        assert_eq!(names(directory.path()), [mine]);
        assert_eq!(fs::read(path(mine)).unwrap(), b"mine");
    }
}

#[test]
fn the_file_that_was_begun_first_gets_its_name_last() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let outputs = outputs(Existing::Replace);
    outputs.create(&path("one")).unwrap();
    outputs.create(&path("two")).unwrap();
    // Nothing can be given the name of a directory.
    fs::create_dir(path("one")).unwrap();
    assert!(matches!(outputs.commit(), Err(Error::Write { .. })));
    drop(outputs);
    assert_eq!(names(directory.path()), ["one", "two"]);
    assert!(path("one").is_dir() && path("two").is_file());
}

#[test]
fn an_input_is_never_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("users.csv");
    fs::write(&path, "users").unwrap();
    let outputs = Outputs::new(Existing::Replace, [&path]);
    let by_detour = directory.path().join(".").join("users.csv");
    assert!(matches!(
        outputs.create(&by_detour),
        Err(Error::UnusableOutput { .. })
    ));
}

#[cfg(unix)]
#[test]
fn an_input_under_another_name_is_never_written_over() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("users.csv");
    fs::write(&path, "users").unwrap();
    let hard = directory.path().join("hard");
    let soft = directory.path().join("soft");
    fs::hard_link(&path, &hard).unwrap();
    std::os::unix::fs::symlink("users.csv", &soft).unwrap();
    let outputs = Outputs::new(Existing::Replace, [&path]);
    assert!(matches!(
        outputs.create(&hard),
        Err(Error::UnusableOutput { .. })
    ));
    assert!(matches!(
        outputs.create(&soft),
        Err(Error::UnusableOutput { .. })
    ));
}

#[test]
fn one_path_cannot_be_two_outputs() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    let outputs = outputs(Existing::Replace);
    let _file = outputs.create(&path).unwrap();
    let by_detour = directory.path().join(".").join("one");
    assert!(matches!(
        outputs.create(&by_detour),
        Err(Error::UnusableOutput { .. })
    ));
}

#[test]
fn a_directory_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    assert!(matches!(
        outputs(Existing::Replace).create(directory.path()),
        Err(Error::UnusableOutput { .. })
    ));
}

#[test]
fn a_directory_that_is_not_there_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    assert!(matches!(
        outputs(Existing::Refuse).create(&directory.path().join("none").join("one")),
        Err(Error::Write { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_stays_one() {
    let directory = tempfile::tempdir().unwrap();
    let (link, target) = (directory.path().join("link"), directory.path().join("to"));
    fs::write(&target, "old").unwrap();
    std::os::unix::fs::symlink("to", &link).unwrap();
    let outputs = outputs(Existing::Replace);
    outputs.create(&link).unwrap().write_all(b"new").unwrap();
    outputs.commit().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&target).unwrap(), b"new");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_an_output() {
    use std::os::unix::fs::PermissionsExt;

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    let outputs = outputs(Existing::Refuse);
    outputs.create(&path).unwrap();
    outputs.commit().unwrap();
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_stays_a_device() {
    let outputs = outputs(Existing::Refuse);
    let path = Path::new("/dev/null");
    outputs.create(path).unwrap().write_all(b"gone").unwrap();
    outputs.commit().unwrap();
    assert!(!fs::metadata(path).unwrap().is_file());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_through_a_link_that_only_the_system_can_follow() {
    use std::{io::Read, os::fd::AsRawFd};

    let (mut reader, writer) = io::pipe().unwrap();
    let path = PathBuf::from(format!("/dev/fd/{}", writer.as_raw_fd()));
    let outputs = outputs(Existing::Refuse);
    outputs.create(&path).unwrap().write_all(b"gone").unwrap();
    outputs.create(&path).unwrap().write_all(b" by").unwrap();
    outputs.commit().unwrap();
    drop((outputs, writer));
    let mut text = String::new();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "gone by");
}

#[test]
fn two_runs_into_the_same_file_leave_one_of_them_complete() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    for existing in [Existing::Refuse, Existing::Replace] {
        let _ = fs::remove_file(&path);
        let runs: Vec<_> = ["first", "second"]
            .into_iter()
            .map(|text| {
                let outputs = outputs(existing);
                let mut file = outputs.create(&path).unwrap();
                file.write_all(text.as_bytes()).unwrap();
                outputs
            })
            .collect();
        let ends: Vec<bool> = std::thread::scope(|scope| {
            let threads: Vec<_> = runs
                .iter()
                .map(|run| scope.spawn(|| run.commit().is_ok()))
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        let complete = ends.iter().filter(|end| **end).count();
        assert_eq!(complete, if existing == Existing::Refuse { 1 } else { 2 });
        assert!(["first", "second"].contains(&fs::read_to_string(&path).unwrap().as_str()));
        drop(runs);
        assert_eq!(names(directory.path()), ["one"]);
    }
}

#[test]
fn an_error_of_a_write_names_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    let outputs = outputs(Existing::Refuse);
    let mut file = outputs.create(&path).unwrap();
    outputs.commit().unwrap();
    let error = file.write_all(b"late").unwrap_err();
    assert!(error.to_string().contains("one"));
}

#[test]
fn a_folder_that_cannot_be_synchronised_is_reported_and_the_files_are_complete() {
    let directory = tempfile::tempdir().unwrap();
    let outputs = outputs(Existing::Refuse);
    let paths = ["one", "two"].map(|name| directory.path().join(name));
    for path in &paths {
        outputs.create(path).unwrap().write_all(b"x").unwrap();
    }
    let unsynced = outputs
        .commit_with(|_| Err(io::ErrorKind::StorageFull.into()))
        .unwrap();
    assert_eq!(unsynced.len(), 1);
    assert_eq!(unsynced[0].path, directory.path());
    assert!(paths.iter().all(|path| fs::read(path).unwrap() == b"x"));
}

#[cfg(unix)]
#[test]
fn a_replaced_file_passes_its_mode_on() {
    use std::os::unix::fs::PermissionsExt;

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    for mode in [0o644, 0o640, 0o600, 0o444, 0o4755] {
        let _ = fs::remove_file(&path);
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let outputs = outputs(Existing::Replace);
        outputs.create(&path).unwrap().write_all(b"new").unwrap();
        outputs.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        let kept = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(kept & 0o7777, mode & 0o777);
    }
}

#[cfg(unix)]
#[test]
fn a_replaced_file_passes_its_owner_and_group_on_where_that_is_allowed() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("one");
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    if chown(&path, Some(12345), Some(23456)).is_err() {
        // Only root can make such a file.
        return;
    }
    let outputs = outputs(Existing::Replace);
    outputs.create(&path).unwrap().write_all(b"new").unwrap();
    outputs.commit().unwrap();
    let kept = fs::metadata(&path).unwrap();
    assert_eq!((kept.uid(), kept.gid()), (12345, 23456));
    assert_eq!(kept.mode() & 0o777, 0o640);
}

#[test]
fn what_belongs_to_replaced_outputs_is_gone_before_a_file_has_its_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    fs::write(path("manifest"), "old").unwrap();
    fs::write(path("part"), "old").unwrap();
    fs::write(path("input"), "old").unwrap();
    let outputs = Outputs::new(Existing::Replace, [path("input")]);
    outputs.create(&path("manifest")).unwrap();
    // Nothing can be given the name of a directory, so this one fails first.
    outputs.create(&path("taken")).unwrap();
    fs::create_dir(path("taken")).unwrap();
    for name in ["part", "input", "manifest", "nothing"] {
        outputs.remove_before_naming(path(name));
    }
    assert!(path("part").exists() && path("manifest").exists());
    outputs.commit().unwrap_err();
    drop(outputs);
    assert_eq!(names(directory.path()), ["input", "taken"]);
}
