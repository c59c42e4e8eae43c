//! What pages of this and other origins may do, as far as the server decides it.

use super::*;

/// Sends a request with these headers, and returns the status and the whole answer.
fn send(server: &Running, line: &str, headers: &[&str], body: &str) -> (u16, String) {
    let headers = [headers, &[""]].concat().join("\r\n");
    let request = format!(
        "{line} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    let mut stream = server.connect();
    stream.write_all(request.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|code| code.parse().ok());
    (status.unwrap_or(0), text.to_lowercase())
}

const TARGET: &str = "X-Amz-Target: AWSCognitoIdentityProviderService.ListUserPools";

#[test]
fn only_a_page_of_this_server_moves_the_clock() {
    let server = Running::new();
    let own = format!("Origin: http://{}", server.address);
    let advance = r#"{"advance_seconds": 5}"#;
    assert_eq!(send(&server, "POST /_clock", &[&own], advance).0, 200);
    assert_eq!(send(&server, "POST /_clock", &[], advance).0, 200);
    for origin in [
        "http://127.0.0.1:1",
        "http://127.0.0.1",
        "null",
        "https://evil.example",
    ] {
        let origin = format!("Origin: {origin}");
        assert_eq!(
            send(&server, "POST /_clock", &[&origin], advance).0,
            403,
            "{origin}"
        );
    }
}

#[test]
fn the_clock_takes_no_moment_that_cannot_be_expressed() {
    let server = Running::new();
    let pool = made_pool(&server);
    for body in [
        r#"{"set": 1700000000000}"#,
        r#"{"set": -1}"#,
        r#"{"set": 1e300}"#,
        r#"{"advance_seconds": 18446744073709551615}"#,
    ] {
        let (status, text) = send(&server, "POST /_clock", &[], body);
        assert_eq!(status, 400, "{body}");
        assert!(text.contains("from 1970 to the end of 9999"), "{text}");
    }
    made_job(&server, &pool);
    let jobs = server.ok(
        "ListUserImportJobs",
        &json!({"UserPoolId": pool, "MaxResults": 9}),
    );
    assert_eq!(jobs["UserImportJobs"].as_array().unwrap().len(), 1);
}

#[test]
fn an_allowed_application_calls_operations_only() {
    let mut config = Config::default();
    config.allow_origins = vec!["http://localhost:3000".to_owned()];
    let server = Running::with(config);
    let origin = "Origin: http://localhost:3000";
    let asked =
        "Access-Control-Request-Headers: cache-control,content-type,x-amz-target,x-amz-user-agent";
    let method = "Access-Control-Request-Method: POST";
    let (status, text) = send(&server, "OPTIONS /", &[origin, asked, method], "");
    assert_eq!(status, 200);
    for part in [
        "access-control-allow-origin: http://localhost:3000",
        "access-control-allow-methods: get,head,post",
        "access-control-max-age: ",
        "cache-control,content-type",
        "x-amz-target,x-amz-user-agent",
        "vary: origin",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let (status, text) = send(&server, "POST /", &[origin, TARGET], r#"{"MaxResults": 1}"#);
    assert_eq!(status, 200, "{text}");
    assert!(
        text.contains("access-control-allow-origin: http://localhost:3000"),
        "{text}"
    );
    assert!(
        text.contains("access-control-expose-headers: x-amzn-requestid"),
        "{text}"
    );
    for line in [
        "GET /",
        "POST /_clock",
        "GET /style.css",
        "OPTIONS /_clock",
        "PUT /a/b/c",
    ] {
        let (status, text) = send(&server, line, &[origin], "");
        assert_eq!(status, 403, "{line}");
        assert!(
            !text.contains("access-control-allow-origin"),
            "{line}: {text}"
        );
    }
    // Without the option nothing of this is answered.
    let server = Running::new();
    let (status, text) = send(&server, "OPTIONS /", &[origin, asked, method], "");
    assert_eq!(status, 403);
    assert!(!text.contains("access-control"), "{text}");
}

#[test]
fn a_request_names_one_host() {
    let server = Running::new();
    let twice = b"GET /_health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(twice).0, 400);
    let absolute =
        b"GET http://evil.example/_health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(absolute).0, 400);
}

#[test]
fn the_form_has_a_bound_for_its_token() {
    let server = Running::new();
    let pool = made_pool(&server);
    let token = "a".repeat(1 << 20);
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{token}\r\n--x--\r\n"
    );
    let line = format!("POST /pools/{pool}/preflight");
    let kind = "Content-Type: multipart/form-data; boundary=x";
    let (status, text) = send(&server, &line, &[kind], &body);
    assert_eq!(status, 403, "{text}");
}

#[test]
fn the_page_sends_its_own_form_with_its_origin() {
    let server = Running::new();
    let (_, text) = send(&server, "GET /", &[], "");
    assert!(text.contains("referrer-policy: same-origin"), "{text}");
}
