//! Pools as documents: made, changed and read by the members that matter to an import.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    ApiError, HeaderOrder, Moment, constraints,
    constraints::Violations,
    model,
    wire::{AddCustomAttributesRequest, CreateUserPoolRequest, UpdateUserPoolRequest},
};
use crate::schema::{
    AliasAttribute, CsvHeader, MfaConfiguration, PASSWORD_HASH, STANDARD_CSV_HEADER, UserPool,
    VerifiableAttribute,
};

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

/// What the service says of a pool, or what cannot be changed, and so no further member of a request is.
const OF_THE_SERVICE: [&str; 14] = [
    "Id",
    "UserPoolId",
    "Name",
    "Arn",
    "CreationDate",
    "LastModifiedDate",
    "SchemaAttributes",
    "EstimatedNumberOfUsers",
    "Schema",
    "AliasAttributes",
    "UsernameAttributes",
    "UsernameConfiguration",
    super::service::LOADED_HEADER,
    super::service::MFA_CONFIG,
];

/// A pool's document, as CreateUserPool's input asks for it. `identity` gives id and ARN.
pub(super) fn create(
    input: &CreateUserPoolRequest,
    (id, arn): (&str, String),
    now: Moment,
) -> Result<Map<String, Value>, ApiError> {
    let mut violations = Violations::default();
    violations.required(
        "poolName",
        input.pool_name.as_deref(),
        &constraints::POOL_NAME,
    );
    let configuration = input.username_configuration.as_ref();
    if configuration.is_some_and(|one| one.case_sensitive.is_none()) {
        violations.null("usernameConfiguration.caseSensitive");
    }
    let settings = Settings::of_create(input);
    settings.check(&mut violations)?;
    let aliases = texts(input.alias_attributes.as_ref());
    let addresses = texts(input.username_attributes.as_ref());
    violations.each_one_of("aliasAttributes", &aliases, AliasAttribute::NAMES);
    violations.each_one_of("usernameAttributes", &addresses, VerifiableAttribute::NAMES);
    if let Some(schema) = &input.schema {
        violations.length_of_list("schema", schema.len(), 1, 50);
        attributes::check("schema", schema, &mut violations);
    }
    violations.check()?;
    if !aliases.is_empty() && !addresses.is_empty() {
        return Err(ApiError::invalid(
            "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        ));
    }
    let mut attributes = attributes::of_a_fresh_pool();
    for attribute in input.schema.iter().flatten() {
        attributes::add_attribute(&mut attributes, attribute)?;
    }
    let mut document = Map::new();
    document.insert("Id".into(), id.into());
    document.insert("Arn".into(), arn.into());
    document.insert("CreationDate".into(), json!(now));
    document.insert("SchemaAttributes".into(), json!(attributes));
    for (member, value) in [
        ("AliasAttributes", json!(input.alias_attributes)),
        ("UsernameAttributes", json!(input.username_attributes)),
        ("UsernameConfiguration", json!(input.username_configuration)),
    ] {
        if !value.is_null() {
            document.insert(member.into(), value);
        }
    }
    settings.set(&mut document, now);
    ensure_parses(&document)?;
    Ok(document)
}

/// Changes a pool's document as UpdateUserPool's input asks: what it leaves out becomes the default
/// (the operation's documentation).
pub(super) fn update(
    document: &mut Map<String, Value>,
    input: &UpdateUserPoolRequest,
    now: Moment,
) -> Result<(), ApiError> {
    check_update(input)?;
    for member in model::members().chain(["AutoVerifiedAttributes"]) {
        document.remove(member);
    }
    Settings::of_update(input).set(document, now);
    ensure_parses(document)
}

/// Refuses an update that no pool admits.
pub(super) fn check_update(input: &UpdateUserPoolRequest) -> Result<(), ApiError> {
    let mut violations = Violations::default();
    violations.optional(
        "poolName",
        input.pool_name.as_deref(),
        &constraints::POOL_NAME,
    );
    Settings::of_update(input).check(&mut violations)?;
    violations.check()
}

/// Adds custom attributes, as AddCustomAttributes' input asks.
pub(super) fn add_custom(
    document: &mut Map<String, Value>,
    input: &AddCustomAttributesRequest,
    now: Moment,
) -> Result<(), ApiError> {
    check_custom(input)?;
    let mut names: Vec<String> = settings(document)?
        .attributes
        .into_iter()
        .map(|attribute| attribute.name)
        .collect();
    let mut added = Vec::new();
    for attribute in input.custom_attributes.iter().flatten() {
        let custom = attributes::custom(&names, attribute)?;
        names.extend(custom.name.clone());
        added.push(json!(custom));
    }
    match document
        .entry("SchemaAttributes")
        .or_insert_with(|| json!([]))
    {
        Value::Array(attributes) => attributes.extend(added),
        // A document may say that it lists none.
        other => *other = added.into(),
    }
    document.insert("LastModifiedDate".into(), json!(now));
    ensure_parses(document)
}

/// Refuses custom attributes that no pool admits.
pub(super) fn check_custom(input: &AddCustomAttributesRequest) -> Result<(), ApiError> {
    let mut violations = Violations::default();
    match &input.custom_attributes {
        None => violations.null("customAttributes"),
        Some(added) => {
            violations.length_of_list("customAttributes", added.len(), 1, 25);
            attributes::check("customAttributes", added, &mut violations);
        }
    }
    violations.check()
}

/// The pool's settings as the engine reads them.
pub(super) fn settings(document: &Map<String, Value>) -> Result<UserPool, ApiError> {
    UserPool::from_members(document).map_err(|error| ApiError::invalid(error.to_string()))
}

/// A moment in a pool's document. Every document has its two dates, set when the pool was made.
pub(super) fn moment(document: &Map<String, Value>, member: &str) -> Moment {
    document
        .get(member)
        .and_then(|seconds| Moment::deserialize(seconds).ok())
        .unwrap_or_default()
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
            let after_zoneinfo = NEWER
                .iter()
                .position(|name| *name == "locale")
                .unwrap_or(NEWER.len());
            names.splice(after_zoneinfo..after_zoneinfo, custom);
            names
        }
    };
    if with_hash {
        names.push(PASSWORD_HASH.to_owned());
    }
    names
}

/// The members that CreateUserPool and UpdateUserPool both have.
struct Settings<'a> {
    name: Option<&'a str>,
    auto_verified: Option<&'a Vec<String>>,
    mfa: Option<&'a str>,
    other: &'a Map<String, Value>,
}

impl<'a> Settings<'a> {
    fn of_create(input: &'a CreateUserPoolRequest) -> Self {
        Self {
            name: input.pool_name.as_deref(),
            auto_verified: input.auto_verified_attributes.as_ref(),
            mfa: input.mfa_configuration.as_deref(),
            other: &input.other,
        }
    }

    fn of_update(input: &'a UpdateUserPoolRequest) -> Self {
        Self {
            name: input.pool_name.as_deref(),
            auto_verified: input.auto_verified_attributes.as_ref(),
            mfa: input.mfa_configuration.as_deref(),
            other: &input.other,
        }
    }

    fn check(&self, violations: &mut Violations) -> Result<(), ApiError> {
        violations.each_one_of(
            "autoVerifiedAttributes",
            &texts(self.auto_verified),
            VerifiableAttribute::NAMES,
        );
        violations.one_of("mfaConfiguration", self.mfa, MfaConfiguration::NAMES);
        model::check(self.other, violations)
    }

    /// Sets the members, or their defaults.
    fn set(&self, document: &mut Map<String, Value>, now: Moment) {
        if let Some(name) = self.name {
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
        if let Some(names) = self.auto_verified {
            document.insert("AutoVerifiedAttributes".into(), json!(names));
        }
        if let Some(mfa) = self.mfa {
            document.insert("MfaConfiguration".into(), mfa.into());
        }
        // Members that the model does not know yet are kept as well, but for those of an answer.
        let given = self.other.iter().filter(|(member, value)| {
            !value.is_null() && !OF_THE_SERVICE.contains(&member.as_str())
        });
        for (member, value) in given {
            document.insert(member.clone(), value.clone());
        }
        document.insert("LastModifiedDate".into(), json!(now));
    }
}

/// Refuses a document that the engine could not read later.
fn ensure_parses(document: &Map<String, Value>) -> Result<(), ApiError> {
    settings(document).map(|_| ())
}

fn texts(names: Option<&Vec<String>>) -> Vec<&str> {
    names.into_iter().flatten().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input<T: serde::de::DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).unwrap()
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
                json!({"PoolName": "a", "UsernameConfiguration": {}}),
                "Value null at 'usernameConfiguration.caseSensitive'",
            ),
            (
                json!({"PoolName": "a", "DeletionProtection": "on"}),
                "enum value set: [ACTIVE, INACTIVE]",
            ),
            (
                json!({"PoolName": "a", "Policies":
                    {"SignInPolicy": {"AllowedFirstAuthFactors": ["FAX"]}}}),
                "Value 'FAX' at 'policies.signInPolicy.allowedFirstAuthFactors.1.member'",
            ),
        ] {
            let error = made(value.clone()).unwrap_err();
            assert!(error.message().contains(message), "{value}: {error}");
        }
    }

    #[test]
    fn members_that_are_only_kept_are_answered_and_cannot_take_the_place_of_others() {
        let pool = made(json!({"PoolName": "shop",
            "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
            "OfTomorrow": {"Some": ["thing"]},
            "Id": "other", "Arn": "x", "CreationDate": "x", "SchemaAttributes": [],
            "EstimatedNumberOfUsers": 7}))
        .unwrap();
        assert_eq!(
            pool["UserPoolAddOns"],
            json!({"AdvancedSecurityMode": "AUDIT"})
        );
        assert_eq!(pool["OfTomorrow"], json!({"Some": ["thing"]}));
        assert_eq!(pool["Id"], "us-east-1_TEST");
        assert_eq!(pool["CreationDate"], 1);
        assert_eq!(pool["SchemaAttributes"].as_array().unwrap().len(), 20);
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
            &input(json!({"MfaConfiguration": "OPTIONAL", "AliasAttributes": ["email"]})),
            now,
        )
        .unwrap();
        assert_eq!(pool["Name"], "shop");
        assert_eq!(pool["MfaConfiguration"], "OPTIONAL");
        assert!(!pool.contains_key("AliasAttributes"));
        assert_eq!(pool["DeletionProtection"], "INACTIVE");
        assert!(!pool.contains_key("AutoVerifiedAttributes"));
        assert_eq!(pool["LastModifiedDate"], 2);
        assert_eq!(pool["CreationDate"], 1);
    }

    #[test]
    fn custom_attributes_are_added_and_never_twice() {
        let now = Moment::of_millis(2_000);
        let mut pool = made(json!({"PoolName": "shop"})).unwrap();
        let tier: AddCustomAttributesRequest = input(
            json!({"CustomAttributes": [{"Name": "tier", "AttributeDataType": "String",
            "StringAttributeConstraints": {"MaxLength": "9"}}]}),
        );
        add_custom(&mut pool, &tier, now).unwrap();
        let attribute = settings(&pool).unwrap().definition("custom:tier");
        assert_eq!(attribute.max_length, Some(9));
        assert!(add_custom(&mut pool, &tier, now).is_err());
        assert!(add_custom(&mut pool, &input(json!({})), now).is_err());
    }
}
