//! The file holds more than 500,000 lines if blank lines count as users.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, FileFacts, Rule},
    schema::limits,
};

/// The file holds more than 500,000 lines if blank lines count as users.
pub static TOO_MANY_LINES: Rule = Rule {
    name: "too-many-lines",
    effect: Effect::JobFails,
    claim: Claim::Unknown {
        decision: &unknowns::BLANK_LINE_AS_USER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The file holds more than 500,000 lines if blank lines count as users.",
    explanation: "Whether a blank line is a user is not known; if it is, this file is over the limit of 500,000.",
    advice: "Delete the blank lines; `clean` drops them.",
    check: Check::File { find },
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(facts: &FileFacts<'_>, found: &mut Found<'_>) {
    let users = facts.records.saturating_sub(facts.blank_lines);
    if users <= limits::USERS && facts.records > limits::USERS {
        found.push(Detail::Length {
            found: facts.records,
            limit: limits::USERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} lines, at most {limit}"),
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
        let id = RuleId::of(super::TOO_MANY_LINES.name);
        let mut findings = Vec::new();
        super::find(&facts, &mut Found::new(id, None, &mut findings));
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
