//! The row has more than 16,000 characters if some of them count twice.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, Unit, facts},
    schema::limits,
    values::length,
};

pub(super) static RULE: Rule = Rule {
    name: "row-length-depends-on-unit",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::ROW_LENGTH_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The row has more than 16,000 characters if some of them count twice.",
    explanation: "Some characters, such as emoji, are one code point but two UTF-16 code units. In code points this row is within the limit of 16,000, in code units it is not. Which of the two the service counts is not published.",
    advice: &[Advice::person("Shorten the longest values of the row.")],
    check: Check::RawRecord { find },
    cleared_by: facts![SHORT_LINE],
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    let Some(line) = record.line else { return };
    if line.len() as u64 <= limits::ROW_CHARACTERS {
        return;
    }
    let length = length::of(line);
    if length.code_points <= limits::ROW_CHARACTERS && length.utf16_units > limits::ROW_CHARACTERS {
        findings.report(Detail::Length {
            found: length.utf16_units,
            limit: limits::ROW_CHARACTERS,
            unit: Unit::Utf16CodeUnits,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::{Findings, RawRecord, RuleId};

    fn findings(line: &str) -> usize {
        let record = RawRecord {
            line: Some(line),
            ..RawRecord::default()
        };
        let id = RuleId::of("row-length-depends-on-unit");
        let mut findings = Vec::new();
        super::find(&record, &mut Findings::new(id, None, &mut findings));
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
