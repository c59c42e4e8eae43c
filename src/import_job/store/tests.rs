//! What every store must do, asked of each.

use super::*;
use crate::import_job::{
    AccountStatus, Attributes, Event, JobStatus, job::tests::job, user::AttributesBuilder,
};

const SKIPPED: &str = "The user already exists.";

pub(in crate::import_job) fn pool(id: &str) -> Pool {
    Pool {
        id: id.into(),
        name: "shop".into(),
        document: Map::from_iter([("Id".to_owned(), Value::from(id))]),
    }
}

fn attributes(email: &str) -> Attributes {
    let mut builder = AttributesBuilder::default();
    builder.push("email", email);
    builder.take()
}

pub(in crate::import_job) fn user(name: &str, aliases: &[&str]) -> NewUser {
    NewUser {
        user: User {
            username: name.into(),
            sub: name.bytes().map(u128::from).sum(),
            attributes: attributes(&format!("{name}@example.com")),
            status: AccountStatus::ResetRequired,
            enabled: true,
            mfa_enabled: true,
            password_hash: Some("secret".into()),
            created: Moment::of_millis(7),
            modified: Moment::of_millis(8),
            verifier: None,
        },
        names: SignInKeys {
            usernames: vec![name.into()],
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        },
    }
}

fn imported(line: u64, name: &str) -> Row {
    Row {
        line,
        outcome: Outcome::Imported,
        text: "The import succeeded.",
        user: Some(Box::new(user(name, &[]))),
    }
}

fn names(store: &dyn Store, pool: &str) -> Vec<String> {
    let users = store.users(pool, 0, usize::MAX >> 1).unwrap();
    users
        .into_iter()
        .map(|(_, user)| user.username.into())
        .collect()
}

/// Everything that a store must do.
pub(crate) fn keeps_the_promises(mut make: impl FnMut() -> Box<dyn Store>) {
    pools_are_kept_in_order(&*make());
    jobs_are_listed_newest_first(&*make());
    an_update_leaves_the_counts_alone(&*make());
    rows_become_users_lines_and_counts(&*make());
    a_taken_name_skips_the_row(&*make());
    an_alias_moves_to_the_newest_user(&*make());
    users_are_found_and_removed(&*make());
    a_deleted_pool_leaves_nothing(&*make());
    sign_in::tests::keeps_the_promises(&mut make);
    groups::tests::keeps_the_promises(&mut make);
    identities::tests::keeps_the_promises(&mut make);
    factors::tests::keeps_the_promises(make);
}

fn pools_are_kept_in_order(store: &dyn Store) {
    for id in ["p_b", "p_a", "p_c"] {
        assert!(store.insert_pool(&pool(id)).unwrap());
    }
    assert!(!store.insert_pool(&pool("p_a")).unwrap());
    let ids = |after, limit| -> Vec<String> {
        let pools = store.pools(after, limit).unwrap();
        pools.into_iter().map(|pool| pool.id).collect()
    };
    assert_eq!(ids(None, 9), ["p_b", "p_a", "p_c"]);
    assert_eq!(ids(Some("p_b"), 1), ["p_a"]);
    assert!(ids(Some("p_x"), 9).is_empty());
    let mut changed = pool("p_a");
    changed.name = "other".into();
    changed
        .document
        .insert("MfaConfiguration".into(), "ON".into());
    store.update_pool(&changed).unwrap();
    assert_eq!(store.pool("p_a").unwrap(), Some(changed));
    assert_eq!(store.pool("p_x").unwrap(), None);
}

fn jobs_are_listed_newest_first(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    store.insert_pool(&pool("p_2")).unwrap();
    let one = store.insert_job(&job("p_1", "import-1")).unwrap().unwrap();
    store.insert_job(&job("p_2", "import-x")).unwrap().unwrap();
    let two = store.insert_job(&job("p_1", "import-2")).unwrap().unwrap();
    assert_eq!(store.insert_job(&job("p_2", "import-1")).unwrap(), None);
    assert!(one.number < two.number);
    let ids = |before, limit| -> Vec<String> {
        let jobs = store.jobs("p_1", before, limit).unwrap();
        jobs.into_iter().map(|job| job.key.job_id).collect()
    };
    assert_eq!(ids(None, 9), ["import-2", "import-1"]);
    assert_eq!(ids(None, 1), ["import-2"]);
    assert_eq!(ids(Some(two.number), 9), ["import-1"]);
    assert_eq!(store.count_jobs("p_1").unwrap(), 2);
    assert_eq!(store.unfinished_jobs().unwrap().len(), 3);
    assert_eq!(store.job(&one.key).unwrap(), Some(one.clone()));
    let other = JobKey {
        pool_id: "p_2".into(),
        ..one.key
    };
    assert_eq!(store.job(&other).unwrap(), None);
}

fn an_update_leaves_the_counts_alone(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    let mut job = store.insert_job(&job("p_1", "import-1")).unwrap().unwrap();
    let rows = vec![imported(2, "ana")];
    store
        .add_rows(&job.key, &rows, Moment::of_millis(5), SKIPPED)
        .unwrap();
    job.algorithm = Some(crate::values::password_hash::PasswordHashingAlgorithm::Argon2id);
    job.upload = Some(crate::import_job::Upload {
        bytes: 12,
        line_feeds: 3,
    });
    job.last_user_before = 4;
    for event in [Event::Start, Event::Begin, Event::Fail] {
        assert!(job.apply(event, Moment::of_millis(9)));
    }
    job.message = Some("no".into());
    store.update_job(&job).unwrap();
    let kept = store.job(&job.key).unwrap().unwrap();
    assert_eq!(kept.counts.imported, 1);
    assert_eq!((kept.rows_done, kept.log_lines), (1, 1));
    assert_eq!(kept.status, JobStatus::Failed);
    assert_eq!(kept.upload, job.upload);
    assert_eq!(kept.last_user_before, 4);
    assert_eq!((kept.started, kept.completed), (job.started, job.completed));
    assert_eq!(kept.message.as_deref(), Some("no"));
    assert!(store.unfinished_jobs().unwrap().is_empty());
}

fn rows_become_users_lines_and_counts(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    let job = store.insert_job(&job("p_1", "import-1")).unwrap().unwrap();
    store
        .add_log(&job.key, &["Test Log"], Moment::of_millis(4))
        .unwrap();
    let row = |line, outcome, text| Row {
        line,
        outcome,
        text,
        user: None,
    };
    let rows = vec![
        imported(2, "ana"),
        row(3, Outcome::Failed, "No."),
        row(4, Outcome::NotCounted, "-"),
        row(5, Outcome::Skipped, SKIPPED),
    ];
    store
        .add_rows(&job.key, &rows, Moment::of_millis(5), SKIPPED)
        .unwrap();
    store
        .add_rows(
            &job.key,
            &[imported(6, "bo")],
            Moment::of_millis(6),
            SKIPPED,
        )
        .unwrap();
    let kept = store.job(&job.key).unwrap().unwrap();
    let counts = Counts {
        imported: 2,
        skipped: 1,
        failed: 1,
    };
    assert_eq!(kept.counts, counts);
    assert_eq!((kept.rows_done, kept.log_lines), (5, 5));
    let log = |from, limit| -> Vec<(i64, String)> {
        let events = store.log(&job.key, from, limit).unwrap();
        events
            .into_iter()
            .map(|event| (event.at.millis(), event.message))
            .collect()
    };
    let all = [
        (4, "Test Log"),
        (5, "[SUCCEEDED] Line Number 2 - The import succeeded."),
        (5, "[FAILED] Line Number 3 - No."),
        (5, "[SKIPPED] Line Number 5 - The user already exists."),
        (6, "[SUCCEEDED] Line Number 6 - The import succeeded."),
    ]
    .map(|(at, text)| (at, text.to_owned()));
    assert_eq!(log(0, 99), all);
    for from in 0..=5 {
        for limit in 0..=5 {
            let end = (from + limit).min(5);
            assert_eq!(log(from as u64, limit), all[from..end], "{from} {limit}");
        }
    }
    assert!(log(u64::MAX, 9).is_empty());
}

fn a_taken_name_skips_the_row(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    let job = store.insert_job(&job("p_1", "import-1")).unwrap().unwrap();
    let rows = vec![imported(2, "ana"), imported(3, "ana"), imported(4, "bo")];
    store
        .add_rows(&job.key, &rows, Moment::of_millis(5), SKIPPED)
        .unwrap();
    let kept = store.job(&job.key).unwrap().unwrap();
    assert_eq!((kept.counts.imported, kept.counts.skipped), (2, 1));
    assert_eq!(names(store, "p_1"), ["ana", "bo"]);
    let log = store.log(&job.key, 1, 1).unwrap();
    assert_eq!(
        log.first().map(|event| event.message.as_str()),
        Some("[SKIPPED] Line Number 3 - The user already exists.")
    );
}

fn an_alias_moves_to_the_newest_user(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    let find = |name| {
        let found = store.user_named("p_1", name).unwrap();
        found.map(|(_, user)| String::from(user.username))
    };
    let made = store.insert_users("p_1", vec![user("ana", &["a@x", "1"])]);
    assert_eq!(made.unwrap(), 1);
    store
        .insert_users("p_1", vec![user("bo", &["a@x"])])
        .unwrap();
    assert_eq!(find("a@x").as_deref(), Some("bo"));
    assert_eq!(find("1").as_deref(), Some("ana"));
    let (number, _) = store.user_named("p_1", "bo").unwrap().unwrap();
    store.delete_user("p_1", number).unwrap();
    assert_eq!(find("a@x"), None);
    assert_eq!(find("bo"), None);
}

fn users_are_found_and_removed(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    store.insert_pool(&pool("p_2")).unwrap();
    assert_eq!(store.last_user("p_1").unwrap(), 0);
    let three = vec![user("ana", &[]), user("ana", &[]), user("bo", &[])];
    assert_eq!(store.insert_users("p_1", three).unwrap(), 2);
    store.insert_users("p_2", vec![user("ana", &[])]).unwrap();
    assert_eq!(store.count_users("p_1").unwrap(), 2);
    assert_eq!(names(store, "p_1"), ["ana", "bo"]);
    let (number, found) = store.user_named("p_1", "ana").unwrap().unwrap();
    assert_eq!(found, user("ana", &[]).user);
    let by_sub = store.user_of_sub("p_1", found.sub).unwrap();
    assert_eq!(by_sub, Some((number, found)));
    assert_eq!(store.user_of_sub("p_1", 1).unwrap(), None);
    let rest = store.users("p_1", number, 9).unwrap();
    assert_eq!(rest.len(), 1);
    let last = store.last_user("p_1").unwrap();
    assert_eq!(rest.first().map(|(number, _)| *number), Some(last));
    store.delete_user("p_1", last).unwrap();
    assert_eq!(names(store, "p_1"), ["ana"]);
    assert_eq!(names(store, "p_2"), ["ana"]);
    assert_eq!(
        store.last_user("p_1").unwrap(),
        last,
        "numbers are not used again"
    );
    store.insert_users("p_1", vec![user("bo", &[])]).unwrap();
    assert!(store.last_user("p_1").unwrap() > last);
}

fn a_deleted_pool_leaves_nothing(store: &dyn Store) {
    store.insert_pool(&pool("p_1")).unwrap();
    let job = store.insert_job(&job("p_1", "import-1")).unwrap().unwrap();
    store
        .add_rows(
            &job.key,
            &[imported(2, "ana")],
            Moment::of_millis(5),
            SKIPPED,
        )
        .unwrap();
    store.delete_pool("p_1").unwrap();
    assert_eq!(store.pool("p_1").unwrap(), None);
    assert_eq!(store.job(&job.key).unwrap(), None);
    assert!(store.log(&job.key, 0, 9).unwrap().is_empty());
    assert!(store.unfinished_jobs().unwrap().is_empty());
    store.insert_pool(&pool("p_1")).unwrap();
    assert!(names(store, "p_1").is_empty());
    assert_eq!(store.user_named("p_1", "ana").unwrap(), None);
}

#[test]
fn the_memory_keeps_the_promises() {
    keeps_the_promises(|| Box::new(SqliteStore::in_memory().unwrap()));
}

#[test]
fn the_database_keeps_the_promises() {
    let folder = tempfile::tempdir().unwrap();
    let mut number = 0;
    keeps_the_promises(|| {
        number += 1;
        let path = folder.path().join(format!("{number}.db"));
        Box::new(SqliteStore::open(&path).unwrap())
    });
}

#[test]
fn a_database_is_there_again_and_has_one_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = SqliteStore::open(&path).unwrap();
    store.insert_pool(&pool("p_1")).unwrap();
    let key = store
        .insert_job(&job("p_1", "import-1"))
        .unwrap()
        .unwrap()
        .key;
    store
        .add_rows(&key, &[imported(2, "ana")], Moment::of_millis(5), SKIPPED)
        .unwrap();
    assert!(SqliteStore::open(&path).is_err(), "two owners");
    #[cfg(unix)]
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    drop(store);
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(names(&store, "p_1"), ["ana"]);
    assert_eq!(store.job(&key).unwrap().unwrap().counts.imported, 1);
}
