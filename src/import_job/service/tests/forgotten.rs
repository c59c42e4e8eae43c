//! The forgotten password: the way of every imported user without a hash.

use super::sign_in::{PASSWORD, Shop, refusal, refused};
use super::*;

const NEW: &str = "N3w-password";

impl Shop {
    fn forgot(&self, name: &str) -> Result<Value, ApiError> {
        let request = json!({"ClientId": self.client["ClientId"], "Username": name});
        call(&self.service, "ForgotPassword", &request)
    }

    fn confirm(&self, name: &str, code: &str, password: &str) -> Result<Value, ApiError> {
        let request = json!({"ClientId": self.client["ClientId"], "Username": name,
            "ConfirmationCode": code, "Password": password});
        call(&self.service, "ConfirmForgotPassword", &request)
    }

    /// The code of the last message.
    fn code(&self) -> String {
        self.service
            .messages(Some(&self.pool))
            .last()
            .unwrap()
            .code
            .clone()
    }

    fn status(&self, name: &str) -> Value {
        let request = json!({"UserPoolId": self.pool, "Username": name});
        ok(&self.service, "AdminGetUser", &request)["UserStatus"].clone()
    }

    fn set_attributes(&self, number: u64, changes: &[(&str, Option<&str>)]) {
        let mut change = |user: &mut crate::import_job::User| {
            user.attributes = user.attributes.with(changes);
            None
        };
        self.service
            .store()
            .change_user(&self.pool, number, &mut change)
            .unwrap();
    }
}

fn mismatch() -> (&'static str, String) {
    (
        "CodeMismatchException",
        "Invalid verification code provided, please try again.".to_owned(),
    )
}

fn expired() -> (&'static str, String) {
    (
        "ExpiredCodeException",
        "Invalid code provided, please request a code again.".to_owned(),
    )
}

fn limit() -> (&'static str, String) {
    (
        "LimitExceededException",
        "Attempt limit exceeded, please try after some time.".to_owned(),
    )
}

/// A code that is another one.
fn other_than(code: &str) -> String {
    if code == "000000" { "000001" } else { "000000" }.to_owned()
}

#[test]
fn a_user_who_must_reset_the_password_does_it_with_a_code() {
    for hides in ["LEGACY", "ENABLED"] {
        let shop = Shop::new(&json!({"PreventUserExistenceErrors": hides}));
        assert_eq!(shop.status("bo"), "RESET_REQUIRED");
        let first = refusal(shop.sign_in("bo", NEW)).0;
        let expected = if hides == "LEGACY" {
            "PasswordResetRequiredException"
        } else {
            "NotAuthorizedException"
        };
        assert_eq!(first, expected);
        assert_eq!(refusal(shop.confirm("bo", "123456", NEW)), expired());
        assert_eq!(
            shop.forgot("bo").unwrap(),
            json!({"CodeDeliveryDetails": {"Destination": "b***@e***", "DeliveryMedium": "EMAIL",
                "AttributeName": "email"}})
        );
        let message = shop.service.messages(None).pop().unwrap();
        assert_eq!(
            (message.kind, &*message.destination),
            ("ForgotPassword", "bo@example.com")
        );
        let code = message.code;
        assert!(
            code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()),
            "{code}"
        );
        assert_eq!(
            refusal(shop.confirm("bo", &other_than(&code), NEW)),
            mismatch()
        );
        let (kind, message) = refusal(shop.confirm("bo", &code, "weak"));
        assert_eq!(kind, "InvalidPasswordException");
        assert_eq!(
            message,
            "Password did not conform with policy: Password not long enough"
        );
        assert_eq!(shop.confirm("bo", &code, NEW).unwrap(), json!({}));
        assert_eq!(refusal(shop.confirm("bo", &code, NEW)), expired());
        assert_eq!(shop.status("bo"), "CONFIRMED");
        let tokens = shop.sign_in("bo", NEW).unwrap();
        assert_eq!(shop.get_user(&tokens).unwrap()["Username"], "bo");
        // A hash that was imported is of a password that no longer counts.
        shop.forgot("ana").unwrap();
        shop.confirm("ana", &shop.code(), NEW).unwrap();
        assert!(shop.sign_in("ana", PASSWORD).is_err());
        assert!(shop.sign_in("ana", NEW).is_ok());
    }
}

#[test]
fn a_code_is_of_its_hour_and_only_the_last_one_counts() {
    let shop = Shop::new(&json!({}));
    shop.forgot("bo").unwrap();
    let first = shop.code();
    shop.forgot("bo").unwrap();
    if first != shop.code() {
        assert_eq!(refusal(shop.confirm("bo", &first, NEW)), mismatch());
    }
    shop.advance(60 * 60);
    assert_eq!(refusal(shop.confirm("bo", &shop.code(), NEW)), expired());
}

#[test]
fn codes_and_guesses_have_limits() {
    let shop = Shop::new(&json!({}));
    for _ in 0..5 {
        shop.forgot("bo").unwrap();
    }
    assert_eq!(refusal(shop.forgot("bo")), limit());
    assert!(shop.forgot("ana").is_ok(), "another user");
    let (code, other) = (shop.code(), other_than(&shop.code()));
    for _ in 0..5 {
        assert_eq!(refusal(shop.confirm("ana", &other, NEW)), mismatch());
    }
    assert_eq!(refusal(shop.confirm("ana", &code, NEW)), limit());
    shop.advance(60 * 60);
    assert!(shop.forgot("bo").is_ok());
    shop.forgot("ana").unwrap();
    assert!(shop.confirm("ana", &shop.code(), NEW).is_ok());
}

#[test]
fn a_user_without_a_verified_address_cannot_reset_the_password() {
    let shop = Shop::new(&json!({}));
    let nowhere = (
        "InvalidParameterException",
        "Cannot reset password for the user as there is no registered/verified email or \
         phone_number"
            .to_owned(),
    );
    shop.set_attributes(2, &[("email_verified", Some("false"))]);
    assert_eq!(refusal(shop.forgot("bo")), nowhere);
    let reset = json!({"UserPoolId": shop.pool, "Username": "bo"});
    assert_eq!(
        refusal(call(&shop.service, "AdminResetUserPassword", &reset)),
        nowhere
    );
    shop.set_attributes(2, &[("email_verified", None), ("email", None)]);
    assert_eq!(refusal(shop.forgot("bo")), nowhere);
    // A verified phone number comes first, unless the pool says otherwise.
    let phone = [
        ("email", Some("bo@example.com")),
        ("email_verified", Some("true")),
        ("phone_number", Some("+12025550123")),
        ("phone_number_verified", Some("true")),
    ];
    shop.set_attributes(2, &phone);
    let sent = shop.forgot("bo").unwrap()["CodeDeliveryDetails"].clone();
    assert_eq!(
        (&sent["DeliveryMedium"], &sent["Destination"]),
        (&json!("SMS"), &json!("+*******0123"))
    );
    let recovery = |mechanisms: Value| {
        let request = json!({"UserPoolId": shop.pool, "AutoVerifiedAttributes": ["email"],
            "AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}});
        ok(&shop.service, "UpdateUserPool", &request);
        shop.forgot("bo")
    };
    let by_email = recovery(json!([{"Name": "verified_phone_number", "Priority": 2},
        {"Name": "verified_email", "Priority": 1}]));
    assert_eq!(
        by_email.unwrap()["CodeDeliveryDetails"]["DeliveryMedium"],
        "EMAIL"
    );
    let by_nobody = recovery(json!([{"Name": "admin_only", "Priority": 1}]));
    assert_eq!(
        refusal(by_nobody),
        refused("Contact administrator to reset password.")
    );
}

#[test]
fn whether_a_user_exists_is_told_or_not_as_the_client_says() {
    let shop = Shop::new(&json!({}));
    let unknown = (
        "UserNotFoundException",
        "Username/client id combination not found.".to_owned(),
    );
    assert_eq!(refusal(shop.forgot("nobody")), unknown);
    assert_eq!(refusal(shop.confirm("nobody", "123456", NEW)), unknown);
    let hidden = Shop::new(&json!({"PreventUserExistenceErrors": "ENABLED"}));
    for (name, shown) in [("nobody@x.example", "n***@x***"), ("nobody", "n***@n***")] {
        let details = hidden.forgot(name).unwrap()["CodeDeliveryDetails"].clone();
        assert_eq!(details["Destination"], shown);
        assert_eq!(refusal(hidden.confirm(name, "123456", NEW)), mismatch());
    }
    assert!(hidden.service.messages(None).is_empty());
}

#[test]
fn an_administrator_resets_and_sets_passwords() {
    let shop = Shop::new(&json!({}));
    let admin = |name: &str, more: Value| {
        let mut request = json!({"UserPoolId": shop.pool, "Username": "ana"});
        for (member, value) in more.as_object().unwrap() {
            request[member] = value.clone();
        }
        call(&shop.service, name, &request)
    };
    admin("AdminResetUserPassword", json!({})).unwrap();
    assert_eq!(shop.status("ana"), "RESET_REQUIRED");
    assert_eq!(
        refusal(shop.sign_in("ana", PASSWORD)).0,
        "PasswordResetRequiredException"
    );
    shop.confirm("ana", &shop.code(), NEW).unwrap();
    assert!(shop.sign_in("ana", NEW).is_ok());
    let (kind, _) = refusal(admin("AdminSetUserPassword", json!({"Password": "weak"})));
    assert_eq!(kind, "InvalidPasswordException");
    admin("AdminSetUserPassword", json!({"Password": "Temp0rary!"})).unwrap();
    assert_eq!(shop.status("ana"), "FORCE_CHANGE_PASSWORD");
    assert_eq!(
        refusal(shop.forgot("ana")),
        refused("User password cannot be reset in the current state.")
    );
    admin(
        "AdminSetUserPassword",
        json!({"Password": "P3rmanent!", "Permanent": true}),
    )
    .unwrap();
    assert_eq!(shop.status("ana"), "CONFIRMED");
    assert!(shop.sign_in("ana", "P3rmanent!").is_ok());
    let set = json!({"UserPoolId": shop.pool, "Username": "nobody", "Password": NEW});
    assert_eq!(
        kind_of(&shop, "AdminSetUserPassword", &set),
        ErrorKind::UserNotFound
    );
    // White space in a password is refused, and the password is not repeated.
    let (kind, message) = refusal(admin(
        "AdminSetUserPassword",
        json!({"Password": "S3cret word"}),
    ));
    assert_eq!(kind, "InvalidParameterException");
    assert!(!message.contains("S3cret"), "{message}");
}

fn kind_of(shop: &Shop, name: &str, request: &Value) -> ErrorKind {
    kind(&shop.service, name, request)
}
