//! Connections that are slow, silent, many, or not those of a client at all.

use std::time::Instant;

use cognito_preflight::serve::Credentials;

use super::*;

const HEALTH: &[u8] = b"GET /_health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

#[test]
fn slow_and_many_connections_keep_no_client_out() {
    let server = Running::new();
    // Bodies that never come.
    let slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = server.connect();
            write!(
                stream,
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{{"
            )
            .unwrap();
            stream
        })
        .collect();
    server.ok("ListUserPools", &json!({"MaxResults": 1}));
    // Five thousand that send half a request and no more, some hundred at a time.
    for _ in 0..10 {
        let half: Vec<_> = (0..500)
            .filter_map(|_| {
                let mut stream = TcpStream::connect(server.address).ok()?;
                let _ = stream.write_all(b"POST / HTTP/1.1\r\nHost: localh");
                Some(stream)
            })
            .collect();
        let begun = Instant::now();
        while server.raw(HEALTH).0 != 200 {
            assert!(begun.elapsed() < Duration::from_secs(10));
            thread::sleep(Duration::from_millis(20));
        }
        drop(half);
    }
    drop(slow);
    assert_eq!(server.raw(HEALTH).0, 200);
}

#[test]
fn connections_that_stay_silent_give_up_their_place() {
    let server = Running::new();
    // More than there are places, and all of them stay.
    let silent: Vec<_> = (0..400)
        .filter_map(|_| TcpStream::connect(server.address).ok())
        .collect();
    thread::sleep(Duration::from_millis(1500));
    for _ in 0..10 {
        server.ok("ListUserPools", &json!({"MaxResults": 1}));
    }
    drop(silent);
}

#[test]
fn unfinished_bodies_give_up_their_place() {
    let server = Running::new();
    // More than there are places, each with a body that goes on a byte now and then.
    let mut slow: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = server.connect();
            let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{";
            let _ = stream.write_all(head.as_bytes());
            stream
        })
        .collect();
    let begun = Instant::now();
    let mut answered = 0;
    while answered < 5 {
        for stream in &mut slow {
            let _ = stream.write_all(b" ");
        }
        answered += usize::from(server.raw(HEALTH).0 == 200);
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "{answered} answers"
        );
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn the_body_of_a_stranger_is_not_waited_for() {
    let mut config = Config::default();
    config.allow_remote = true;
    config.credentials = Some(Credentials::new("key", "secret").unwrap());
    let server = Running::with(config);
    let unsigned = "";
    let of_another = "Authorization: AWS4-HMAC-SHA256 Credential=other/20261127/us-east-1/cognito-idp/\
        aws4_request, SignedHeaders=host, Signature=a\r\n";
    for (head, part) in [
        (unsigned, "MissingAuthenticationTokenException"),
        (of_another, "UnrecognizedClientException"),
    ] {
        let begun = Instant::now();
        let (status, text) = server.raw(
            format!(
                "POST / HTTP/1.1\r\nHost: localhost\r\n\
                 X-Amz-Target: AWSCognitoIdentityProviderService.ListUserPools\r\n{head}\
                 Connection: close\r\nContent-Length: 100\r\n\r\n{{"
            )
            .as_bytes(),
        );
        assert!(matches!(status, 400 | 403), "{status}");
        assert!(text.contains(part), "{text}");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn other_services_are_answered_in_xml_that_says_what_is_served() {
    let server = Running::new();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let s3 = "Authorization: AWS4-HMAC-SHA256 Credential=k/20261127/us-east-1/s3/aws4_request, \
              SignedHeaders=host, Signature=a\r\n";
    for (line, head, body) in [
        (
            "POST /",
            form,
            "Action=GetCallerIdentity&Version=2011-06-15",
        ),
        ("GET /", s3, ""),
        ("PUT /bucket/users.csv", s3, ""),
    ] {
        let (status, text) = server.raw(
            format!(
                "{line} HTTP/1.1\r\nHost: localhost\r\n{head}Connection: close\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .as_bytes(),
        );
        assert_eq!(status, 501, "{line}");
        assert!(text.starts_with("<?xml"), "{text}");
        assert!(
            text.contains("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"),
            "{text}"
        );
        assert_eq!(text.contains("<ErrorResponse>"), head == form);
    }
}
