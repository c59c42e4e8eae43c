//! Invisible characters are removed from the ends of a value that has a form.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns, if_shorter};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-invisible-characters-at-ends",
    fixes: &[
        RuleId::of("unicode-space-around-value"),
        RuleId::of("username-has-forbidden-character"),
        RuleId::of("verified-flag-is-not-a-boolean"),
        RuleId::of("email-is-invalid"),
        RuleId::of("email-is-not-ascii"),
        RuleId::of("phone-number-has-no-plus"),
        RuleId::of("phone-number-has-other-characters"),
        RuleId::of("mfa-enabled-is-not-a-boolean"),
        RuleId::of("birthdate-is-malformed"),
        RuleId::of("number-is-malformed"),
        RuleId::of("boolean-is-malformed"),
        RuleId::of("date-time-is-malformed"),
    ],
    applicability: Applicability::Safe,
    summary: "Invisible characters are removed from the ends of a value that has a form.",
    explanation: "Zero-width spaces, byte order marks, direction marks and the like are copied along with a value from a web page, an address book or a spreadsheet. No username, address, date, number or flag has one at its ends, and a user could not sign in with a name that does. Inside a username they stay: which name was meant is not known. Names and other texts have a repair of their own, and a password_hash is never changed.",
    apply: Apply::Value {
        reads: columns::all_but_free_texts,
        rewrite,
    },
    examples: &[
        RepairExample::new("cognito:username", "\u{feff}ana", "ana"),
        RepairExample::new("birthdate", "\u{200e}02/01/1985", "02/01/1985"),
        RepairExample::new(
            "phone_number",
            "\u{202d}+12065550100\u{202c}",
            "+12065550100",
        ),
        RepairExample::new("cognito:username", "a\u{200b}na", "a\u{200b}na"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    if_shorter(white_space::trim_invisible(field), field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn both_ends_are_bared() {
        for field in ["\u{feff}ana", "ana\u{200b}\u{a0}", "\u{2067} ana\u{2069} "] {
            assert_eq!(rewritten(field).as_deref(), Some("ana"), "{field:?}");
        }
        assert_eq!(rewritten("\u{200b}\u{200b}").as_deref(), Some(""));
    }

    #[test]
    fn a_joiner_inside_a_name_and_a_visible_end_stay() {
        for field in [
            "\u{645}\u{200c}\u{646}",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "\u{2764}\u{fe0f}",
            "e\u{301}",
            "ana",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field:?}");
        }
    }
}
