//! What a finding asks of the importer, apart from its row and its column: the question that one job can answer for
//! the next.

use crate::schema::{ColumnKind, Schema, limits};

use super::{Detail, Finding, RuleId, Unit};

/// What kind of column a finding is about. A custom attribute's name is that of a pool, and is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a format that others read lists them"
)]
pub enum AttributeClass {
    /// `cognito:username`.
    Username,
    /// `email`.
    Email,
    /// `phone_number`.
    PhoneNumber,
    /// `birthdate`.
    Birthdate,
    /// `updated_at`.
    UpdatedAt,
    /// `password_hash`.
    PasswordHash,
    /// `cognito:mfa_enabled`.
    MfaEnabled,
    /// `email_verified`.
    EmailVerified,
    /// `phone_number_verified`.
    PhoneNumberVerified,
    /// Any other standard attribute.
    Standard,
    /// A custom attribute.
    Custom,
    /// A developer-only attribute.
    Dev,
}

impl AttributeClass {
    const ALL: [Self; 12] = [
        Self::Username,
        Self::Email,
        Self::PhoneNumber,
        Self::Birthdate,
        Self::UpdatedAt,
        Self::PasswordHash,
        Self::MfaEnabled,
        Self::EmailVerified,
        Self::PhoneNumberVerified,
        Self::Standard,
        Self::Custom,
        Self::Dev,
    ];

    /// The class of a column with this name.
    fn of_column(name: &str) -> Self {
        let known = Self::ALL.into_iter().find(|class| class.as_str() == name);
        known.unwrap_or_else(|| {
            if name.starts_with("dev:") {
                Self::Dev
            } else if name.starts_with("custom:") {
                Self::Custom
            } else {
                Self::Standard
            }
        })
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }

    /// The name in evidence: the column's own, or `standard`, `custom` or `dev`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "cognito:username",
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::Birthdate => "birthdate",
            Self::UpdatedAt => "updated_at",
            Self::PasswordHash => "password_hash",
            Self::MfaEnabled => "cognito:mfa_enabled",
            Self::EmailVerified => "email_verified",
            Self::PhoneNumberVerified => "phone_number_verified",
            Self::Standard => "standard",
            Self::Custom => "custom",
            Self::Dev => "dev",
        }
    }
}

/// In which unit a length is over its limit, of a rule that does not know the importer's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a format that others read lists them"
)]
pub enum OverBy {
    /// In code points, too.
    CodePoints,
    /// In UTF-16 code units, and not in code points.
    Utf16,
    /// In bytes alone.
    Bytes,
}

impl OverBy {
    /// The unit of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::CodePoints, Self::Utf16, Self::Bytes]
            .into_iter()
            .find(|unit| unit.as_str() == name)
    }

    /// The name in evidence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CodePoints => "code-points",
            Self::Utf16 => "utf-16",
            Self::Bytes => "bytes",
        }
    }
}

/// What a finding asks of the importer: its rule and what tells two answers of that rule apart.
///
/// It holds no text of a user and no name of a pool's own attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct FindingKey {
    /// The rule.
    pub rule: RuleId,
    /// The reason out of the rule's list, in kebab case.
    pub because: Option<String>,
    /// The parameter of a password hash.
    pub parameter: Option<String>,
    /// The class of the column.
    pub attribute: Option<AttributeClass>,
    /// The unit in which a length is over its limit.
    pub over_by: Option<OverBy>,
}

impl FindingKey {
    /// The key of a rule of which nothing tells two answers apart.
    pub const fn of_rule(rule: RuleId) -> Self {
        Self {
            rule,
            because: None,
            parameter: None,
            attribute: None,
            over_by: None,
        }
    }

    /// What this finding asks.
    pub fn of(finding: &Finding, schema: &Schema) -> Self {
        let mut key = Self::of_rule(finding.rule);
        match finding.detail {
            Detail::Because(reason) => key.because = Some(kebab(reason)),
            Detail::Parameter { name, .. } => key.parameter = Some(kebab(name)),
            // Only a rule that does not know the unit is about one.
            Detail::Length { unit, limit, .. } if !finding.rule.rule().is_known() => {
                // At the limit that all attributes have, bytes may count, too.
                key.parameter = (limit == limits::VALUE_CHARACTERS).then(|| limit.to_string());
                key.over_by = match unit {
                    Unit::Characters => Some(OverBy::CodePoints),
                    Unit::Utf16CodeUnits => Some(OverBy::Utf16),
                    Unit::Bytes => Some(OverBy::Bytes),
                    Unit::Digits | Unit::Users | Unit::Lines => None,
                };
            }
            _ => {}
        }
        key.attribute = finding
            .column
            .and_then(|column| schema.column(column))
            .map(|column| match column.kind {
                ColumnKind::Username => AttributeClass::Username,
                ColumnKind::MfaEnabled => AttributeClass::MfaEnabled,
                ColumnKind::PasswordHash => AttributeClass::PasswordHash,
                ColumnKind::Attribute => AttributeClass::of_column(column.name()),
            });
        key
    }
}

/// A constant text in lower case, with one hyphen between its words.
fn kebab(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::CsvHeader;

    #[test]
    fn a_key_has_what_tells_answers_apart_and_no_name_of_a_pool() {
        let header = CsvHeader::parse("cognito:username,email,custom:secret,dev:custom:x").unwrap();
        let schema = Schema::new(Some(header), None).unwrap();
        let key = |rule: &str, column: &str, detail| {
            let finding = Finding {
                rule: RuleId::named(rule).unwrap(),
                column: schema.column_named(column).map(|column| column.id),
                detail,
            };
            FindingKey::of(&finding, &schema)
        };
        let over = Detail::Length {
            found: 3000,
            limit: 2048,
            unit: Unit::Utf16CodeUnits,
        };
        let length = key("value-length-depends-on-unit", "custom:secret", over);
        assert_eq!(length.over_by, Some(OverBy::Utf16));
        assert_eq!(length.attribute, Some(AttributeClass::Custom));
        assert!(!format!("{length:?}").contains("secret"));
        let known = key("username-is-too-long", "cognito:username", over);
        assert_eq!(known.over_by, None);
        let because = Detail::Because("a fraction, or an exponent");
        assert_eq!(
            key("number-syntax-is-uncertain", "dev:custom:x", because)
                .because
                .unwrap(),
            "a-fraction-or-an-exponent"
        );
    }

    #[test]
    fn every_class_and_unit_has_a_name_of_its_own() {
        for class in AttributeClass::ALL {
            assert_eq!(AttributeClass::named(class.as_str()), Some(class));
        }
        for unit in [OverBy::CodePoints, OverBy::Utf16, OverBy::Bytes] {
            assert_eq!(OverBy::named(unit.as_str()), Some(unit));
        }
        assert_eq!(
            AttributeClass::of_column("nickname"),
            AttributeClass::Standard
        );
    }
}
