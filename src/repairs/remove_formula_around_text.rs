//! A formula ="…" becomes the text in it.

use crate::{
    rules::RuleId,
    values::{face_value, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-formula-around-text",
    fixes: &[RuleId::of("value-is-a-formula-of-its-text")],
    applicability: Applicability::Safe,
    summary: "A formula =\"…\" becomes the text in it.",
    explanation: "Exports for Excel write =\"007\" so that it does not read 007 as the number 7. The formula has no other meaning than its text. A formula of more than one text stays. Names of columns that are written so are read without the formula, too.",
    apply: Apply::Value {
        reads: columns::every,
        rewrite,
    },
    examples: &[
        RepairExample::new("nickname", "=\"007\"", "007"),
        RepairExample::new("email", "=\"ana@example.com\"", "ana@example.com"),
        RepairExample::new("nickname", "=\"a\"&\"b\"", "=\"a\"&\"b\""),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    face_value::in_formula(white_space::trim(field)).map(Into::into)
}
