//! Imported users sign in with their passwords, and what their tokens can do.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use super::*;

pub(super) const PASSWORD: &str = "correct horse battery staple";
/// The cheapest recorded hash of the password.
const HASH: &str = "$2b$04$";

/// A service with users who were imported with a hash, and one without, and a client of these flows.
pub(super) struct Shop {
    pub(super) service: ImportService,
    pub(super) pool: String,
    pub(super) client: Value,
}

impl Shop {
    pub(super) fn new(extra: &Value) -> Self {
        let service = ImportService::in_memory().unwrap();
        let pool = pool(&service, &json!({"AliasAttributes": ["email"]}));
        let hash = bcrypt::hash(PASSWORD, 4).unwrap();
        assert!(hash.starts_with(HASH));
        let job = job(&service, &pool, Some("BCRYPT"));
        let key = JobKey::new(&pool, &job.job_id);
        let rows: [&[(&str, &str)]; 2] = [
            &[
                ("cognito:username", "ana"),
                ("email", "ana@example.com"),
                ("given_name", "Ana"),
                ("password_hash", &hash),
            ],
            &[("cognito:username", "bo"), ("email", "bo@example.com")],
        ];
        service.upload(&key, &file(&service, &pool, &rows)).unwrap();
        service.start(&key).unwrap();
        assert_eq!(service.wait(&key).unwrap().imported_users, 2);
        let mut input = json!({"UserPoolId": pool, "ClientName": "web", "ExplicitAuthFlows": [
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]});
        for (name, value) in extra.as_object().unwrap() {
            input[name] = value.clone();
        }
        let client = ok(&service, "CreateUserPoolClient", &input)["UserPoolClient"].clone();
        Self {
            service,
            pool,
            client,
        }
    }

    pub(super) fn start(&self, flow: &str, parameters: &Value) -> Result<Value, ApiError> {
        let request = json!({"AuthFlow": flow, "ClientId": self.client["ClientId"],
            "AuthParameters": parameters});
        call(&self.service, "InitiateAuth", &request)
    }

    pub(super) fn sign_in(&self, name: &str, password: &str) -> Result<Value, ApiError> {
        let parameters = json!({"USERNAME": name, "PASSWORD": password});
        let answer = self.start("USER_PASSWORD_AUTH", &parameters)?;
        assert_eq!(answer["ChallengeParameters"], json!({}));
        Ok(answer["AuthenticationResult"].clone())
    }

    pub(super) fn get_user(&self, tokens: &Value) -> Result<Value, ApiError> {
        call(
            &self.service,
            "GetUser",
            &json!({"AccessToken": tokens["AccessToken"]}),
        )
    }

    pub(super) fn advance(&self, seconds: u64) {
        let clock = &self.service.settings().clock;
        clock.advance(Duration::from_secs(seconds)).unwrap();
    }
}

pub(super) fn refusal(answer: Result<Value, ApiError>) -> (&'static str, String) {
    let error = answer.expect_err("a refusal");
    (error.kind().as_str(), error.message().to_owned())
}

pub(super) fn refused(message: &str) -> (&'static str, String) {
    ("NotAuthorizedException", message.to_owned())
}

fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

fn header(token: &Value) -> Value {
    let head = token.as_str().unwrap().split('.').next().unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(head).unwrap()).unwrap()
}

#[test]
fn an_imported_user_signs_in_with_the_password_of_the_hash() {
    let shop = Shop::new(&json!({}));
    for name in ["ana", "ana@example.com"] {
        let tokens = shop.sign_in(name, PASSWORD).unwrap();
        assert_eq!(tokens["TokenType"], "Bearer");
        assert_eq!(tokens["ExpiresIn"], 3600);
        assert_eq!(
            tokens["RefreshToken"].as_str().unwrap().split('.').count(),
            5
        );
        let user = shop.get_user(&tokens).unwrap();
        assert_eq!(user["Username"], "ana");
        assert!(user.get("UserStatus").is_none());
    }
    let (_, stored) = shop
        .service
        .store()
        .user_named(&shop.pool, "ana")
        .unwrap()
        .unwrap();
    assert!(stored.verifier.is_some() && stored.password_hash.is_none());
    // From here on the verifier is what is asked.
    assert!(shop.sign_in("ana", PASSWORD).is_ok());
    let wrong = refusal(shop.sign_in("ana", "another"));
    assert_eq!(wrong, refused("Incorrect username or password."));
}

#[test]
fn the_checks_have_the_order_and_the_words_of_the_service() {
    let shop = Shop::new(&json!({}));
    let invalid = |message: &str| ("InvalidParameterException", message.to_owned());
    let no_client = json!({"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "none"});
    assert_eq!(
        refusal(call(&shop.service, "InitiateAuth", &no_client)),
        (
            "ResourceNotFoundException",
            "User pool client none does not exist.".to_owned()
        )
    );
    assert_eq!(
        refusal(shop.start("FAX", &json!({}))),
        invalid(
            "1 validation error detected: Value 'FAX' at 'authFlow' failed to satisfy constraint: \
             Member must satisfy enum value set: [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, \
             CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]"
        )
    );
    let method = invalid("Initiate Auth method not supported.");
    assert_eq!(refusal(shop.start("ADMIN_NO_SRP_AUTH", &json!({}))), method);
    let admin = json!({"UserPoolId": shop.pool, "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": shop.client["ClientId"]});
    assert_eq!(
        refusal(call(&shop.service, "AdminInitiateAuth", &admin)),
        method
    );
    for missing in ["USERNAME", "PASSWORD"] {
        let mut parameters = json!({"USERNAME": "ana", "PASSWORD": PASSWORD});
        parameters.as_object_mut().unwrap().remove(missing);
        assert_eq!(
            refusal(shop.start("USER_PASSWORD_AUTH", &parameters)),
            invalid(&format!("Missing required parameter {missing}"))
        );
    }
    assert_eq!(
        refusal(shop.sign_in("nobody", PASSWORD)),
        ("UserNotFoundException", "User does not exist.".to_owned())
    );
    assert_eq!(
        refusal(shop.sign_in("bo", PASSWORD)),
        (
            "PasswordResetRequiredException",
            "Password reset required for the user".to_owned()
        )
    );
    let mut disable = |user: &mut crate::import_job::User| {
        user.enabled = false;
        None
    };
    shop.service
        .store()
        .change_user(&shop.pool, 2, &mut disable)
        .unwrap();
    assert_eq!(
        refusal(shop.sign_in("bo", PASSWORD)),
        refused("User is disabled.")
    );
    let closed = Shop::new(&json!({"ExplicitAuthFlows": ["CUSTOM_AUTH_FLOW_ONLY"]}));
    assert_eq!(
        refusal(closed.sign_in("ana", PASSWORD)),
        invalid("USER_PASSWORD_AUTH flow not enabled for this client")
    );
}

#[test]
fn a_client_that_hides_users_answers_alike() {
    let shop = Shop::new(&json!({"PreventUserExistenceErrors": "ENABLED"}));
    for (name, password) in [("nobody", PASSWORD), ("bo", PASSWORD), ("ana", "another")] {
        assert_eq!(
            refusal(shop.sign_in(name, password)),
            refused("Incorrect username or password."),
            "{name}"
        );
    }
}

#[test]
fn a_secret_is_asked_for_before_the_user_is_looked_up() {
    let shop = Shop::new(&json!({"GenerateSecret": true}));
    let id = shop.client["ClientId"].as_str().unwrap();
    let secret = shop.client["ClientSecret"].as_str().unwrap();
    let hash = |name: &str| {
        use hmac::{Hmac, KeyInit, Mac};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{name}{id}").as_bytes());
        base64::prelude::BASE64_STANDARD.encode(mac.finalize().into_bytes())
    };
    assert_eq!(
        refusal(shop.sign_in("nobody", PASSWORD)),
        refused(&format!(
            "Client {id} is configured for secret but secret was not received"
        ))
    );
    let with = |name: &str, of: &str| {
        let parameters = json!({"USERNAME": name, "PASSWORD": PASSWORD, "SECRET_HASH": hash(of)});
        shop.start("USER_PASSWORD_AUTH", &parameters)
    };
    let unable = refused(&format!("Unable to verify secret hash for client {id}"));
    assert_eq!(refusal(with("ana", "bo")), unable);
    // The hash is of the name as it was sent.
    assert_eq!(refusal(with("ana@example.com", "ana")), unable);
    let tokens =
        with("ana@example.com", "ana@example.com").unwrap()["AuthenticationResult"].clone();
    let refresh = |of: &str| {
        let parameters = json!({"REFRESH_TOKEN": tokens["RefreshToken"], "SECRET_HASH": hash(of)});
        shop.start("REFRESH_TOKEN_AUTH", &parameters)
    };
    assert_eq!(refusal(refresh("ana@example.com")), unable);
    assert!(refresh("ana").is_ok());
    let by_secret = |secret: &str| {
        let request = json!({"RefreshToken": tokens["RefreshToken"], "ClientId": id,
            "ClientSecret": secret});
        call(&shop.service, "GetTokensFromRefreshToken", &request)
    };
    assert!(by_secret(secret).is_ok());
    assert_eq!(
        by_secret(&"x".repeat(30)).unwrap_err().kind(),
        ErrorKind::NotAuthorized
    );
}

#[test]
fn tokens_have_the_claims_of_the_service() {
    let shop = Shop::new(&json!({}));
    let tokens = shop.sign_in("ana", PASSWORD).unwrap();
    let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
    let user = shop.get_user(&tokens).unwrap();
    let sub = &user["UserAttributes"][0]["Value"];
    let names =
        |claims: &Value| -> Vec<String> { claims.as_object().unwrap().keys().cloned().collect() };
    let mut expected = vec![
        "sub",
        "iss",
        "client_id",
        "origin_jti",
        "event_id",
        "token_use",
        "scope",
        "auth_time",
        "exp",
        "iat",
        "jti",
        "username",
    ];
    let mut found = names(&access);
    expected.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, expected);
    let issuer = format!("https://cognito-idp.us-east-1.amazonaws.com/{}", shop.pool);
    for claims in [&access, &id] {
        assert_eq!(claims["sub"], *sub);
        assert_eq!(claims["iss"], issuer);
        assert_eq!(
            claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
            3600
        );
        assert_eq!(claims["auth_time"], claims["iat"]);
    }
    assert_eq!(access["client_id"], shop.client["ClientId"]);
    assert_eq!(
        (&access["token_use"], &access["username"]),
        (&json!("access"), &json!("ana"))
    );
    assert_eq!(access["scope"], "aws.cognito.signin.user.admin");
    assert_eq!(id["aud"], shop.client["ClientId"]);
    assert_eq!(
        (&id["token_use"], &id["cognito:username"]),
        (&json!("id"), &json!("ana"))
    );
    assert_eq!(id["email"], "ana@example.com");
    assert_eq!(id["email_verified"], true);
    assert_eq!(id["phone_number_verified"], false);
    assert_eq!(id["given_name"], "Ana");
    assert_ne!(access["jti"], id["jti"]);
    assert_eq!(access["origin_jti"], id["origin_jti"]);
    let jwks = shop.service.jwks(&shop.pool).unwrap();
    let kids: Vec<&Value> = jwks["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["kid"])
        .collect();
    assert_eq!(
        header(&tokens["IdToken"]),
        json!({"kid": kids[0], "alg": "RS256"})
    );
    assert_eq!(
        header(&tokens["AccessToken"]),
        json!({"kid": kids[1], "alg": "RS256"})
    );
    assert_ne!(kids[0], kids[1]);
    assert_eq!(kids[0].as_str().unwrap().len(), 44);
    assert!(shop.service.jwks("us-east-1_none").is_err());
}

#[test]
fn a_client_reads_only_its_attributes() {
    let shop = Shop::new(&json!({"ReadAttributes": ["email"], "EnableTokenRevocation": false}));
    let tokens = shop.sign_in("ana", PASSWORD).unwrap();
    let id = claims(&tokens["IdToken"]);
    assert_eq!(id["email"], "ana@example.com");
    for absent in ["email_verified", "given_name", "origin_jti"] {
        assert!(id.get(absent).is_none(), "{absent}");
    }
    let revoke = json!({"Token": tokens["RefreshToken"], "ClientId": shop.client["ClientId"]});
    assert_eq!(
        kind(&shop.service, "RevokeToken", &revoke),
        ErrorKind::UnsupportedOperation
    );
}

#[test]
fn a_refresh_keeps_the_sign_in_and_answers_no_refresh_token() {
    let shop = Shop::new(&json!({}));
    let first = shop.sign_in("ana", PASSWORD).unwrap();
    shop.advance(3600);
    let expired = refused("Access Token has expired");
    assert_eq!(refusal(shop.get_user(&first)), expired);
    for flow in ["REFRESH_TOKEN", "REFRESH_TOKEN_AUTH"] {
        let answer = shop
            .start(flow, &json!({"REFRESH_TOKEN": first["RefreshToken"]}))
            .unwrap();
        let tokens = &answer["AuthenticationResult"];
        assert!(tokens.get("RefreshToken").is_none());
        assert!(shop.get_user(tokens).is_ok());
        let (old, new) = (
            claims(&first["AccessToken"]),
            claims(&tokens["AccessToken"]),
        );
        for same in ["sub", "auth_time", "origin_jti", "event_id"] {
            assert_eq!(old[same], new[same], "{same}");
        }
        assert_ne!(old["jti"], new["jti"]);
    }
    shop.advance(30 * 86_400);
    let refresh =
        |token: &Value| refusal(shop.start("REFRESH_TOKEN", &json!({"REFRESH_TOKEN": token})));
    assert_eq!(
        refresh(&first["RefreshToken"]),
        refused("Refresh Token has expired")
    );
    assert_eq!(
        refresh(&json!("a.b.c.d.e")),
        refused("Invalid Refresh Token")
    );
    // A token of another client is not known here.
    let other = json!({"UserPoolId": shop.pool, "ClientName": "other"});
    let other = ok(&shop.service, "CreateUserPoolClient", &other)["UserPoolClient"].clone();
    let request = json!({"RefreshToken": first["RefreshToken"], "ClientId": other["ClientId"]});
    let taken = call(&shop.service, "GetTokensFromRefreshToken", &request);
    assert_eq!(refusal(taken), refused("Invalid Refresh Token"));
}

#[test]
fn tokens_rotate_where_the_client_says_so() {
    let shop = Shop::new(&json!({
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10}}));
    let first = shop.sign_in("ana", PASSWORD).unwrap();
    let refresh = |token: &Value| {
        let request = json!({"RefreshToken": token, "ClientId": shop.client["ClientId"]});
        let answer = call(&shop.service, "GetTokensFromRefreshToken", &request)?;
        Ok(answer["AuthenticationResult"].clone())
    };
    let second = refresh(&first["RefreshToken"]).unwrap();
    assert_ne!(second["RefreshToken"], first["RefreshToken"]);
    // In its grace the token before is taken once more, and has no other successor.
    let again = refresh(&first["RefreshToken"]).unwrap();
    assert!(again.get("RefreshToken").is_none());
    shop.advance(10);
    let (kind, _) = refusal(refresh(&first["RefreshToken"]));
    assert_eq!(kind, "RefreshTokenReuseException");
    assert!(refresh(&second["RefreshToken"]).unwrap()["RefreshToken"].is_string());
}

#[test]
fn what_was_revoked_or_signed_out_never_works_again() {
    let shop = Shop::new(&json!({}));
    let id = &shop.client["ClientId"];
    let (one, two) = (
        shop.sign_in("ana", PASSWORD).unwrap(),
        shop.sign_in("ana", PASSWORD).unwrap(),
    );
    let refresh = |tokens: &Value| {
        shop.start(
            "REFRESH_TOKEN",
            &json!({"REFRESH_TOKEN": tokens["RefreshToken"]}),
        )
    };
    ok(
        &shop.service,
        "RevokeToken",
        &json!({"Token": one["RefreshToken"], "ClientId": id}),
    );
    assert_eq!(
        refusal(shop.get_user(&one)),
        refused("Access Token has been revoked")
    );
    assert_eq!(
        refusal(refresh(&one)),
        refused("Refresh Token has been revoked")
    );
    assert!(shop.get_user(&two).is_ok());
    let access = json!({"Token": two["AccessToken"], "ClientId": id});
    assert_eq!(
        kind(&shop.service, "RevokeToken", &access),
        ErrorKind::UnsupportedTokenType
    );
    ok(
        &shop.service,
        "GlobalSignOut",
        &json!({"AccessToken": two["AccessToken"]}),
    );
    assert_eq!(
        refusal(shop.get_user(&two)),
        refused("Access Token has been revoked")
    );
    assert_eq!(
        refusal(refresh(&two)),
        refused("Refresh Token has been revoked")
    );
    let three = shop.sign_in("ana", PASSWORD).unwrap();
    let ana = json!({"UserPoolId": shop.pool, "Username": "ana"});
    ok(&shop.service, "AdminUserGlobalSignOut", &ana);
    assert_eq!(
        refusal(shop.get_user(&three)),
        refused("Access Token has been revoked")
    );
    let four = shop.sign_in("ana", PASSWORD).unwrap();
    ok(&shop.service, "AdminDeleteUser", &ana);
    assert!(shop.get_user(&four).is_err());
    assert_eq!(refusal(refresh(&four)), refused("Invalid Refresh Token"));
}

#[test]
fn a_token_that_was_changed_or_is_of_another_kind_is_not_taken() {
    let shop = Shop::new(&json!({}));
    let tokens = shop.sign_in("ana", PASSWORD).unwrap();
    let token = tokens["AccessToken"].as_str().unwrap();
    let [head, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        panic!("three parts");
    };
    let mut other = claims(&tokens["AccessToken"]);
    other["username"] = json!("bo");
    let other = BASE64_URL_SAFE_NO_PAD.encode(other.to_string());
    for changed in [
        format!("{head}.{other}.{signature}"),
        format!("{head}.{payload}."),
        format!("{head}.{payload}.{}", &signature[1..]),
        format!("{payload}.{signature}"),
        "x".to_owned(),
        tokens["IdToken"].as_str().unwrap().to_owned(),
    ] {
        let answer = shop.get_user(&json!({"AccessToken": changed}));
        assert_eq!(
            refusal(answer),
            refused("Invalid Access Token"),
            "{changed}"
        );
    }
}

#[test]
fn wrong_passwords_lock_a_user_for_a_while() {
    let shop = Shop::new(&json!({}));
    let incorrect = refused("Incorrect username or password.");
    for _ in 0..5 {
        assert_eq!(refusal(shop.sign_in("ana", "another")), incorrect);
    }
    let locked = refused("Password attempts exceeded");
    assert_eq!(refusal(shop.sign_in("ana", PASSWORD)), locked);
    shop.advance(1);
    assert!(shop.sign_in("ana", PASSWORD).is_ok());
    assert_eq!(refusal(shop.sign_in("ana", "another")), incorrect);
}

#[test]
fn a_user_changes_the_password() {
    let shop = Shop::new(&json!({}));
    let tokens = shop.sign_in("ana", PASSWORD).unwrap();
    let change = |previous: &str, proposed: &str| {
        let request = json!({"AccessToken": tokens["AccessToken"], "PreviousPassword": previous,
            "ProposedPassword": proposed});
        call(&shop.service, "ChangePassword", &request)
    };
    // White space is not admitted, as in any password that is set (BOTO).
    let (kind, message) = refusal(change("a b", "N3w-password"));
    assert_eq!(kind, "InvalidParameterException");
    assert!(!message.contains("a b"), "{message}");
    assert_eq!(
        refusal(change("another", "N3w-password")),
        refused("Incorrect username or password.")
    );
    let set = json!({"AccessToken": tokens["AccessToken"], "ProposedPassword": "N3w-password"});
    assert_eq!(
        refusal(call(&shop.service, "ChangePassword", &set)),
        refused("Incorrect username or password.")
    );
}
