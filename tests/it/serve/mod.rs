//! The server over raw HTTP, as no well-behaved client would send it.

mod connections;
mod pages;
mod secrets;
mod sign_in;
mod uploads;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};

use cognito_preflight::serve::{Config, ServeError, Server};
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// A server on a thread of its own, stopped when this is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Running {
    pub(crate) fn new() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(mut config: Config) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (told, address) = mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                config.listen = SocketAddr::from(([127, 0, 0, 1], 0));
                let server = Server::bind(config).await.unwrap();
                told.send(server.address()).unwrap();
                server
                    .run(async {
                        let _ = stopped.await;
                    })
                    .await;
            });
        });
        Self {
            address: address.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream
    }

    /// Sends bytes, and returns the status and the body of the answer.
    fn raw(&self, request: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        stream.write_all(request).unwrap();
        answer(&mut stream)
    }

    fn call(&self, target: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        let service = if target.contains("Log") {
            "Logs_20140328"
        } else {
            "AWSCognitoIdentityProviderService"
        };
        let (status, text) = self.raw(
            format!(
                "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: {service}.{target}\r\n\
                 Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .as_bytes(),
        );
        (status, serde_json::from_str(&text).unwrap())
    }

    pub(crate) fn ok(&self, target: &str, body: &Value) -> Value {
        let (status, answer) = self.call(target, body);
        assert_eq!(status, 200, "{target}: {answer}");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    // A server that answers early may close before it has read everything.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status.unwrap_or(0), body.to_owned())
}

fn made_pool(server: &Running) -> String {
    let pool = server.ok(
        "CreateUserPool",
        &json!({"PoolName": "shop", "AutoVerifiedAttributes": ["email"]}),
    );
    pool["UserPool"]["Id"].as_str().unwrap().to_owned()
}

fn made_job(server: &Running, pool: &str) -> Value {
    server.ok(
        "CreateUserImportJob",
        &json!({
            "JobName": "first", "UserPoolId": pool,
            "CloudWatchLogsRoleArn": "arn:aws:iam::123456789012:role/import",
        }),
    )["UserImportJob"]
        .clone()
}

/// The path and query of a job's address.
fn path(job: &Value) -> String {
    let url = job["PreSignedUrl"].as_str().unwrap();
    let rest = url.split_once("://").unwrap().1;
    format!("/{}", rest.split_once('/').unwrap().1)
}

#[test]
fn the_walk_works_over_raw_http() {
    let server = Running::new();
    let pool = made_pool(&server);
    let columns = server.ok("GetCSVHeader", &json!({"UserPoolId": pool}));
    let names: Vec<&str> = columns["CSVHeader"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let row: Vec<&str> = names
        .iter()
        .map(|name| match *name {
            "email" => "ana@example.com",
            "email_verified" => "true",
            "cognito:mfa_enabled" => "false",
            "cognito:username" => "ana",
            _ => "",
        })
        .collect();
    let file = format!("{}\n{}\n", names.join(","), row.join(","));
    let job = made_job(&server, &pool);
    assert_eq!(uploads::put(&server, &path(&job), "", &file).0, 200);
    let which = json!({"UserPoolId": pool, "JobId": job["JobId"]});
    assert_eq!(
        server.ok("StartUserImportJob", &which)["UserImportJob"]["Status"],
        "Pending"
    );
    let done = loop {
        let job = server.ok("DescribeUserImportJob", &which)["UserImportJob"].clone();
        if job["CompletionDate"].is_number() {
            break job;
        }
        thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(
        (&done["Status"], &done["ImportedUsers"]),
        (&json!("Succeeded"), &json!(1))
    );
    let events = server.ok(
        "GetLogEvents",
        &json!({
            "logGroupName": format!("/aws/cognito/userpools/{pool}/shop"),
            "logStreamName": format!("{}/first", job["JobId"].as_str().unwrap()),
        }),
    );
    assert_eq!(
        events["events"][2]["message"],
        "[SUCCEEDED] Line Number 2 - The import succeeded."
    );
    let (_, page) = server.raw(
        format!("GET /pools/{pool} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert!(
        page.contains("Succeeded") && page.contains("name=\"token\""),
        "{page}"
    );
}

#[test]
fn bad_requests_get_errors_of_the_model() {
    let server = Running::new();
    let target = "X-Amz-Target: AWSCognitoIdentityProviderService.GetCSVHeader\r\n";
    for (head, body, status, part) in [
        (target, "{", 400, "SerializationException"),
        (target, "[1]", 400, "SerializationException"),
        (
            target,
            "{\"UserPoolId\": {}}",
            400,
            "SerializationException",
        ),
        (target, "", 400, "InvalidParameterException"),
        (
            "X-Amz-Target: Nonsense\r\n",
            "{}",
            400,
            "UnknownOperationException",
        ),
        ("", "{}", 400, "UnknownOperationException"),
        (
            "Origin: http://evil.example\r\n",
            "{}",
            403,
            "other origins",
        ),
    ] {
        let request = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\n{head}Connection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let (answered, text) = server.raw(request.as_bytes());
        assert_eq!(answered, status, "{head} {body}");
        assert!(text.contains(part), "{text}");
    }
    for request in [
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
    ] {
        assert_eq!(server.raw(request.as_bytes()).0, 403, "{request}");
    }
    for request in [
        "PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "DELETE /pools/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /pools/x/preflight HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    ] {
        assert_eq!(server.raw(request.as_bytes()).0, 405, "{request}");
    }
    for request in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "POST / HTTP/9\r\n\r\n"] {
        assert_eq!(server.raw(request.as_bytes()).0, 400, "{request:?}");
    }
    assert_eq!(
        server.ok("ListUserPools", &json!({"MaxResults": 1}))["UserPools"],
        json!([])
    );
}

#[test]
fn lengths_and_paths_that_are_lies_end_well() {
    let server = Running::new();
    let pool = made_pool(&server);
    let job = made_job(&server, &pool);
    let upload = |path: &str, length: u64| {
        server.raw(
            format!(
                "PUT {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 x-amz-server-side-encryption: aws:kms\r\nContent-Length: {length}\r\n\r\nx"
            )
            .as_bytes(),
        )
    };
    let (status, text) = upload(&path(&job), 2 << 30);
    assert_eq!(status, 400);
    assert!(text.contains("<Code>EntityTooLarge</Code>"), "{text}");
    for path in [
        "/../../../etc/passwd",
        "/123456789012/..%2f..%2f/x?X-Amz-Signature=x",
        "/a/b/c",
        "/%00/%00/%00",
        &path(&job).replacen("import-", "import-%2e", 1),
    ] {
        assert!(matches!(upload(path, 1).0, 400 | 403 | 404), "{path}");
    }
    // A length that was too large for an operation is refused before it is read.
    let mut stream = server.connect();
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483648\r\n\r\n"
    )
    .unwrap();
    let block = vec![b'x'; 1 << 20];
    for _ in 0..4 {
        if stream.write_all(&block).is_err() {
            break;
        }
    }
    let mut start = [0; 12];
    if stream.read_exact(&mut start).is_ok() {
        assert_eq!(&start, b"HTTP/1.1 413");
    }
    drop(stream);
    let job = server.ok(
        "DescribeUserImportJob",
        &json!({"UserPoolId": pool, "JobId": job["JobId"]}),
    );
    assert_eq!(job["UserImportJob"]["Status"], "Created");
}

#[test]
fn others_may_not_connect_unless_that_is_meant() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut config = Config::default();
    config.listen = SocketAddr::from(([0, 0, 0, 0], 0));
    let error = runtime.block_on(Server::bind(config.clone())).unwrap_err();
    assert!(
        matches!(error, ServeError::RemoteNotAllowed { .. }),
        "{error}"
    );
    config.allow_remote = true;
    let error = runtime.block_on(Server::bind(config)).unwrap_err();
    assert!(error.to_string().contains("credentials"), "{error}");
}
