//! The pool's settings that matter to an import.

#[cfg(feature = "import-job")]
use serde_json::Map;
use serde_json::Value;

use super::{
    Column, ColumnId, ColumnKind, MFA_ENABLED, PASSWORD_HASH, SchemaError, USERNAME,
    api_name::api_names,
    attribute::{Attribute, AttributeDataType},
    load, pool_document, standard_attributes,
};

/// An address that the service can verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these two (BOTO)")]
pub enum VerifiableAttribute {
    /// `email`.
    Email,
    /// `phone_number`.
    PhoneNumber,
}

api_names!(VerifiableAttribute, "email or phone_number", {
    PhoneNumber = "phone_number",
    Email = "email",
});

/// An attribute that signs a user in beside the username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these three (BOTO)")]
pub enum AliasAttribute {
    /// `email`, once it is verified.
    Email,
    /// `phone_number`, once it is verified.
    PhoneNumber,
    /// `preferred_username`, always.
    PreferredUsername,
}

api_names!(AliasAttribute, "email, phone_number or preferred_username", {
    PhoneNumber = "phone_number",
    Email = "email",
    PreferredUsername = "preferred_username",
});

/// Whether users of the pool sign in with a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these three (BOTO)")]
pub enum MfaConfiguration {
    /// No user does. The default of a pool that does not say.
    #[default]
    Off,
    /// Those who choose to.
    Optional,
    /// All users do.
    On,
}

api_names!(MfaConfiguration, "OFF, OPTIONAL or ON", {
    Off = "OFF",
    On = "ON",
    Optional = "OPTIONAL",
});

/// The pool's plan of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserPoolTier {
    /// `LITE`.
    Lite,
    /// `ESSENTIALS`.
    Essentials,
    /// `PLUS`.
    Plus,
}

api_names!(UserPoolTier, "LITE, ESSENTIALS or PLUS", {
    Lite = "LITE",
    Essentials = "ESSENTIALS",
    Plus = "PLUS",
});

/// A first factor that the pool's sign-in policy allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FirstAuthFactor {
    /// A password.
    Password,
    /// A code sent by e-mail.
    EmailOtp,
    /// A code sent by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
    /// A code from an authenticator app.
    SoftwareToken,
}

api_names!(
    FirstAuthFactor,
    "PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN or SOFTWARE_TOKEN",
    {
        Password = "PASSWORD",
        EmailOtp = "EMAIL_OTP",
        SmsOtp = "SMS_OTP",
        WebAuthn = "WEB_AUTHN",
        SoftwareToken = "SOFTWARE_TOKEN",
    }
);

/// The members of a pool's description that matter to an import.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::{MfaConfiguration, UserPool};
///
/// let pool = UserPool::parse(r#"{"UserPool":{"Id":"us-east-1_EXAMPLE01",
///     "MfaConfiguration":"OPTIONAL","UsernameConfiguration":{"CaseSensitive":false}}}"#)?;
/// assert_eq!(pool.mfa, MfaConfiguration::Optional);
/// assert!(!pool.case_sensitive);
///
/// let mut assumed = UserPool::assumed();
/// assumed.mfa = "ON".parse()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserPool {
    /// `Id`.
    pub id: Option<String>,
    /// `Name`.
    pub name: Option<String>,
    /// `SchemaAttributes`, those that are listed, in their order.
    pub attributes: Vec<Attribute>,
    /// `AutoVerifiedAttributes`.
    pub auto_verified: Vec<VerifiableAttribute>,
    /// `AliasAttributes`.
    pub aliases: Vec<AliasAttribute>,
    /// `UsernameAttributes`.
    pub username_attributes: Vec<VerifiableAttribute>,
    /// `UsernameConfiguration.CaseSensitive`; true where the pool does not say (BOTO).
    pub case_sensitive: bool,
    /// `MfaConfiguration`.
    pub mfa: MfaConfiguration,
    /// `Policies.SignInPolicy.AllowedFirstAuthFactors`.
    pub first_auth_factors: Vec<FirstAuthFactor>,
    /// `UserPoolTier`, where the document has one of a name that is known.
    pub tier: Option<UserPoolTier>,
}

impl Default for UserPool {
    /// A pool whose description is silent: the service's own defaults, and nothing auto-verified.
    fn default() -> Self {
        Self {
            id: None,
            name: None,
            attributes: Vec::new(),
            auto_verified: Vec::new(),
            aliases: Vec::new(),
            username_attributes: Vec::new(),
            case_sensitive: true,
            mfa: MfaConfiguration::Off,
            first_auth_factors: Vec::new(),
            tier: None,
        }
    }
}

impl UserPool {
    /// Reads DescribeUserPool's answer, with or without its outer `UserPool`.
    ///
    /// Members may be absent and unknown ones are ignored; a member that is `null` counts as
    /// absent. But a document without `UserPool` must have a member that only a pool has
    /// (`SchemaAttributes`, `AutoVerifiedAttributes`, `AliasAttributes`, `UsernameAttributes`,
    /// `UsernameConfiguration`, `Policies`, `UserPoolTier`, `Arn`, or `MfaConfiguration` beside `Id`):
    /// any other JSON would be taken for a pool that verifies no address. A first factor of an unknown name is ignored too, since it only adds a way to sign
    /// in; any other unknown name is an error, since a prediction would rest on a guess.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] where the text is not JSON or is another document than DescribeUserPool's answer
    /// (which one is said where its members show it), a member has another type than the API gives it
    /// (BOTO), a length is not a whole number, a bound of a Number is not a decimal number, an
    /// attribute is listed twice, or `AliasAttributes` and `UsernameAttributes` are both given.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        pool_document::parse(load::without_mark(text))
    }

    /// The same from JSON that is parsed already.
    ///
    /// # Errors
    ///
    /// As [`UserPool::parse`]; the error has the JSON path and no line.
    pub fn from_json(document: &Value) -> Result<Self, SchemaError> {
        pool_document::from_json(document)
    }

    /// All members of the pool in a document that [`UserPool::parse`] reads.
    #[cfg(feature = "import-job")]
    pub(crate) fn members(text: &str) -> Result<Map<String, Value>, SchemaError> {
        pool_document::members(load::without_mark(text))
    }

    /// The same from members of DescribeUserPool's `UserPool`, however few they are.
    #[cfg(feature = "import-job")]
    pub(crate) fn from_members(members: &Map<String, Value>) -> Result<Self, SchemaError> {
        pool_document::from_members(members)
    }

    /// The same from a document's bytes: UTF-8, or UTF-16 with a byte order mark. Errors carry the
    /// document's name.
    ///
    /// # Errors
    ///
    /// As [`UserPool::parse`], and where the bytes are not text.
    pub fn read(document: &str, bytes: &[u8]) -> Result<Self, SchemaError> {
        load::text_of(bytes)
            .and_then(|text| Self::parse(&text))
            .map_err(|error| error.with_document(document))
    }

    /// What is assumed where no pool is given.
    ///
    /// `email` is auto-verified (without an auto-verified attribute no import starts (GUIDE), and
    /// e-mail is the usual one); MFA is OFF, usernames are case-sensitive and there are no aliases,
    /// as in a pool that does not say (BOTO); all attributes have their default definition (SCHEMA).
    pub fn assumed() -> Self {
        Self {
            auto_verified: vec![VerifiableAttribute::Email],
            ..Self::default()
        }
    }

    /// The listed definition of the attribute of exactly this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
    }

    /// The definition that holds for this name: the listed one, or the standard attribute's, or a
    /// String without constraints.
    pub fn definition(&self, name: &str) -> Attribute {
        self.attribute(name)
            .cloned()
            .or_else(|| standard_attributes::default_definition(name))
            .unwrap_or_else(|| Attribute::unconstrained(name, AttributeDataType::String))
    }

    /// The attributes for which every user must have a value and an import can give it: not `sub`,
    /// which the service makes.
    pub fn required(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes
            .iter()
            .filter(|attribute| attribute.required && attribute.name != "sub")
    }

    /// Whether this address is verified by the service (`AutoVerifiedAttributes`).
    pub fn auto_verifies(&self, attribute: VerifiableAttribute) -> bool {
        self.auto_verified.contains(&attribute)
    }

    /// Whether this attribute signs a user in beside the username (`AliasAttributes`).
    pub fn has_alias(&self, alias: AliasAttribute) -> bool {
        self.aliases.contains(&alias)
    }

    /// Whether this address is what users of the pool have as username (`UsernameAttributes`).
    pub fn has_username_attribute(&self, attribute: VerifiableAttribute) -> bool {
        self.username_attributes.contains(&attribute)
    }

    /// The column of this name in a CSVHeader of this pool.
    pub(super) fn column(&self, name: &str, id: ColumnId) -> Column {
        let (kind, attribute) = match name {
            USERNAME => (
                ColumnKind::Username,
                Attribute::unconstrained(name, AttributeDataType::String),
            ),
            MFA_ENABLED => (
                ColumnKind::MfaEnabled,
                Attribute::unconstrained(name, AttributeDataType::Boolean),
            ),
            PASSWORD_HASH => (
                ColumnKind::PasswordHash,
                Attribute::unconstrained(name, AttributeDataType::String),
            ),
            _ => (ColumnKind::Attribute, self.definition(name)),
        };
        Column {
            id,
            kind,
            attribute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(pool: &UserPool, name: &str) -> Column {
        pool.column(name, ColumnId(7))
    }

    #[test]
    fn what_is_assumed_is_what_the_documentation_says() {
        let pool = UserPool::assumed();
        assert_eq!(pool.auto_verified, [VerifiableAttribute::Email]);
        assert_eq!(pool.mfa, MfaConfiguration::Off);
        assert!(pool.case_sensitive);
        assert!(pool.aliases.is_empty() && pool.username_attributes.is_empty());
        assert!(pool.attributes.is_empty() && pool.id.is_none());
    }

    #[test]
    fn a_silent_pool_is_case_sensitive_and_verifies_nothing() {
        let pool = UserPool::default();
        assert!(pool.case_sensitive);
        assert!(pool.auto_verified.is_empty());
    }

    #[test]
    fn the_three_columns_of_the_service_have_no_constraint() {
        let pool = UserPool::default();
        for (name, kind, data_type) in [
            (USERNAME, ColumnKind::Username, AttributeDataType::String),
            (
                MFA_ENABLED,
                ColumnKind::MfaEnabled,
                AttributeDataType::Boolean,
            ),
            (
                PASSWORD_HASH,
                ColumnKind::PasswordHash,
                AttributeDataType::String,
            ),
        ] {
            let column = column(&pool, name);
            assert_eq!(column.kind, kind);
            assert_eq!(column.id.index(), 7);
            assert_eq!(column.attribute, Attribute::unconstrained(name, data_type));
        }
    }

    #[test]
    fn a_listed_definition_goes_before_the_standard_one() {
        let pool = UserPool::parse(
            r#"{"SchemaAttributes":[{"Name":"email","AttributeDataType":"String",
                "Required":true,"StringAttributeConstraints":{"MaxLength":"99"}}]}"#,
        )
        .unwrap();
        let email = column(&pool, "email");
        assert_eq!(email.kind, ColumnKind::Attribute);
        assert!(email.attribute.is_listed && email.attribute.required);
        assert_eq!(email.attribute.max_length, Some(99));
        let birthdate = column(&pool, "birthdate").attribute;
        assert!(!birthdate.is_listed);
        assert_eq!(birthdate.max_length, Some(10));
    }

    #[test]
    fn a_name_without_a_definition_is_an_unlisted_string() {
        for name in ["custom:tier", "dev:custom:tier", "Email", "shoe size"] {
            let attribute = column(&UserPool::assumed(), name).attribute;
            assert_eq!(
                attribute,
                Attribute::unconstrained(name, AttributeDataType::String)
            );
            assert!(!attribute.is_listed);
        }
    }

    #[test]
    fn an_import_can_give_every_required_attribute_but_sub() {
        let pool = UserPool::parse(
            r#"{"SchemaAttributes":[{"Name":"sub","Required":true},
                {"Name":"email","Required":true},{"Name":"name","Required":false}]}"#,
        )
        .unwrap();
        let names: Vec<_> = pool.required().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["email"]);
    }

    #[test]
    fn settings_can_be_asked_by_attribute() {
        let pool = UserPool::parse(
            r#"{"AutoVerifiedAttributes":["phone_number"],"AliasAttributes":["email"]}"#,
        )
        .unwrap();
        assert!(pool.auto_verifies(VerifiableAttribute::PhoneNumber));
        assert!(!pool.auto_verifies(VerifiableAttribute::Email));
        assert!(pool.has_alias(AliasAttribute::Email));
        assert!(!pool.has_alias(AliasAttribute::PhoneNumber));
        assert!(!pool.has_username_attribute(VerifiableAttribute::Email));
    }

    #[test]
    fn json_that_is_parsed_already_is_read_as_its_text_is() {
        for text in [
            r#"{"UserPool":{"Id":"p_1","MfaConfiguration":"ON","AliasAttributes":["email"]}}"#,
            r#"{"Id":"p_1","SchemaAttributes":[{"Name":"custom:a","Required":null}]}"#,
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            let pool = UserPool::from_json(&value).unwrap();
            assert_eq!(pool, UserPool::parse(text).unwrap());
        }
        let value: Value =
            serde_json::from_str(r#"{"Id":"p_1","MfaConfiguration":"s3cret"}"#).unwrap();
        assert_eq!(
            UserPool::from_json(&value).unwrap_err().to_string(),
            "at MfaConfiguration: expected OFF, OPTIONAL or ON, found another string"
        );
    }

    #[test]
    fn a_document_read_from_bytes_is_named_in_errors() {
        let error = UserPool::read("pool.json", b"[]").unwrap_err();
        assert_eq!(
            error.to_string(),
            "pool.json: line 1, column 1: expected an object, found an array"
        );
        let utf_16: Vec<u8> = "\u{feff}{\"UserPool\":{\"Id\":\"p_1\"}}"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(
            UserPool::read("x", &utf_16).unwrap().id.as_deref(),
            Some("p_1")
        );
    }
}
