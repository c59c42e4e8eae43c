//! Groups, and who is in them.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use super::*;

/// A pool with these users.
fn with_users(service: &ImportService, names: &[&str]) -> String {
    let pool = pool(service, &json!({}));
    for name in names {
        let user = json!({"UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS"});
        ok(service, "AdminCreateUser", &user);
    }
    pool
}

fn group(service: &ImportService, pool: &str, name: &str) -> Value {
    let group = json!({"UserPoolId": pool, "GroupName": name});
    ok(service, "CreateGroup", &group)["Group"].clone()
}

fn names_of(answer: &Value, list: &str, name: &str) -> Vec<String> {
    let list = answer[list].as_array().unwrap();
    let names = list.iter().map(|one| one[name].as_str().unwrap());
    names.map(str::to_owned).collect()
}

/// Every page of a list, by pages of two.
fn paged(
    service: &ImportService,
    operation: &str,
    body: &Value,
    list: &str,
    name: &str,
) -> Vec<String> {
    let mut body = body.clone();
    body["Limit"] = json!(2);
    let mut seen = Vec::new();
    loop {
        let page = ok(service, operation, &body);
        let names = names_of(&page, list, name);
        assert!(names.len() <= 2);
        seen.extend(names);
        if page["NextToken"].is_null() {
            return seen;
        }
        body["NextToken"] = page["NextToken"].clone();
    }
}

#[test]
fn a_group_is_made_changed_and_removed() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let role = "arn:aws:iam::123456789012:role/staff";
    let mut body = json!({"UserPoolId": pool, "GroupName": "staff", "Description": "All",
        "RoleArn": role, "Precedence": 3});
    let mut made = ok(&service, "CreateGroup", &body)["Group"].clone();
    let named = json!({"UserPoolId": pool, "GroupName": "staff"});
    assert_eq!(ok(&service, "GetGroup", &named)["Group"], made);
    for member in ["CreationDate", "LastModifiedDate"] {
        assert!(
            made.as_object_mut()
                .unwrap()
                .remove(member)
                .unwrap()
                .is_number()
        );
    }
    assert_eq!(made, body);
    let again = call(&service, "CreateGroup", &named).unwrap_err();
    assert_eq!(again.kind(), ErrorKind::GroupExists);
    assert_eq!(again.message(), "A group with the name already exists.");
    // What an update leaves out stays.
    body = json!({"UserPoolId": pool, "GroupName": "staff", "Precedence": 0});
    let updated = ok(&service, "UpdateGroup", &body)["Group"].clone();
    assert_eq!(updated["Precedence"], 0);
    assert_eq!(updated["Description"], "All");
    assert_eq!(updated["RoleArn"], role);
    assert_eq!(ok(&service, "DeleteGroup", &named), json!({}));
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"] {
        let error = call(&service, operation, &named).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResourceNotFound, "{operation}");
        assert_eq!(error.message(), "Group not found.");
    }
    // Without what was not given.
    let plain = group(&service, &pool, "plain");
    assert_eq!(plain.as_object().unwrap().len(), 4);
}

#[test]
fn groups_and_their_users_are_paged() {
    let service = ImportService::in_memory().unwrap();
    let pool = with_users(&service, &["ana", "bo", "cy", "di", "ed"]);
    let names = ["z", "a", "m", "b", "c"];
    for name in names {
        group(&service, &pool, name);
    }
    let of_pool = json!({"UserPoolId": pool});
    assert_eq!(
        paged(&service, "ListGroups", &of_pool, "Groups", "GroupName"),
        names
    );
    for (group, user) in [
        ("m", "di"),
        ("m", "ana"),
        ("m", "bo"),
        ("z", "ana"),
        ("a", "ana"),
        ("m", "ana"),
    ] {
        let member = json!({"UserPoolId": pool, "GroupName": group, "Username": user});
        assert_eq!(ok(&service, "AdminAddUserToGroup", &member), json!({}));
    }
    let of_user = json!({"UserPoolId": pool, "Username": "ana"});
    let groups = paged(
        &service,
        "AdminListGroupsForUser",
        &of_user,
        "Groups",
        "GroupName",
    );
    assert_eq!(groups, ["z", "a", "m"]);
    let of_group = json!({"UserPoolId": pool, "GroupName": "m"});
    let users = || paged(&service, "ListUsersInGroup", &of_group, "Users", "Username");
    assert_eq!(users(), ["ana", "bo", "di"]);
    let member = json!({"UserPoolId": pool, "GroupName": "m", "Username": "bo"});
    for _ in 0..2 {
        ok(&service, "AdminRemoveUserFromGroup", &member);
    }
    ok(&service, "AdminDeleteUser", &of_user);
    assert_eq!(users(), ["di"]);
    for operation in ["ListGroups", "ListUsersInGroup"] {
        let mut body = of_group.clone();
        body["NextToken"] = json!("nonsense");
        let error = call(&service, operation, &body).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{operation}");
    }
}

#[test]
fn a_user_and_a_group_have_to_be_there() {
    let service = ImportService::in_memory().unwrap();
    let pool = with_users(&service, &["ana"]);
    group(&service, &pool, "staff");
    for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
        for (pool, user, group, expected) in [
            (
                "us-east-1_None00000",
                "ana",
                "staff",
                ErrorKind::ResourceNotFound,
            ),
            (&pool, "bo", "staff", ErrorKind::UserNotFound),
            (&pool, "ana", "none", ErrorKind::ResourceNotFound),
            (&pool, "ana", "no group", ErrorKind::InvalidParameter),
        ] {
            let member = json!({"UserPoolId": pool, "GroupName": group, "Username": user});
            assert_eq!(kind(&service, operation, &member), expected, "{operation}");
        }
    }
    let of_nobody = json!({"UserPoolId": pool, "Username": "bo"});
    assert_eq!(
        kind(&service, "AdminListGroupsForUser", &of_nobody),
        ErrorKind::UserNotFound
    );
}

/// The claims of a token.
fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn tokens_name_the_groups_of_a_user_and_their_roles() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let password = "Aa1!aaaa";
    let user = json!({"UserPoolId": pool, "Username": "ana"});
    ok(&service, "AdminCreateUser", &user);
    let mut set = user.clone();
    set["Password"] = json!(password);
    set["Permanent"] = json!(true);
    ok(&service, "AdminSetUserPassword", &set);
    let client = json!({"UserPoolId": pool, "ClientName": "web",
        "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]});
    let client =
        ok(&service, "CreateUserPoolClient", &client)["UserPoolClient"]["ClientId"].clone();
    let tokens = || {
        let body = json!({"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client,
            "AuthParameters": {"USERNAME": "ana", "PASSWORD": password}});
        let result = ok(&service, "InitiateAuth", &body)["AuthenticationResult"].clone();
        (claims(&result["AccessToken"]), claims(&result["IdToken"]))
    };
    let (access, id) = tokens();
    for name in ["cognito:groups", "cognito:roles", "cognito:preferred_role"] {
        assert!(
            access.get(name).is_none() && id.get(name).is_none(),
            "{name}"
        );
    }
    let role = |name: &str| format!("arn:aws:iam::123456789012:role/{name}");
    for (name, precedence, arn) in [
        ("last", json!(null), json!(null)),
        ("second", json!(2), json!(role("two"))),
        ("first", json!(1), json!(role("one"))),
    ] {
        let mut group = json!({"UserPoolId": pool, "GroupName": name});
        group["Precedence"] = precedence;
        group["RoleArn"] = arn;
        ok(&service, "CreateGroup", &group);
        let member = json!({"UserPoolId": pool, "GroupName": name, "Username": "ana"});
        ok(&service, "AdminAddUserToGroup", &member);
    }
    let (access, id) = tokens();
    let groups = json!(["first", "second", "last"]);
    assert_eq!(
        (&access["cognito:groups"], &id["cognito:groups"]),
        (&groups, &groups)
    );
    assert_eq!(id["cognito:roles"], json!([role("one"), role("two")]));
    assert_eq!(id["cognito:preferred_role"], role("one"));
    assert!(access.get("cognito:roles").is_none());
    // Of two that come first alike, neither is preferred.
    let equal = json!({"UserPoolId": pool, "GroupName": "second", "Precedence": 1});
    ok(&service, "UpdateGroup", &equal);
    assert!(tokens().1.get("cognito:preferred_role").is_none());
}
