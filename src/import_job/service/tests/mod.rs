//! The service as a client of it sees it.

mod accounts;
mod choice;
mod clients;
mod factors;
mod faults;
mod forgotten;
mod groups;
mod lifecycle;
mod sign_in;
mod srp;
mod users;

use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::import_job::{
    ApiError, ErrorKind, JobStatus,
    faults::{Faults, FaultyStore},
    wire::{CreateUserImportJobRequest, UserImportJobType},
};

const COGNITO: &str = "AWSCognitoIdentityProviderService";

fn call(service: &ImportService, name: &str, body: &Value) -> Result<Value, ApiError> {
    let target = if name.contains("Log") {
        format!("Logs_20140328.{name}")
    } else {
        format!("{COGNITO}.{name}")
    };
    service.call(&target, body.to_string().as_bytes())
}

fn ok(service: &ImportService, name: &str, body: &Value) -> Value {
    call(service, name, body).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn kind(service: &ImportService, name: &str, body: &Value) -> ErrorKind {
    call(service, name, body)
        .expect_err("an error of the service")
        .kind()
}

fn pool(service: &ImportService, extra: &Value) -> String {
    let mut input = json!({"PoolName": "shop", "AutoVerifiedAttributes": ["email"]});
    for (name, value) in extra.as_object().into_iter().flatten() {
        input[name] = value.clone();
    }
    let answer = ok(service, "CreateUserPool", &input);
    answer["UserPool"]["Id"].as_str().unwrap().to_owned()
}

fn job(service: &ImportService, pool: &str, algorithm: Option<&str>) -> UserImportJobType {
    service
        .create_user_import_job(&CreateUserImportJobRequest {
            job_name: Some("first".into()),
            user_pool_id: Some(pool.to_owned()),
            cloud_watch_logs_role_arn: Some("arn:aws:iam::123456789012:role/import".into()),
            password_hashing_algorithm: algorithm.map(str::to_owned),
        })
        .unwrap()
}

/// A file of the pool's columns, with these values in each row.
fn file(service: &ImportService, pool: &str, rows: &[&[(&str, &str)]]) -> Vec<u8> {
    file_of(&service.csv_header(pool).unwrap(), rows)
}

fn file_of(names: &[String], rows: &[&[(&str, &str)]]) -> Vec<u8> {
    let mut text = names.join(",") + "\n";
    for row in rows {
        let values: Vec<&str> = names
            .iter()
            .map(|name| {
                let given = row.iter().find(|(column, _)| column == name);
                given.map_or_else(
                    || match name.as_str() {
                        "email_verified" => "true",
                        "phone_number_verified" | "cognito:mfa_enabled" => "false",
                        _ => "",
                    },
                    |(_, value)| value,
                )
            })
            .collect();
        text += &values.join(",");
        text.push('\n');
    }
    text.into_bytes()
}

fn many(service: &ImportService, pool: &str, count: usize) -> Vec<u8> {
    many_of(&service.csv_header(pool).unwrap(), count)
}

fn many_of(header: &[String], count: usize) -> Vec<u8> {
    let names: Vec<(String, String)> = (0..count)
        .map(|n| (format!("user{n}"), format!("user{n}@example.com")))
        .collect();
    let rows: Vec<[(&str, &str); 2]> = names
        .iter()
        .map(|(name, email)| {
            [
                ("cognito:username", name.as_str()),
                ("email", email.as_str()),
            ]
        })
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| &row[..]).collect();
    file_of(header, &rows)
}

fn import(service: &ImportService, pool: &str, rows: &[&[(&str, &str)]]) -> UserImportJobType {
    let job = job(service, pool, None);
    let key = JobKey::new(pool, &job.job_id);
    service.upload(&key, &file(service, pool, rows)).unwrap();
    service.start(&key).unwrap();
    service.wait(&key).unwrap()
}

/// The lines of a job's log about rows.
fn log(service: &ImportService, pool: &str, job: &UserImportJobType) -> Vec<String> {
    let answer = ok(
        service,
        "GetLogEvents",
        &json!({
            "logGroupName": format!("/aws/cognito/userpools/{pool}/shop"),
            "logStreamName": format!("{}/{}", job.job_id, job.job_name),
        }),
    );
    answer["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["message"].as_str().unwrap().to_owned())
        .skip(2)
        .collect()
}

fn slow(delay: Duration) -> ImportService {
    let settings = Settings {
        start_delay: delay,
        ..Settings::default()
    };
    ImportService::new(
        Box::new(SqliteStore::in_memory().unwrap()),
        Uploads::temporary().unwrap(),
        settings,
    )
    .unwrap()
}
