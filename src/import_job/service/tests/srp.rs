//! SRP, and challenges: each is answered once, in its time, by the client that has it.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::sign_in::{PASSWORD, Shop, refusal, refused};
use super::*;
use crate::import_job::{PasswordVerifier, sign_in::SrpClient};

const FLOWS: [&str; 3] = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
];

/// The time of the machine, as the libraries write it.
fn now() -> String {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    at(seconds)
}

fn at(seconds: u64) -> String {
    // Every second of a day that needs no calendar: the tests below only move by minutes.
    let (mut days, second) = (seconds / 86_400, seconds % 86_400);
    let mut year = 1970;
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [
        31,
        28 + u64::from(leap(year)),
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!(
        "Sat {} {} {hour:02}:{minute:02}:{second:02} UTC {year}",
        names[month],
        days + 1
    )
}

impl Shop {
    fn begin(&self, name: &str) -> Result<Value, ApiError> {
        let srp_a = SrpClient::new().srp_a();
        self.start("USER_SRP_AUTH", &json!({"USERNAME": name, "SRP_A": srp_a}))
    }

    /// What a library answers to a challenge.
    fn claim(&self, challenge: &Value, password: &str, timestamp: &str) -> Value {
        let parameters = &challenge["ChallengeParameters"];
        let text = |name: &str| parameters[name].as_str().unwrap();
        let block = text("SECRET_BLOCK");
        let signature = SrpClient::new().sign(
            (text("SRP_B"), text("SALT")),
            (&self.pool, text("USER_ID_FOR_SRP"), password),
            (&BASE64_STANDARD.decode(block).unwrap(), timestamp),
        );
        json!({
            "ClientId": self.client["ClientId"],
            "ChallengeName": "PASSWORD_VERIFIER",
            "Session": challenge["Session"],
            "ChallengeResponses": {
                "USERNAME": text("USER_ID_FOR_SRP"),
                "PASSWORD_CLAIM_SECRET_BLOCK": block,
                "PASSWORD_CLAIM_SIGNATURE": BASE64_STANDARD.encode(signature),
                "TIMESTAMP": timestamp,
            },
        })
    }

    fn respond(&self, answer: &Value) -> Result<Value, ApiError> {
        call(&self.service, "RespondToAuthChallenge", answer)
    }
}

fn srp_shop(extra: &Value) -> Shop {
    let mut members = json!({"ExplicitAuthFlows": FLOWS});
    for (name, value) in extra.as_object().unwrap() {
        members[name] = value.clone();
    }
    Shop::new(&members)
}

#[test]
fn srp_signs_a_user_in_once_the_password_is_known() {
    let shop = srp_shop(&json!({}));
    let incorrect = refused("Incorrect username or password.");
    assert_eq!(
        refusal(shop.begin("ana")),
        incorrect,
        "a hash alone does not do"
    );
    shop.sign_in("ana", PASSWORD).unwrap();
    let challenge = shop.begin("ana@example.com").unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], "ana");
    let session = challenge["Session"].as_str().unwrap();
    assert!(
        (1_000..=2_048).contains(&session.len()),
        "{}",
        session.len()
    );
    let tokens = shop
        .respond(&shop.claim(&challenge, PASSWORD, &now()))
        .unwrap();
    assert!(shop.get_user(&tokens["AuthenticationResult"]).is_ok());
    let challenge = shop.begin("ana").unwrap();
    assert_eq!(
        refusal(shop.respond(&shop.claim(&challenge, "another", &now()))),
        incorrect
    );
    // Some libraries send no session back here.
    let challenge = shop.begin("ana").unwrap();
    let mut answer = shop.claim(&challenge, PASSWORD, &now());
    answer.as_object_mut().unwrap().remove("Session");
    assert!(shop.respond(&answer).is_ok());
}

#[test]
fn a_challenge_is_answered_once_in_its_time_by_its_client() {
    let shop = srp_shop(&json!({}));
    shop.sign_in("ana", PASSWORD).unwrap();
    let challenge = shop.begin("ana").unwrap();
    let answer = shop.claim(&challenge, PASSWORD, &now());
    let other = json!({"UserPoolId": shop.pool, "ClientName": "other"});
    let other = ok(&shop.service, "CreateUserPoolClient", &other)["UserPoolClient"].clone();
    let mut of_another = answer.clone();
    of_another["ClientId"] = other["ClientId"].clone();
    let unknown = refused("Invalid session for the user.");
    assert_eq!(refusal(shop.respond(&of_another)), unknown);
    let mut bogus = answer.clone();
    bogus["Session"] = json!("x".repeat(40));
    assert_eq!(refusal(shop.respond(&bogus)), unknown);
    let mut other_name = answer.clone();
    other_name["ChallengeName"] = json!("NEW_PASSWORD_REQUIRED");
    other_name["ChallengeResponses"]["NEW_PASSWORD"] = json!("N3w-password");
    assert!(shop.respond(&answer).is_ok());
    let once = refused("Invalid session for the user, session can only be used once.");
    assert_eq!(refusal(shop.respond(&answer)), once);
    let challenge = shop.begin("ana").unwrap();
    let answer = shop.claim(&challenge, PASSWORD, &now());
    other_name["Session"] = answer["Session"].clone();
    assert_eq!(refusal(shop.respond(&other_name)), unknown);
    assert_eq!(refusal(shop.respond(&answer)), once);
    let challenge = shop.begin("ana").unwrap();
    shop.advance(3 * 60);
    let old = refused("Invalid session for the user, session is expired.");
    assert_eq!(
        refusal(shop.respond(&shop.claim(&challenge, PASSWORD, &now()))),
        old
    );
}

#[test]
fn a_claim_that_was_changed_or_is_old_is_refused() {
    let shop = srp_shop(&json!({}));
    shop.sign_in("ana", PASSWORD).unwrap();
    let incorrect = refused("Incorrect username or password.");
    let answered = |change: &dyn Fn(&mut Value), timestamp: &str| {
        let challenge = shop.begin("ana").unwrap();
        let mut answer = shop.claim(&challenge, PASSWORD, timestamp);
        change(&mut answer["ChallengeResponses"]);
        let answer = refusal(shop.respond(&answer));
        shop.sign_in("ana", PASSWORD).unwrap();
        answer
    };
    let changed = |name: &'static str, value: &'static str| {
        answered(&|responses| responses[name] = json!(value), &now())
    };
    assert_eq!(changed("PASSWORD_CLAIM_SECRET_BLOCK", "AAAA"), incorrect);
    assert_eq!(changed("PASSWORD_CLAIM_SIGNATURE", "AAAA"), incorrect);
    assert_eq!(changed("TIMESTAMP", "now"), incorrect);
    for timestamp in [at(1_700_000_000), at(4_000_000_000)] {
        assert_eq!(answered(&|_| {}, &timestamp), incorrect, "{timestamp}");
    }
    let missing = shop.begin("ana").unwrap();
    let mut answer = shop.claim(&missing, PASSWORD, &now());
    answer["ChallengeResponses"]
        .as_object_mut()
        .unwrap()
        .remove("TIMESTAMP");
    let (kind, message) = refusal(shop.respond(&answer));
    assert_eq!(
        (kind, &*message),
        (
            "InvalidParameterException",
            "Missing required parameter TIMESTAMP"
        )
    );
    for srp_a in ["0", "zz"] {
        let parameters = json!({"USERNAME": "ana", "SRP_A": srp_a});
        assert_eq!(
            refusal(shop.start("USER_SRP_AUTH", &parameters)).0,
            "InvalidParameterException"
        );
    }
}

#[test]
fn users_who_cannot_use_srp_are_told_or_not_as_the_client_says() {
    let shop = srp_shop(&json!({}));
    assert_eq!(refusal(shop.begin("nobody")).0, "UserNotFoundException");
    assert_eq!(
        refusal(shop.begin("bo")).0,
        "PasswordResetRequiredException"
    );
    let hidden = srp_shop(&json!({"PreventUserExistenceErrors": "ENABLED"}));
    for name in ["nobody", "bo"] {
        let challenge = hidden.begin(name).unwrap();
        assert_eq!(challenge["ChallengeParameters"]["USER_ID_FOR_SRP"], name);
        let salt = |challenge: &Value| challenge["ChallengeParameters"]["SALT"].clone();
        assert_eq!(salt(&challenge), salt(&hidden.begin(name).unwrap()));
        let answer = hidden.claim(&challenge, PASSWORD, &now());
        assert_eq!(
            refusal(hidden.respond(&answer)),
            refused("Incorrect username or password.")
        );
    }
    let custom = shop.start("CUSTOM_AUTH", &json!({"USERNAME": "ana"}));
    let (kind, message) = refusal(custom);
    assert_eq!(kind, "InvalidParameterException");
    assert_eq!(
        message,
        "Custom auth lambda trigger is not configured for the user pool."
    );
    let closed = Shop::new(&json!({}));
    let (_, message) = refusal(closed.begin("ana"));
    assert_eq!(message, "USER_SRP_AUTH is not enabled for the client.");
}

#[test]
fn a_temporary_password_leads_to_another_one() {
    let shop = srp_shop(&json!({}));
    let store = shop.service.store();
    let now = shop.service.settings().clock.now();
    let temporary = PasswordVerifier::of_password(&shop.pool, "ana", "Temp0rary!", now).unwrap();
    let mut set = |user: &mut crate::import_job::User| {
        user.status = crate::import_job::AccountStatus::ForceChangePassword;
        user.verifier = Some(Box::new(temporary.clone()));
        None
    };
    store.change_user(&shop.pool, 1, &mut set).unwrap();
    let sign_in = || {
        let parameters = json!({"USERNAME": "ana", "PASSWORD": "Temp0rary!"});
        shop.start("USER_PASSWORD_AUTH", &parameters)
    };
    let challenge = sign_in().unwrap();
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let parameters = &challenge["ChallengeParameters"];
    assert_eq!(parameters["USER_ID_FOR_SRP"], "ana");
    assert_eq!(parameters["requiredAttributes"], "[]");
    let known: Value =
        serde_json::from_str(parameters["userAttributes"].as_str().unwrap()).unwrap();
    assert_eq!(known["email"], "ana@example.com");
    let respond = |password: &str, name: &str| {
        let responses = json!({"USERNAME": "ana", "NEW_PASSWORD": password, name: "Anna"});
        shop.respond(
            &json!({"ClientId": shop.client["ClientId"], "Session": challenge["Session"],
            "ChallengeName": "NEW_PASSWORD_REQUIRED", "ChallengeResponses": responses}),
        )
    };
    // What can be corrected is answered again with the same session.
    assert_eq!(
        refusal(respond("weak", "userAttributes.name")).0,
        "InvalidPasswordException"
    );
    assert_eq!(
        refusal(respond("N3w-password", "userAttributes.fax")).0,
        "InvalidParameterException"
    );
    let tokens = respond("N3w-password", "userAttributes.name").unwrap();
    let user = shop.get_user(&tokens["AuthenticationResult"]).unwrap();
    assert!(user.to_string().contains("Anna"), "{user}");
    let once = refused("Invalid session for the user, session can only be used once.");
    assert_eq!(
        refusal(respond("N3w-password", "userAttributes.name")),
        once
    );
    assert!(shop.sign_in("ana", "N3w-password").is_ok());
    let change = json!({"AccessToken": tokens["AuthenticationResult"]["AccessToken"],
        "PreviousPassword": "N3w-password", "ProposedPassword": "An0ther-one"});
    ok(&shop.service, "ChangePassword", &change);
    assert!(shop.sign_in("ana", "N3w-password").is_err());
    assert!(shop.sign_in("ana", "An0ther-one").is_ok());
    store.change_user(&shop.pool, 1, &mut set).unwrap();
    shop.advance(7 * 86_400);
    assert_eq!(
        refusal(sign_in()),
        refused("Temporary password has expired and must be reset by an administrator.")
    );
}
