//! Rules about values that are not what they say: null markers, guards, and what a spreadsheet or a wrong
//! encoding has left.

super::rules! {
    name_is_a_null_marker,
    value_is_a_null_marker,
    username_was_ruined_by_a_spreadsheet,
    value_may_be_ruined_by_a_spreadsheet,
    name_begins_with_apostrophe,
    value_is_a_formula_of_its_text,
    value_has_replacement_character,
    value_was_decoded_twice,
}

/// Which columns the rules read.
mod columns {
    use crate::schema::{AliasAttribute, AttributeDataType, Column, ColumnKind, Schema};

    /// The username, and the attributes that hold a text of no form of their own.
    pub(super) fn texts(schema: &Schema, column: &Column) -> bool {
        column.kind == ColumnKind::Username || is_free_text(schema, column)
    }

    /// The texts that no user can do without: the username, an alias, what the pool requires.
    pub(super) fn needed(schema: &Schema, column: &Column) -> bool {
        let is_alias = Some(column.id) == schema.known().preferred_username
            && schema.pool().has_alias(AliasAttribute::PreferredUsername);
        column.kind == ColumnKind::Username
            || (is_free_text(schema, column) && (is_alias || column.attribute.required))
    }

    /// The texts that a user may lack.
    pub(super) fn other_texts(schema: &Schema, column: &Column) -> bool {
        texts(schema, column) && !needed(schema, column)
    }

    /// The username and the e-mail address.
    pub(super) fn sign_in_names(schema: &Schema, column: &Column) -> bool {
        column.kind == ColumnKind::Username || Some(column.id) == schema.known().email
    }

    /// What has a form of its own fails by that.
    fn is_free_text(schema: &Schema, column: &Column) -> bool {
        let known = schema.known();
        let with_form = [known.email, known.phone_number, known.birthdate];
        column.kind == ColumnKind::Attribute
            && column.attribute.data_type == AttributeDataType::String
            && !with_form.contains(&Some(column.id))
    }
}
