//! What a pool's document may say, and what is told about one that is not.

use super::*;

fn message(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

const FULL: &str = r#"{"UserPool": {
    "Id": "us-east-1_EXAMPLE01", "Name": "shop", "Status": "Enabled",
    "Policies": {"PasswordPolicy": {"MinimumLength": 8},
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "TELEPATHY", "WEB_AUTHN"]}},
    "SchemaAttributes": [
        {"Name": "sub", "AttributeDataType": "String", "DeveloperOnlyAttribute": false,
         "Mutable": false, "Required": true,
         "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"}},
        {"Name": "identities", "AttributeDataType": "String", "StringAttributeConstraints": {}},
        {"Name": "custom:age", "AttributeDataType": "Number",
         "NumberAttributeConstraints": {"MinValue": "-1.5", "MaxValue": 150}},
        {"Name": "custom:tier", "AttributeDataType": "String",
         "StringAttributeConstraints": {"MaxLength": 12}},
        {"Name": "dev:custom:note", "DeveloperOnlyAttribute": true},
        {"Name": "custom:since", "AttributeDataType": "DateTime", "Mutable": false,
         "StringAttributeConstraints": {"MaxLength": "3"}}],
    "AutoVerifiedAttributes": ["phone_number", "email", "email"],
    "AliasAttributes": ["preferred_username"],
    "UsernameConfiguration": {"CaseSensitive": false},
    "MfaConfiguration": "OPTIONAL", "UserPoolTier": "ESSENTIALS"}}"#;

#[cfg(feature = "import-job")]
#[test]
fn every_member_can_be_had_of_a_document_that_is_read() {
    let pool = members(r#"{"UserPool":{"Id":"eu-west-1_Abc","Other":[1]}}"#).unwrap();
    assert_eq!(pool["Other"], serde_json::json!([1]));
    assert_eq!(
        members(r#"{"Id":"a_1","Policies":{}}"#).unwrap()["Id"],
        "a_1"
    );
    assert!(members(r#"{"Id":"a_1","MfaConfiguration":"on"}"#).is_err());
    assert!(members(r#"{"Id":"a_1","Policies":{},"Other":1e999}"#).is_err());
}

#[test]
fn every_member_that_matters_is_read() {
    let pool = parse(FULL).unwrap();
    assert_eq!(pool.id.as_deref(), Some("us-east-1_EXAMPLE01"));
    assert_eq!(pool.name.as_deref(), Some("shop"));
    assert_eq!(
        pool.auto_verified,
        [VerifiableAttribute::PhoneNumber, VerifiableAttribute::Email]
    );
    assert_eq!(pool.aliases, [AliasAttribute::PreferredUsername]);
    assert!(pool.username_attributes.is_empty() && !pool.case_sensitive);
    assert_eq!(pool.mfa, MfaConfiguration::Optional);
    assert_eq!(
        pool.first_auth_factors,
        [FirstAuthFactor::Password, FirstAuthFactor::WebAuthn]
    );
    let [sub, identities, age, tier, note, since] = &pool.attributes[..] else {
        panic!("six attributes are listed");
    };
    assert!(pool.attributes.iter().all(|attribute| attribute.is_listed));
    assert_eq!((sub.min_length, sub.max_length), (Some(1), Some(2048)));
    assert!(sub.required && !sub.mutable);
    assert_eq!((identities.min_length, identities.max_length), (None, None));
    assert_eq!(age.data_type, AttributeDataType::Number);
    assert_eq!(age.min_value.as_deref(), Some("-1.5"));
    assert_eq!(age.max_value.as_deref(), Some("150"));
    assert_eq!((tier.min_length, tier.max_length), (None, Some(12)));
    assert!(tier.mutable && !tier.required && !tier.developer_only);
    assert!(note.developer_only && note.data_type == AttributeDataType::String);
    assert_eq!(since.data_type, AttributeDataType::DateTime);
    assert!(!since.mutable && since.max_length.is_none());
}

#[test]
fn the_outer_member_may_be_left_out() {
    let inner = FULL
        .strip_prefix(r#"{"UserPool": "#)
        .and_then(|text| text.strip_suffix('}'))
        .unwrap();
    assert_eq!(parse(inner).unwrap(), parse(FULL).unwrap());
}

#[test]
fn absent_and_null_members_have_the_service_s_defaults() {
    for text in [
        r#"{"AutoVerifiedAttributes":[]}"#,
        r#"{"UserPool":{"Policies":{}}}"#,
        r#"{"AutoVerifiedAttributes":[],"Id":null,"SchemaAttributes":null,"AliasAttributes":null,"Policies":null,
            "UsernameConfiguration":{"CaseSensitive":null},"MfaConfiguration":null}"#,
    ] {
        assert_eq!(parse(text).unwrap(), UserPool::default(), "{text}");
    }
}

#[test]
fn a_listed_attribute_that_is_silent_is_as_the_standard_one_without_constraints() {
    let pool =
        parse(r#"{"SchemaAttributes":[{"Name":"email_verified"},{"Name":"birthdate"}]}"#).unwrap();
    assert_eq!(pool.attributes[0].data_type, AttributeDataType::Boolean);
    assert_eq!(pool.attributes[1].max_length, None);
}

#[test]
fn unknown_names_are_errors_with_their_path() {
    for (text, path) in [
        (r#"{"MfaConfiguration":"on"}"#, "MfaConfiguration"),
        (
            r#"{"AutoVerifiedAttributes":["email","fax"]}"#,
            "AutoVerifiedAttributes[1]",
        ),
        (r#"{"AliasAttributes":["fax"]}"#, "AliasAttributes[0]"),
        (
            r#"{"UsernameAttributes":["preferred_username"]}"#,
            "UsernameAttributes[0]",
        ),
        (
            r#"{"SchemaAttributes":[{"Name":"a","AttributeDataType":"Text"}]}"#,
            "SchemaAttributes[0].AttributeDataType",
        ),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.path(), Some(path));
        assert_eq!(error.position().map(|place| place.line), Some(1));
        assert!(error.to_string().contains("expected "), "{error}");
    }
}

#[test]
fn type_mismatches_show_no_value() {
    assert_eq!(
        message("{\"UserPool\":\n{\"Id\":77777}}"),
        "line 2, column 11, at UserPool.Id: expected a string, found a number"
    );
    assert_eq!(
        message(r#"{"UsernameConfiguration":{"CaseSensitive":"s3cret"}}"#),
        "line 1, column 50, at UsernameConfiguration.CaseSensitive: \
         expected a boolean, found a string"
    );
    assert_eq!(
        message(r#"{"SchemaAttributes":[{}]}"#),
        "line 1, column 23, at SchemaAttributes[0]: missing field `Name`"
    );
    assert_eq!(
        message(r#"{"SchemaAttributes":[["s3cret"]]}"#),
        "line 1, column 21, at SchemaAttributes[0]: expected an object, found an array"
    );
    assert_eq!(
        message(r#"{"SchemaAttributes":[{"Name":" "}]}"#),
        "line 1, column 32, at SchemaAttributes[0].Name: \
         expected an attribute's name, found another string"
    );
    assert_eq!(
        message(r#"{"SchemaAttributes":[{"Name":"custom:a\nb"}]}"#),
        "line 1, column 42, at SchemaAttributes[0].Name: \
         expected an attribute's name, found another string"
    );
}

#[test]
fn bounds_are_whole_lengths_and_decimal_values() {
    let length = |bound: &str| {
        parse(&format!(
            r#"{{"SchemaAttributes":[{{"Name":"a",
                "StringAttributeConstraints":{{"MaxLength":{bound}}}}}]}}"#
        ))
        .map(|pool| pool.attributes[0].max_length.unwrap())
        .map_err(|error| error.path().unwrap_or_default().to_owned())
    };
    assert_eq!(length("\"007\""), Ok(7));
    assert_eq!(length("2048"), Ok(2048));
    for bound in [
        "\"\"",
        "\"-1\"",
        "\"+1\"",
        "\" 1\"",
        "\"1.0\"",
        "\"99999999999999999999\"",
        "-1",
        "1.5",
        "true",
        "[]",
    ] {
        assert_eq!(
            length(bound).unwrap_err(),
            "SchemaAttributes[0].StringAttributeConstraints.MaxLength",
            "{bound}"
        );
    }
    let value = |bound: &str| {
        parse(&format!(
            r#"{{"SchemaAttributes":[{{"Name":"a","AttributeDataType":"Number",
                "NumberAttributeConstraints":{{"MinValue":{bound}}}}}]}}"#
        ))
        .map(|pool| pool.attributes[0].min_value.clone().unwrap())
        .map_err(|error| error.path().unwrap_or_default().to_owned())
    };
    for (bound, text) in [
        ("\"-12.50\"", "-12.50"),
        ("-3", "-3"),
        ("0.25", "0.25"),
        ("1e3", "1000"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        assert_eq!(value(bound).as_deref(), Ok(text), "{bound}");
    }
    for bound in [
        "\"\"", "\"1e3\"", "\"+1\"", "\".5\"", "\"5.\"", "\"-\"", "\"NaN\"", "{}",
    ] {
        assert_eq!(
            value(bound).unwrap_err(),
            "SchemaAttributes[0].NumberAttributeConstraints.MinValue",
            "{bound}"
        );
    }
}

#[test]
fn aliases_and_username_attributes_exclude_each_other() {
    assert_eq!(
        message(r#"{"UserPool":{"AliasAttributes":["email"],"UsernameAttributes":["email"]}}"#),
        "at UserPool.UsernameAttributes: AliasAttributes and UsernameAttributes exclude each \
         other, but both are given"
    );
    assert!(parse(r#"{"AliasAttributes":["email"],"UsernameAttributes":[]}"#).is_ok());
}

#[test]
fn an_attribute_is_listed_once() {
    let error = parse(r#"{"SchemaAttributes":[{"Name":"a"},{"Name":"b"},{"Name":"a"}]}"#);
    assert_eq!(error.unwrap_err().path(), Some("SchemaAttributes[2].Name"));
}

#[test]
fn another_answer_is_not_taken_for_a_silent_pool() {
    for (text, found) in [
        ("{}", "none of its members"),
        (r#"{"message":"denied"}"#, "none of its members"),
        (
            r#"{"UserPool":{}}"#,
            "a UserPool without any of its members",
        ),
        (r#"{"UserPoolId":"p_1","CSVHeader":["email"]}"#, "swapped"),
        (r#"{"Users":[]}"#, "ListUsers' answer"),
        (
            r#"{"UserPools":[{"Id":"p_1","Name":"shop"}]}"#,
            "ListUserPools'",
        ),
        (
            r#"{"Id":"p_1","Name":"shop","LambdaConfig":{}}"#,
            "ListUserPools'",
        ),
        (
            r#"{"UserPoolClient":{"UserPoolId":"p_1"}}"#,
            "DescribeUserPoolClient's",
        ),
        (
            r#"{"PoolName":"shop","AutoVerifiedAttributes":["email"]}"#,
            "CreateUserPool's input",
        ),
        (r#"{"Schema":[{"Name":"email"}]}"#, "CreateUserPool's input"),
        (
            r#"{"UserPoolId":"p_1","AutoVerifiedAttributes":["email"]}"#,
            "UpdateUserPool's input",
        ),
        (r#"{"MfaConfiguration":"OFF"}"#, "GetUserPoolMfaConfig's"),
        (
            r#"{"MfaConfiguration":"ON","SoftwareTokenMfaConfiguration":{"Enabled":true}}"#,
            "GetUserPoolMfaConfig's",
        ),
        (
            r#"{"version":4,"terraform_version":"1.9.0","resources":[]}"#,
            "Terraform",
        ),
        (
            r#"{"Resources":{"Pool":{"Type":"AWS::Cognito::UserPool"}}}"#,
            "CloudFormation",
        ),
    ] {
        let message = message(text);
        assert!(message.starts_with("expected DescribeUserPool's answer, found "));
        assert!(message.contains(found), "{text}: {message}");
    }
}

#[test]
fn part_of_a_pool_is_enough() {
    for text in [
        r#"{"UserPool":{"Id":"p_1"}}"#,
        r#"{"UserPool":{"MfaConfiguration":"ON"}}"#,
        r#"{"Id":"p_1","MfaConfiguration":"ON"}"#,
        r#"{"AliasAttributes":["email"]}"#,
        r#"{"UsernameConfiguration":{}}"#,
        r#"{"UserPoolTier":"LITE"}"#,
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
}

#[test]
fn the_number_of_attributes_is_bounded() {
    let list = |count: usize| {
        let entries: Vec<_> = (0..count)
            .map(|n| format!(r#"{{"Name":"custom:{n}"}}"#))
            .collect();
        parse(&format!(
            r#"{{"SchemaAttributes":[{}]}}"#,
            entries.join(",")
        ))
    };
    assert_eq!(list(10_000).unwrap().attributes.len(), 10_000);
    assert!(list(10_001).is_err());
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let text = r#"{"UserPool":"#.repeat(100_000);
    assert!(message(&text).contains("recursion limit"));
}
