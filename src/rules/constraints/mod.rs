//! Rules about what the pool’s schema says of each attribute.

mod boolean_in_mixed_case;
mod boolean_is_malformed;
mod boolean_spelling_is_uncertain;
mod date_time_form_is_uncertain;
mod date_time_is_malformed;
mod developer_only_attribute;
mod number_above_maximum;
mod number_below_minimum;
mod number_is_malformed;
mod number_syntax_is_uncertain;
mod required_attribute_missing;
mod updated_at_in_milliseconds;
mod value_has_apostrophe_guard;
mod value_is_too_long;
mod value_is_too_short;
mod value_length_depends_on_unit;

pub use boolean_in_mixed_case::BOOLEAN_IN_MIXED_CASE;
pub use boolean_is_malformed::BOOLEAN_IS_MALFORMED;
pub use boolean_spelling_is_uncertain::BOOLEAN_SPELLING_IS_UNCERTAIN;
pub use date_time_form_is_uncertain::DATE_TIME_FORM_IS_UNCERTAIN;
pub use date_time_is_malformed::DATE_TIME_IS_MALFORMED;
pub use developer_only_attribute::DEVELOPER_ONLY_ATTRIBUTE;
pub use number_above_maximum::NUMBER_ABOVE_MAXIMUM;
pub use number_below_minimum::NUMBER_BELOW_MINIMUM;
pub use number_is_malformed::NUMBER_IS_MALFORMED;
pub use number_syntax_is_uncertain::NUMBER_SYNTAX_IS_UNCERTAIN;
pub use required_attribute_missing::REQUIRED_ATTRIBUTE_MISSING;
pub use updated_at_in_milliseconds::UPDATED_AT_IN_MILLISECONDS;
pub use value_has_apostrophe_guard::VALUE_HAS_APOSTROPHE_GUARD;
pub use value_is_too_long::VALUE_IS_TOO_LONG;
pub use value_is_too_short::VALUE_IS_TOO_SHORT;
pub use value_length_depends_on_unit::VALUE_LENGTH_DEPENDS_ON_UNIT;

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
            &super::VALUE_IS_TOO_LONG,
            &super::VALUE_IS_TOO_SHORT,
            &super::VALUE_LENGTH_DEPENDS_ON_UNIT,
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
