//! Jobs from their making to their end.

use std::thread;

use super::*;

#[test]
fn a_job_imports_its_file_and_tells_of_each_row() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let done = import(
        &service,
        &pool,
        &[
            &[("cognito:username", "ana"), ("email", "ana@example.com")],
            &[
                ("cognito:username", "bo"),
                ("email", "bo@example.com"),
                ("email_verified", "false"),
            ],
            &[("cognito:username", "ana"), ("email", "other@example.com")],
            &[("cognito:username", "cy"), ("email", "cy@example.com")],
        ],
    );
    assert_eq!(done.status, JobStatus::Succeeded);
    assert_eq!(
        (done.imported_users, done.skipped_users, done.failed_users),
        (2, 1, 1)
    );
    assert_eq!(
        done.completion_message.as_deref(),
        Some("Import Job Completed Successfully.")
    );
    assert_eq!(
        log(&service, &pool, &done),
        [
            "[SUCCEEDED] Line Number 2 - The import succeeded.",
            "[FAILED] Line Number 3 - The User Record does not set any of the auto verified \
             attributes to verified. (Example: email_verified to true).",
            "[SKIPPED] Line Number 4 - The user already exists.",
            "[SUCCEEDED] Line Number 5 - The import succeeded.",
        ]
    );
    let user = ok(
        &service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": "ana"}),
    );
    assert_eq!(user["UserStatus"], "RESET_REQUIRED");
    let attributes = user["UserAttributes"].as_array().unwrap();
    assert!(attributes.contains(&json!({"Name": "email", "Value": "ana@example.com"})));
    assert_eq!(attributes[0]["Name"], "sub");
    // The second time all users exist already.
    let again = import(
        &service,
        &pool,
        &[&[("cognito:username", "ana"), ("email", "ana@example.com")]],
    );
    assert_eq!(again.status, JobStatus::Failed);
    assert_eq!(again.skipped_users, 1);
    assert_eq!(
        again.completion_message.as_deref(),
        Some("Too many users have failed or been skipped during the import.")
    );
}

#[test]
fn a_file_that_the_job_cannot_take_fails_it_with_a_reason() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let job = job(&service, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    let text = String::from_utf8(many(&service, &pool, 3)).unwrap();
    let text = text.replacen("nickname", "nick", 1);
    service.upload(&key, text.as_bytes()).unwrap();
    service.start(&key).unwrap();
    let done = service.wait(&key).unwrap();
    assert_eq!((done.status, done.imported_users), (JobStatus::Failed, 0));
    let message = done.completion_message.unwrap();
    assert!(message.contains("CSVHeader"), "{message}");
    assert!(message.chars().count() <= 128);
}

#[test]
fn nothing_starts_without_what_it_needs() {
    let service = slow(Duration::from_secs(600));
    let pool_id = pool(&service, &json!({}));
    let first = job(&service, &pool_id, None);
    let key = JobKey::new(&pool_id, &first.job_id);
    let error = service.start(&key).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PreconditionNotMet);
    assert_eq!(
        error.message(),
        format!("No csv file was uploaded for {}", first.job_id)
    );
    let second = job(&service, &pool_id, None);
    let other = JobKey::new(&pool_id, &second.job_id);
    for key in [&key, &other] {
        service.upload(key, &many(&service, &pool_id, 1)).unwrap();
    }
    assert_eq!(
        service.stop(&key).unwrap_err().kind(),
        ErrorKind::PreconditionNotMet
    );
    let started = service.start(&key).unwrap();
    assert_eq!(started.status, JobStatus::Pending);
    assert!(started.start_date.is_some());
    for key in [&key, &other] {
        assert_eq!(
            service.start(key).unwrap_err().kind(),
            ErrorKind::PreconditionNotMet
        );
    }
    // Nor does the pool change meanwhile.
    for (name, body) in [
        ("DeleteUserPool", json!({"UserPoolId": pool_id})),
        ("UpdateUserPool", json!({"UserPoolId": pool_id})),
        (
            "AddCustomAttributes",
            json!({"UserPoolId": pool_id, "CustomAttributes": [{"Name": "x", "AttributeDataType": "String"}]}),
        ),
    ] {
        assert_eq!(
            kind(&service, name, &body),
            ErrorKind::UserImportInProgress,
            "{name}"
        );
    }
    assert_eq!(service.stop(&key).unwrap().status, JobStatus::Stopping);
    let stopped = service.wait(&key).unwrap();
    assert_eq!(stopped.status, JobStatus::Stopped);
    assert_eq!(
        stopped.completion_message.as_deref(),
        Some("The Import Job was stopped by the developer.")
    );
    for refused in [service.start(&key), service.stop(&key)] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::PreconditionNotMet);
    }
    let silent = pool(&service, &json!({"AutoVerifiedAttributes": []}));
    let job = job(&service, &silent, None);
    let key = JobKey::new(&silent, &job.job_id);
    service.upload(&key, &many(&service, &silent, 1)).unwrap();
    assert_eq!(
        service.start(&key).unwrap_err().kind(),
        ErrorKind::PreconditionNotMet
    );
    ok(&service, "DeleteUserPool", &json!({"UserPoolId": pool_id}));
    assert_eq!(
        kind(
            &service,
            "DescribeUserPool",
            &json!({"UserPoolId": pool_id})
        ),
        ErrorKind::ResourceNotFound
    );
    service.shut_down();
}

#[test]
fn a_job_that_is_not_started_expires_and_loses_its_file() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let job = job(&service, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    service.upload(&key, &many(&service, &pool, 1)).unwrap();
    service
        .settings()
        .clock
        .advance(Duration::from_secs(86_399))
        .unwrap();
    service.expire_jobs().unwrap();
    assert!(
        service
            .inner
            .uploads
            .open(&JobKey::new(&pool, &job.job_id))
            .is_ok()
    );
    service
        .settings()
        .clock
        .advance(Duration::from_secs(2))
        .unwrap();
    service.expire_jobs().unwrap();
    assert!(
        service
            .inner
            .uploads
            .open(&JobKey::new(&pool, &job.job_id))
            .is_err()
    );
    let job = ok(
        &service,
        "DescribeUserImportJob",
        &json!({"UserPoolId": pool, "JobId": job.job_id}),
    );
    assert_eq!(job["UserImportJob"]["Status"], "Expired");
    assert_eq!(
        job["UserImportJob"]["CompletionMessage"],
        "The user import job has expired."
    );
    assert_eq!(
        service.start(&key).unwrap_err().kind(),
        ErrorKind::PreconditionNotMet
    );
    assert!(service.upload(&key, b"x").is_err());
}

#[test]
fn a_job_goes_on_where_its_service_was_shut_down() {
    // One store under two services, as a data directory is.
    let store = SqliteStore::in_memory().unwrap();
    let store = FaultyStore::new(Arc::new(store), Faults::none());
    let folder = tempfile::tempdir().unwrap();
    let begin = || {
        let settings = Settings {
            rows_at_a_time: 10,
            ..Settings::default()
        };
        let uploads = Uploads::in_folder(folder.path()).unwrap();
        ImportService::new(Box::new(store.clone()), uploads, settings).unwrap()
    };
    let service = begin();
    let pool = pool(&service, &json!({}));
    // A user existed before, whom the resumed job has to know as well.
    import(
        &service,
        &pool,
        &[&[("cognito:username", "user7"), ("email", "x@example.com")]],
    );
    let job = job(&service, &pool, None);
    let key = JobKey::new(&pool, &job.job_id);
    let rows = 2_000;
    service.upload(&key, &many(&service, &pool, rows)).unwrap();
    service.start(&key).unwrap();
    let mut services = 0_u64;
    let mut service = service;
    let done = loop {
        // A little longer each time, so that even a slow machine gets through a batch.
        thread::sleep(Duration::from_millis(5 + 5 * services));
        service.shut_down();
        let now = store
            .job(&JobKey::new(&pool, &job.job_id))
            .unwrap()
            .unwrap();
        if now.status.is_final() {
            break now;
        }
        assert!(matches!(
            now.status,
            JobStatus::Pending | JobStatus::InProgress
        ));
        services += 1;
        assert!(services < 200, "the job does not move");
        service = begin();
    };
    assert_eq!(done.status, JobStatus::Succeeded);
    assert_eq!(
        (done.counts.imported, done.counts.skipped),
        (rows as u64 - 1, 1)
    );
    assert_eq!(store.count_users(&pool).unwrap(), rows as u64);
    let log = store.log(&done.key, 2, rows + 1).unwrap();
    assert_eq!(log.len(), rows);
    for (place, event) in log.iter().enumerate() {
        let number = format!("Line Number {} - ", place + 2);
        assert!(event.message.contains(&number), "{}", event.message);
    }
}

#[test]
fn jobs_are_listed_newest_first_to_the_end() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let request = json!({"UserPoolId": pool, "MaxResults": 1});
    let none = ok(&service, "ListUserImportJobs", &request);
    assert_eq!(none, json!({"UserImportJobs": []}));
    let mut made: Vec<String> = (0..7).map(|_| job(&service, &pool, None).job_id).collect();
    made.reverse();
    let mut seen = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut request = json!({"UserPoolId": pool, "MaxResults": 3});
        if !token.is_null() {
            request["PaginationToken"] = token.clone();
        }
        let answer = ok(&service, "ListUserImportJobs", &request);
        let jobs = answer["UserImportJobs"].as_array().unwrap();
        seen.extend(
            jobs.iter()
                .map(|job| job["JobId"].as_str().unwrap().to_owned()),
        );
        token = answer["PaginationToken"].clone();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(seen, made);
    for token in ["x", "a#b#c", &format!("{pool}#{}#1", made[0])] {
        let request = json!({"UserPoolId": pool, "MaxResults": 3, "PaginationToken": token});
        assert_eq!(
            kind(&service, "ListUserImportJobs", &request),
            ErrorKind::InvalidParameter
        );
    }
    for limit in [json!(0), json!(61), Value::Null] {
        let request = json!({"UserPoolId": pool, "MaxResults": limit});
        assert_eq!(
            kind(&service, "ListUserImportJobs", &request),
            ErrorKind::InvalidParameter
        );
    }
}

#[test]
fn a_pool_has_a_thousand_jobs_and_no_more() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    for _ in 0..1000 {
        job(&service, &pool, None);
    }
    let request = json!({
        "JobName": "one more", "UserPoolId": pool,
        "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/import",
    });
    assert_eq!(
        kind(&service, "CreateUserImportJob", &request),
        ErrorKind::LimitExceeded
    );
}

#[test]
fn the_cause_of_a_broken_job_is_in_the_log_of_the_server() {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<String>>);

    impl tracing::Subscriber for Log {
        fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
            *metadata.level() == tracing::Level::ERROR
        }

        fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
            tracing::span::Id::from_u64(1)
        }

        fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

        fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

        fn event(&self, event: &tracing::Event<'_>) {
            event.record(
                &mut |field: &tracing::field::Field, value: &dyn fmt::Debug| {
                    let mut text = self.0.lock().unwrap();
                    fmt::Write::write_fmt(&mut *text, format_args!("{field}={value:?} ")).unwrap();
                },
            );
        }

        fn enter(&self, _: &tracing::span::Id) {}

        fn exit(&self, _: &tracing::span::Id) {}
    }

    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        let service = ImportService::in_memory().unwrap();
        let pool = pool(&service, &json!({}));
        let job = job(&service, &pool, None);
        let key = JobKey::new(&pool, &job.job_id);
        service.upload(&key, &many(&service, &pool, 1)).unwrap();
        // The file disappears, as on a disk that fails.
        service.inner.uploads.remove(&key).unwrap();
        service.start(&key).unwrap();
        let done = service.wait(&key).unwrap();
        assert_eq!(done.status, JobStatus::Failed);
        assert_eq!(
            done.completion_message.as_deref(),
            Some("The uploaded file could not be read.")
        );
        let log = log.0.lock().unwrap();
        assert!(log.contains(&job.job_id), "{log}");
        assert!(log.contains("No such file"), "{log}");
    });
}
