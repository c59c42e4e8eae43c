//! A cleaning on a disk that fails, at each of its calls one after another.

use std::io;

use cognito_preflight::output::faults::Faults;

use crate::faulty_clean::{Cleaning, HEADER, Scenario, clean, contents};

/// So many users, every third of whom is rejected.
fn file(users: usize) -> Vec<u8> {
    file_of(users, "example.com")
}

fn file_of(users: usize, domain: &str) -> Vec<u8> {
    let mut file = format!("{HEADER}\n");
    for user in 0..users {
        let at = if user % 3 == 2 { "" } else { "@" };
        file.push_str(&format!("ana{at}{domain},true,false,user{user}\n"));
    }
    file.into_bytes()
}

fn at_any_call(cleaning: Cleaning, fewest: u64) {
    let scenario = Scenario::new(cleaning).unwrap();
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Interrupted] {
        for call in 0.. {
            let calls = scenario.check(&Faults::at(call, 1, kind));
            if calls <= call {
                assert!(call >= fewest, "only {call} calls");
                break;
            }
        }
    }
}

#[test]
fn an_error_at_any_call_of_a_file_leaves_no_output() {
    for is_split in [false, true] {
        let cleaning = Cleaning {
            file: file(8),
            before: None,
            is_split,
        };
        at_any_call(cleaning, 14);
    }
}

#[test]
fn an_error_at_any_call_of_a_replacement_leaves_whole_files_of_one_run_each() {
    for is_split in [false, true] {
        let cleaning = Cleaning {
            file: file(5),
            before: Some(file(11)),
            is_split,
        };
        at_any_call(cleaning, 14);
    }
}

#[test]
fn an_error_in_the_middle_of_long_files_leaves_no_output() {
    let cleaning = Cleaning {
        file: file_of(
            1_600,
            &format!(
                "{}com",
                "label-of-40-characters-abcdefghijklmnopqr.".repeat(5)
            ),
        ),
        before: None,
        is_split: false,
    };
    at_any_call(cleaning, 18);
}

#[test]
fn a_folder_that_cannot_be_synchronised_is_named_after_complete_outputs() {
    let folder = tempfile::tempdir().unwrap();
    let counted = Faults::at(u64::MAX, 1, io::ErrorKind::Other);
    assert!(!clean(folder.path(), &file(2), false, &counted).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let last = Faults::at(counted.calls() - 1, 1, io::ErrorKind::Other);
    assert!(clean(folder.path(), &file(2), false, &last).unwrap());
    assert_eq!(contents(folder.path()).len(), 3);
}
