//! Users that an administrator makes, changes and locks out.

use super::*;

fn created(
    service: &ImportService,
    pool: &str,
    name: &str,
    extra: &Value,
) -> Result<Value, ApiError> {
    let mut body = json!({"UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS"});
    for (name, value) in extra.as_object().unwrap() {
        body[name] = value.clone();
    }
    Ok(call(service, "AdminCreateUser", &body)?["User"].clone())
}

fn attributes(pairs: &[(&str, &str)]) -> Value {
    let pair = |(name, value): &(&str, &str)| json!({"Name": name, "Value": value});
    pairs.iter().map(pair).collect()
}

/// The attributes of a user, but for the `sub`.
fn of_user(service: &ImportService, pool: &str, name: &str) -> Vec<(String, String)> {
    let user = ok(
        service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": name}),
    );
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = user["UserAttributes"].as_array().unwrap();
    let pairs = list
        .iter()
        .map(|one| (text(&one["Name"]), text(&one["Value"])));
    pairs.filter(|(name, _)| name != "sub").collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    expected.iter().map(pair).collect()
}

#[test]
fn a_user_is_made_with_a_temporary_password() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let given = [
        ("email", "ana@example.com"),
        ("email_verified", "true"),
        ("name", "Ana"),
    ];
    let user = created(
        &service,
        &pool,
        "ana",
        &json!({"UserAttributes": attributes(&given)}),
    )
    .unwrap();
    assert_eq!(user["UserStatus"], "FORCE_CHANGE_PASSWORD");
    assert_eq!(
        (&user["Username"], &user["Enabled"]),
        (&json!("ana"), &json!(true))
    );
    assert_eq!(of_user(&service, &pool, "ana"), pairs(&given));
    let again = created(&service, &pool, "ana", &json!({})).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::UsernameExists);
    assert_eq!(again.message(), "User account already exists");
    let weak = created(
        &service,
        &pool,
        "bo",
        &json!({"TemporaryPassword": "s3cret"}),
    )
    .unwrap_err();
    assert_eq!(weak.kind(), ErrorKind::InvalidPassword);
    assert!(!weak.message().contains("s3cret"));
    let resend = json!({"MessageAction": "RESEND"});
    assert_eq!(
        created(&service, &pool, "ana", &resend).unwrap()["Username"],
        "ana"
    );
    assert_eq!(
        created(&service, &pool, "bo", &resend).unwrap_err().kind(),
        ErrorKind::UserNotFound
    );
    import(
        &service,
        &pool,
        &[&[("cognito:username", "cy"), ("email", "cy@example.com")]],
    );
    let imported = created(&service, &pool, "cy", &resend).unwrap_err();
    assert_eq!(imported.kind(), ErrorKind::UnsupportedUserState);
}

#[test]
fn a_username_has_the_form_that_the_pool_wants() {
    let service = ImportService::in_memory().unwrap();
    for (settings, good, bad, part) in [
        (
            json!({"UsernameAttributes": ["email"]}),
            "a@x.org",
            "ana",
            "Username should be an email.",
        ),
        (
            json!({"UsernameAttributes": ["phone_number"]}),
            "+12065550100",
            "ana",
            "phone number.",
        ),
        (
            json!({"UsernameAttributes": ["email", "phone_number"]}),
            "+12065550100",
            "ana",
            "either an email or a phone number.",
        ),
        (
            json!({"AliasAttributes": ["email"]}),
            "ana",
            "a@x.org",
            "of email format",
        ),
        (
            json!({"AliasAttributes": ["phone_number"]}),
            "ana",
            "+12065550100",
            "phone number format",
        ),
    ] {
        let pool = pool(&service, &settings);
        let user = created(&service, &pool, good, &json!({})).unwrap();
        let error = created(&service, &pool, bad, &json!({})).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{error}");
        assert!(error.message().contains(part), "{error}");
        // Who signs in with an address is found by it, and has the sub as the username.
        let found = ok(
            &service,
            "AdminGetUser",
            &json!({"UserPoolId": pool, "Username": good}),
        );
        assert_eq!(found["Username"], user["Username"]);
        let is_address = settings["UsernameAttributes"].is_array();
        assert_eq!(found["Username"] == good, !is_address);
        assert_eq!(
            found["UserAttributes"].as_array().unwrap().len(),
            1 + usize::from(is_address)
        );
    }
}

#[test]
fn a_verified_address_belongs_to_one_user_unless_it_is_taken_by_force() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({"AliasAttributes": ["email"]}));
    let verified = [("email", "a@x.org"), ("email_verified", "true")];
    let verified = json!({"UserAttributes": attributes(&verified)});
    created(&service, &pool, "ana", &verified).unwrap();
    let taken = created(&service, &pool, "bo", &verified).unwrap_err();
    assert_eq!(taken.kind(), ErrorKind::AliasExists);
    assert_eq!(
        taken.message(),
        "An account with the given email already exists."
    );
    created(&service, &pool, "bo", &json!({})).unwrap();
    let mut update = json!({"UserPoolId": pool, "Username": "bo"});
    update["UserAttributes"] = verified["UserAttributes"].clone();
    assert_eq!(
        kind(&service, "AdminUpdateUserAttributes", &update),
        ErrorKind::AliasExists
    );
    assert!(of_user(&service, &pool, "bo").is_empty());
    let mut by_force = verified.clone();
    by_force["ForceAliasCreation"] = json!(true);
    created(&service, &pool, "cy", &by_force).unwrap();
    let by_alias = ok(
        &service,
        "AdminGetUser",
        &json!({"UserPoolId": pool, "Username": "a@x.org"}),
    );
    assert_eq!(by_alias["Username"], "cy");
}

#[test]
fn attributes_are_set_and_taken_away() {
    let service = ImportService::in_memory().unwrap();
    let schema = json!({"Schema": [
        {"Name": "plan", "AttributeDataType": "String", "Mutable": false},
        {"Name": "name", "Required": true},
    ]});
    let pool = pool(&service, &schema);
    let missing = created(&service, &pool, "ana", &json!({})).unwrap_err();
    assert_eq!(
        missing.message(),
        "Attributes did not conform to the schema: name: The attribute is required\n"
    );
    let given = [
        ("name", "Ana"),
        ("email", "a@x.org"),
        ("custom:plan", "free"),
    ];
    created(
        &service,
        &pool,
        "ana",
        &json!({"UserAttributes": attributes(&given)}),
    )
    .unwrap();
    let user = json!({"UserPoolId": pool, "Username": "ana"});
    let update = |pairs: &[(&str, &str)]| {
        let mut body = user.clone();
        body["UserAttributes"] = attributes(pairs);
        call(&service, "AdminUpdateUserAttributes", &body)
    };
    let delete = |names: &[&str]| {
        let mut body = user.clone();
        body["UserAttributeNames"] = json!(names);
        call(&service, "AdminDeleteUserAttributes", &body)
    };
    assert_eq!(
        update(&[("email", "b@x.org"), ("nickname", "an")]).unwrap(),
        json!({})
    );
    let expected = [
        ("name", "Ana"),
        ("email", "b@x.org"),
        ("custom:plan", "free"),
        ("nickname", "an"),
    ];
    assert_eq!(of_user(&service, &pool, "ana"), pairs(&expected));
    assert_eq!(delete(&["nickname", "email"]).unwrap(), json!({}));
    for refused in [
        update(&[("custom:plan", "paid")]),
        update(&[("name", "")]),
        update(&[("custom:none", "x")]),
        delete(&["name"]),
        delete(&["sub"]),
        delete(&["custom:plan"]),
    ] {
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidParameter);
    }
    assert_eq!(
        of_user(&service, &pool, "ana"),
        pairs(&[("name", "Ana"), ("custom:plan", "free")])
    );
}

#[test]
fn a_user_is_locked_out_and_let_in_again() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    created(&service, &pool, "ana", &json!({})).unwrap();
    let user = json!({"UserPoolId": pool, "Username": "ana"});
    for (operation, enabled) in [("AdminDisableUser", false), ("AdminEnableUser", true)] {
        for _ in 0..2 {
            assert_eq!(ok(&service, operation, &user), json!({}));
        }
        assert_eq!(ok(&service, "AdminGetUser", &user)["Enabled"], enabled);
    }
    let nobody = json!({"UserPoolId": pool, "Username": "bo"});
    for operation in [
        "AdminDisableUser",
        "AdminEnableUser",
        "AdminListUserAuthEvents",
    ] {
        assert_eq!(kind(&service, operation, &nobody), ErrorKind::UserNotFound);
    }
    let events = kind(&service, "AdminListUserAuthEvents", &user);
    assert_eq!(events, ErrorKind::UserPoolAddOnNotEnabled);
}

#[test]
fn an_identity_is_linked_with_one_user() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    for name in ["ana", "bo"] {
        created(&service, &pool, name, &json!({})).unwrap();
    }
    let link = |user: &str, provider: &str, subject: &str| {
        call(
            &service,
            "AdminLinkProviderForUser",
            &json!({
                "UserPoolId": pool,
                "DestinationUser": {"ProviderName": "Cognito", "ProviderAttributeValue": user},
                "SourceUser": {"ProviderName": provider, "ProviderAttributeName": "Cognito_Subject",
                    "ProviderAttributeValue": subject},
            }),
        )
    };
    assert_eq!(link("ana", "Google", "1").unwrap(), json!({}));
    assert_eq!(link("ana", "Okta", "1").unwrap(), json!({}));
    let attributes = of_user(&service, &pool, "ana");
    let identities: Value = serde_json::from_str(&attributes[0].1).unwrap();
    let shown = |at: usize, name: &str| identities[at][name].as_str().unwrap().to_owned();
    assert_eq!(attributes[0].0, "identities");
    assert_eq!(
        (shown(0, "userId"), shown(0, "providerType")),
        ("1".into(), "Google".into())
    );
    assert_eq!(
        (shown(1, "providerName"), shown(1, "providerType")),
        ("Okta".into(), "OIDC".into())
    );
    for (user, provider, subject, expected) in [
        ("ana", "Google", "1", ErrorKind::InvalidParameter),
        ("bo", "Google", "1", ErrorKind::AliasExists),
        ("cy", "Google", "1", ErrorKind::UserNotFound),
        ("ana", "Cognito", "1", ErrorKind::InvalidParameter),
        ("ana", "Google", "", ErrorKind::InvalidParameter),
    ] {
        assert_eq!(
            link(user, provider, subject).unwrap_err().kind(),
            expected,
            "{user}"
        );
    }
    for subject in ["2", "3", "4"] {
        link("ana", "Google", subject).unwrap();
    }
    assert_eq!(
        link("ana", "Google", "5").unwrap_err().kind(),
        ErrorKind::LimitExceeded
    );
}

#[test]
fn an_invitation_shows_a_password_that_was_made_and_no_other() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let invited =
        json!({"MessageAction": null, "UserAttributes": attributes(&[("email", "a@x.org")])});
    created(&service, &pool, "ana", &invited).unwrap();
    let message = service.messages(Some(&pool)).pop().unwrap();
    assert_eq!(
        (message.kind, message.destination.as_str()),
        ("AdminCreateUser", "a@x.org")
    );
    let mut given = invited;
    given["TemporaryPassword"] = json!("Aa1!aaaa");
    created(&service, &pool, "bo", &given).unwrap();
    created(&service, &pool, "cy", &json!({})).unwrap();
    assert_eq!(service.messages(None).len(), 1);
    // It signs the user in as far as another password.
    let client = json!({"UserPoolId": pool, "ClientName": "web",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]});
    let client =
        ok(&service, "CreateUserPoolClient", &client)["UserPoolClient"]["ClientId"].clone();
    let sign_in = |password: &str| {
        let parameters = json!({"USERNAME": "ana", "PASSWORD": password});
        let body = json!({"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client,
            "AuthParameters": parameters});
        call(&service, "InitiateAuth", &body)
    };
    let asked = sign_in(&message.code).unwrap();
    assert_eq!(asked["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let again = json!({"MessageAction": "RESEND"});
    created(&service, &pool, "ana", &again).unwrap();
    let next = service.messages(Some(&pool)).pop().unwrap();
    assert!(sign_in(&message.code).is_err());
    assert!(sign_in(&next.code).is_ok());
}
