//! The row has more than 16,000 characters.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Reading, Rule, facts},
    schema::limits,
    values::length,
};

/// The row has more than 16,000 characters.
pub static ROW_IS_TOO_LONG: Rule = Rule {
    name: "row-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The row has more than 16,000 characters.",
    explanation: "A row may have at most 16,000 characters. They are counted here as Unicode code points, the smallest of the readings in characters, so this row is too long in every one. Whether only the row fails or the whole job is not known.",
    advice: "Shorten the longest values; often a picture or an address book was put into an attribute.",
    check: Check::Reading { find },
    cleared_by: facts![SHORT_LINE],
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    let Some(line) = reading.line else { return };
    // A line has at least as many bytes as characters.
    if line.len() as u64 <= limits::ROW_CHARACTERS {
        return;
    }
    let length = length::of(line).code_points;
    if length > limits::ROW_CHARACTERS {
        found.push(Detail::Length {
            found: length,
            limit: limits::ROW_CHARACTERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} characters, at most {limit}"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::Found,
        rules::{Reading, RuleId},
    };

    fn findings(line: &str) -> usize {
        let reading = Reading {
            line: Some(line),
            ..Reading::default()
        };
        let id = RuleId::of(super::ROW_IS_TOO_LONG.name);
        let mut findings = Vec::new();
        super::find(&reading, &mut Found::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn characters_count_and_not_bytes() {
        assert_eq!(findings(&"a".repeat(16_000)), 0);
        assert_eq!(findings(&"a".repeat(16_001)), 1);
        assert_eq!(findings(&"\u{e9}".repeat(16_000)), 0);
        assert_eq!(findings(&"\u{1f600}".repeat(16_001)), 1);
    }
}
