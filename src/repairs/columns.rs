//! On which columns a repair acts: those of its type, and no others.

use crate::{
    rules::{Check, RuleId},
    schema::{AttributeDataType, Column, ColumnKind, Schema, VerifiableAttribute},
};

/// Every column.
pub(super) fn every(_: &Schema, _: &Column) -> bool {
    true
}

/// `password_hash`.
pub(super) fn password_hash(_: &Schema, column: &Column) -> bool {
    column.kind == ColumnKind::PasswordHash
}

/// Every column but `password_hash`, of which each character counts.
pub(super) fn all_but_password_hash(_: &Schema, column: &Column) -> bool {
    column.kind != ColumnKind::PasswordHash
}

/// The columns of free text, in which invisible characters may be spelling: those that the rule about
/// such characters reads.
pub(super) fn free_texts(schema: &Schema, column: &Column) -> bool {
    const INVISIBLE: RuleId = RuleId::of("invisible-character-around-value");
    matches!(
        INVISIBLE.rule().check,
        Check::Value { reads, .. } if reads(schema, column)
    )
}

/// Every column but `password_hash` and those of free text: no form that they require has an invisible
/// character.
pub(super) fn all_but_free_texts(schema: &Schema, column: &Column) -> bool {
    all_but_password_hash(schema, column) && !free_texts(schema, column)
}

/// The columns that hold text: the username, and the attributes of type String.
pub(super) fn texts(schema: &Schema, column: &Column) -> bool {
    all_but_password_hash(schema, column) && column.attribute.data_type == AttributeDataType::String
}

/// The columns that hold a boolean: the verified flags, `cognito:mfa_enabled`, and the attributes
/// of type Boolean.
pub(super) fn booleans(_: &Schema, column: &Column) -> bool {
    column.attribute.data_type == AttributeDataType::Boolean
}

/// `email` and `phone_number`.
pub(super) fn addresses(schema: &Schema, column: &Column) -> bool {
    let known = schema.known();
    [known.email, known.phone_number].contains(&Some(column.id))
}

/// `phone_number`, and the username where it has to be that number.
pub(super) fn phone_numbers(schema: &Schema, column: &Column) -> bool {
    let is_username = column.kind == ColumnKind::Username
        && schema
            .pool()
            .has_username_attribute(VerifiableAttribute::PhoneNumber);
    is_username || schema.known().phone_number == Some(column.id)
}

/// `birthdate`.
pub(super) fn birthdate(schema: &Schema, column: &Column) -> bool {
    schema.known().birthdate == Some(column.id)
}

/// `updated_at`.
pub(super) fn updated_at(schema: &Schema, column: &Column) -> bool {
    schema.known().updated_at == Some(column.id)
}

#[cfg(test)]
mod tests {
    use crate::schema::{CsvHeader, UserPool};

    use super::*;

    const HEADER: &str = "name,email,email_verified,birthdate,phone_number,updated_at,\
                          custom:flag,custom:count,custom:when,custom:note,password_hash,\
                          cognito:mfa_enabled,cognito:username";

    fn names(reads: fn(&Schema, &Column) -> bool) -> Vec<String> {
        names_where("[]", reads)
    }

    fn names_where(signs_in: &str, reads: fn(&Schema, &Column) -> bool) -> Vec<String> {
        let pool = r#"{"UsernameAttributes":[],"SchemaAttributes":[
            {"Name":"custom:flag","AttributeDataType":"Boolean"},
            {"Name":"custom:count","AttributeDataType":"Number"},
            {"Name":"custom:when","AttributeDataType":"DateTime"}]}"#;
        let pool = &pool.replace("[],", &format!("{signs_in},"));
        let header = CsvHeader::parse(HEADER).unwrap();
        let schema = Schema::new(Some(header), Some(UserPool::parse(pool).unwrap())).unwrap();
        schema
            .columns()
            .iter()
            .filter(|column| reads(&schema, column))
            .map(|column| column.name().to_owned())
            .collect()
    }

    #[test]
    fn each_type_has_its_columns() {
        assert_eq!(
            names(booleans),
            ["email_verified", "custom:flag", "cognito:mfa_enabled"]
        );
        assert_eq!(
            names(texts),
            [
                "name",
                "email",
                "birthdate",
                "phone_number",
                "custom:note",
                "cognito:username"
            ]
        );
    }

    #[test]
    fn only_the_password_hash_is_kept_apart() {
        assert_eq!(names(every).len(), 13);
        assert_eq!(names(all_but_password_hash).len(), 12);
        assert!(!names(all_but_password_hash).contains(&"password_hash".to_owned()));
    }

    #[test]
    fn free_texts_are_the_strings_without_a_form() {
        assert_eq!(names(free_texts), ["name", "custom:note"]);
        let rest = names(all_but_free_texts);
        assert_eq!(rest.len(), 10);
        assert!(!rest.contains(&"password_hash".to_owned()));
    }

    #[test]
    fn a_username_is_a_phone_number_where_users_sign_in_with_one() {
        let both = ["phone_number", "cognito:username"];
        for signs_in in [r#"["phone_number"]"#, r#"["email","phone_number"]"#] {
            assert_eq!(names_where(signs_in, phone_numbers), both);
        }
        assert_eq!(names_where(r#"["email"]"#, phone_numbers), ["phone_number"]);
    }

    #[test]
    fn a_column_with_a_name_of_its_own_is_found_by_it() {
        assert_eq!(names(addresses), ["email", "phone_number"]);
        assert_eq!(names(phone_numbers), ["phone_number"]);
        assert_eq!(names(birthdate), ["birthdate"]);
        assert_eq!(names(updated_at), ["updated_at"]);
    }
}
