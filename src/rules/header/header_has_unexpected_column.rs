//! The header names a column that the `CSVHeader` does not have.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule, header::name::unexpected,
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-has-unexpected-column",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "The header names a column that the CSVHeader does not have.",
    explanation: "The header must be the one that GetCSVHeader returns. An additional name, a custom attribute without its `custom:` prefix, or a blank name between two others is not a column. AWS has an error class “Unexpected headers” for such files. That it fails the whole job is our conclusion.",
    advice: &[
        Advice::options(
            "--rename plan=custom:plan",
            "Where the column has another name in the pool, rename it: `clean --rename OLD=NEW`.",
        ),
        Advice::options(
            "--drop-unknown-columns",
            "Where the pool has no such attribute, leave the column out: `clean --drop-unknown-columns`.",
        ),
        Advice::person("Or add the attribute to the pool before the import."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header},shoe_size\n{row},44\n").message("field 22"),
        Example::fires_on_file(b",{header}\n,{row}\n").message("field 1"),
        Example::fires_on_file(b"{header},plan\n{row},gold\n")
            .columns(&["custom:plan"])
            .message("field 23"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"{header},\n{row},\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    for (field, guess) in unexpected(header) {
        match guess {
            Some(column) => findings.report_on(Some(column), Detail::Resembles { field, column }),
            None => findings.report(Detail::Field(field)),
        }
    }
}
