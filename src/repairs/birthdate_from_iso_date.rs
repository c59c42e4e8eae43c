//! A birthdate with the year first becomes mm/dd/yyyy.

use crate::{
    rules::RuleId,
    values::{birthdate, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "birthdate-from-iso-date",
    fixes: &[
        RuleId::of("birthdate-is-iso-date"),
        RuleId::of("birthdate-is-malformed"),
    ],
    applicability: Applicability::Safe,
    summary: "A birthdate with the year first becomes mm/dd/yyyy.",
    explanation: "Where the year is first, the month is next: the date stays the same in the form that the import guide asks for. A midnight after the date carries no information and goes. A day that does not exist in its month is not changed, and neither is a date with another time of day: it may be the evening before in another time zone.",
    apply: Apply::Value {
        reads: columns::birthdate,
        rewrite,
    },
    examples: &[
        RepairExample::new("birthdate", "1985-02-01", "02/01/1985"),
        RepairExample::new("birthdate", "1985/2/1", "02/01/1985"),
        RepairExample::new("birthdate", "1985-02-01T00:00:00.000Z", "02/01/1985"),
        RepairExample::new("birthdate", "1985-02-01T10:04:00Z", "1985-02-01T10:04:00Z"),
        RepairExample::new("birthdate", "1985-02-30", "1985-02-30"),
        RepairExample::new("birthdate", "02/01/1985", "02/01/1985"),
        RepairExample::new("nickname", "1985-02-01", "1985-02-01"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    birthdate::from_year_first(white_space::trim(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn a_date_with_the_year_first_is_turned() {
        assert_eq!(rewritten("1985-02-01").as_deref(), Some("02/01/1985"));
        assert_eq!(rewritten(" 2024-02-29\t").as_deref(), Some("02/29/2024"));
    }

    #[test]
    fn everything_else_stays() {
        for field in [
            "02/01/1985",
            "1985-02-30",
            "1985-02-01T10:00:00Z",
            "01.02.1985",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
