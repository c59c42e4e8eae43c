//! The file has more than 500,000 users.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule, Unit},
    schema::limits,
};

pub(super) static RULE: Rule = Rule {
    name: "too-many-users",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The file has more than 500,000 users.",
    explanation: "A file may have at most 500,000 users, the header not counted. We conclude that the job then fails as a whole, because no single row can be at fault.",
    advice: &[
        Advice::person("Split the users into several files."),
        Advice::options("--split", "`clean --split` does that."),
    ],
    check: Check::File { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    let users = stats.records.saturating_sub(stats.blank_lines);
    if users > limits::USERS {
        findings.report(Detail::Length {
            found: users,
            limit: limits::USERS,
            unit: Unit::Users,
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
        let id = RuleId::of("too-many-users");
        let mut findings = Vec::new();
        super::find(&stats, &mut Findings::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn it_speaks_beyond_the_limit_only() {
        for facts in [(500_001, 0, 1), (600_000, 1, 1)] {
            assert_eq!(findings(facts), 1, "{facts:?}");
        }
        for facts in [(500_000, 0, 1), (500_001, 1, 1)] {
            assert_eq!(findings(facts), 0, "{facts:?}");
        }
    }
}
