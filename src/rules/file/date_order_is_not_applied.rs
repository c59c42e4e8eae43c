//! Day first was named for a file whose dates are taken to be month first.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, AskedOrder, Check, Claim, Detail, Example, FileStats, Findings, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "date-order-is-not-applied",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The birthdates are taken to be month first, although day first was named.",
    explanation: "The file is in Cognito’s dialect, or looks as `clean` writes it: then its dates are month first already, and turning them again would be wrong. None of its dates shows that this is so, and each can be read in two ways.",
    advice: &[Advice::person(
        "Where the file was never cleaned, name its dialect as well: `clean --from rfc4180 --date-order dmy`. Where it was, leave out --date-order.",
    )],
    check: Check::File { find },
    examples: &[Example::passes_on_file(
        b"{header}\n,,,,,,,,,a@example.com,true,,03/04/1990,,,,false,,,false,ana\n",
    )],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    let counts = stats.birthdates;
    let shows_nothing = counts.day_first == 0 && counts.month_first == 0;
    if stats.date_order == AskedOrder::Ignored && counts.either > 0 && shows_nothing {
        let column = stats.schema.known().birthdate;
        let found = counts.either;
        findings.report_on(column, Detail::Values { found, of: found });
    }
}
