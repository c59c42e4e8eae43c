//! Rules about what the pool’s schema says of each attribute.

super::rules! {
    required_attribute_missing,
    value_is_too_long,
    value_is_too_short,
    value_length_depends_on_unit,
    number_is_malformed,
    number_below_minimum,
    number_above_maximum,
    number_syntax_is_uncertain,
    boolean_is_malformed,
    boolean_spelling_is_uncertain,
    boolean_in_mixed_case,
    date_time_is_malformed,
    date_time_form_is_uncertain,
    developer_only_attribute,
    updated_at_in_milliseconds,
    value_has_apostrophe_guard,
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::Check,
        schema::{Column, CsvHeader, Schema, UserPool},
    };

    #[test]
    fn a_length_has_a_text_that_is_no_birthdate() {
        let header = "name,birthdate,custom:level,password_hash,cognito:username";
        let pool = r#"{"SchemaAttributes":[{"Name":"name","AttributeDataType":"String"},
            {"Name":"birthdate","AttributeDataType":"String"},
            {"Name":"custom:level","AttributeDataType":"Number"}]}"#;
        let schema = Schema::new(
            Some(CsvHeader::parse(header).unwrap()),
            Some(UserPool::parse(pool).unwrap()),
        )
        .unwrap();
        for rule in [
            &super::value_is_too_long::RULE,
            &super::value_is_too_short::RULE,
            &super::value_length_depends_on_unit::RULE,
        ] {
            let Check::Value { reads, .. } = rule.check else {
                panic!("{} looks at no value", rule.name);
            };
            let columns = schema.columns().iter();
            let read: Vec<&str> = columns
                .filter(|column| reads(&schema, column))
                .map(Column::name)
                .collect();
            assert_eq!(read, ["name"], "{}", rule.name);
        }
    }
}
