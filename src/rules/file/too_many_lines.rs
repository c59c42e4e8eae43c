//! The file has more than 500,000 lines, if blank lines count as users.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule, Unit},
    schema::limits,
};

pub(super) static RULE: Rule = Rule {
    name: "too-many-lines",
    effect: Effect::JobFails,
    claim: Claim::Unknown {
        decision: &unknowns::BLANK_LINE_AS_USER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file has more than 500,000 lines, if blank lines count as users.",
    explanation: "Whether a blank line counts as a user is not known. If it does, this file exceeds the limit of 500,000 users.",
    advice: &[
        Advice::cleaning("`clean` drops the blank lines."),
        Advice::person("Delete the blank lines."),
    ],
    check: Check::File { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    let users = stats.records.saturating_sub(stats.blank_lines);
    if users <= limits::USERS && stats.records > limits::USERS {
        findings.report(Detail::Length {
            found: stats.records,
            limit: limits::USERS,
            unit: Unit::Lines,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::{FileStats, Findings, RuleId},
        schema::Schema,
    };

    fn findings((records, blank_lines, bytes): (u64, u64, u64)) -> usize {
        let schema = Schema::new(None, None).unwrap();
        let stats = FileStats::new(records, blank_lines, bytes, &schema);
        let id = RuleId::of("too-many-lines");
        let mut findings = Vec::new();
        super::find(&stats, &mut Findings::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn it_speaks_beyond_the_limit_only() {
        assert_eq!(findings((500_001, 1, 1)), 1);
        for facts in [(500_000, 0, 1), (500_001, 0, 1), (500_000, 5, 1)] {
            assert_eq!(findings(facts), 0, "{facts:?}");
        }
    }
}
