//! A birthdate m/d/yyyy gets its leading zeros.

use crate::{
    rules::RuleId,
    values::{birthdate, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "birthdate-with-leading-zeros",
    fixes: &[RuleId::of("birthdate-is-malformed")],
    applicability: Applicability::Safe,
    summary: "A birthdate m/d/yyyy gets its leading zeros and loses a midnight after it.",
    explanation: "Spreadsheets leave out the zeros of 04/03/1990 and add 0:00 to it. With slashes, dates are read month first, as the import reads them: where the file does not show another order and none was named. As soon as one birthdate of the file can only be day first, every one that can be read in two ways is rejected instead.",
    apply: Apply::Value {
        reads: columns::birthdate,
        rewrite,
    },
    examples: &[
        RepairExample::new("birthdate", "4/3/1990", "04/03/1990"),
        RepairExample::new("birthdate", "4/3/1990 0:00", "04/03/1990"),
        RepairExample::new("birthdate", "4.3.1990", "4.3.1990"),
        RepairExample::new("birthdate", "4/3/90", "4/3/90"),
        RepairExample::new("nickname", "4/3/1990", "4/3/1990"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    birthdate::from_slashes(white_space::trim(field))
}
