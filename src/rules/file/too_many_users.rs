//! The file holds more than 500,000 users.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, FileFacts, Rule},
    schema::limits,
};

/// The file holds more than 500,000 users.
pub static TOO_MANY_USERS: Rule = Rule {
    name: "too-many-users",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The file holds more than 500,000 users.",
    explanation: "A file may hold at most 500,000 users, the header not counted. That the job then fails as a whole follows from there being no other place to say so.",
    advice: "Cut the file into several jobs; `clean --split` does.",
    check: Check::File { find },
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(facts: &FileFacts<'_>, found: &mut Found<'_>) {
    let users = facts.records.saturating_sub(facts.blank_lines);
    if users > limits::USERS {
        found.push(Detail::Length {
            found: users,
            limit: limits::USERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} users, at most {limit}"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::Found,
        rules::{FileFacts, RuleId},
        schema::Schema,
    };

    fn findings((records, blank_lines, bytes): (u64, u64, u64)) -> usize {
        let schema = Schema::new(None, None).unwrap();
        let facts = FileFacts::new(records, blank_lines, bytes, &schema);
        let id = RuleId::of(super::TOO_MANY_USERS.name);
        let mut findings = Vec::new();
        super::find(&facts, &mut Found::new(id, None, &mut findings));
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
