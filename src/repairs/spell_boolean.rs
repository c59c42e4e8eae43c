//! Yes, 1, True and the like become true or false in a Boolean column.

use crate::{
    rules::{POOL_EMAIL_OFF, RuleId},
    values::{boolean, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "spell-boolean",
    fixes: &[
        RuleId::of("no-auto-verified-attribute-is-true"),
        RuleId::of("verified-flag-is-not-a-boolean"),
        RuleId::of("mfa-enabled-is-not-a-boolean"),
        RuleId::of("boolean-spelling-is-uncertain"),
        RuleId::of("boolean-in-mixed-case"),
    ],
    applicability: Applicability::Safe,
    summary: "Yes, 1, True and the like become true or false in a Boolean column.",
    explanation: "In a column that accepts only true and false, yes, y, t, 1 and on can mean only one thing, and so can no, n, f, 0 and off, in any letter case. Imports were seen with true, false, TRUE and FALSE; these four stay as they are. Any other word stays, too. A Yes in a column of text is text.",
    apply: Apply::Value {
        reads: columns::booleans,
        rewrite,
    },
    examples: &[
        RepairExample::new("email_verified", "Yes", "true"),
        RepairExample::new("email_verified", "True", "true"),
        RepairExample::new("phone_number_verified", "0", "false"),
        RepairExample::new("cognito:mfa_enabled", "n", "false"),
        RepairExample::new("custom:member", "1", "true")
            .pool(POOL_EMAIL_OFF.with(r#"{"Name":"custom:member","AttributeDataType":"Boolean"}"#)),
        RepairExample::new("email_verified", "TRUE", "TRUE"),
        RepairExample::new("email_verified", "maybe", "maybe"),
        RepairExample::new("nickname", "Yes", "Yes"),
        RepairExample::new("custom:level", "1", "1")
            .pool(POOL_EMAIL_OFF.with(r#"{"Name":"custom:level","AttributeDataType":"Number"}"#)),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    if boolean::is_canonical(value) {
        return None;
    }
    boolean::parse_spelling(value).map(|meant| meant.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn every_spelling_gets_its_word() {
        for field in ["Yes", "y", "T", "1", "on", "True", " tRUE "] {
            assert_eq!(rewritten(field).as_deref(), Some("true"), "{field}");
        }
        for field in ["No", "N", "f", "0", "OFF", "False"] {
            assert_eq!(rewritten(field).as_deref(), Some("false"), "{field}");
        }
    }

    #[test]
    fn known_words_and_unknown_ones_stay() {
        for field in ["true", "TRUE", "false", "FALSE", "maybe", "2", "-", ""] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
