//! Rules about password hashes of the four algorithms.

mod argon2_commas_not_escaped;
mod password_hash_alphabet_is_uncertain;
mod password_hash_below_lower_bound;
mod password_hash_has_padding;
mod password_hash_hexadecimal_in_upper_case;
mod password_hash_is_malformed;
mod password_hash_never_verifies;
mod password_hash_of_another_algorithm;
mod password_hash_over_limit;
mod password_hash_without_algorithm;

pub use argon2_commas_not_escaped::ARGON2_COMMAS_NOT_ESCAPED;
pub use password_hash_alphabet_is_uncertain::PASSWORD_HASH_ALPHABET_IS_UNCERTAIN;
pub use password_hash_below_lower_bound::PASSWORD_HASH_BELOW_LOWER_BOUND;
pub use password_hash_has_padding::PASSWORD_HASH_HAS_PADDING;
pub use password_hash_hexadecimal_in_upper_case::PASSWORD_HASH_HEXADECIMAL_IN_UPPER_CASE;
pub use password_hash_is_malformed::PASSWORD_HASH_IS_MALFORMED;
pub use password_hash_never_verifies::PASSWORD_HASH_NEVER_VERIFIES;
pub use password_hash_of_another_algorithm::PASSWORD_HASH_OF_ANOTHER_ALGORITHM;
pub use password_hash_over_limit::PASSWORD_HASH_OVER_LIMIT;
pub use password_hash_without_algorithm::PASSWORD_HASH_WITHOUT_ALGORITHM;

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
