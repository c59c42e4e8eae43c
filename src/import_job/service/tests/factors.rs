//! Second factors: set up, asked for, and never passed by.

use super::*;
use crate::import_job::sign_in::totp_shown;

const PASSWORD: &str = "Aa1!aaaa";

struct Fixture {
    service: ImportService,
    pool: String,
    client: String,
}

impl Fixture {
    /// A pool with this configuration of factors, and one user, ana, with a password.
    fn new(config: &Value) -> Self {
        let service = ImportService::in_memory().unwrap();
        let pool = pool(&service, &json!({}));
        let mut body = json!({"UserPoolId": pool});
        for (name, value) in config.as_object().unwrap() {
            body[name] = value.clone();
        }
        ok(&service, "SetUserPoolMfaConfig", &body);
        let client = json!({"UserPoolId": pool, "ClientName": "web",
            "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]});
        let client = ok(&service, "CreateUserPoolClient", &client);
        let client = client["UserPoolClient"]["ClientId"]
            .as_str()
            .unwrap()
            .to_owned();
        let fixture = Self {
            service,
            pool,
            client,
        };
        fixture.ok(
            "AdminCreateUser",
            &json!({"Username": "ana", "TemporaryPassword": "Tt1!tttt", "MessageAction": "SUPPRESS",
            "UserAttributes": [
                {"Name": "phone_number", "Value": "+12065550100"},
                {"Name": "email", "Value": "ana@example.com"},
            ]}),
        );
        fixture
    }

    fn call(&self, operation: &str, body: &Value) -> Result<Value, ApiError> {
        let mut body = body.clone();
        if operation.contains("Admin") {
            body["UserPoolId"] = json!(self.pool);
        } else if operation.ends_with("Auth") || operation.ends_with("Challenge") {
            body["ClientId"] = json!(self.client);
        }
        call(&self.service, operation, &body)
    }

    fn ok(&self, operation: &str, body: &Value) -> Value {
        let answer = self.call(operation, body);
        answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Signs in as far as the password; the first time that of the invitation is changed.
    fn password(&self) -> Value {
        let with = |password: &str| {
            let parameters = json!({"USERNAME": "ana", "PASSWORD": password});
            self.call(
                "InitiateAuth",
                &json!({"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}),
            )
        };
        with(PASSWORD).unwrap_or_else(|_| {
            let asked = with("Tt1!tttt").unwrap();
            let new = json!({"NEW_PASSWORD": PASSWORD});
            self.respond(&asked, &new).unwrap()
        })
    }

    /// Answers a challenge.
    fn respond(&self, asked: &Value, responses: &Value) -> Result<Value, ApiError> {
        let name = asked["ChallengeName"].as_str().expect("a challenge");
        self.answer(name, &asked["Session"], responses)
    }

    fn answer(&self, name: &str, session: &Value, responses: &Value) -> Result<Value, ApiError> {
        let mut responses = responses.clone();
        responses["USERNAME"] = json!("ana");
        self.call(
            "RespondToAuthChallenge",
            &json!({"ChallengeName": name, "Session": session, "ChallengeResponses": responses}),
        )
    }

    fn shown(&self, secret: &Value) -> String {
        let now = self.service.settings().clock.now();
        totp_shown(secret.as_str().unwrap(), now)
    }

    /// Lets the application show another code.
    fn wait(&self) {
        let clock = &self.service.settings().clock;
        clock.advance(Duration::from_secs(30)).unwrap();
    }

    /// Adds an application to a user who is signed in, and prefers it; returns its secret.
    fn add_application(&self, token: &Value) -> Value {
        let secret = self.ok("AssociateSoftwareToken", &json!({"AccessToken": token}));
        assert!(secret.get("Session").is_none());
        let secret = secret["SecretCode"].clone();
        let code = self.shown(&secret);
        let added = json!({"AccessToken": token, "UserCode": code, "FriendlyDeviceName": "pocket"});
        assert_eq!(
            self.ok("VerifySoftwareToken", &added),
            json!({"Status": "SUCCESS"})
        );
        let setting = json!({"Enabled": true, "PreferredMfa": true});
        let on = json!({"AccessToken": token, "SoftwareTokenMfaSettings": setting});
        assert_eq!(self.ok("SetUserMFAPreference", &on), json!({}));
        secret
    }

    fn user(&self) -> Value {
        self.ok("AdminGetUser", &json!({"Username": "ana"}))
    }
}

fn token_of(answer: &Value) -> Value {
    assert!(answer.get("ChallengeName").is_none(), "{answer}");
    answer["AuthenticationResult"]["AccessToken"].clone()
}

fn with_applications(configuration: &str) -> Value {
    json!({"MfaConfiguration": configuration, "SoftwareTokenMfaConfiguration": {"Enabled": true}})
}

#[test]
fn a_pool_keeps_what_it_is_told_of_factors() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let named = json!({"UserPoolId": pool});
    let get = || ok(&service, "GetUserPoolMfaConfig", &named);
    assert_eq!(get(), json!({"MfaConfiguration": "OFF"}));
    let set = |body: Value| {
        let mut body = body;
        body["UserPoolId"] = json!(pool);
        call(&service, "SetUserPoolMfaConfig", &body)
    };
    let error = set(json!({"MfaConfiguration": "ON"})).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidParameter);
    let sms = json!({"SmsAuthenticationMessage": "Your code is {####}",
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}});
    let config = json!({"MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": sms,
        "SoftwareTokenMfaConfiguration": {"Enabled": true},
        "EmailMfaConfiguration": {"Subject": "Code", "Message": "It is {####}"},
        "WebAuthnConfiguration": {"UserVerification": "preferred"}});
    assert_eq!(set(config.clone()).unwrap(), config);
    assert_eq!(get(), config);
    // What is left out stays.
    set(json!({"MfaConfiguration": "ON"})).unwrap();
    let described = ok(&service, "DescribeUserPool", &named)["UserPool"].clone();
    assert_eq!(described["MfaConfiguration"], "ON");
    assert_eq!(described["SmsConfiguration"], sms["SmsConfiguration"]);
    let members = described.as_object().unwrap();
    assert!(
        members
            .keys()
            .all(|name| !name.contains("cognito-preflight"))
    );
    ok(
        &service,
        "UpdateUserPool",
        &json!({"UserPoolId": pool, "MfaConfiguration": "OFF"}),
    );
    let mut off = config;
    off["MfaConfiguration"] = json!("OFF");
    assert_eq!(
        get()["SoftwareTokenMfaConfiguration"],
        off["SoftwareTokenMfaConfiguration"]
    );
    assert_eq!(get()["MfaConfiguration"], "OFF");
}

#[test]
fn a_pool_that_demands_a_factor_lets_a_user_set_one_up() {
    let fixture = Fixture::new(&with_applications("ON"));
    let asked = fixture.password();
    assert_eq!(asked["ChallengeName"], "MFA_SETUP");
    assert_eq!(
        asked["ChallengeParameters"],
        json!({"MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]", "USER_ID_FOR_SRP": "ana"})
    );
    // Not before an application has shown a code.
    let early = fixture.respond(&asked, &json!({})).unwrap_err();
    assert_eq!(early.message(), "User has not verified software token mfa");
    let session = &asked["Session"];
    let secret = fixture.ok("AssociateSoftwareToken", &json!({"Session": session}));
    let again = fixture.call("AssociateSoftwareToken", &json!({"Session": session}));
    assert!(
        again
            .unwrap_err()
            .message()
            .contains("can only be used once")
    );
    let verify = |code: &str| {
        fixture.call(
            "VerifySoftwareToken",
            &json!({"Session": secret["Session"], "UserCode": code}),
        )
    };
    let code = fixture.shown(&secret["SecretCode"]);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let error = verify(wrong).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::EnableSoftwareTokenMfa);
    let verified = verify(&code).unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    let signed_in = fixture
        .answer("MFA_SETUP", &verified["Session"], &json!({}))
        .unwrap();
    let user = fixture.ok("GetUser", &json!({"AccessToken": token_of(&signed_in)}));
    assert_eq!(user["UserMFASettingList"], json!(["SOFTWARE_TOKEN_MFA"]));
    assert_eq!(user["PreferredMfaSetting"], "SOFTWARE_TOKEN_MFA");
    let twice = fixture
        .answer("MFA_SETUP", &verified["Session"], &json!({}))
        .unwrap_err();
    assert_eq!(
        twice.message(),
        "Invalid session for the user, session can only be used once."
    );
    // From here on the application is asked, and a code is taken once.
    let asked = fixture.password();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let used = json!({"SOFTWARE_TOKEN_MFA_CODE": code});
    let error = fixture.respond(&asked, &used).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ExpiredCode);
    fixture.wait();
    let next = fixture.shown(&secret["SecretCode"]);
    let answer = fixture
        .respond(&asked, &json!({"SOFTWARE_TOKEN_MFA_CODE": next}))
        .unwrap();
    token_of(&answer);
}

#[test]
fn a_wrong_code_can_be_corrected_a_few_times() {
    let fixture = Fixture::new(&with_applications("OPTIONAL"));
    let secret = fixture.add_application(&token_of(&fixture.password()));
    fixture.wait();
    let asked = fixture.password();
    assert_eq!(
        asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"],
        "pocket"
    );
    let code = fixture.shown(&secret);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let wrong = json!({"SOFTWARE_TOKEN_MFA_CODE": wrong});
    let missing = fixture.respond(&asked, &json!({})).unwrap_err();
    assert_eq!(
        missing.message(),
        "Missing required parameter SOFTWARE_TOKEN_MFA_CODE"
    );
    for _ in 0..6 {
        let error = fixture.respond(&asked, &wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::CodeMismatch);
        assert_eq!(error.message(), "Invalid code or auth state for the user.");
    }
    let right = json!({"SOFTWARE_TOKEN_MFA_CODE": code});
    let spent = fixture.respond(&asked, &right).unwrap_err();
    assert_eq!(spent.kind(), ErrorKind::NotAuthorized);
    token_of(&fixture.respond(&fixture.password(), &right).unwrap());
}

#[test]
fn an_application_is_asked_for_until_another_one_has_shown_a_code() {
    let fixture = Fixture::new(&with_applications("OPTIONAL"));
    let token = token_of(&fixture.password());
    let secret = fixture.add_application(&token);
    let second = fixture.ok("AssociateSoftwareToken", &json!({"AccessToken": token}));
    fixture.wait();
    let asked = fixture.password();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let of_second = json!({"SOFTWARE_TOKEN_MFA_CODE": fixture.shown(&second["SecretCode"])});
    assert!(fixture.respond(&asked, &of_second).is_err());
    let of_first = json!({"SOFTWARE_TOKEN_MFA_CODE": fixture.shown(&secret)});
    token_of(&fixture.respond(&asked, &of_first).unwrap());
}

#[test]
fn several_factors_are_chosen_from() {
    let mut config = with_applications("OPTIONAL");
    config["SmsMfaConfiguration"] =
        json!({"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}});
    let fixture = Fixture::new(&config);
    let secret = fixture.add_application(&token_of(&fixture.password()));
    let set = |body: Value| {
        let mut body = body;
        body["Username"] = json!("ana");
        fixture.call("AdminSetUserMFAPreference", &body)
    };
    let both = json!({"SMSMfaSettings": {"Enabled": true},
        "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": false}});
    assert_eq!(set(both).unwrap(), json!({}));
    let user = fixture.user();
    assert_eq!(
        user["UserMFASettingList"],
        json!(["SMS_MFA", "SOFTWARE_TOKEN_MFA"])
    );
    assert!(user.get("PreferredMfaSetting").is_none());
    fixture.wait();
    let asked = fixture.password();
    assert_eq!(asked["ChallengeName"], "SELECT_MFA_TYPE");
    assert_eq!(
        asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"],
        "[\"SMS_MFA\",\"SOFTWARE_TOKEN_MFA\"]"
    );
    let unknown = fixture
        .respond(&asked, &json!({"ANSWER": "EMAIL_OTP"}))
        .unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::InvalidParameter);
    let asked = fixture
        .respond(&asked, &json!({"ANSWER": "SOFTWARE_TOKEN_MFA"}))
        .unwrap();
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    // The code of one challenge answers no other.
    let other = fixture.answer(
        "SMS_MFA",
        &asked["Session"],
        &json!({"SMS_MFA_CODE": "123456"}),
    );
    assert_eq!(other.unwrap_err().kind(), ErrorKind::NotAuthorized);
    let asked = fixture.respond(
        &fixture.password(),
        &json!({"ANSWER": "SOFTWARE_TOKEN_MFA"}),
    );
    let code = json!({"SOFTWARE_TOKEN_MFA_CODE": fixture.shown(&secret)});
    token_of(&fixture.respond(&asked.unwrap(), &code).unwrap());
    for (bad, part) in [
        (
            json!({"SMSMfaSettings": {"Enabled": true, "PreferredMfa": true},
                "SoftwareTokenMfaSettings": {"Enabled": true, "PreferredMfa": true}}),
            "Only one",
        ),
        (
            json!({"SMSMfaSettings": {"Enabled": false, "PreferredMfa": true}}),
            "without being enabled",
        ),
    ] {
        let error = set(bad).unwrap_err();
        assert!(error.message().contains(part), "{error}");
    }
    let off = json!({"SMSMfaSettings": {"Enabled": false}, "SoftwareTokenMfaSettings": {"Enabled": false}});
    set(off).unwrap();
    token_of(&fixture.password());
}

#[test]
fn a_factor_that_a_user_cannot_use_is_not_turned_on() {
    let fixture = Fixture::new(&with_applications("OPTIONAL"));
    let bare = json!({"Username": "bo", "MessageAction": "SUPPRESS"});
    fixture.ok("AdminCreateUser", &bare);
    for (member, part) in [
        ("SMSMfaSettings", "delivery config set to turn on SMS_MFA"),
        (
            "EmailMfaSettings",
            "delivery config set to turn on EMAIL_OTP",
        ),
        (
            "SoftwareTokenMfaSettings",
            "User has not set up software token mfa",
        ),
    ] {
        let on = json!({"Username": "bo", member: {"Enabled": true}});
        let error = fixture.call("AdminSetUserMFAPreference", &on).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{error}");
        assert!(error.message().contains(part), "{error}");
        let off = json!({"Username": "bo", member: {"Enabled": false}});
        fixture.ok("AdminSetUserMFAPreference", &off);
    }
    let without = Fixture::new(&json!({}));
    let token = token_of(&without.password());
    let error = without
        .call("AssociateSoftwareToken", &json!({"AccessToken": token}))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SoftwareTokenMfaNotFound);
    for operation in ["AssociateSoftwareToken", "VerifySoftwareToken"] {
        let error = without
            .call(operation, &json!({"UserCode": "123456"}))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{operation}");
    }
}

#[test]
fn a_disabled_user_gets_no_further() {
    let fixture = Fixture::new(&with_applications("ON"));
    let asked = fixture.password();
    fixture.ok("AdminDisableUser", &json!({"Username": "ana"}));
    let error = fixture
        .call(
            "AssociateSoftwareToken",
            &json!({"Session": asked["Session"]}),
        )
        .unwrap_err();
    assert_eq!(error.message(), "User is disabled.");
}

#[test]
fn a_code_is_sent_to_a_phone_number_and_taken_once() {
    let config = json!({"MfaConfiguration": "ON", "SmsMfaConfiguration":
        {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}}});
    let fixture = Fixture::new(&config);
    // A number that is not verified is not a factor.
    assert_eq!(
        fixture.password()["ChallengeParameters"]["MFAS_CAN_SETUP"],
        "[\"SMS_MFA\"]"
    );
    let verified = json!([{"Name": "phone_number_verified", "Value": "true"}]);
    let update = json!({"Username": "ana", "UserAttributes": verified});
    fixture.ok("AdminUpdateUserAttributes", &update);
    let asked = fixture.password();
    assert_eq!(asked["ChallengeName"], "SMS_MFA");
    assert_eq!(
        asked["ChallengeParameters"],
        json!({"CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": "+*******0100",
            "USER_ID_FOR_SRP": "ana"})
    );
    let message = fixture.service.messages(Some(&fixture.pool)).pop().unwrap();
    assert_eq!(
        (message.kind, message.destination.as_str()),
        ("SMS_MFA", "+12065550100")
    );
    let wrong = if message.code == "000000" {
        "000001"
    } else {
        "000000"
    };
    let error = fixture
        .respond(&asked, &json!({"SMS_MFA_CODE": wrong}))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CodeMismatch);
    let right = json!({"SMS_MFA_CODE": message.code});
    token_of(&fixture.respond(&asked, &right).unwrap());
    assert_eq!(
        fixture.respond(&asked, &right).unwrap_err().kind(),
        ErrorKind::NotAuthorized
    );
    // The next sign-in has another code.
    assert!(fixture.respond(&fixture.password(), &right).is_err());
}
