//! Spaces, hyphens, dots and brackets in an international number are removed.

use crate::{
    rules::{POOL_EMAIL_OFF, RuleId},
    values::{phone_number::without_punctuation, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "normalise-phone-number",
    fixes: &[
        RuleId::of("phone-number-has-other-characters"),
        RuleId::of("phone-number-has-no-plus"),
        RuleId::of("username-is-not-a-phone-number"),
        RuleId::of("username-is-neither-email-nor-phone-number"),
    ],
    applicability: Applicability::Safe,
    summary: "Spaces, hyphens, dots and brackets in an international number are removed.",
    explanation: "With its plus and country code a number is the same with and without punctuation. The zero of +44 (0)20 is kept or dropped as the country’s numbering plan says, and the .0 of a column that a program read as quantities is dropped. A number without a plus is national: the file does not say which country it belongs to, so only --default-region makes it international. A number with letters or an extension is not changed, and neither is one that may be followed by the end of a second number. Where users sign in with a phone number, the username is one, and is repaired in the same way.",
    apply: Apply::Value {
        reads: columns::phone_numbers,
        rewrite,
    },
    examples: &[
        RepairExample::new("phone_number", "+1 (206) 555-0100", "+12065550100"),
        RepairExample::new("phone_number", "+44 (0)20 7946 0018", "+442079460018"),
        RepairExample::new("phone_number", "(+1) 206.555.0100", "+12065550100"),
        RepairExample::new("phone_number", "+12065550100.0", "+12065550100"),
        RepairExample::new("phone_number", "+49 30 901820/21", "+49 30 901820/21"),
        RepairExample::new("phone_number", "+1 206-555-0100-12", "+1 206-555-0100-12"),
        RepairExample::new("phone_number", "(206) 555-0100", "(206) 555-0100"),
        RepairExample::new("cognito:username", "+1 (206) 555-0100", "+12065550100").pool(
            POOL_EMAIL_OFF
                .auto_verified(&["phone_number"])
                .username_attributes(&["phone_number"]),
        ),
        RepairExample::new("cognito:username", "+1-206-555-0100", "+1-206-555-0100"),
        RepairExample::new("address", "+1 (206) 555-0100", "+1 (206) 555-0100"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    without_punctuation(white_space::trim(field)).filter(|plain| plain != field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn punctuation_goes() {
        for field in [
            "+1 (206) 555-0100",
            " +1.206.555.0100",
            "\u{ff0b}1206/5550100",
            "+12065550100.0",
        ] {
            assert_eq!(rewritten(field).as_deref(), Some("+12065550100"), "{field}");
        }
    }

    #[test]
    fn what_is_plain_or_no_international_number_stays() {
        for field in [
            "+12065550100",
            "206 555 0100",
            "+1 206 555 0100 ext. 5",
            "+1 800 FLOWERS",
            "+12065550100.5",
            "+12065550100/01",
            "'+1 206 555 0100",
            "+",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
