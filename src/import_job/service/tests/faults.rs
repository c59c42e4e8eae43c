//! Imports on a disk that fails.

use std::{io, path::Path};

use super::*;

const ROWS: usize = 60;

fn settings() -> Settings {
    Settings {
        rows_at_a_time: 25,
        retry_after: Duration::from_millis(1),
        threads: Some(1),
        ..Settings::default()
    }
}

fn service(store: &Arc<SqliteStore>, folder: &Path, faults: &Faults) -> Option<ImportService> {
    let uploads = Uploads::in_folder(folder).unwrap();
    let shared: Arc<dyn Store> = Arc::clone(store) as Arc<dyn Store>;
    ImportService::new(
        Box::new(FaultyStore::new(shared, faults.clone())),
        uploads.with_faults(faults.clone()),
        settings(),
    )
    .ok()
}

/// Everything from a pool to the end of its job; ends where a call is refused, as a client does.
fn walk(service: &ImportService, key: &mut Option<JobKey>) -> Result<UserImportJobType, ApiError> {
    let created = service.create_user_pool(&wire::CreateUserPoolRequest {
        pool_name: Some("shop".into()),
        auto_verified_attributes: Some(vec!["email".into()]),
        ..Default::default()
    })?;
    let job = service.create_user_import_job(&CreateUserImportJobRequest {
        job_name: Some("first".into()),
        user_pool_id: Some(created.id.clone()),
        cloud_watch_logs_role_arn: Some("arn:aws:iam::123456789012:role/import".into()),
        password_hashing_algorithm: None,
    })?;
    let job = key.insert(JobKey::new(&created.id, &job.job_id));
    let header = service.csv_header(&created.id)?;
    service.upload(job, &many_of(&header, ROWS))?;
    // A second upload takes the place of the first.
    service.upload(job, &many_of(&header, ROWS))?;
    service.start(job)?;
    service.wait(job)
}

/// What must hold of a job that ended, whatever failed on the way.
fn check_invariants(store: &SqliteStore, folder: &Path, key: &JobKey, call: u64) {
    let job = store.job(key).unwrap().unwrap();
    assert!(job.status.is_final(), "call {call}: {}", job.status);
    assert!(
        job.completed.is_some() && job.upload.is_none(),
        "call {call}"
    );
    let users = store.count_users(&key.pool_id).unwrap();
    assert_eq!(job.counts.imported, users, "call {call}");
    assert_eq!(
        store.users(&key.pool_id, 0, 999).unwrap().len() as u64,
        users,
        "call {call}"
    );
    let log = store.log(key, 0, 999).unwrap();
    assert_eq!(log.len() as u64, job.log_lines, "call {call}");
    let rows = log.iter().filter(|event| event.message.starts_with('['));
    assert_eq!(rows.count() as u64, job.counts.rows(), "call {call}");
    if job.status == JobStatus::Succeeded {
        assert_eq!(users, ROWS as u64, "call {call}");
    } else {
        assert_eq!(job.status, JobStatus::Failed, "call {call}");
        assert!(job.message.is_some(), "call {call}");
    }
    assert_eq!(
        std::fs::read_dir(folder).unwrap().count(),
        0,
        "call {call}: an upload is left"
    );
}

#[test]
fn an_error_at_any_call_leaves_a_job_that_ends() {
    for call in 0.. {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::at(call, 1, io::ErrorKind::PermissionDenied);
        let mut key = None;
        if let Some(service) = service(&store, folder.path(), &faults) {
            if let Err(error) = walk(&service, &mut key) {
                assert!(
                    matches!(
                        error.kind(),
                        ErrorKind::InternalError | ErrorKind::InvalidParameter
                    ),
                    "call {call}: {error}"
                );
            }
            service.shut_down();
        }
        // The next service on the same store goes on, and a client starts what was not started.
        let next = service(&store, folder.path(), &Faults::none()).unwrap();
        if let Some(key) = &key {
            let status = store.job(key).unwrap().unwrap().status;
            if status == JobStatus::Created {
                next.upload(key, &many(&next, &key.pool_id, ROWS)).unwrap();
                next.start(key).unwrap();
            }
            next.wait(key).unwrap();
            next.shut_down();
            // What a failed removal left is removed at the next start.
            drop(service(&store, folder.path(), &Faults::none()));
            check_invariants(&store, folder.path(), key, call);
        }
        if faults.calls() <= call {
            assert!(call > 30, "only {call} calls");
            return;
        }
    }
}

#[test]
fn a_disk_that_is_full_for_a_while_only_delays_a_job() {
    let mut delayed = 0;
    for call in 0.. {
        let store = Arc::new(SqliteStore::in_memory().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let faults = Faults::at(call, 3, io::ErrorKind::StorageFull);
        let mut key = None;
        let Some(service) = service(&store, folder.path(), &faults) else {
            continue;
        };
        let done = walk(&service, &mut key);
        service.shut_down();
        // A call of the client is refused; what the job does for itself is tried again.
        if let Ok(done) = done
            && faults.calls() > call
        {
            // A file that cannot be read fails the job, as any disk error does.
            if done.status == JobStatus::Succeeded {
                delayed += 1;
            }
            check_invariants(&store, folder.path(), &key.unwrap(), call);
        }
        if faults.calls() <= call {
            break;
        }
    }
    assert!(delayed >= 5, "{delayed}");
}

#[test]
fn a_job_on_a_full_disk_can_be_stopped() {
    let store = Arc::new(SqliteStore::in_memory().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let free = Faults::none();
    let prepared = service(&store, folder.path(), &free).unwrap();
    let pool = pool(&prepared, &json!({}));
    let job = job(&prepared, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    prepared
        .upload(&key, &many(&prepared, &pool, ROWS))
        .unwrap();
    prepared.shut_down();

    let faults = Faults::at(0, u64::MAX, io::ErrorKind::StorageFull);
    let full = FaultyStore::new(store, faults.clone()).only("add_rows");
    let uploads = Uploads::in_folder(folder.path()).unwrap();
    let service = ImportService::new(Box::new(full), uploads, settings()).unwrap();
    service.start(&key).unwrap();
    while faults.calls() < 3 {
        std::thread::yield_now();
    }
    assert_eq!(service.stop(&key).unwrap().status, JobStatus::Stopping);
    let stopped = service.wait(&key).unwrap();
    assert_eq!(stopped.status, JobStatus::Stopped);
    assert_eq!(stopped.imported_users, 0);
}
