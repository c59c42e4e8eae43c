//! A birthdate that can only be one day becomes mm/dd/yyyy.

use crate::{
    rules::RuleId,
    values::{
        birthdate::{self, DateOrder, ShownOrder},
        white_space,
    },
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "birthdate-with-one-reading",
    fixes: &[RuleId::of("birthdate-is-malformed")],
    applicability: Applicability::Safe,
    summary: "A birthdate that can only be one day becomes mm/dd/yyyy.",
    explanation: "No year has a month 31, so that 31.12.1990 and 12-31-1990 are the same day whatever the order of the other dates is. Where --date-order names an order in which the date cannot be, it stays.",
    apply: Apply::Value {
        reads: columns::birthdate,
        rewrite,
    },
    examples: &[
        RepairExample::new("birthdate", "31.12.1990", "12/31/1990"),
        RepairExample::new("birthdate", "5.5.1990", "05/05/1990"),
        RepairExample::new("birthdate", "1.2.1985", "1.2.1985"),
        RepairExample::new("birthdate", "31.12.1990", "31.12.1990")
            .on_request(&[(Request::DateOrder, "mdy")]),
        RepairExample::new("nickname", "31.12.1990", "31.12.1990"),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    let order = match birthdate::shown_order(value) {
        Some(ShownOrder::DayFirst) => DateOrder::DayMonthYear,
        Some(ShownOrder::MonthFirst) => DateOrder::MonthDayYear,
        Some(ShownOrder::Either) => return None,
        // Where both readings are the same day, any order gives it.
        None => options.date_order.unwrap_or(DateOrder::MonthDayYear),
    };
    if options.date_order.is_some_and(|asked| asked != order) {
        return None;
    }
    birthdate::from_ordered(value, order)
}
