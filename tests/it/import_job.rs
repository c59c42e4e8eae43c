//! What `check` predicts and what a job does are the same, over every case; and the cases about the
//! job itself.

use std::{collections::BTreeMap, fmt::Write as _, io::Read, time::Duration};

use cognito_preflight::{
    engine::{Mode, Preflight},
    import_job::{
        ErrorKind, FIRST_LOG_TEXT, ImportService, JobKey, JobStatus, LARGEST_UPLOAD, Settings,
        SqliteStore, Uploads, wire,
    },
    prediction::Status,
    schema::CsvHeader,
};
use serde_json::json;

use crate::{
    cases::{self, Case},
    collect::{Collected, collect_into, options},
};

/// A service with the pool and the users of a case.
fn service(case: &Case, settings: Settings) -> (ImportService, String) {
    let service = ImportService::new(
        Box::new(SqliteStore::in_memory().unwrap()),
        Uploads::temporary().unwrap(),
        settings,
    )
    .unwrap();
    let header = CsvHeader::parse(&serde_json::to_string(&case.header).unwrap()).unwrap();
    let pool = service
        .load_pool(&case.pool.to_string(), Some(&header))
        .unwrap();
    service
        .load_users(&pool, case.existing().as_bytes())
        .unwrap();
    (service, pool)
}

/// A job of the case with its file uploaded.
fn job(case: &Case, service: &ImportService, pool: &str) -> String {
    let algorithm = case
        .job_input
        .as_ref()
        .and_then(|input| input.password_hashing_algorithm.clone());
    let job = service
        .create_user_import_job(&wire::CreateUserImportJobRequest {
            job_name: Some("first".into()),
            user_pool_id: Some(pool.into()),
            cloud_watch_logs_role_arn: Some("arn:aws:iam::123456789012:role/import".into()),
            password_hashing_algorithm: algorithm,
        })
        .unwrap();
    let key = JobKey {
        pool_id: pool.into(),
        job_id: job.job_id.clone(),
    };
    let mut writer = service.begin_upload(&key).unwrap();
    let mut file = case.file();
    let mut block = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut block).unwrap();
        if read == 0 {
            break;
        }
        writer.write(&block[..read]).unwrap();
    }
    service.finish_upload(&key, writer).unwrap();
    job.job_id
}

fn disagreements(case: &Case) -> String {
    let mut wrong = String::new();
    let preflight = Preflight::new(case.schema(), options(Mode::Check)).unwrap();
    let (predicted, summary) = collect_into(
        Collected::default(),
        &preflight,
        &case.existing(),
        case.file(),
    )
    .unwrap();

    let (service, pool) = service(case, Settings::default());
    let job_id = job(case, &service, &pool);
    let key = JobKey::new(&pool, &job_id);
    let started = service.start(&key);
    if summary.prediction.status == Status::NotStarted {
        let error = started.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PreconditionNotMet, "{}", case.id);
        return wrong;
    }
    started.unwrap();
    let done = service.wait(&key).unwrap();
    let name = case.pool["Name"].as_str().unwrap();
    let mut log = service
        .get_log_events(&wire::GetLogEventsRequest {
            log_group_name: Some(format!("/aws/cognito/userpools/{pool}/{name}")),
            log_stream_name: Some(format!("{job_id}/first")),
            start_from_head: Some(true),
            ..Default::default()
        })
        .map(|answer| answer.events)
        .unwrap_or_default();
    let first = log.drain(..2.min(log.len()));
    if !first
        .map(|event| event.message)
        .eq([FIRST_LOG_TEXT, FIRST_LOG_TEXT])
    {
        let _ = writeln!(wrong, "the log begins with other lines");
    }
    // A job that fails as a whole fails every row, whatever it says of each alone.
    let rows = predicted.rows.len() as u64;
    let as_a_whole = summary.prediction.failed_users.is_none();
    for (row, event) in predicted.rows.iter().zip(&log) {
        if as_a_whole {
            if !event.message.starts_with("[FAILED] ") {
                let _ = writeln!(wrong, "the job fails, and yet {}", event.message);
            }
            continue;
        }
        let prefix = match row.outcome.as_str() {
            "IMPORTED" => "SUCCEEDED",
            outcome => outcome,
        };
        let start = format!("[{prefix}] Line Number {} - ", row.line);
        let fits = row.log_line.as_ref().map_or_else(
            || event.message.starts_with(&start),
            |line| *line == event.message,
        );
        if !fits {
            let _ = writeln!(wrong, "{start}… became {}", event.message);
        }
    }
    if log.len() != predicted.rows.len().min(9_998) {
        let _ = writeln!(wrong, "{} of {} log lines", log.len(), predicted.rows.len());
    }
    let job = &summary.prediction;
    let counts = (done.imported_users, done.skipped_users, done.failed_users);
    let expected = (job.imported_users, job.skipped_users, job.failed_users);
    let expected = match expected {
        (Some(imported), Some(skipped), Some(failed)) => (imported, skipped, failed),
        _ => (0, 0, rows),
    };
    if counts != expected {
        let _ = writeln!(wrong, "the counts became {counts:?}");
    }
    let fits = match job.status {
        Status::Succeeded => done.status == JobStatus::Succeeded,
        Status::Failed => done.status == JobStatus::Failed,
        // Where nobody knows the served job decides, and the prediction leaves it open.
        _ => job
            .alternatives
            .iter()
            .any(|one| one.as_str() == done.status.as_str()),
    };
    if !fits {
        let _ = writeln!(wrong, "{:?} became {}", job.status, done.status);
    }
    if job.completion_message.is_some()
        && job.completion_message != done.completion_message.as_deref()
    {
        let _ = writeln!(wrong, "the message became {:?}", done.completion_message);
    }
    wrong += &misstored(case, &service, &pool, &predicted);
    wrong
}

/// What of the imported users is stored otherwise than the case says.
fn misstored(case: &Case, service: &ImportService, pool: &str, predicted: &Collected) -> String {
    let mut wrong = String::new();
    for expected in &case.expect.rows {
        let Some(stored) = &expected.stored else {
            continue;
        };
        let row = predicted.rows.iter().find(|row| row.line == expected.line);
        let username = case
            .header
            .iter()
            .position(|name| name == "cognito:username");
        let username = row.unwrap().value(username.unwrap()).trim().to_owned();
        let user = service
            .admin_get_user(&wire::AdminUserRequest {
                user_pool_id: Some(pool.into()),
                username: Some(username),
            })
            .unwrap();
        let attributes: BTreeMap<_, _> = user
            .user_attributes
            .into_iter()
            .map(|attribute| (attribute.name, attribute.value))
            .collect();
        for (name, value) in stored {
            if attributes.get(name) != Some(value) {
                let _ = writeln!(wrong, "line {}: {name} is stored otherwise", expected.line);
            }
        }
        if expected
            .user_status
            .as_ref()
            .is_some_and(|status| *status != user.user_status)
        {
            let _ = writeln!(wrong, "line {}: {}", expected.line, user.user_status);
        }
    }
    wrong
}

#[test]
#[ignore = "slow: imports every case"]
fn a_job_does_what_was_predicted() {
    let mut failed = String::new();
    let mut asked = 0;
    for case in cases::all() {
        if case.job_event.is_some() {
            continue;
        }
        asked += 1;
        let wrong = disagreements(&case);
        if !wrong.is_empty() {
            let _ = write!(failed, "{}: {}\n{wrong}", case.id, case.title);
        }
    }
    assert!(asked > 150, "only {asked} cases");
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn what_happens_to_a_job_is_as_the_cases_say() {
    let mut seen = 0;
    for case in cases::all() {
        let Some(event) = case.job_event.as_deref() else {
            continue;
        };
        seen += 1;
        let settings = {
            let mut settings = Settings::default();
            settings.start_delay = Duration::from_secs(60);
            settings
        };
        let (service, pool) = service(&case, settings);
        let job_id = job(&case, &service, &pool);
        let key = JobKey::new(&pool, &job_id);
        let expected = case.expect.job.as_ref().unwrap();
        let precondition = |refused: Result<wire::UserImportJobType, _>| {
            let error: cognito_preflight::import_job::ApiError = refused.unwrap_err();
            assert_eq!(expected.status, "NOT_STARTED");
            assert_eq!(error.kind(), ErrorKind::PreconditionNotMet);
        };
        match event {
            "StopUserImportJob" => {
                service.start(&key).unwrap();
                service.stop(&key).unwrap();
                let done = service.wait(&key).unwrap();
                assert_eq!(done.status.as_str(), expected.status);
                assert_eq!(done.completion_message, expected.message);
            }
            "start_after_stop" => {
                service.start(&key).unwrap();
                service.stop(&key).unwrap();
                service.wait(&key).unwrap();
                precondition(service.start(&key));
            }
            "start_after_expiry" => {
                let day = Duration::from_secs(24 * 60 * 60);
                service.settings().clock.advance(day).unwrap();
                precondition(service.start(&key));
            }
            "pool_deleted" => {
                // The job goes with its pool: nobody can ask for its status any more.
                let body = json!({ "UserPoolId": pool }).to_string();
                service
                    .call(
                        "AWSCognitoIdentityProviderService.DeleteUserPool",
                        body.as_bytes(),
                    )
                    .unwrap();
                let error = service.start(&key).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::ResourceNotFound);
            }
            other => panic!("{}: {other}", case.id),
        }
        service.shut_down();
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_service_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<ImportService>();
    const { assert!(LARGEST_UPLOAD > 100_000_000) }
}
