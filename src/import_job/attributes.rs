//! The attributes of users as requests set them.

use serde_json::json;

use super::{
    ApiError, Attributes, Changed, ErrorKind, ImportService, User, UserNumber,
    names::{folded, sign_in_keys},
    service::Account,
    user::AttributesBuilder,
    wire::AttributeType,
};
use crate::{
    schema::{
        AliasAttribute, Attribute, AttributeDataType, STANDARD_CSV_HEADER, UserPool,
        VerifiableAttribute,
    },
    values::{
        email::{self, EmailForm},
        length, number,
        phone_number::{self, PhoneNumberForm},
        username,
    },
};

/// What is not as the pool's schema says.
fn not_conforming(name: &str, what: &str) -> ApiError {
    ApiError::invalid(format!(
        "Attributes did not conform to the schema: {name}: {what}\n"
    ))
}

/// Whether an address has a form that the service takes.
fn is_email(address: &str) -> bool {
    !matches!(
        email::form(address),
        EmailForm::Invalid | EmailForm::DisplayText
    )
}

fn is_phone_number(number: &str) -> bool {
    phone_number::form(number) == PhoneNumberForm::International
}

/// Another user has the address with which a user would sign in.
pub(super) fn address_exists(address: &str) -> ApiError {
    let kind = if address.contains('@') {
        "email"
    } else {
        "phone_number"
    };
    ApiError::new(
        ErrorKind::AliasExists,
        format!("An account with the given {kind} already exists."),
    )
}

/// Refuses a username that the pool does not admit.
pub(super) fn check_username(pool: &UserPool, name: &str) -> Result<(), ApiError> {
    let signs_in_with = |attribute| pool.has_username_attribute(attribute);
    let by_email = signs_in_with(VerifiableAttribute::Email);
    let by_phone = signs_in_with(VerifiableAttribute::PhoneNumber);
    let refused = |message: &str| Err(ApiError::invalid(message));
    match (by_email, by_phone) {
        (true, true) if !is_email(name) && !is_phone_number(name) => {
            return refused("Username should be either an email or a phone number.");
        }
        (true, false) if !is_email(name) => return refused("Username should be an email."),
        (false, true) if !is_phone_number(name) => {
            return refused("Username should be a phone number.");
        }
        _ => {}
    }
    let is_alias = |alias| pool.aliases.contains(&alias);
    if is_alias(AliasAttribute::Email) && username::is_email_shaped(name) {
        return refused(
            "Username cannot be of email format, since user pool is configured for email alias.",
        );
    }
    if is_alias(AliasAttribute::PhoneNumber) && username::is_phone_shaped(name) {
        return refused(
            "Username cannot be of phone number format, since user pool is configured for phone \
             number alias.",
        );
    }
    Ok(())
}

/// The definition of an attribute that a request names.
fn definition(pool: &UserPool, name: &str) -> Result<Attribute, ApiError> {
    let is_standard = STANDARD_CSV_HEADER.contains(&name) && !name.starts_with("cognito:");
    let definition = pool.definition(name);
    // A pool that was loaded from a document without its attributes has any.
    if definition.is_listed || is_standard || name == "sub" || pool.attributes.is_empty() {
        return Ok(definition);
    }
    Err(not_conforming(
        name,
        "Attribute does not exist in the schema.",
    ))
}

/// Refuses attributes that the pool does not have, values that are not of their types, and where a user
/// is there already those that cannot change.
pub(super) fn check_attributes(
    pool: &UserPool,
    given: &[AttributeType],
    changes: bool,
) -> Result<(), ApiError> {
    for AttributeType { name, value } in given {
        let definition = definition(pool, name)?;
        if name == "sub" || (changes && !definition.mutable) {
            return Err(ApiError::invalid(format!(
                "user.{name}: Attribute cannot be updated."
            )));
        }
        // A blank value takes the attribute away.
        if !value.is_empty() {
            check_value(&definition, value)?;
        }
    }
    Ok(())
}

fn check_value(definition: &Attribute, value: &str) -> Result<(), ApiError> {
    let name = definition.name.as_str();
    match name {
        "email" if !is_email(value) => {
            return Err(ApiError::invalid("Invalid email address format."));
        }
        "phone_number" if !is_phone_number(value) => {
            return Err(ApiError::invalid("Invalid phone number format."));
        }
        _ => {}
    }
    let refused = |what: &str| Err(not_conforming(name, what));
    match definition.data_type {
        AttributeDataType::Boolean if !matches!(value, "true" | "false") => {
            refused("Attribute is not a boolean")
        }
        AttributeDataType::Number if !number::is_number(value) => {
            refused("Attribute is not a number")
        }
        AttributeDataType::Number => {
            let is_beyond = |bound: &Option<String>, beyond| {
                let bound = bound.as_deref();
                bound.is_some_and(|bound| number::compare(value, bound) == Some(beyond))
            };
            if is_beyond(&definition.min_value, std::cmp::Ordering::Less) {
                return refused("Number is less than the minimum");
            }
            if is_beyond(&definition.max_value, std::cmp::Ordering::Greater) {
                return refused("Number is greater than the maximum");
            }
            Ok(())
        }
        AttributeDataType::String => {
            let length = length::of(value).utf16_units;
            if definition.min_length.is_some_and(|min| length < min) {
                return refused("String must be longer");
            }
            if definition.max_length.is_some_and(|max| length > max) {
                return refused("String must be shorter");
            }
            Ok(())
        }
        AttributeDataType::Boolean | AttributeDataType::DateTime => Ok(()),
    }
}

/// Refuses a user without an attribute that the pool demands.
pub(super) fn check_required(pool: &UserPool, attributes: &Attributes) -> Result<(), ApiError> {
    let is_missing = |attribute: &&Attribute| attributes.get(&attribute.name).is_none();
    match pool.required().find(is_missing) {
        Some(missing) => Err(not_conforming(&missing.name, "The attribute is required")),
        None => Ok(()),
    }
}

/// The attributes with others set, or taken away where their value is blank. A verified address that
/// changes is not verified any more, unless the request says that it is.
pub(super) fn changed(attributes: &Attributes, given: &[AttributeType]) -> Attributes {
    let last = |name: &str| given.iter().rev().find(|one| one.name == name);
    let mut made = AttributesBuilder::default();
    for (name, value) in attributes.iter() {
        let address = name.strip_suffix("_verified").and_then(last);
        let differs = address
            .is_some_and(|address| attributes.get(&address.name) != Some(address.value.as_str()));
        let value = match last(name) {
            Some(given) => given.value.as_str(),
            None if differs => "false",
            None => value,
        };
        if !value.is_empty() {
            made.push(name, value);
        }
    }
    for (place, AttributeType { name, value }) in given.iter().enumerate() {
        let is_new = attributes.get(name).is_none()
            && given
                .iter()
                .skip(place + 1)
                .all(|later| later.name != *name);
        if is_new && !value.is_empty() {
            made.push(name, value);
        }
    }
    made.take()
}

/// An identity of another provider, as the attribute `identities` lists it.
pub(super) fn with_identity(
    attributes: &Attributes,
    (provider, subject): (&str, &str),
    created: i64,
) -> Attributes {
    let mut identities: Vec<serde_json::Value> = attributes
        .get("identities")
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let provider_type = match provider {
        "Facebook" | "Google" | "LoginWithAmazon" | "SignInWithApple" => provider,
        // What any other provider is was said when it was made.
        _ => "OIDC",
    };
    identities.push(json!({
        "userId": subject,
        "providerName": provider,
        "providerType": provider_type,
        "issuer": null,
        "primary": false,
        "dateCreated": created,
    }));
    let value = serde_json::Value::from(identities).to_string();
    let name = "identities".to_owned();
    changed(attributes, &[AttributeType { name, value }])
}

impl ImportService {
    /// The address of a user that is the alias of another one.
    pub(super) fn alias_of_another(
        &self,
        pool_id: &str,
        pool: &UserPool,
        (number, user): (Option<UserNumber>, &User),
    ) -> Result<Option<String>, ApiError> {
        for alias in sign_in_keys(pool, user).aliases {
            let owner = self.store().user_named(pool_id, &alias)?;
            if owner.is_some_and(|(owner, _)| Some(owner) != number) {
                return Ok(Some(alias.into()));
            }
        }
        Ok(None)
    }

    /// Changes the attributes of a user, and the names by which the user is found. The caller holds the
    /// service's lock.
    pub(super) fn set_attributes(
        &self,
        account: &Account,
        change: impl Fn(&Attributes) -> Attributes,
    ) -> Result<(), ApiError> {
        let Account {
            pool,
            settings,
            number,
            user,
        } = account;
        let mut wanted = user.clone();
        wanted.attributes = change(&user.attributes);
        check_required(settings, &wanted.attributes)?;
        if let Some(address) =
            self.alias_of_another(&pool.id, settings, (Some(*number), &wanted))?
        {
            return Err(address_exists(&address));
        }
        let now = self.settings().clock.now();
        let changed = self.store().change_user(&pool.id, *number, &mut |user| {
            user.attributes = change(&user.attributes);
            user.modified = now;
            Some(sign_in_keys(settings, user))
        })?;
        match changed {
            Changed::Done => Ok(()),
            Changed::NoUser => Err(ApiError::no_user()),
            Changed::NameTaken => {
                let email = wanted.attributes.get("email").unwrap_or_default();
                Err(address_exists(email))
            }
        }
    }

    /// Whether a user of the pool has this username already.
    pub(super) fn is_taken(
        &self,
        pool_id: &str,
        pool: &UserPool,
        name: &str,
    ) -> Result<bool, ApiError> {
        Ok(self
            .store()
            .user_named(pool_id, &folded(pool, name))?
            .is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(pairs: &[(&str, &str)]) -> Attributes {
        let mut made = AttributesBuilder::default();
        for (name, value) in pairs {
            made.push(name, value);
        }
        made.take()
    }

    fn given(pairs: &[(&str, &str)]) -> Vec<AttributeType> {
        let given = |(name, value): &(&str, &str)| AttributeType {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        pairs.iter().map(given).collect()
    }

    #[test]
    fn attributes_are_set_replaced_and_taken_away() {
        let before = attributes(&[("email", "a@x.org"), ("name", "Ana")]);
        let after = changed(
            &before,
            &given(&[
                ("name", "Bo"),
                ("email", ""),
                ("custom:a", "1"),
                ("custom:a", "2"),
            ]),
        );
        let pairs: Vec<_> = after.iter().collect();
        assert_eq!(pairs, [("name", "Bo"), ("custom:a", "2")]);
    }

    #[test]
    fn an_address_that_changes_is_not_verified() {
        let before = attributes(&[("email", "a@x.org"), ("email_verified", "true")]);
        for (change, verified) in [
            (vec![("email", "b@x.org")], "false"),
            (vec![("email", "a@x.org")], "true"),
            (
                vec![("email", "b@x.org"), ("email_verified", "true")],
                "true",
            ),
            (vec![("name", "b@x.org")], "true"),
        ] {
            let after = changed(&before, &given(&change));
            assert_eq!(after.get("email_verified"), Some(verified), "{change:?}");
        }
    }

    #[test]
    fn what_does_not_conform_is_named_without_its_value() {
        let pool = UserPool::parse(
            r#"{"SchemaAttributes": [
                {"Name": "email", "AttributeDataType": "String", "Required": true},
                {"Name": "custom:age", "AttributeDataType": "Number",
                 "NumberAttributeConstraints": {"MinValue": "18", "MaxValue": "99"}, "Mutable": true},
                {"Name": "custom:id", "AttributeDataType": "String",
                 "StringAttributeConstraints": {"MaxLength": "3"}, "Mutable": false},
                {"Name": "custom:yes", "AttributeDataType": "Boolean", "Mutable": true}
            ], "AutoVerifiedAttributes": []}"#,
        )
        .unwrap();
        for (name, value, part) in [
            (
                "custom:none",
                "v4lue",
                "custom:none: Attribute does not exist in the schema.",
            ),
            (
                "identities",
                "v4lue",
                "identities: Attribute does not exist in the schema.",
            ),
            ("sub", "v4lue", "user.sub: Attribute cannot be updated."),
            (
                "custom:id",
                "abc",
                "user.custom:id: Attribute cannot be updated.",
            ),
            ("email", "v4lue", "Invalid email address format."),
            ("phone_number", "v4lue", "Invalid phone number format."),
            (
                "custom:age",
                "v4lue",
                "custom:age: Attribute is not a number",
            ),
            (
                "custom:age",
                "17",
                "custom:age: Number is less than the minimum",
            ),
            (
                "custom:age",
                "100",
                "custom:age: Number is greater than the maximum",
            ),
            (
                "custom:yes",
                "Yes",
                "custom:yes: Attribute is not a boolean",
            ),
        ] {
            let error = check_attributes(&pool, &given(&[(name, value)]), true).unwrap_err();
            assert!(error.message().contains(part), "{error}");
            assert!(!error.message().contains("v4lue"), "{error}");
        }
        let too_long = given(&[("custom:id", "abcd")]);
        let error = check_attributes(&pool, &too_long, false).unwrap_err();
        assert!(
            error.message().contains("String must be shorter"),
            "{error}"
        );
        let good = [
            ("custom:age", "18"),
            ("email", "a@x.org"),
            ("custom:yes", "true"),
            ("name", ""),
        ];
        check_attributes(&pool, &given(&good), true).unwrap();
        let missing = check_required(&pool, &Attributes::default()).unwrap_err();
        assert!(
            missing
                .message()
                .contains("email: The attribute is required")
        );
    }
}
