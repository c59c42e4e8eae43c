//! Some birthdates cannot be in the order that was named.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, AskedOrder, Check, Claim, Detail, Example, FileStats, Findings, Rule},
    values::birthdate::DateOrder,
};

pub(super) static RULE: Rule = Rule {
    name: "birthdates-contradict-date-order",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "Some birthdates cannot be in the order that was named.",
    explanation: "--date-order names one order for the whole file, and --date-order from-column needs a file that shows one. Here some birthdates can only be in the other order, so that those which can be read in two ways may be read wrongly. With from-column these are rejected.",
    advice: &[Advice::person(
        "Look at where the birthdates come from. Clean the rows of each source by themselves, each with its own order.",
    )],
    check: Check::File { find },
    examples: &[Example::passes_on_file(
        b"{header}\n,,,,,,,,,a@example.com,true,,25/12/1985,,,,false,,,false,ana\n",
    )],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    let counts = stats.birthdates;
    let contradict = match stats.date_order {
        AskedOrder::None => false,
        AskedOrder::Order(DateOrder::DayMonthYear) => counts.month_first > 0,
        AskedOrder::Order(DateOrder::MonthDayYear) => counts.day_first > 0,
        AskedOrder::FromColumn | AskedOrder::Ignored => {
            counts.day_first > 0 && counts.month_first > 0
        }
    };
    if contradict {
        let column = stats.schema.known().birthdate;
        findings.report_on(column, Detail::Birthdates(counts));
    }
}
