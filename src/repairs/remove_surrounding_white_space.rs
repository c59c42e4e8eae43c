//! White space around a value is removed.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns, if_shorter};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-surrounding-white-space",
    fixes: &[
        RuleId::of("white-space-around-value"),
        RuleId::of("unicode-space-around-value"),
    ],
    applicability: Applicability::Safe,
    summary: "White space around a value is removed.",
    explanation: "The import trims values itself, so spaces and tabs around a value never reach a user. Whether it also trims a no-break space, an ideographic space and the like is not documented; without them the value means the same either way. White space inside a value stays. A value of white space only becomes blank, which is how the import reads it.",
    apply: Apply::Value {
        reads: columns::every,
        rewrite,
    },
    examples: &[
        RepairExample::new("given_name", " Ana\t", "Ana"),
        RepairExample::new("given_name", "\u{a0}Ana\u{3000}", "Ana"),
        RepairExample::new("given_name", "Ana  Maria", "Ana  Maria"),
        RepairExample::new("cognito:username", "ana ", "ana"),
        RepairExample::new(
            "password_hash",
            "$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234 ",
            "$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        ),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    // The ASCII white space that the import trims is a part of Unicode's.
    if_shorter(field.trim(), field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn both_kinds_of_white_space_go_in_any_order() {
        for field in [" ana", "ana\r\n", " \u{a0} ana\u{2003}\t", "\u{85}ana\u{b}"] {
            assert_eq!(rewritten(field).as_deref(), Some("ana"), "{field:?}");
        }
        assert_eq!(rewritten(" \u{a0}\t").as_deref(), Some(""));
    }

    #[test]
    fn what_is_not_white_space_stays() {
        for field in ["ana", "ana  maria", "\u{200b}ana", "ana\u{feff}", ""] {
            assert_eq!(rewritten(field), None, "{field:?}");
        }
    }
}
