//! One attribute of a pool.

use super::api_name::api_names;

/// The type of an attribute's values, by the API's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the API knows these four (BOTO), and a rule must say what it does with each"
)]
pub enum AttributeDataType {
    /// Text.
    String,
    /// A number, kept as text.
    Number,
    /// A point in time; the accepted forms are not documented.
    DateTime,
    /// `true` or `false`.
    Boolean,
}

api_names!(AttributeDataType, "String, Number, DateTime or Boolean", {
    String = "String",
    Number = "Number",
    DateTime = "DateTime",
    Boolean = "Boolean",
});

/// One attribute's definition, as `SchemaAttributes` gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a member of the API, and independent of the others"
)]
#[non_exhaustive]
pub struct Attribute {
    /// Its full name, with `custom:` or `dev:custom:` where it has one.
    pub name: String,
    /// The type of its values.
    pub data_type: AttributeDataType,
    /// Whether only the developer may see it (legacy).
    pub developer_only: bool,
    /// Whether it can be changed after the user exists; an import may set it either way (ATTR).
    pub mutable: bool,
    /// Whether every user must have a value.
    pub required: bool,
    /// The least number of characters, of a String.
    pub min_length: Option<u64>,
    /// The greatest number of characters, of a String.
    pub max_length: Option<u64>,
    /// The least value, of a Number, as the decimal text of the wire.
    pub min_value: Option<String>,
    /// The greatest value, of a Number, as the decimal text of the wire.
    pub max_value: Option<String>,
    /// Whether the pool's `SchemaAttributes` list it. Otherwise a standard attribute's default
    /// definition holds, or, for any other name, a definition without constraints.
    pub is_listed: bool,
}

impl Attribute {
    /// An attribute that no `SchemaAttributes` list: mutable, not required, without constraints.
    pub fn unconstrained(name: impl Into<String>, data_type: AttributeDataType) -> Self {
        Self {
            name: name.into(),
            data_type,
            developer_only: false,
            mutable: true,
            required: false,
            min_length: None,
            max_length: None,
            min_value: None,
            max_value: None,
            is_listed: false,
        }
    }

    /// Whether the name begins with `custom:` or `dev:custom:`.
    pub fn is_custom(&self) -> bool {
        self.name.starts_with("custom:") || self.name.starts_with("dev:custom:")
    }
}
