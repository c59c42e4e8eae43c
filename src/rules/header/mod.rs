//! Rules about the file’s first line, and about the pool as far as it concerns every file.

super::rules! {
    file_is_empty,
    byte_order_mark,
    blank_line_before_header,
    header_has_invalid_encoding,
    header_is_too_long,
    header_name_in_quotation_marks,
    header_name_is_spelled_differently,
    header_has_unexpected_column,
    header_name_has_white_space,
    header_ends_in_empty_name,
    column_missing,
    password_hash_column_missing,
    column_is_duplicated,
    line_ends_are_carriage_returns,
    no_auto_verified_attribute,
    column_is_not_in_the_pool,
    existing_users_are_incomplete,
}

pub(crate) mod name;

#[cfg(test)]
mod tests {
    use crate::{
        rules::{Check, Detail, Finding, Findings, Header, HeaderFlags, RuleId},
        schema::{ColumnId, CsvHeader, STANDARD_CSV_HEADER, Schema, UserPool},
        values::password_hash::PasswordHashingAlgorithm,
    };

    /// What all rules about the header find in these names.
    fn findings(schema: &Schema, names: &[&str]) -> Vec<Finding> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let columns: Vec<Option<ColumnId>> = names
            .iter()
            .map(|name| schema.column_named(name).map(|column| column.id))
            .collect();
        let header = Header::new(&names, &columns, schema, HeaderFlags::default());
        let mut findings = Vec::new();
        for id in RuleId::all() {
            if let Check::Header { find } = id.rule().check {
                find(&header, &mut Findings::new(id, None, &mut findings));
            }
        }
        findings
    }

    /// The same, as the rule's name with the column's.
    fn reported<'a>(schema: &'a Schema, names: &[&str]) -> Vec<(&'static str, &'a str)> {
        findings(schema, names)
            .iter()
            .map(|finding| {
                let column = finding.column.map_or("", |id| schema.column_name(id));
                (finding.rule.rule().name, column)
            })
            .collect()
    }

    fn schema(header: &str, pool: &str) -> Schema {
        let header = CsvHeader::parse(header).unwrap();
        Schema::new(Some(header), Some(UserPool::parse(pool).unwrap())).unwrap()
    }

    const VERIFIES_EMAIL: &str = r#"{"AutoVerifiedAttributes":["email"]}"#;

    #[test]
    fn the_csv_header_in_any_order_is_right() {
        let schema = Schema::new(None, None).unwrap();
        let mut names = STANDARD_CSV_HEADER;
        assert!(reported(&schema, &names).is_empty());
        names.reverse();
        assert!(reported(&schema, &names).is_empty());
    }

    #[test]
    fn one_rule_fires_on_one_name() {
        let schema = schema("email,custom:plan,cognito:username", VERIFIES_EMAIL);
        for name in [
            "Email",
            " email",
            " Email",
            "\"email\"",
            "\"\"",
            "\u{feff}email",
            "plan",
            "emial",
            "x",
            "",
            "\u{200b}",
        ] {
            for names in [
                [name, "email", "custom:plan", "cognito:username"],
                ["email", "custom:plan", "cognito:username", name],
            ] {
                assert_eq!(findings(&schema, &names).len(), 1, "{names:?}");
            }
        }
    }

    #[test]
    fn a_column_in_another_spelling_is_not_missing() {
        let schema = schema("email,cognito:username", VERIFIES_EMAIL);
        for (name, rule) in [
            ("Email", "header-name-is-spelled-differently"),
            (" email", "header-name-has-white-space"),
            ("\"email\"", "header-name-in-quotation-marks"),
        ] {
            assert_eq!(
                reported(&schema, &[name, "cognito:username"]),
                [(rule, "email")]
            );
        }
    }

    #[test]
    fn a_quoted_header_is_quoted_and_nothing_else() {
        let schema = Schema::new(None, None).unwrap();
        let quoted = STANDARD_CSV_HEADER.map(|name| format!("\"{name}\""));
        let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
        let found = reported(&schema, &quoted);
        assert_eq!(found.len(), 21);
        assert!(
            found
                .iter()
                .all(|(rule, _)| *rule == "header-name-in-quotation-marks")
        );
    }

    #[test]
    fn a_custom_attribute_without_its_prefix_is_unexpected_and_its_column_missing() {
        let schema = schema("custom:plan,email,cognito:username", VERIFIES_EMAIL);
        let names = ["plan", "email", "cognito:username"];
        assert_eq!(
            reported(&schema, &names),
            [
                ("header-has-unexpected-column", "custom:plan"),
                ("column-missing", "custom:plan"),
            ]
        );
        let column = schema.column_named("custom:plan").unwrap().id;
        assert_eq!(
            findings(&schema, &names)[0].detail,
            Detail::Resembles { field: 1, column }
        );
    }

    #[test]
    fn a_column_that_is_there_is_not_proposed() {
        let schema = schema("email,cognito:username", VERIFIES_EMAIL);
        let findings = findings(&schema, &["email", "emails", "cognito:username"]);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            (findings[0].column, findings[0].detail),
            (None, Detail::Field(2))
        );
    }

    #[test]
    fn a_row_of_values_is_not_a_header() {
        let schema = Schema::new(None, None).unwrap();
        let mut row = [""; 21];
        row[9] = "ana@example.com";
        row[10] = "TRUE";
        row[20] = "ana";
        let found = reported(&schema, &row);
        let count = |rule| found.iter().filter(|(name, _)| *name == rule).count();
        assert_eq!(count("header-has-unexpected-column"), 21);
        assert_eq!(count("column-missing"), 21);
        assert_eq!(found.len(), 42);
    }

    #[test]
    fn a_column_is_reported_for_each_field_after_its_first() {
        let schema = schema("email,cognito:username", VERIFIES_EMAIL);
        let names = ["email", "cognito:username", "email", "email"];
        let details: Vec<Detail> = findings(&schema, &names)
            .iter()
            .inspect(|finding| assert_eq!(finding.rule.rule().name, "column-is-duplicated"))
            .map(|finding| finding.detail)
            .collect();
        assert_eq!(details, [Detail::Field(3), Detail::Field(4)]);
    }

    #[test]
    fn a_missing_hash_column_is_reported_by_one_rule() {
        let without = ["email", "cognito:username"];
        let schema = schema("email,password_hash,cognito:username", VERIFIES_EMAIL);
        assert_eq!(
            reported(&schema, &without),
            [("column-missing", "password_hash")]
        );
        let schema = schema.with_password_hashing_algorithm(Some(PasswordHashingAlgorithm::Bcrypt));
        assert_eq!(
            reported(&schema, &without),
            [("password-hash-column-missing", "password_hash")]
        );
        let spelled = ["email", "Password Hash", "cognito:username"];
        assert_eq!(
            reported(&schema, &spelled),
            [("header-name-is-spelled-differently", "password_hash")]
        );
    }

    #[test]
    fn a_pool_without_the_hash_column_cannot_have_it() {
        let schema = schema("email,cognito:username", VERIFIES_EMAIL)
            .with_password_hashing_algorithm(Some(PasswordHashingAlgorithm::Scrypt));
        assert_eq!(
            reported(&schema, &["email", "cognito:username"]),
            [("password-hash-column-missing", "")]
        );
        assert_eq!(
            reported(&schema, &["email", "password_hash", "cognito:username"]),
            [
                ("header-has-unexpected-column", ""),
                ("password-hash-column-missing", ""),
            ]
        );
    }

    #[test]
    fn only_a_pool_that_lists_attributes_can_lack_one() {
        let names = ["email", "custom:plan", "cognito:username"];
        let header = names.join(",");
        let listing = r#"{"AutoVerifiedAttributes":["email"],
            "SchemaAttributes":[{"Name":"email","AttributeDataType":"String"}]}"#;
        assert_eq!(
            reported(&schema(&header, listing), &names),
            [("column-is-not-in-the-pool", "custom:plan")]
        );
        assert!(reported(&schema(&header, VERIFIES_EMAIL), &names).is_empty());
        let assumed = Schema::new(Some(CsvHeader::parse(&header).unwrap()), None).unwrap();
        assert!(reported(&assumed, &names).is_empty());
    }

    #[test]
    fn a_pool_that_verifies_nothing_takes_no_import() {
        let names = ["email", "cognito:username"];
        assert_eq!(
            reported(
                &schema("email,cognito:username", r#"{"AutoVerifiedAttributes":[]}"#),
                &names
            ),
            [("no-auto-verified-attribute", "")]
        );
    }
}
