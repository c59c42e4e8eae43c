//! Every value of a column is between apostrophes.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "values-are-in-apostrophes",
    effect: Effect::Warns,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "Every value of the column is between apostrophes, which probably quote it.",
    explanation: "Some programs quote with apostrophes instead of quotation marks. The import stores them as a part of each value.",
    advice: &[Advice::options(
        "--quote '",
        "Let `clean --quote \"'\"` read them as the quote character.",
    )],
    check: Check::File { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    for (column, counts) in stats.apostrophes {
        if counts.are_quotes() {
            let of = counts.values;
            findings.report_on(Some(*column), Detail::Values { found: of, of });
        }
    }
}
