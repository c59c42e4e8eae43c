//! Some birthdates can only be day first, and no order was named.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, AskedOrder, Check, Claim, Detail, Example, FileStats, Findings, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "birthdates-are-day-first",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "Some birthdates of the file can only be day first.",
    explanation: "The import reads dates month first: 25/12/1985 fails, and 03/04/1990 becomes March 4. Where one date of a file can only be day first, the others probably are as well. `clean` writes the dates that can only be one day, and rejects those that can be read in two ways until their order is named.",
    advice: &[
        Advice::options(
            "--date-order from-column",
            "`clean --date-order from-column` reads them in the order that the birthdates show, where they show one; `dmy` and `mdy` name it.",
        ),
    ],
    check: Check::File { find },
    examples: &[
        Example::fires_on_file(
            b"{header}\n,,,,,,,,,a@example.com,true,,25/12/1985,,,,false,,,false,ana\n,,,,,,,,,b@example.com,true,,03/04/1990,,,,false,,,false,bo\n",
        )
        .and(&["birthdate-is-malformed"])
        .message("1 of 2 can only be day first, none only month first"),
        Example::passes_on_file(
            b"{header}\n,,,,,,,,,a@example.com,true,,03/04/1990,,,,false,,,false,ana\n",
        ),
    ],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    if stats.birthdates.day_first > 0 && stats.date_order == AskedOrder::None {
        let column = stats.schema.known().birthdate;
        findings.report_on(column, Detail::Birthdates(stats.birthdates));
    }
}
