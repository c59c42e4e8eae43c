//! From a record that is imported to the user it becomes, and the names by which the user is found.

use super::{
    AccountStatus, Moment, NewUser, SignInKeys, StoreError, User,
    random::Numbers,
    user::{AttributesBuilder, uuid_of_random, uuid_text},
};
use crate::{
    prediction::UserStatus,
    record::Record,
    schema::{
        AliasAttribute, AttributeDataType, Column, ColumnId, ColumnKind, MfaConfiguration, Schema,
        UserPool, VerifiableAttribute,
    },
    values::{boolean, white_space},
};

/// A name as it is compared in a pool.
pub(super) fn folded(pool: &UserPool, name: &str) -> Box<str> {
    if pool.case_sensitive {
        name.into()
    } else {
        // Character by character, as the engine folds: no character depends on its neighbours.
        let lower: String = name.chars().flat_map(char::to_lowercase).collect();
        lower.into()
    }
}

/// Makes users of records.
pub(super) struct Users<'a> {
    schema: &'a Schema,
    numbers: Numbers,
    attributes: AttributesBuilder,
}

impl<'a> Users<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self {
            schema,
            numbers: Numbers::default(),
            attributes: AttributesBuilder::default(),
        }
    }

    /// The user that a record becomes.
    pub(super) fn make(
        &mut self,
        record: &Record<'_>,
        status: Option<UserStatus>,
        now: Moment,
    ) -> Result<NewUser, StoreError> {
        let schema = self.schema;
        let known = schema.known();
        let pool = schema.pool();
        let value = |column: Option<ColumnId>| white_space::trim(record.value_of(column));
        let username = value(known.username);
        let sub = uuid_of_random(self.numbers.next()?);
        for column in schema.columns() {
            let mut value = white_space::trim(record.value(column.id));
            if value.is_empty() {
                value = address_of_username(pool, column, username);
            }
            if value.is_empty() || !is_stored(column) {
                continue;
            }
            if column.attribute.data_type == AttributeDataType::Boolean
                && let Some(truth) = boolean::parse(value)
            {
                value = if truth { "true" } else { "false" };
            }
            self.attributes.push(column.name(), value);
        }
        let attributes = self.attributes.take();
        // The one factor that an import can give is a code by text message.
        let has_phone_number = attributes.get("phone_number").is_some();
        let signs_in_with_address = !pool.username_attributes.is_empty();
        let shown = if signs_in_with_address {
            uuid_text(sub).into()
        } else {
            Box::from(username)
        };
        let hash = value(known.password_hash);
        let keeps_hash = schema.password_hashing_algorithm().is_some() && !hash.is_empty();
        let user = User {
            username: shown,
            sub,
            attributes,
            status: match status {
                Some(UserStatus::Confirmed) => AccountStatus::Confirmed,
                _ => AccountStatus::ResetRequired,
            },
            enabled: true,
            mfa_enabled: has_phone_number
                && match pool.mfa {
                    MfaConfiguration::Off => false,
                    MfaConfiguration::Optional => {
                        boolean::parse(value(known.mfa_enabled)) == Some(true)
                    }
                    // A blank becomes what the pool demands (GUIDE), and false is refused.
                    MfaConfiguration::On => true,
                },
            password_hash: keeps_hash.then(|| hash.into()),
            created: now,
            modified: now,
            verifier: None,
        };
        let names = sign_in_keys(pool, &user);
        Ok(NewUser { user, names })
    }
}

/// Whether a column is stored among the attributes.
fn is_stored(column: &Column) -> bool {
    !matches!(
        column.kind,
        ColumnKind::Username | ColumnKind::MfaEnabled | ColumnKind::PasswordHash
    )
}

/// In a pool whose users sign in with an address: the username, for the attribute whose value it is.
fn address_of_username<'a>(pool: &UserPool, column: &Column, username: &'a str) -> &'a str {
    let is_address = |attribute| pool.has_username_attribute(attribute);
    let fits = match column.name() {
        "email" => is_address(VerifiableAttribute::Email) && username.contains('@'),
        "phone_number" => is_address(VerifiableAttribute::PhoneNumber) && username.starts_with('+'),
        _ => false,
    };
    if fits { username } else { "" }
}

/// The names by which a user is found. Only a verified address is an alias; `preferred_username`
/// always is (ATTR).
pub(super) fn sign_in_keys(pool: &UserPool, user: &User) -> SignInKeys {
    let value = |name| user.attributes.get(name).unwrap_or_default();
    let mut keys = SignInKeys {
        usernames: vec![folded(pool, &user.username)],
        aliases: Vec::new(),
    };
    for attribute in &pool.username_attributes {
        let address = match attribute {
            VerifiableAttribute::Email => value("email"),
            VerifiableAttribute::PhoneNumber => value("phone_number"),
        };
        if !address.is_empty() {
            keys.usernames.push(folded(pool, address));
        }
    }
    for alias in &pool.aliases {
        let (name, flag) = match alias {
            AliasAttribute::Email => ("email", Some("email_verified")),
            AliasAttribute::PhoneNumber => ("phone_number", Some("phone_number_verified")),
            AliasAttribute::PreferredUsername => ("preferred_username", None),
        };
        let signs_in = flag.is_none_or(|flag| boolean::parse(value(flag)) == Some(true));
        if signs_in && !value(name).is_empty() {
            keys.aliases.push(folded(pool, value(name)));
        }
    }
    keys
}
