//! The attributes that every pool has, with the definitions of a fresh pool.

use super::attribute::{Attribute, AttributeDataType};

/// The default definition of the standard attribute of this name.
///
/// As a fresh pool's `SchemaAttributes` list it (SCHEMA): text of at most 2,048 characters, but ten
/// exactly for `birthdate`, Boolean flags, and an `updated_at` that is not negative.
pub(super) fn default_definition(name: &str) -> Option<Attribute> {
    let mut attribute = match name {
        "sub" | "name" | "given_name" | "family_name" | "middle_name" | "nickname"
        | "preferred_username" | "profile" | "picture" | "website" | "email" | "gender"
        | "birthdate" | "zoneinfo" | "locale" | "phone_number" | "address" => {
            Attribute::unconstrained(name, AttributeDataType::String)
        }
        "email_verified" | "phone_number_verified" => {
            Attribute::unconstrained(name, AttributeDataType::Boolean)
        }
        "updated_at" => Attribute::unconstrained(name, AttributeDataType::Number),
        _ => return None,
    };
    match name {
        "sub" => {
            attribute.required = true;
            attribute.mutable = false;
            (attribute.min_length, attribute.max_length) = (Some(1), Some(2048));
        }
        "birthdate" => (attribute.min_length, attribute.max_length) = (Some(10), Some(10)),
        "email_verified" | "phone_number_verified" => {}
        "updated_at" => attribute.min_value = Some("0".to_owned()),
        _ => (attribute.min_length, attribute.max_length) = (Some(0), Some(2048)),
    }
    Some(attribute)
}

impl Attribute {
    /// Whether the name is that of an attribute every pool has, such as `email` (SCHEMA).
    pub fn is_standard(&self) -> bool {
        default_definition(&self.name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use AttributeDataType::{Boolean, Number, String};

    use super::*;
    use crate::schema::STANDARD_CSV_HEADER;

    #[test]
    fn every_standard_column_but_the_two_of_the_service_has_a_definition() {
        for name in STANDARD_CSV_HEADER {
            assert_eq!(
                default_definition(name).is_some(),
                !name.starts_with("cognito:"),
                "{name}"
            );
        }
    }

    #[test]
    fn definitions_are_those_of_a_fresh_pool() {
        let bounds = |name| {
            let attribute = default_definition(name).unwrap();
            assert_eq!(attribute.name, name);
            assert!(!attribute.is_listed && !attribute.developer_only);
            (
                attribute.data_type,
                attribute.min_length,
                attribute.max_length,
                attribute.min_value,
            )
        };
        assert_eq!(bounds("email"), (String, Some(0), Some(2048), None));
        assert_eq!(bounds("birthdate"), (String, Some(10), Some(10), None));
        assert_eq!(bounds("email_verified"), (Boolean, None, None, None));
        assert_eq!(bounds("updated_at"), (Number, None, None, Some("0".into())));
        assert_eq!(bounds("sub"), (String, Some(1), Some(2048), None));
        let sub = default_definition("sub").unwrap();
        assert!(sub.required && !sub.mutable);
        let name = default_definition("name").unwrap();
        assert!(!name.required && name.mutable);
    }

    #[test]
    fn other_names_have_none() {
        for name in ["identities", "custom:tier", "Email", "", "cognito:username"] {
            assert_eq!(default_definition(name), None, "{name}");
        }
    }

    #[test]
    fn names_tell_standard_from_custom() {
        let of = |name: &str| Attribute::unconstrained(name, String);
        assert!(of("email").is_standard() && !of("email").is_custom());
        assert!(of("sub").is_standard());
        assert!(of("custom:tier").is_custom() && !of("custom:tier").is_standard());
        assert!(of("dev:custom:tier").is_custom());
        assert!(!of("Email").is_standard() && !of("mycustom:tier").is_custom());
    }
}
