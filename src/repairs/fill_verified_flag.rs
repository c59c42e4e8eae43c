//! A blank `email_verified` or `phone_number_verified` becomes false.

use crate::{
    rules::RuleId,
    schema::{Column, Schema},
};

use super::{Applicability, Apply, Repair, RepairExample};

pub(super) static REPAIR: Repair = Repair {
    name: "fill-verified-flag",
    fixes: &[RuleId::of("verified-flag-is-blank")],
    applicability: Applicability::Safe,
    summary: "A blank email_verified or phone_number_verified becomes false.",
    explanation: "An address that is not marked as verified is not verified, so a blank means false. Imports of 2018 to 2022 were reported to refuse a blank, imports of 2025 to accept it; false is right under both. A row that needs a true still fails: whether an address is verified is for you to say, in the file or with --set.",
    apply: Apply::Fill { blank_means },
    examples: &[
        RepairExample::new("phone_number_verified", "", "false"),
        RepairExample::new("phone_number_verified", "FALSE", "FALSE"),
    ],
};

fn blank_means(_: &Schema, column: &Column) -> Option<&'static str> {
    column.is_verified_flag().then_some("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_flags_and_no_other_column_have_a_meaning() {
        let schema = Schema::new(None, None).unwrap();
        let filled: Vec<_> = schema
            .columns()
            .iter()
            .filter(|column| blank_means(&schema, column) == Some("false"))
            .map(Column::name)
            .collect();
        assert_eq!(filled, ["email_verified", "phone_number_verified"]);
    }
}
