//! The n-th call of the store or of a file fails, in an import and in a cleaning: what is promised of
//! jobs and of outputs holds all the same.

use std::{io::ErrorKind, sync::Arc, time::Duration};

use arbitrary::{Result, Unstructured};
use cognito_preflight::import_job::{
    ApiError, ImportService, JobKey, JobStatus, Settings, SqliteStore, Store, Uploads,
    faults::{Faults, FaultyStore},
    wire::{CreateUserImportJobRequest, CreateUserPoolRequest},
};

use crate::faulty_clean::{Cleaning, Scenario};

const FILES: [&str; 4] = [
    "email,email_verified,cognito:mfa_enabled,cognito:username\nana@example.com,true,false,ana\nbo@example.com,false,false,bo\n",
    "email,email_verified,cognito:mfa_enabled,cognito:username\nana@example.com,true,false,ana\ncy@example.com,true,false,ana\n",
    "",
    "nonsense\n\0\n",
];

pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let _ = cleaned(&mut u);
    let _ = imported(&mut u);
}

/// From an arbitrary call on, a few calls fail.
fn arbitrary_faults(u: &mut Unstructured<'_>) -> Result<Faults> {
    let kinds = [
        ErrorKind::StorageFull,
        ErrorKind::PermissionDenied,
        ErrorKind::Interrupted,
    ];
    let kind = *u.choose(&kinds)?;
    Ok(Faults::at(
        u.int_in_range(0..=80)?,
        u.int_in_range(1..=3)?,
        kind,
    ))
}

/// A cleaning of one of the files or of arbitrary lines, with or without outputs that it replaces.
fn cleaned(u: &mut Unstructured<'_>) -> Result<()> {
    let faults = arbitrary_faults(u)?;
    let is_split = u.arbitrary()?;
    let mut file = FILES[u.int_in_range(0..=2)?].as_bytes().to_vec();
    let length = u.int_in_range(0..=200)?;
    file.extend_from_slice(u.bytes(length.min(u.len()))?);
    let before = u.arbitrary::<bool>()?.then(|| FILES[1].as_bytes().to_vec());
    let cleaning = Cleaning {
        file,
        before,
        is_split,
    };
    if let Some(scenario) = Scenario::new(cleaning) {
        scenario.check(&faults);
    }
    Ok(())
}

/// An import: the next service on the same store ends the job, and what it says is what the store has.
fn imported(u: &mut Unstructured<'_>) -> Result<()> {
    let faults = arbitrary_faults(u)?;
    let file = *u.choose(&FILES)?;
    let store = Arc::new(SqliteStore::in_memory().expect("a store"));
    let folder = tempfile::tempdir().expect("a folder");
    let service = |faults: Faults| {
        let shared = Arc::clone(&store) as Arc<dyn Store>;
        let mut settings = Settings::default();
        settings.retry_after = Duration::from_millis(1);
        ImportService::new(
            Box::new(FaultyStore::new(shared, faults.clone())),
            Uploads::in_folder(folder.path())
                .expect("a folder")
                .with_faults(faults),
            settings,
        )
    };
    let mut key = None;
    if let Ok(service) = service(faults) {
        let _ = import(&service, file, &mut key);
        service.shut_down();
    }
    let Some(key) = key else { return Ok(()) };
    let next = service(Faults::none()).expect("a service");
    let job = next.wait(&key).expect("a job");
    assert!(
        job.status == JobStatus::Created || job.status.is_final(),
        "{}",
        job.status
    );
    let users = store.count_users(&key.pool_id).expect("a count");
    assert_eq!(job.imported_users, users, "users that no job counts");
    next.shut_down();
    Ok(())
}

fn import(
    service: &ImportService,
    file: &str,
    key: &mut Option<JobKey>,
) -> std::result::Result<(), ApiError> {
    let pool = service.create_user_pool(&CreateUserPoolRequest {
        pool_name: Some("fuzz".into()),
        auto_verified_attributes: Some(vec!["email".into()]),
        ..Default::default()
    })?;
    let job = service.create_user_import_job(&CreateUserImportJobRequest {
        job_name: Some("j".into()),
        user_pool_id: Some(pool.id.clone()),
        cloud_watch_logs_role_arn: Some("arn:aws:iam::123456789012:role/import".into()),
        password_hashing_algorithm: None,
    })?;
    let key = key.insert(JobKey::new(pool.id, job.job_id));
    service.upload(key, file.as_bytes())?;
    service.start(key)?;
    service.wait(key)?;
    Ok(())
}
