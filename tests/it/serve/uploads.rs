//! Uploads, with S3's rules.

use super::*;

/// Puts a file to an address, with more headers.
pub(super) fn put(server: &Running, path: &str, headers: &str, file: &str) -> (u16, String) {
    server.raw(
        format!(
            "PUT {path} HTTP/1.1\r\nHost: localhost\r\nx-amz-server-side-encryption: aws:kms\r\n\
             {headers}Content-Length: {}\r\nConnection: close\r\n\r\n{file}",
            file.len()
        )
        .as_bytes(),
    )
}

fn code(answer: &str) -> &str {
    let (_, rest) = answer.split_once("<Code>").unwrap_or_default();
    rest.split('<').next().unwrap_or_default()
}

#[test]
fn an_upload_has_a_length() {
    let server = Running::new();
    let pool = made_pool(&server);
    let path = path(&made_job(&server, &pool));
    let head = format!(
        "PUT {path} HTTP/1.1\r\nHost: localhost\r\nx-amz-server-side-encryption: aws:kms\r\n\
         Connection: close\r\n"
    );
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    let (status, text) = server.raw(chunked.as_bytes());
    assert_eq!((status, code(&text)), (501, "NotImplemented"), "{text}");
    let (status, text) = server.raw(format!("{head}\r\n").as_bytes());
    assert_eq!(
        (status, code(&text)),
        (411, "MissingContentLength"),
        "{text}"
    );
    assert_eq!(put(&server, &path, "", "x").0, 200);
}

#[test]
fn the_digest_of_a_file_is_verified() {
    let server = Running::new();
    let pool = made_pool(&server);
    let path = path(&made_job(&server, &pool));
    for (digest, expected) in [
        // Those of "x" and of "y".
        ("ndTkYSaMgDT1yFZOFVxnpg==", (200, "")),
        ("QVKQdpWURg4uSFkikE80XQ==", (400, "BadDigest")),
        ("x", (400, "InvalidDigest")),
        ("ndTkYSaMgDT1yFZOFVxn", (400, "InvalidDigest")),
    ] {
        let (status, text) = put(&server, &path, &format!("Content-MD5: {digest}\r\n"), "x");
        assert_eq!((status, code(&text)), expected, "{digest}: {text}");
    }
}

#[test]
fn a_header_that_was_not_signed_is_refused() {
    let server = Running::new();
    let pool = made_pool(&server);
    let job = made_job(&server, &pool);
    let path = path(&job);
    // S3 verifies the signature before it reads the file: the right checksums of "x" are refused, too.
    for (name, value) in [
        ("x-amz-checksum-crc32", "jNyvgw=="),
        ("x-amz-checksum-crc32", "AAAAAA=="),
        ("x-amz-checksum-crc32c", "AAAAAA=="),
        ("x-amz-checksum-sha1", "EfatjsUqKYSqr98uTXLTcSIxLxo="),
        (
            "x-amz-checksum-sha256",
            "LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=",
        ),
        ("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
        ("x-amz-checksum-md5", "nonsense"),
        ("x-amz-sdk-checksum-algorithm", "CRC32"),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
        ("x-amz-acl", "private"),
        ("x-amz-meta-name", "ana"),
    ] {
        let (status, text) = put(&server, &path, &format!("{name}: {value}\r\n"), "x");
        let answer = (status, code(&text));
        assert_eq!(answer, (403, "AccessDenied"), "{name}: {text}");
        let named = format!("<HeadersNotSigned>{name}</HeadersNotSigned>");
        assert!(text.contains(&named), "{text}");
    }
    let both = "x-amz-checksum-sha1: x\r\nx-amz-acl: private\r\n";
    let (_, text) = put(&server, &path, both, "x");
    assert!(text.contains(">x-amz-checksum-sha1, x-amz-acl<"), "{text}");
    // None of these was taken as the job's file; this one is.
    let start = json!({"UserPoolId": pool, "JobId": job["JobId"]});
    assert_eq!(server.call("StartUserImportJob", &start).0, 400);
    let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let own = format!("x-amz-content-sha256: {hash}\r\n");
    assert_eq!(put(&server, &path, &own, "x").0, 200);
    assert_eq!(server.call("StartUserImportJob", &start).0, 200);
}
