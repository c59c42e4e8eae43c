//! What sign-in adds to the port: documents of a pool, and operations without a signature.

use std::sync::atomic::{AtomicUsize, Ordering};

use cognito_preflight::serve::{Credentials, Issuer};

use super::*;

fn get(server: &Running, path: &str) -> (u16, Value) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let (status, body) = server.raw(request.as_bytes());
    (status, serde_json::from_str(&body).unwrap_or_default())
}

#[test]
fn the_documents_of_a_pool_are_where_libraries_look_for_them() {
    let server = Running::new();
    let pool = made_pool(&server);
    let (status, jwks) = get(&server, &format!("/{pool}/.well-known/jwks.json"));
    assert_eq!(status, 200);
    let keys = jwks["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert_eq!(
            (&key["alg"], &key["kty"], &key["use"]),
            (&json!("RS256"), &json!("RSA"), &json!("sig"))
        );
        assert_eq!(key["e"], "AQAB");
        // 2048 bits without a zero before them.
        assert_eq!(key["n"].as_str().unwrap().len(), 342);
        assert!(key.get("d").is_none());
    }
    let again = get(&server, &format!("/{pool}/.well-known/jwks.json"));
    assert_eq!(again, (200, jwks));
    let (status, document) = get(
        &server,
        &format!("/{pool}/.well-known/openid-configuration"),
    );
    assert_eq!(status, 200);
    assert_eq!(
        document["issuer"],
        format!("https://cognito-idp.us-east-1.amazonaws.com/{pool}")
    );
    let here = format!("http://{}/{pool}", server.address);
    assert_eq!(
        document["jwks_uri"],
        format!("{here}/.well-known/jwks.json")
    );
    let (status, error) = get(&server, "/us-east-1_none/.well-known/jwks.json");
    assert_eq!(
        (status, &error["__type"]),
        (404, &json!("ResourceNotFoundException"))
    );
    let mut config = Config::default();
    config.issuer = Issuer::Local;
    let local = Running::with(config);
    let pool = made_pool(&local);
    let (_, document) = get(&local, &format!("/{pool}/.well-known/openid-configuration"));
    assert_eq!(
        document["issuer"],
        format!("http://{}/{pool}", local.address)
    );
}

#[test]
fn no_number_of_sign_ins_holds_up_other_operations() {
    const SIGN_INS: usize = 120;
    let server = Running::new();
    let pool = made_pool(&server);
    let hash = bcrypt::hash("correct horse", 8).unwrap();
    secrets::import(&server, &pool, &hash);
    let client = server.ok(
        "CreateUserPoolClient",
        &json!({"UserPoolId": pool, "ClientName": "web", "ExplicitAuthFlows": ["USER_PASSWORD_AUTH"]}),
    )["UserPoolClient"]["ClientId"]
        .clone();
    let sign_in = || {
        let request = json!({"ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ana", "PASSWORD": "correct horse"}});
        server.ok("InitiateAuth", &request)
    };
    // The keys of the pool are made at its first token.
    sign_in();
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..SIGN_INS {
            scope.spawn(|| {
                sign_in();
                done.fetch_add(1, Ordering::Relaxed);
            });
        }
        while done.load(Ordering::Relaxed) < 3 {
            thread::yield_now();
        }
        server.ok("DescribeUserPool", &json!({"UserPoolId": pool}));
        let done = done.load(Ordering::Relaxed);
        assert!(done < SIGN_INS / 2, "{done} sign-ins came first");
    });
}

#[test]
fn only_what_applications_call_needs_no_signature() {
    let mut config = Config::default();
    config.allow_remote = true;
    config.credentials = Some(Credentials::new("key", "secret").unwrap());
    let server = Running::with(config);
    let request = json!({"ClientId": "none", "AuthFlow": "USER_PASSWORD_AUTH",
        "UserPoolId": "us-east-1_none", "AccessToken": "x", "Token": "x", "RefreshToken": "x",
        "ChallengeName": "PASSWORD_VERIFIER", "ProposedPassword": "x", "Username": "x"});
    for target in [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetTokensFromRefreshToken",
        "GetUser",
        "RevokeToken",
        "GlobalSignOut",
        "ChangePassword",
        "ForgotPassword",
        "ConfirmForgotPassword",
    ] {
        assert_eq!(server.call(target, &request).0, 400, "{target}");
    }
    for target in [
        "AdminInitiateAuth",
        "AdminRespondToAuthChallenge",
        "AdminUserGlobalSignOut",
        "AdminSetUserPassword",
        "AdminResetUserPassword",
        "CreateUserPoolClient",
        "DescribeUserPoolClient",
        "ListUsers",
        "NoSuchOperation",
    ] {
        let (status, answer) = server.call(target, &request);
        assert_eq!(
            (status, &answer["__type"]),
            (403, &json!("MissingAuthenticationTokenException")),
            "{target}"
        );
    }
    assert_eq!(get(&server, "/us-east-1_none/.well-known/jwks.json").0, 404);
}
