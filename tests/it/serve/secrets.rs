//! Passwords, hashes, tokens and codes are in no log, no page and no error.

use std::{io, sync::Arc, sync::Mutex};

use super::*;

const PASSWORD: &str = "planted-Passw0rd";
const NEW: &str = "planted-N3w-word";
const CODE: &str = "918273";

/// What the server logs, in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Imports `ana` with a hash of bcrypt, and `bo` without one.
pub(super) fn import(server: &Running, pool: &str, hash: &str) {
    let columns = server.ok("GetCSVHeader", &json!({"UserPoolId": pool}));
    let names: Vec<&str> = columns["CSVHeader"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let row = |username: &str, hash: &str| {
        let values = names.iter().map(|name| match *name {
            "email" => format!("{username}@example.com"),
            "email_verified" => "true".to_owned(),
            "cognito:mfa_enabled" => "false".to_owned(),
            "cognito:username" => username.to_owned(),
            "password_hash" => hash.to_owned(),
            _ => String::new(),
        });
        values.collect::<Vec<_>>().join(",")
    };
    let file = [names.join(","), row("ana", hash), row("bo", "")].join("\n");
    let job = server.ok(
        "CreateUserImportJob",
        &json!({"JobName": "first", "UserPoolId": pool, "PasswordHashingAlgorithm": "BCRYPT",
            "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/import"}),
    )["UserImportJob"]
        .clone();
    assert_eq!(uploads::put(server, &path(&job), "", &file).0, 200);
    let which = json!({"UserPoolId": pool, "JobId": job["JobId"]});
    server.ok("StartUserImportJob", &which);
    while !server.ok("DescribeUserImportJob", &which)["UserImportJob"]["CompletionDate"].is_number()
    {
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn nothing_that_signs_in_is_in_a_log_a_page_or_an_error() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .init();
    let mut config = Config::default();
    config.settings.code = Some(CODE.to_owned());
    let server = Running::with(config);
    let pool = made_pool(&server);
    let hash = bcrypt::hash(PASSWORD, 4).unwrap();
    import(&server, &pool, &hash);
    let client = server.ok(
        "CreateUserPoolClient",
        &json!({"UserPoolId": pool, "ClientName": "web", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}),
    )["UserPoolClient"]["ClientId"]
        .clone();
    let secret = server.ok(
        "CreateUserPoolClient",
        &json!({"UserPoolId": pool, "ClientName": "web", "GenerateSecret": true}),
    )["UserPoolClient"]
        .clone();
    let begin = |flow: &str, parameters: Value| {
        let request = json!({"ClientId": client, "AuthFlow": flow, "AuthParameters": parameters});
        server.call("InitiateAuth", &request)
    };
    let (status, signed_in) = begin(
        "USER_PASSWORD_AUTH",
        json!({"USERNAME": "ana", "PASSWORD": PASSWORD}),
    );
    assert_eq!(status, 200, "{signed_in}");
    let tokens = &signed_in["AuthenticationResult"];
    let (_, challenge) = begin(
        "USER_SRP_AUTH",
        json!({"USERNAME": "ana", "SRP_A": "abcdef"}),
    );
    let session = challenge["Session"].as_str().unwrap();
    let forgot = json!({"ClientId": client, "Username": "bo"});
    server.ok("ForgotPassword", &forgot);
    // Every planted text where it belongs and where it does not.
    let planted = [
        PASSWORD,
        NEW,
        CODE,
        &hash,
        session,
        secret["ClientSecret"].as_str().unwrap(),
        tokens["RefreshToken"].as_str().unwrap(),
        tokens["AccessToken"].as_str().unwrap(),
        tokens["IdToken"].as_str().unwrap(),
    ];
    let mut shown = Vec::new();
    for text in planted {
        for request in [
            json!({"AccessToken": text, "PreviousPassword": text, "ProposedPassword": text}),
            json!({"ClientId": client, "Username": "bo", "ConfirmationCode": text, "Password": "weak"}),
            json!({"ClientId": client, "RefreshToken": text, "Token": text, "ClientSecret": text}),
            json!({"ClientId": client, "Session": text, "ChallengeName": "PASSWORD_VERIFIER",
                "ChallengeResponses": {"USERNAME": "ana", "PASSWORD_CLAIM_SECRET_BLOCK": text,
                "PASSWORD_CLAIM_SIGNATURE": text, "TIMESTAMP": text}}),
            json!({"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": "ana", "PASSWORD": format!("{text} "), "SRP_A": text}}),
            json!({"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": text}),
            json!({"ClientId": client, "AuthFlow": "REFRESH_TOKEN",
                "AuthParameters": {"REFRESH_TOKEN": format!("{text}."), text: text}}),
            json!({"UserPoolId": pool, "Username": "bo", "Password": format!("{text} "), "Permanent": text}),
            json!({"UserPoolId": pool, "ClientName": "x", "ClientSecret": format!("{text} ")}),
        ] {
            for target in [
                "ChangePassword",
                "ConfirmForgotPassword",
                "GetTokensFromRefreshToken",
                "RevokeToken",
                "RespondToAuthChallenge",
                "InitiateAuth",
                "AdminSetUserPassword",
                "CreateUserPoolClient",
            ] {
                let (status, answer) = server.call(target, &request);
                if status != 200 {
                    shown.push(answer.to_string());
                }
            }
        }
    }
    assert!(shown.len() > 100, "{}", shown.len());
    let get = |path: &str| {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        server.raw(request.as_bytes())
    };
    let (_, page) = get(&format!("/pools/{pool}"));
    // The page and the messages are where a person reads the codes.
    assert!(page.contains(CODE));
    assert!(get("/_messages").1.contains(CODE));
    assert_eq!(get("/_messages?pool=us-east-1_none").1, "[]");
    shown.push(page.replace(CODE, ""));
    shown.push(get("/").1);
    shown.push(String::from_utf8(log.0.lock().unwrap().clone()).unwrap());
    assert!(
        shown.last().unwrap().contains("ForgotPassword"),
        "the log was read"
    );
    for text in planted {
        for shown in &shown {
            assert!(!shown.contains(text), "{text} in {shown}");
        }
    }
}

#[test]
fn messages_are_for_the_server_s_own_pages() {
    let mut config = Config::default();
    config.allow_origins = vec!["http://localhost:3000".to_owned()];
    let server = Running::with(config);
    let get = |origin: &str| {
        let request = format!(
            "GET /_messages HTTP/1.1\r\nHost: localhost\r\nOrigin: {origin}\r\nConnection: close\r\n\r\n"
        );
        server.raw(request.as_bytes()).0
    };
    assert_eq!(get("http://localhost"), 200);
    assert_eq!(get("http://localhost:3000"), 403);
    assert_eq!(get("http://evil.example"), 403);
    let mut config = Config::default();
    config.allow_remote = true;
    config.credentials = Some(cognito_preflight::serve::Credentials::new("key", "secret").unwrap());
    let server = Running::with(config);
    let request = "GET /_messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let (status, answer) = server.raw(request.as_bytes());
    assert_eq!(status, 403);
    assert!(
        answer.contains("MissingAuthenticationTokenException"),
        "{answer}"
    );
}
