//! Rules about password hashes of the four algorithms.

use super::Unit;
use crate::values::password_hash;

super::rules! {
    password_hash_is_malformed,
    password_hash_of_another_algorithm,
    password_hash_over_limit,
    password_hash_below_lower_bound,
    password_hash_hexadecimal_in_upper_case,
    password_hash_has_padding,
    password_hash_alphabet_is_uncertain,
    password_hash_never_verifies,
    password_hash_without_algorithm,
    argon2_commas_not_escaped,
}

/// What a parameter of a hash is counted in, where it is a length.
fn unit(parameter: &str) -> Option<Unit> {
    matches!(parameter, password_hash::SALT | password_hash::HASH).then_some(Unit::Bytes)
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::{Check, RULES},
        schema::{CsvHeader, Schema},
        values::password_hash::PasswordHashingAlgorithm,
    };

    #[test]
    fn a_hash_is_looked_for_in_its_own_column_of_a_job_that_names_an_algorithm() {
        let header = CsvHeader::parse("name,password_hash,cognito:username").unwrap();
        let without = Schema::new(Some(header), None).unwrap();
        let with = without
            .clone()
            .with_password_hashing_algorithm(Some(PasswordHashingAlgorithm::Bcrypt));
        let rules = RULES
            .iter()
            .filter(|rule| rule.name.starts_with("password-hash-"));
        let mut looked = 0;
        for rule in rules {
            let Check::Value { reads, .. } = rule.check else {
                continue;
            };
            for (schema, is_named) in [(&with, true), (&without, false)] {
                let is_for_such_a_job =
                    (rule.name == "password-hash-without-algorithm") != is_named;
                for column in schema.columns() {
                    let expected = column.name() == "password_hash" && is_for_such_a_job;
                    let name = column.name();
                    assert_eq!(reads(schema, column), expected, "{}: {name}", rule.name);
                }
            }
            looked += 1;
        }
        assert_eq!(looked, 9);
    }
}
