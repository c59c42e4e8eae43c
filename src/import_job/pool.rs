//! Pools as documents: made, changed and read by the members that matter to an import.

use serde_json::{Map, Value, json};

use super::{ApiError, HeaderOrder, Moment, constraints, constraints::Violations};
use crate::schema::{CsvHeader, PASSWORD_HASH, STANDARD_CSV_HEADER, UserPool};

mod attributes;

/// The standard columns as newer pools have them, custom attributes after `zoneinfo` (MWARNER,
/// YHAY).
const NEWER: [&str; 21] = [
    "profile",
    "address",
    "birthdate",
    "gender",
    "preferred_username",
    "updated_at",
    "website",
    "picture",
    "phone_number",
    "phone_number_verified",
    "zoneinfo",
    "locale",
    "email",
    "email_verified",
    "given_name",
    "family_name",
    "middle_name",
    "name",
    "nickname",
    "cognito:mfa_enabled",
    "cognito:username",
];

/// The members of CreateUserPool and UpdateUserPool that only stand in the answer.
const CARRIED: [&str; 15] = [
    "Policies",
    "DeletionProtection",
    "LambdaConfig",
    "SmsVerificationMessage",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "VerificationMessageTemplate",
    "SmsAuthenticationMessage",
    "UserAttributeUpdateSettings",
    "DeviceConfiguration",
    "EmailConfiguration",
    "SmsConfiguration",
    "AdminCreateUserConfig",
    "AccountRecoverySetting",
    "UserPoolTier",
];

const ADDRESSES: [&str; 2] = ["phone_number", "email"];
const ALIASES: [&str; 3] = ["phone_number", "email", "preferred_username"];
const MFA: [&str; 3] = ["OFF", "ON", "OPTIONAL"];
const TIERS: [&str; 3] = ["LITE", "ESSENTIALS", "PLUS"];
const PROTECTION: [&str; 2] = ["ACTIVE", "INACTIVE"];
const FACTORS: [&str; 5] = [
    "PASSWORD",
    "EMAIL_OTP",
    "SMS_OTP",
    "WEB_AUTHN",
    "SOFTWARE_TOKEN",
];

/// A pool's document, as CreateUserPool's input asks for it. `identity` gives id and ARN.
pub(super) fn create(
    input: &Map<String, Value>,
    (id, arn): (&str, String),
    now: Moment,
) -> Result<Map<String, Value>, ApiError> {
    let mut violations = Violations::default();
    violations.required("poolName", text(input, "PoolName"), &constraints::POOL_NAME);
    lists(input, &mut violations);
    let schema = input.get("Schema").and_then(Value::as_array);
    if let Some(schema) = schema {
        violations.length_of_list("schema", schema.len(), 1, 50);
        attributes::check("schema", schema, &mut violations);
    }
    violations.check()?;
    if !list(input, "AliasAttributes").is_empty() && !list(input, "UsernameAttributes").is_empty() {
        return Err(ApiError::invalid(
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        ));
    }
    let mut document = Map::new();
    let mut attributes = attributes::of_a_fresh_pool();
    for attribute in schema.into_iter().flatten() {
        attributes::declare(&mut attributes, attribute)?;
    }
    document.insert("Id".into(), id.into());
    document.insert("Arn".into(), arn.into());
    document.insert("CreationDate".into(), json!(now));
    document.insert("SchemaAttributes".into(), attributes.into());
    for member in [
        "AliasAttributes",
        "UsernameAttributes",
        "UsernameConfiguration",
    ] {
        if let Some(value) = input.get(member).filter(|value| !value.is_null()) {
            document.insert(member.into(), value.clone());
        }
    }
    set_mutable(&mut document, input, now);
    readable(&document)?;
    Ok(document)
}

/// Changes a pool's document as UpdateUserPool's input asks: what it leaves out becomes the default
/// (the operation's documentation).
pub(super) fn update(
    document: &mut Map<String, Value>,
    input: &Map<String, Value>,
    now: Moment,
) -> Result<(), ApiError> {
    let mut violations = Violations::default();
    violations.optional("poolName", text(input, "PoolName"), &constraints::POOL_NAME);
    lists(input, &mut violations);
    violations.check()?;
    for member in CARRIED
        .into_iter()
        .chain(["AutoVerifiedAttributes", "UserPoolTags"])
    {
        document.remove(member);
    }
    set_mutable(document, input, now);
    readable(document)
}

/// Adds custom attributes, as AddCustomAttributes' input asks.
pub(super) fn add_custom(
    document: &mut Map<String, Value>,
    input: &Map<String, Value>,
    now: Moment,
) -> Result<(), ApiError> {
    let mut violations = Violations::default();
    let added = input.get("CustomAttributes").and_then(Value::as_array);
    match added {
        None => violations.null("customAttributes"),
        Some(added) => {
            violations.length_of_list("customAttributes", added.len(), 1, 25);
            attributes::check("customAttributes", added, &mut violations);
        }
    }
    violations.check()?;
    let mut attributes: Vec<Value> = document
        .get("SchemaAttributes")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    for attribute in added.into_iter().flatten() {
        attributes::add_custom(&mut attributes, attribute)?;
    }
    document.insert("SchemaAttributes".into(), attributes.into());
    document.insert("LastModifiedDate".into(), json!(now));
    readable(document)
}

/// The document of a pool from what DescribeUserPool answered elsewhere.
pub(super) fn adopt(text: &str) -> Result<Map<String, Value>, crate::schema::SchemaError> {
    // The typed parse says where a document is wrong.
    UserPool::parse(text)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).unwrap_or_default();
    let Value::Object(mut outer) = value else {
        return Ok(Map::new());
    };
    match outer.remove("UserPool") {
        Some(Value::Object(inner)) => Ok(inner),
        _ => Ok(outer),
    }
}

/// The pool's settings as the engine reads them.
pub(super) fn settings(document: &Map<String, Value>) -> Result<UserPool, ApiError> {
    let text = serde_json::to_string(document).map_err(|_| ApiError::internal())?;
    UserPool::parse(&text).map_err(|error| ApiError::invalid(error.to_string()))
}

/// The columns that GetCSVHeader answers.
pub(super) fn csv_header(pool: &UserPool, order: HeaderOrder, with_hash: bool) -> Vec<String> {
    let derived = CsvHeader::of_pool(pool);
    let mut names: Vec<String> = match order {
        HeaderOrder::Older => derived.names().to_vec(),
        HeaderOrder::Newer => {
            let custom = derived
                .names()
                .iter()
                .filter(|name| !STANDARD_CSV_HEADER.contains(&name.as_str()))
                .cloned();
            let mut names: Vec<String> = NEWER.map(str::to_owned).into();
            let behind_zoneinfo = NEWER
                .iter()
                .position(|name| *name == "locale")
                .unwrap_or(NEWER.len());
            names.splice(behind_zoneinfo..behind_zoneinfo, custom);
            names
        }
    };
    if with_hash {
        names.push(PASSWORD_HASH.to_owned());
    }
    names
}

/// The members that both operations may set, or their defaults.
fn set_mutable(document: &mut Map<String, Value>, input: &Map<String, Value>, now: Moment) {
    if let Some(name) = text(input, "PoolName") {
        document.insert("Name".into(), name.into());
    }
    let defaults = json!({
        "MfaConfiguration": "OFF",
        "UserPoolTier": "ESSENTIALS",
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "UserPoolTags": {},
        "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
        "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7},
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true,
                "RequireNumbers": true, "RequireSymbols": true, "TemporaryPasswordValidityDays": 7
            },
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}
        },
    });
    if let Value::Object(defaults) = defaults {
        document.extend(defaults);
    }
    let set = CARRIED
        .into_iter()
        .chain(["AutoVerifiedAttributes", "MfaConfiguration"])
        .filter_map(|member| Some((member, input.get(member)?)))
        .chain(input.get("UserPoolTags").map(|tags| ("UserPoolTags", tags)))
        .filter(|(_, value)| !value.is_null());
    for (member, value) in set {
        document.insert(member.into(), value.clone());
    }
    document.insert("LastModifiedDate".into(), json!(now));
}

/// Refuses a document that the engine could not read later.
fn readable(document: &Map<String, Value>) -> Result<(), ApiError> {
    settings(document).map(|_| ())
}

fn lists(input: &Map<String, Value>, violations: &mut Violations) {
    for (member, shown, names) in [
        (
            "AutoVerifiedAttributes",
            "autoVerifiedAttributes",
            &ADDRESSES[..],
        ),
        ("UsernameAttributes", "usernameAttributes", &ADDRESSES[..]),
        ("AliasAttributes", "aliasAttributes", &ALIASES[..]),
    ] {
        violations.each_one_of(shown, &list(input, member), names);
    }
    violations.one_of("mfaConfiguration", text(input, "MfaConfiguration"), &MFA);
    violations.one_of("userPoolTier", text(input, "UserPoolTier"), &TIERS);
    let protection = text(input, "DeletionProtection");
    violations.one_of("deletionProtection", protection, &PROTECTION);
    let policy = input
        .get("Policies")
        .and_then(|policies| policies.get("SignInPolicy")?.as_object());
    violations.each_one_of(
        "policies.signInPolicy.allowedFirstAuthFactors",
        &policy.map_or_else(Vec::new, |policy| list(policy, "AllowedFirstAuthFactors")),
        &FACTORS,
    );
}

fn text<'a>(input: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    input.get(member).and_then(Value::as_str)
}

fn list<'a>(input: &'a Map<String, Value>, member: &str) -> Vec<&'a str> {
    let values = input.get(member).and_then(Value::as_array);
    values
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            _ => panic!("an object"),
        }
    }

    fn made(value: Value) -> Result<Map<String, Value>, ApiError> {
        let now = Moment::of_millis(1_000);
        create(&input(value), ("us-east-1_TEST", "arn".into()), now)
    }

    #[test]
    fn a_fresh_pool_has_the_attributes_that_aws_shows() {
        let pool = made(json!({"PoolName": "shop"})).unwrap();
        let attributes = pool["SchemaAttributes"].as_array().unwrap();
        assert_eq!(attributes.len(), 20);
        assert_eq!(
            attributes[0],
            json!({"Name": "sub", "AttributeDataType": "String", "DeveloperOnlyAttribute": false,
                "Mutable": false, "Required": true,
                "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"}})
        );
        let updated_at = attributes.iter().find(|one| one["Name"] == "updated_at");
        assert_eq!(
            updated_at.unwrap()["NumberAttributeConstraints"],
            json!({"MinValue": "0"})
        );
        assert_eq!(pool["MfaConfiguration"], "OFF");
        assert!(!pool.contains_key("AutoVerifiedAttributes"));
        let settings = settings(&pool).unwrap();
        assert!(settings.auto_verified.is_empty());
        assert_eq!(
            csv_header(&settings, HeaderOrder::Older, false),
            STANDARD_CSV_HEADER
        );
    }

    #[test]
    fn custom_attributes_stand_where_each_order_has_them() {
        let pool = made(
            json!({"PoolName": "shop", "AutoVerifiedAttributes": ["email"], "Schema": [
            {"Name": "email", "Required": true},
            {"Name": "tier", "AttributeDataType": "String"},
            {"Name": "note", "AttributeDataType": "Number", "DeveloperOnlyAttribute": true}]}),
        )
        .unwrap();
        let settings = settings(&pool).unwrap();
        assert!(settings.attribute("email").unwrap().required);
        assert_eq!(settings.attribute("email").unwrap().max_length, Some(2048));
        let older = csv_header(&settings, HeaderOrder::Older, true);
        assert_eq!(
            older[18..],
            [
                "updated_at",
                "custom:tier",
                "dev:custom:note",
                "cognito:mfa_enabled",
                "cognito:username",
                "password_hash",
            ]
        );
        let newer = csv_header(&settings, HeaderOrder::Newer, false);
        assert_eq!(
            newer[10..14],
            ["zoneinfo", "custom:tier", "dev:custom:note", "locale"]
        );
        assert_eq!(newer.len(), 23);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (value, message) in [
            (json!({}), "Value null at 'poolName'"),
            (json!({"PoolName": "a\u{e9}"}), "regular expression"),
            (
                json!({"PoolName": "a", "AutoVerifiedAttributes": ["fax"]}),
                "Value '[fax]' at 'autoVerifiedAttributes' failed to satisfy constraint: Member \
                 must satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]",
            ),
            (
                json!({"PoolName": "a", "MfaConfiguration": "on"}),
                "enum value set: [OFF, ON, OPTIONAL]",
            ),
            (
                json!({"PoolName": "a", "AliasAttributes": ["email"], "UsernameAttributes": ["email"]}),
                "Only one of",
            ),
            (
                json!({"PoolName": "a", "DeletionProtection": "on"}),
                "enum value set: [ACTIVE, INACTIVE]",
            ),
            (
                json!({"PoolName": "a", "Policies":
                    {"SignInPolicy": {"AllowedFirstAuthFactors": ["FAX"]}}}),
                "Value '[FAX]' at 'policies.signInPolicy.allowedFirstAuthFactors'",
            ),
        ] {
            let error = made(value.clone()).unwrap_err();
            assert!(error.message().contains(message), "{value}: {error}");
        }
    }

    #[test]
    fn an_update_sets_what_it_leaves_out_to_the_default() {
        let now = Moment::of_millis(2_000);
        let mut pool = made(
            json!({"PoolName": "shop", "AutoVerifiedAttributes": ["email"],
            "MfaConfiguration": "ON", "DeletionProtection": "ACTIVE"}),
        )
        .unwrap();
        update(
            &mut pool,
            &input(json!({"MfaConfiguration": "OPTIONAL"})),
            now,
        )
        .unwrap();
        assert_eq!(pool["Name"], "shop");
        assert_eq!(pool["MfaConfiguration"], "OPTIONAL");
        assert_eq!(pool["DeletionProtection"], "INACTIVE");
        assert!(!pool.contains_key("AutoVerifiedAttributes"));
        assert_eq!(pool["LastModifiedDate"], 2);
        assert_eq!(pool["CreationDate"], 1);
    }

    #[test]
    fn custom_attributes_are_added_and_never_twice() {
        let now = Moment::of_millis(2_000);
        let mut pool = made(json!({"PoolName": "shop"})).unwrap();
        let tier = input(
            json!({"CustomAttributes": [{"Name": "tier", "AttributeDataType": "String",
            "StringAttributeConstraints": {"MaxLength": "9"}}]}),
        );
        add_custom(&mut pool, &tier, now).unwrap();
        let attribute = settings(&pool).unwrap().definition("custom:tier");
        assert_eq!(attribute.max_length, Some(9));
        assert!(add_custom(&mut pool, &tier, now).is_err());
        assert!(add_custom(&mut pool, &input(json!({})), now).is_err());
    }

    #[test]
    fn a_described_pool_is_adopted_whole() {
        let pool =
            adopt(r#"{"UserPool":{"Id":"eu-west-1_Abc","Name":"shop","Other":[1]}}"#).unwrap();
        assert_eq!(pool["Other"], json!([1]));
        assert_eq!(
            adopt(r#"{"Id":"eu-west-1_Abc"}"#).unwrap()["Id"],
            "eu-west-1_Abc"
        );
        assert!(adopt(r#"{"MfaConfiguration":"on"}"#).is_err());
    }
}
