//! The way through the day: `fetch`, `import` and what they leave behind, with the server in the service's place.

use std::{fs, process::Command, sync::Arc, time::Duration};

use cognito_preflight::serve::Config;

use serde_json::{Value, json};

use crate::{
    sandbox::{Sandbox, printed},
    serve::Running,
};

const ROLE: &str = "arn:aws:iam::123456789012:role/import";
const TOKEN: &str = "PLANTEDTOKEN";

/// The command that imports a file.
fn importing(file: &str) -> String {
    format!("import {file} --pool pool --role-arn {ROLE} --yes")
}

/// A server with a pool, and a folder to work in.
struct Day {
    server: Arc<Running>,
    sandbox: Sandbox,
    pool: String,
}

impl Day {
    fn new() -> Self {
        Self::on(Arc::new(Running::new()))
    }

    fn on(server: Arc<Running>) -> Self {
        let pool = server.ok(
            "CreateUserPool",
            &json!({"PoolName": "shop", "AutoVerifiedAttributes": ["email"]}),
        );
        let pool = pool["UserPool"]["Id"].as_str().unwrap().to_owned();
        Self {
            server,
            sandbox: Sandbox::new(),
            pool,
        }
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = self.sandbox.command(arguments);
        command
            .env(
                "AWS_ENDPOINT_URL",
                format!("http://{}", self.server.address),
            )
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local")
            .env("AWS_SESSION_TOKEN", TOKEN)
            .env_remove("AWS_PROFILE");
        command
    }

    #[track_caller]
    fn ends_with(&self, arguments: &str, status: i32) -> String {
        let output = self.command(arguments).output().unwrap();
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(status), "{arguments}\n{printed}");
        printed
    }

    fn fetch(&self) {
        self.ends_with(
            &format!("fetch --user-pool-id {} --to pool --force", self.pool),
            0,
        );
    }

    /// Writes a file of these users, with and without a verified address.
    fn users(&self, name: &str, users: &[(&str, bool)]) {
        let header: Value = serde_json::from_str(&self.sandbox.read("pool/header.json")).unwrap();
        let columns: Vec<&str> = header["CSVHeader"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        let mut text = columns.join(",") + "\n";
        for (user, verified) in users {
            let fields: Vec<String> = columns
                .iter()
                .map(|column| match *column {
                    "cognito:username" => (*user).to_owned(),
                    "email" => format!("{user}@example.com"),
                    "email_verified" => verified.to_string(),
                    "phone_number_verified" | "cognito:mfa_enabled" => "false".to_owned(),
                    _ => String::new(),
                })
                .collect();
            text += &(fields.join(",") + "\n");
        }
        self.sandbox.write(name, text);
    }

    fn jobs(&self) -> Vec<Value> {
        let answer = self.server.ok(
            "ListUserImportJobs",
            &json!({"UserPoolId": self.pool, "MaxResults": 60}),
        );
        answer["UserImportJobs"].as_array().unwrap().clone()
    }

    fn usernames(&self) -> Vec<String> {
        let answer = self
            .server
            .ok("ListUsers", &json!({"UserPoolId": self.pool}));
        let users = answer["Users"].as_array().unwrap().iter();
        let mut names: Vec<String> = users
            .map(|user| user["Username"].as_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    }

    /// Nothing that was written holds an address, a key or a token.
    fn holds_no_secret(&self) {
        for name in self.sandbox.names() {
            let path = self.sandbox.path(&name);
            if path.is_file() {
                let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
                for secret in [TOKEN, "X-Amz-Signature", "X-Amz-Credential"] {
                    assert!(!text.contains(secret), "{name}: {secret}");
                }
            }
        }
    }
}

#[test]
fn a_pool_is_fetched_and_only_its_owner_can_read_it() {
    let day = Day::new();
    day.fetch();
    let names: Vec<String> = (0..70).map(|place| format!("user{place}")).collect();
    let users: Vec<(&str, bool)> = names.iter().map(|name| (name.as_str(), true)).collect();
    day.users("first.csv", &users);
    day.ends_with(&importing("first.csv"), 0);
    let printed = day.ends_with(&format!("fetch --user-pool-id {} --to a/pool", day.pool), 0);
    assert!(
        printed.contains("70 users") && printed.contains("rehearsal"),
        "{printed}"
    );
    let users: Value = serde_json::from_str(&day.sandbox.read("a/pool/existing.json")).unwrap();
    assert_eq!(users["Users"].as_array().unwrap().len(), 70);
    assert!(users.get("PaginationToken").is_none());
    #[cfg(unix)]
    for (name, mode) in [
        ("a/pool", 0o700),
        ("a/pool/existing.json", 0o600),
        ("a/pool/pool.json", 0o600),
    ] {
        use std::os::unix::fs::PermissionsExt;
        let found = fs::metadata(day.sandbox.path(name))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(found & 0o777, mode, "{name}");
    }
    // The folder is the pool of every other command.
    day.sandbox.write(
        "users.csv",
        "email,email_verified,phone_number_verified,cognito:mfa_enabled,cognito:username\nx@example.com,true,false,false,user7\n",
    );
    let printed = day.ends_with("clean users.csv --pool a/pool -o out.csv", 1);
    assert!(
        printed.contains("username-already-exists") && printed.contains("ago"),
        "{printed}"
    );
    day.ends_with(&format!("fetch --user-pool-id {} --to a/pool", day.pool), 2);
    day.ends_with(
        &format!(
            "fetch --user-pool-id {} --to b --region eu-west-1",
            day.pool
        ),
        2,
    );
    let gone = day.ends_with("fetch --user-pool-id us-east-1_Nothing00 --to b", 3);
    assert!(gone.contains("ResourceNotFoundException"), "{gone}");
    assert!(!day.sandbox.has("b/header.json"));
}

#[test]
fn an_empty_pool_has_a_list_of_no_users() {
    let day = Day::new();
    day.fetch();
    assert_eq!(day.sandbox.read("pool/existing.json"), "{\"Users\":[\n]}\n");
    day.users("users.csv", &[("ana", true)]);
    day.ends_with("check users.csv --pool pool --strict", 0);
}

#[test]
fn a_file_is_imported_once_however_often_it_is_asked_for() {
    let day = Day::new();
    day.fetch();
    day.users("users.csv", &[("ana", true), ("bo", true)]);
    let printed = day.ends_with(&importing("users.csv"), 0);
    assert!(printed.contains("Rows: 2; 2 imported"), "{printed}");
    assert_eq!(day.usernames(), ["ana", "bo"]);
    let printed = day.ends_with(&importing("users.csv"), 0);
    assert!(printed.contains("2 imported"), "{printed}");
    assert_eq!(day.jobs().len(), 1);
    day.holds_no_secret();
    // What is kept is what reconcile reads.
    day.ends_with(
        "reconcile users.csv --pool pool --job users.job.json --log users.log.json --evidence-out e.json",
        0,
    );
    assert!(day.sandbox.read("e.json").contains("\"rehearsal\""));
    // Another file of this name is not taken for the one that was imported.
    day.users("users.csv", &[("eve", true)]);
    let printed = day.ends_with(&importing("users.csv"), 2);
    assert!(
        printed.contains("is not the file whose import"),
        "{printed}"
    );
}

/// The manifest of two files of one user each.
fn manifest(day: &Day) {
    day.sandbox.write(
        "users.manifest.json",
        r#"{"parts":[
{"part":"users.part-0001.csv","lines":[{"line":2,"source_line":5,"count":1}],"users":1,"bytes":1},
{"part":"users.part-0002.csv","lines":[{"line":2,"source_line":9,"count":1}],"users":1,"bytes":1}
],"sources":["export.csv"]}"#,
    );
}

#[test]
fn parts_follow_one_another_and_the_first_that_goes_wrong_is_the_last() {
    let day = Day::new();
    day.fetch();
    manifest(&day);
    day.users("users.part-0001.csv", &[("ana", false)]);
    day.users("users.part-0002.csv", &[("bo", true)]);
    let printed = day.ends_with(&importing("users.manifest.json"), 1);
    assert!(printed.contains("--despite-prediction"), "{printed}");
    assert!(day.jobs().is_empty());
    let import = format!("{} --despite-prediction", importing("users.manifest.json"));
    let printed = day.ends_with(&import, 1);
    assert!(
        printed.contains("[FAILED]")
            && printed.contains("line 5 of its source")
            && printed.contains("--keep-going"),
        "{printed}"
    );
    assert!(day.usernames().is_empty());
    day.ends_with(&format!("{import} --keep-going"), 1);
    assert_eq!(day.usernames(), ["bo"]);
    assert_eq!(day.jobs().len(), 2);
    // The command that is printed gives the rows to try again.
    day.ends_with(
        "reconcile users.part-0001.csv --job users.part-0001.job.json --log users.part-0001.log.json --pool pool \
         --retry users.part-0001.retry.csv",
        1,
    );
    assert!(
        day.sandbox
            .read("users.part-0001.retry.csv")
            .contains("ana@example.com")
    );
}

#[test]
fn a_job_whose_creation_was_not_written_down_is_found_by_its_name() {
    let day = Day::new();
    day.fetch();
    day.users("users.csv", &[("ana", true)]);
    // What is left of a run that was killed just after the creation: no upload, no id.
    let whole = day.ends_with(&importing("users.csv"), 0);
    let state = day.sandbox.read("users.import.json");
    let state: Value = serde_json::from_str(&state).unwrap();
    let name = state["parts"][0]["job_name"].as_str().unwrap().to_owned();
    assert!(name.starts_with("part-0001-"), "{whole}");
    let other = Day {
        sandbox: day.sandbox,
        ..Day::new()
    };
    other.fetch();
    fs::remove_file(other.sandbox.path("users.job.json")).unwrap();
    let mut state = state;
    state["user_pool_id"] = other.pool.clone().into();
    let part = state["parts"][0].as_object_mut().unwrap();
    part.remove("job_id");
    part.remove("status");
    part.remove("is_as_predicted");
    other.sandbox.write("users.import.json", state.to_string());
    other.server.ok(
        "CreateUserImportJob",
        &json!({"UserPoolId": other.pool, "JobName": name, "CloudWatchLogsRoleArn": ROLE}),
    );
    other.ends_with(&importing("users.csv"), 0);
    assert_eq!(other.jobs().len(), 1);
    assert_eq!(other.usernames(), ["ana"]);
}

#[test]
fn an_import_that_is_killed_goes_on_and_imports_nothing_twice() {
    let day = Day::new();
    day.fetch();
    manifest(&day);
    day.users("users.part-0001.csv", &[("ana", true)]);
    day.users("users.part-0002.csv", &[("bo", true)]);
    let import = importing("users.manifest.json");
    for after in (0..12).map(|step| step * step * 25) {
        let mut child = day.command(&import).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(after));
        // It may have ended before.
        let _ = child.kill();
        child.wait().unwrap();
    }
    day.ends_with(&import, 0);
    assert_eq!(day.usernames(), ["ana", "bo"]);
    let imported: u64 = day
        .jobs()
        .iter()
        .map(|job| job["ImportedUsers"].as_u64().unwrap_or(0))
        .sum();
    let failed = day.jobs().iter().any(|job| job["Status"] == "Failed");
    assert_eq!((imported, failed), (2, false));
    day.holds_no_secret();
}

#[test]
fn what_is_not_ready_is_refused_before_any_job() {
    let day = Day::new();
    day.fetch();
    day.users("users.csv", &[("ana", true)]);
    let import = importing("users.csv");
    let printed = day.ends_with(&import.replace(" --yes", ""), 2);
    assert!(printed.contains("say --yes"), "{printed}");
    day.server.ok(
        "AddCustomAttributes",
        &json!({"UserPoolId": day.pool, "CustomAttributes": [{"Name": "level", "AttributeDataType": "String"}]}),
    );
    let printed = day.ends_with(&import, 2);
    assert!(printed.contains("fetch it again"), "{printed}");
    assert!(day.jobs().is_empty());
}

#[test]
fn another_active_job_is_named_and_waited_for_on_request() {
    let mut config = Config::default();
    config.settings.start_delay = Duration::from_secs(3);
    let first = Day::on(Arc::new(Running::with(config)));
    let second = Day::on(Arc::clone(&first.server));
    for day in [&first, &second] {
        day.fetch();
        day.users("users.csv", &[("ana", true)]);
    }
    let mut active = first.command(&importing("users.csv")).spawn().unwrap();
    let is_active = |job: &Value| job["Status"] == "Pending" || job["Status"] == "InProgress";
    while !first.jobs().iter().any(is_active) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let printed = second.ends_with(&importing("users.csv"), 3);
    assert!(printed.contains("--wait 30m"), "{printed}");
    second.ends_with(&format!("{} --wait 1m", importing("users.csv")), 0);
    assert_eq!(second.jobs().len(), 1);
    assert!(active.wait().unwrap().success());
}

#[test]
fn a_service_that_is_busy_is_asked_again() {
    let mut config = Config::default();
    for failure in [
        "GetCSVHeader=TooManyRequests:2",
        "StartUserImportJob=InternalError:1",
        "DescribeUserImportJob=TooManyRequests:2",
    ] {
        config.settings.failures.push(failure.parse().unwrap());
    }
    let day = Day::on(Arc::new(Running::with(config)));
    day.fetch();
    day.users("users.csv", &[("ana", true)]);
    day.ends_with(&importing("users.csv"), 0);
    assert_eq!(
        (day.jobs().len(), day.usernames()),
        (1, vec!["ana".to_owned()])
    );
}
