//! App clients: what is answered, what is refused, and what is left out.

use super::*;

fn made(service: &ImportService, pool: &str, extra: &Value) -> Result<Value, ApiError> {
    let mut input = json!({"UserPoolId": pool, "ClientName": "web"});
    for (name, value) in extra.as_object().unwrap() {
        input[name] = value.clone();
    }
    Ok(call(service, "CreateUserPoolClient", &input)?["UserPoolClient"].clone())
}

#[test]
fn a_client_has_the_defaults_of_the_service() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let mut client = made(&service, &pool, &json!({})).unwrap();
    let id = client["ClientId"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 26);
    assert!(
        id.bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    );
    let described = ok(
        &service,
        "DescribeUserPoolClient",
        &json!({"UserPoolId": pool, "ClientId": id}),
    );
    assert_eq!(described["UserPoolClient"], client);
    for member in ["ClientId", "CreationDate", "LastModifiedDate"] {
        assert!(client.as_object_mut().unwrap().remove(member).is_some());
    }
    assert_eq!(
        client,
        json!({"UserPoolId": pool, "ClientName": "web", "RefreshTokenValidity": 30,
            "AllowedOAuthFlowsUserPoolClient": false, "EnableTokenRevocation": true,
            "EnablePropagateAdditionalUserContextData": false, "AuthSessionValidity": 3})
    );
}

#[test]
fn a_secret_is_made_once_and_stays() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let client = made(&service, &pool, &json!({"GenerateSecret": true})).unwrap();
    let secret = client["ClientSecret"].as_str().unwrap();
    assert_eq!(secret.len(), 52);
    let id = &client["ClientId"];
    let updated = ok(
        &service,
        "UpdateUserPoolClient",
        &json!({"UserPoolId": pool, "ClientId": id}),
    );
    assert_eq!(updated["UserPoolClient"]["ClientSecret"], secret);
    let listed = ok(
        &service,
        "ListUserPoolClients",
        &json!({"UserPoolId": pool}),
    );
    assert_eq!(
        listed,
        json!({"UserPoolClients": [{"ClientId": id, "UserPoolId": pool, "ClientName": "web"}]})
    );
    let own = "one-of-mine".repeat(3);
    let refused = made(&service, &pool, &json!({"ClientSecret": own})).unwrap_err();
    assert!(!refused.message().contains("mine"), "{refused}");
    let own = "oneOfMine".repeat(3);
    let client = made(&service, &pool, &json!({"ClientSecret": own})).unwrap();
    assert_eq!(client["ClientSecret"], own);
}

#[test]
fn an_update_sets_what_it_leaves_out_to_the_default() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let all = json!({
        "RefreshTokenValidity": 10, "AccessTokenValidity": 5, "IdTokenValidity": 6,
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"},
        "ReadAttributes": ["email"], "WriteAttributes": ["name"],
        "ExplicitAuthFlows": ["CUSTOM_AUTH_FLOW_ONLY"],
        "SupportedIdentityProviders": ["COGNITO"],
        "CallbackURLs": ["https://shop.example/in"], "LogoutURLs": ["https://shop.example/out"],
        "DefaultRedirectURI": "https://shop.example/in",
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "shop/read"],
        "AllowedOAuthFlowsUserPoolClient": true,
        "AnalyticsConfiguration": {"ApplicationId": "a1", "UserDataShared": true},
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": false,
        "AuthSessionValidity": 15,
        "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    });
    let client = made(&service, &pool, &all).unwrap();
    for (member, value) in all.as_object().unwrap() {
        assert_eq!(&client[member], value, "{member}");
    }
    let update = json!({"UserPoolId": pool, "ClientId": client["ClientId"], "ClientName": "app"});
    let updated = ok(&service, "UpdateUserPoolClient", &update)["UserPoolClient"].clone();
    let fresh = made(&service, &pool, &json!({})).unwrap();
    for member in all.as_object().unwrap().keys() {
        assert_eq!(updated[member], fresh[member], "{member}");
    }
    assert_eq!(updated["ClientName"], "app");
    assert_eq!(updated["CreationDate"], client["CreationDate"]);
}

#[test]
fn what_does_not_fit_is_refused() {
    let service = ImportService::in_memory().unwrap();
    let essentials = pool(&service, &json!({}));
    let lite = pool(&service, &json!({"UserPoolTier": "LITE"}));
    for (pool, extra, kind, part) in [
        (
            &essentials,
            json!({"ExplicitAuthFlows": ["USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]}),
            ErrorKind::InvalidParameter,
            "Legacy",
        ),
        (
            &essentials,
            json!({"ExplicitAuthFlows": ["ALLOW_FAX"]}),
            ErrorKind::InvalidParameter,
            "Value 'ALLOW_FAX' at 'explicitAuthFlows.1.member' failed to satisfy constraint: \
             Member must satisfy enum value set",
        ),
        (
            &lite,
            json!({"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}),
            ErrorKind::FeatureUnavailableInTier,
            "LITE",
        ),
        (
            &essentials,
            json!({"AccessTokenValidity": 4, "TokenValidityUnits": {"AccessToken": "minutes"}}),
            ErrorKind::InvalidParameter,
            "Invalid range for token validity.",
        ),
        (
            &essentials,
            json!({"RefreshTokenValidity": 4000}),
            ErrorKind::InvalidParameter,
            "Invalid range for token validity.",
        ),
        (
            &essentials,
            json!({"ReadAttributes": ["custom:none"]}),
            ErrorKind::InvalidParameter,
            "Invalid read attributes specified while creating a client",
        ),
        (
            &essentials,
            json!({"AuthSessionValidity": 2}),
            ErrorKind::InvalidParameter,
            "Value '2' at 'authSessionValidity'",
        ),
        (
            &essentials,
            json!({"AllowedOAuthFlows": ["client_credentials"]}),
            ErrorKind::InvalidOAuthFlow,
            "client secret",
        ),
        (
            &essentials,
            json!({"AllowedOAuthScopes": ["fax"]}),
            ErrorKind::ScopeDoesNotExist,
            "",
        ),
        (
            &essentials,
            json!({"RefreshTokenRotation": {}}),
            ErrorKind::InvalidParameter,
            "Value null at 'refreshTokenRotation.feature'",
        ),
    ] {
        let error = made(&service, pool, &extra).unwrap_err();
        assert_eq!(error.kind(), kind, "{extra}: {error}");
        assert!(error.message().contains(part), "{extra}: {error}");
    }
    let none = json!({"UserPoolId": essentials, "ClientId": "0none0"});
    for name in [
        "DescribeUserPoolClient",
        "UpdateUserPoolClient",
        "DeleteUserPoolClient",
    ] {
        let error = call(&service, name, &none).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ResourceNotFound);
        assert_eq!(error.message(), "User pool client 0none0 does not exist.");
    }
    // A client of another pool is not there either.
    let client = made(&service, &lite, &json!({})).unwrap();
    let of_another = json!({"UserPoolId": essentials, "ClientId": client["ClientId"]});
    let described = kind(&service, "DescribeUserPoolClient", &of_another);
    assert_eq!(described, ErrorKind::ResourceNotFound);
}

#[test]
fn clients_are_paged_and_gone_with_their_pool() {
    let service = ImportService::in_memory().unwrap();
    let pool = pool(&service, &json!({}));
    let ids: Vec<Value> = (0..5)
        .map(|_| made(&service, &pool, &json!({})).unwrap()["ClientId"].clone())
        .collect();
    let mut seen = Vec::new();
    let mut request = json!({"UserPoolId": pool, "MaxResults": 2});
    loop {
        let page = ok(&service, "ListUserPoolClients", &request);
        let clients = page["UserPoolClients"].as_array().unwrap();
        seen.extend(clients.iter().map(|client| client["ClientId"].clone()));
        if page["NextToken"].is_null() {
            break;
        }
        request["NextToken"] = page["NextToken"].clone();
    }
    assert_eq!(seen, ids);
    request["NextToken"] = json!("nonsense");
    assert_eq!(
        kind(&service, "ListUserPoolClients", &request),
        ErrorKind::InvalidParameter
    );
    ok(
        &service,
        "DeleteUserPoolClient",
        &json!({"UserPoolId": pool, "ClientId": ids[0]}),
    );
    ok(&service, "DeleteUserPool", &json!({"UserPoolId": pool}));
    let gone = json!({"UserPoolId": pool, "ClientId": ids[1]});
    assert_eq!(
        kind(&service, "DescribeUserPoolClient", &gone),
        ErrorKind::ResourceNotFound
    );
}
