//! USER_AUTH: users choose how to sign in, also without any password.

use super::sign_in::{PASSWORD, Shop, refusal, refused};
use super::*;

fn shop(extra: &Value, factors: &[&str]) -> Shop {
    let mut members = json!({"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]});
    for (name, value) in extra.as_object().unwrap() {
        members[name] = value.clone();
    }
    let shop = Shop::new(&members);
    let policy = json!({"UserPoolId": shop.pool, "AutoVerifiedAttributes": ["email"],
        "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": factors}}});
    ok(&shop.service, "UpdateUserPool", &policy);
    // Imported by a pool without passwords: confirmed, and without one.
    let mut confirm = |user: &mut crate::import_job::User| {
        user.status = crate::import_job::AccountStatus::Confirmed;
        None
    };
    shop.service
        .store()
        .change_user(&shop.pool, 2, &mut confirm)
        .unwrap();
    shop
}

impl Shop {
    fn choose(&self, name: &str, preferred: Option<&str>) -> Result<Value, ApiError> {
        let mut parameters = json!({"USERNAME": name});
        if let Some(preferred) = preferred {
            parameters["PREFERRED_CHALLENGE"] = json!(preferred);
        }
        self.start("USER_AUTH", &parameters)
    }

    fn answer(&self, challenge: &Value, name: &str, responses: &Value) -> Result<Value, ApiError> {
        let mut responses = responses.clone();
        responses["USERNAME"] = json!("someone");
        let request = json!({"ClientId": self.client["ClientId"], "ChallengeName": name,
            "Session": challenge["Session"], "ChallengeResponses": responses});
        call(&self.service, "RespondToAuthChallenge", &request)
    }

    fn last_code(&self) -> String {
        self.service
            .messages(Some(&self.pool))
            .last()
            .unwrap()
            .code
            .clone()
    }
}

#[test]
fn a_user_without_a_password_signs_in_with_a_code() {
    let shop = shop(&json!({}), &["PASSWORD", "EMAIL_OTP"]);
    let challenge = shop.choose("bo", None).unwrap();
    assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
    assert_eq!(challenge["AvailableChallenges"], json!(["EMAIL_OTP"]));
    let challenge = shop
        .answer(
            &challenge,
            "SELECT_CHALLENGE",
            &json!({"ANSWER": "EMAIL_OTP"}),
        )
        .unwrap();
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    assert_eq!(
        challenge["ChallengeParameters"],
        json!({"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": "b***@e***"})
    );
    let code = shop.last_code();
    let wrong = (
        "CodeMismatchException",
        "Invalid code or auth state for the user.".to_owned(),
    );
    // A wrong code may be corrected, and the session is the same.
    let sent = |code: &str| shop.answer(&challenge, "EMAIL_OTP", &json!({"EMAIL_OTP_CODE": code}));
    assert_eq!(refusal(sent("x")), wrong);
    let tokens = sent(&code).unwrap();
    let user = shop.get_user(&tokens["AuthenticationResult"]).unwrap();
    assert_eq!(user["Username"], "bo");
    let once = refused("Invalid session for the user, session can only be used once.");
    assert_eq!(refusal(sent(&code)), once);
    let challenge = shop.choose("bo", Some("EMAIL_OTP")).unwrap();
    let sent = |code: &str| shop.answer(&challenge, "EMAIL_OTP", &json!({"EMAIL_OTP_CODE": code}));
    for _ in 0..5 {
        assert_eq!(refusal(sent("x")), wrong);
    }
    assert_eq!(
        refusal(sent(&shop.last_code())),
        wrong,
        "not after five wrong ones"
    );
}

#[test]
fn a_user_with_a_password_may_choose_it() {
    let shop = shop(&json!({}), &["PASSWORD", "EMAIL_OTP"]);
    let challenge = shop.choose("ana", None).unwrap();
    // SRP comes with the first sign-in by the password.
    assert_eq!(
        challenge["AvailableChallenges"],
        json!(["PASSWORD", "EMAIL_OTP"])
    );
    let chosen = json!({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD});
    assert!(shop.answer(&challenge, "SELECT_CHALLENGE", &chosen).is_ok());
    let challenge = shop.choose("ana", Some("PASSWORD")).unwrap();
    assert_eq!(challenge["ChallengeName"], "PASSWORD");
    let wrong = shop.answer(&challenge, "PASSWORD", &json!({"PASSWORD": "another"}));
    assert_eq!(refusal(wrong), refused("Incorrect username or password."));
    let challenge = shop.choose("ana", None).unwrap();
    assert_eq!(
        challenge["AvailableChallenges"],
        json!(["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"])
    );
    let srp_a = crate::import_job::sign_in::SrpClient::new().srp_a();
    let chosen = json!({"ANSWER": "PASSWORD_SRP", "SRP_A": srp_a});
    let answer = shop
        .answer(&challenge, "SELECT_CHALLENGE", &chosen)
        .unwrap();
    assert_eq!(answer["ChallengeName"], "PASSWORD_VERIFIER");
    let closed = Shop::new(&json!({}));
    let (_, message) = refusal(closed.choose("ana", None));
    assert_eq!(message, "USER_AUTH is not enabled for the client.");
}

#[test]
fn what_the_pool_or_the_user_lacks_is_not_to_choose() {
    let only_sms = shop(&json!({}), &["SMS_OTP"]);
    assert_eq!(
        refusal(only_sms.choose("bo", Some("EMAIL_OTP"))),
        refused("Incorrect username or password.")
    );
    let hidden = shop(
        &json!({"PreventUserExistenceErrors": "ENABLED"}),
        &["PASSWORD", "EMAIL_OTP"],
    );
    let challenge = hidden.choose("nobody", Some("EMAIL_OTP")).unwrap();
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    assert!(hidden.service.messages(None).is_empty());
    let answer = hidden.answer(
        &challenge,
        "EMAIL_OTP",
        &json!({"EMAIL_OTP_CODE": "123456"}),
    );
    assert_eq!(refusal(answer).0, "CodeMismatchException");
    let told = shop(&json!({}), &["EMAIL_OTP"]);
    assert_eq!(
        refusal(told.choose("nobody", None)).0,
        "UserNotFoundException"
    );
}
