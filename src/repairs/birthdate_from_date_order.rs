//! A birthdate in the order of --date-order becomes mm/dd/yyyy.

use crate::{
    rules::RuleId,
    values::{birthdate, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "birthdate-from-date-order",
    fixes: &[RuleId::of("birthdate-is-malformed")],
    applicability: Applicability::OnRequest(Request::DateOrder),
    summary: "A birthdate in the order of --date-order becomes mm/dd/yyyy.",
    explanation: "31.12.1990 can be read in one way only, 1.2.1985 in two: --date-order dmy or mdy says which. The year must have four digits, and the day must exist. With dmy every date of the file is read with the day first, 03/04/1990 too, although it has the form that the import asks for. In Cognito’s own dialect dates have the month first, so a file in it is not converted again; where a file only looks like that dialect, `clean` asks for --from before it starts.",
    apply: Apply::Value {
        reads: columns::birthdate,
        rewrite,
    },
    examples: &[
        RepairExample::new("birthdate", "31.12.1990", "12/31/1990")
            .on_request(&[(Request::DateOrder, "dmy")]),
        RepairExample::new("birthdate", "1/2/1985", "01/02/1985")
            .on_request(&[(Request::DateOrder, "mdy")]),
        RepairExample::new("birthdate", "1/2/1985", "02/01/1985")
            .on_request(&[(Request::DateOrder, "dmy")]),
        RepairExample::new("birthdate", "1.2.1985", "1.2.1985"),
        RepairExample::new("birthdate", "03/04/1990", "03/04/1990")
            .on_request(&[(Request::DateOrder, "mdy")]),
        RepairExample::new("birthdate", "1/2/85", "1/2/85")
            .on_request(&[(Request::DateOrder, "dmy")]),
        RepairExample::new("nickname", "31.12.1990", "31.12.1990")
            .on_request(&[(Request::DateOrder, "dmy")]),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    // Such a value was converted before, or is one that no rule reports.
    if is_well_formed(value) {
        return None;
    }
    birthdate::from_ordered(value, options.date_order?)
}

fn is_well_formed(value: &str) -> bool {
    use birthdate::BirthdateForm::{DayNotInMonth, MonthDayYear};
    matches!(birthdate::form(value), MonthDayYear | DayNotInMonth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str, order: &str) -> Option<String> {
        let options = RepairOptions {
            date_order: Some(order.parse().unwrap()),
            ..RepairOptions::default()
        };
        let once = rewrite(field, &options);
        if let Some(once) = &once {
            assert_eq!(rewrite(once, &options), None, "{field} settles");
        }
        once
    }

    #[test]
    fn the_order_decides() {
        for (field, order, date) in [
            ("31/12/1990", "dmy", Some("12/31/1990")),
            ("31/12/1990", "mdy", None),
            ("1.2.1985", "dmy", Some("02/01/1985")),
            ("1.2.1985", "mdy", Some("01/02/1985")),
            (" 12-31-1990", "mdy", Some("12/31/1990")),
        ] {
            assert_eq!(rewritten(field, order).as_deref(), date, "{field} {order}");
        }
    }

    #[test]
    fn a_date_in_the_import_s_form_or_in_none_stays() {
        for field in [
            "01/02/1985",
            "02/30/1985",
            "1985-02-01",
            "1/2/85",
            "30.2.1985",
            "1",
            "",
        ] {
            assert_eq!(rewritten(field, "dmy"), None, "{field}");
        }
    }

    #[test]
    fn without_an_order_nothing_is_known() {
        assert_eq!(rewrite("31.12.1990", &RepairOptions::default()), None);
    }
}
