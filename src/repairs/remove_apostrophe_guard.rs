//! The apostrophe that guards a value from being read as a formula is removed.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-apostrophe-guard",
    fixes: &[
        RuleId::of("phone-number-has-apostrophe-guard"),
        RuleId::of("value-has-apostrophe-guard"),
    ],
    applicability: Applicability::Safe,
    summary: "The apostrophe that guards a value from being read as a formula is removed.",
    explanation: "In a spreadsheet '+12065550100 means +12065550100: the apostrophe tells the spreadsheet not to calculate, and programs that guard their exports against formulas write it, too. It is removed before +, =, - and @, and from a phone number. Everywhere else an apostrophe is part of the value, as in the name 't Hart, and so is one that has a matching apostrophe at the end.",
    apply: Apply::Value {
        reads: columns::texts,
        rewrite,
    },
    examples: &[
        RepairExample::new("phone_number", "'+12065550100", "+12065550100"),
        RepairExample::new("nickname", "'@ana", "@ana"),
        RepairExample::new("family_name", "'t Hart", "'t Hart"),
        RepairExample::new("nickname", "'68", "'68"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    let bare = value.trim_start_matches('\'');
    if bare.len() == value.len() || bare.ends_with('\'') {
        return None;
    }
    (bare.starts_with(['+', '=', '-', '@']) || may_be_phone_number(bare)).then(|| bare.to_owned())
}

/// Whether nothing but digits and signs follows, as in a number written the way its country does.
fn may_be_phone_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn a_guard_goes_with_what_surrounds_it() {
        for (field, bare) in [
            ("'+12065550100", "+12065550100"),
            (" '+1 206", "+1 206"),
            ("''+1206", "+1206"),
            ("'(206) 555-0100", "(206) 555-0100"),
            ("'=SUM(A1)", "=SUM(A1)"),
            ("'-5", "-5"),
            ("'@ana", "@ana"),
        ] {
            assert_eq!(rewritten(field).as_deref(), Some(bare), "{field}");
        }
    }

    #[test]
    fn an_apostrophe_that_belongs_to_the_value_stays() {
        for field in [
            "'t Hart", "'n Roses", "'", "''", "O'Brien", "'@home'", "+1", "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
