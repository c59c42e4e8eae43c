//! The row has more than 16,000 characters only if some count twice.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Reading, Rule, facts},
    schema::limits,
    values::length,
};

/// The row has more than 16,000 characters only if some count twice.
pub static ROW_LENGTH_DEPENDS_ON_UNIT: Rule = Rule {
    name: "row-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::ROW_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The row has more than 16,000 characters only if some count twice.",
    explanation: "Characters outside the basic plane, such as emoji, are one code point and two UTF-16 code units. In code points this row is within the limit of 16,000, in code units it is not. Which of the two the service counts is not published.",
    advice: "Shorten the row’s longest values.",
    check: Check::Reading { find },
    cleared_by: facts![SHORT_LINE],
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    let Some(line) = reading.line else { return };
    if line.len() as u64 <= limits::ROW_CHARACTERS {
        return;
    }
    let length = length::of(line);
    if length.code_points <= limits::ROW_CHARACTERS && length.utf16_units > limits::ROW_CHARACTERS {
        found.push(Detail::Length {
            found: length.utf16_units,
            limit: limits::ROW_CHARACTERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} UTF-16 code units, at most {limit}"),
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
        let id = RuleId::of(super::ROW_LENGTH_DEPENDS_ON_UNIT.name);
        let mut findings = Vec::new();
        super::find(&reading, &mut Found::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn only_characters_outside_the_basic_plane_matter() {
        assert_eq!(findings(&"\u{1f600}".repeat(8_000)), 0);
        assert_eq!(findings(&"\u{1f600}".repeat(8_001)), 1);
        assert_eq!(findings(&"\u{e9}".repeat(16_000)), 0);
        assert_eq!(findings(&"\u{1f600}".repeat(16_001)), 0);
    }
}
