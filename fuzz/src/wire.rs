//! Arbitrary requests against the service, without a socket: always an answer or an error of the
//! model, and jobs that keep their promises whatever is asked of them.

use std::{cell::RefCell, collections::HashMap, time::Duration};

use arbitrary::{Result, Unstructured};
use cognito_preflight::import_job::{ApiError, ImportService, JobKey, JobStatus, OPERATIONS};
use serde_json::{Value, json};

use crate::sign_in;

const COGNITO: &str = "AWSCognitoIdentityProviderService";
const FILES: [&str; 4] = [
    "email,email_verified,cognito:mfa_enabled,cognito:username\nana@example.com,true,false,ana\nbo@example.com,false,false,bo\n",
    "email,email_verified,cognito:mfa_enabled,cognito:username\nana@example.com,true,false,ana\ncy@example.com,true,false,ana\n",
    "",
    "nonsense\n\0\n",
];

pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let _ = body(&mut u);
    let _ = life(&mut u);
    let _ = sign_in::run(&mut u);
    let address = String::from_utf8_lossy(u.take_rest()).into_owned();
    cognito_preflight::serve::fuzzing::upload_address(&address);
}

thread_local! {
    static SERVICE: RefCell<Option<ImportService>> = const { RefCell::new(None) };
}

/// One body for one operation. The service is kept: making one for each would be all that is timed.
fn body(u: &mut Unstructured<'_>) -> Result<()> {
    let target = *u.choose(OPERATIONS)?;
    let length = u.int_in_range(0..=200)?;
    let text = u.bytes(length.min(u.len()))?;
    SERVICE.with_borrow_mut(|service| {
        let service = service.get_or_insert_with(|| ImportService::in_memory().expect("a service"));
        answered(service.call(target, text));
        answered(service.call(&String::from_utf8_lossy(text), b"{}"));
    });
    Ok(())
}

fn answered(answer: std::result::Result<Value, ApiError>) {
    if let Err(error) = answer {
        assert!(error.kind().as_str().ends_with("Exception"));
        assert!(
            matches!(error.kind().status(), 400),
            "{error}: {:?}",
            error.cause()
        );
    }
}

/// Operations in any order on one pool with two jobs.
fn life(u: &mut Unstructured<'_>) -> Result<()> {
    let service = ImportService::in_memory().expect("a service");
    let document =
        json!({"Id": "us-east-1_Fuzz", "Name": "fuzz", "AutoVerifiedAttributes": ["email"]});
    let header = cognito_preflight::schema::CsvHeader::parse(
        "email,email_verified,cognito:mfa_enabled,cognito:username",
    )
    .expect("a header");
    let pool = service
        .load_pool(&document.to_string(), Some(&header))
        .expect("a pool");
    let call = |name: &str, body: Value| {
        service.call(&format!("{COGNITO}.{name}"), body.to_string().as_bytes())
    };
    let mut jobs: Vec<String> = Vec::new();
    let mut last: HashMap<String, JobStatus> = HashMap::new();
    for _ in 0..u.int_in_range(0..=12)? {
        let job = if jobs.is_empty() {
            None
        } else {
            Some(u.choose(&jobs)?.clone())
        };
        let job = job.as_deref().unwrap_or("import-none");
        let key = JobKey::new(&pool, job);
        match u.int_in_range(0..=7)? {
            0 => {
                let made = call(
                    "CreateUserImportJob",
                    json!({"JobName": "j", "UserPoolId": pool, "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/import"}),
                );
                jobs.push(
                    made.expect("a job")["UserImportJob"]["JobId"]
                        .as_str()
                        .expect("an id")
                        .to_owned(),
                );
            }
            1 | 2 => drop(service.upload(&key, u.choose(&FILES)?.as_bytes())),
            3 => drop(service.start(&key)),
            4 => drop(service.stop(&key)),
            5 => drop(service.wait(&key)),
            6 => service
                .settings()
                .clock
                .advance(Duration::from_secs(u.int_in_range(0..=90_000)?))
                .expect("a moment before the year 10000"),
            _ => drop(call(
                "AdminDeleteUser",
                json!({"UserPoolId": pool, "Username": "ana"}),
            )),
        }
        for job in &jobs {
            let now = call(
                "DescribeUserImportJob",
                json!({"UserPoolId": pool, "JobId": job}),
            )
            .expect("a job");
            let status = now["UserImportJob"]["Status"]
                .as_str()
                .expect("a status")
                .parse::<JobStatus>()
                .expect("a known one");
            if let Some(before) = last.insert(job.clone(), status) {
                assert!(
                    !before.is_final() || before == status,
                    "{before} became {status}"
                );
            }
        }
    }
    for job in &jobs {
        drop(service.wait(&JobKey::new(&pool, job)));
        let now = call(
            "DescribeUserImportJob",
            json!({"UserPoolId": pool, "JobId": job}),
        )
        .expect("a job");
        let count = |name: &str| now["UserImportJob"][name].as_u64().expect("a count");
        assert!(count("ImportedUsers") + count("SkippedUsers") + count("FailedUsers") <= 2);
    }
    let users = call("ListUsers", json!({"UserPoolId": pool})).expect("users");
    let mut names: Vec<&str> = users["Users"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|user| user["Username"].as_str())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a user twice");
    service.shut_down();
    Ok(())
}
