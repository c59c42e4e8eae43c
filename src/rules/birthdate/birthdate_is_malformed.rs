//! The birthdate does not have the form mm/dd/yyyy.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Circumstances, Claim, Detail, Example, Field, Findings, Rule, advice::BLANK,
        facts,
    },
    values::birthdate::{self, BirthdateForm, DateOrder},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdate-is-malformed",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The birthdate does not have the form mm/dd/yyyy.",
    explanation: "The import guide requires mm/dd/yyyy: two digits for the month, two for the day and four for the year.",
    advice: &[
        Advice::person("Write the date as mm/dd/yyyy."),
        Advice::cleaning("`clean` writes so what can only be one day.")
            .when(|found| found.because(DAY_FIRST) || found.because(MONTH_FIRST)),
        Advice::options(
            "--date-order dmy --from rfc4180",
            "Where every date has the day first, `clean --date-order dmy --from rfc4180` writes them so: in Cognito’s own dialect the month is first.",
        )
        .when(|found| found.because(EITHER) && needs_dialect(found)),
        Advice::options(
            "--date-order dmy",
            "Where every date has the day first, `clean --date-order dmy` writes them so.",
        )
        .when(|found| found.because(EITHER) && !needs_dialect(found)),
        Advice::options(
            "--date-order mdy",
            "Where every date has the month first, `clean --date-order mdy` does.",
        )
        .when(|found| found.because(EITHER)),
        BLANK,
    ],
    check: Check::Value {
        reads: |schema, column| Some(column.id) == schema.known().birthdate,
        find,
    },
    cleared_by: facts![MONTH_DAY_YEAR],
    examples: &[
        Example::fires(&[("birthdate", "31.01.1990")])
            .and(&["birthdates-are-day-first"])
            .message(DAY_FIRST),
        Example::fires(&[("birthdate", "1-31-1990")]).message(MONTH_FIRST),
        Example::fires(&[("birthdate", "1.2.1990")]).message(EITHER),
        Example::fires(&[("birthdate", "3 avril 1990")]).message(OTHER),
        Example::fires(&[("birthdate", "639100800")]).message(OTHER),
        Example::passes(&[("birthdate", "01/31/1990")]),
    ],
    ..Rule::BASE
};

/// What the value may be. What is advised depends on it.
const DAY_FIRST: &str = "it is a date with the day first";
const MONTH_FIRST: &str = "it is a date with the month first";
const EITHER: &str = "it is a date with the day or the month first";
const OTHER: &str = "it has not the three numbers of a date";

/// Whether a file looks as if it had the month first.
fn needs_dialect(found: &Circumstances<'_>) -> bool {
    found.has_cognito_dialect() && !found.is_given("from")
}

fn find(field: &Field<'_>, findings: &mut Findings<'_>) {
    if birthdate::form(field.value()) == BirthdateForm::Other {
        let is_date = |order| birthdate::from_ordered(field.value(), order).is_some();
        let reason = match (
            is_date(DateOrder::DayMonthYear),
            is_date(DateOrder::MonthDayYear),
        ) {
            (true, true) => EITHER,
            (true, false) => DAY_FIRST,
            (false, true) => MONTH_FIRST,
            (false, false) => OTHER,
        };
        findings.report(Detail::Because(reason));
    }
}
