//! The row has more than 16,000 characters.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, Unit, facts},
    schema::limits,
    values::length,
};

pub(super) static RULE: Rule = Rule {
    name: "row-is-too-long",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The row has more than 16,000 characters.",
    explanation: "A row may have at most 16,000 characters. They are counted as Unicode code points, the smallest possible count, so this row is too long in any unit. Whether only the row fails or the whole job is not known.",
    advice: &[Advice::person(
        "Shorten the longest values. Often an attribute has a picture or a whole address book.",
    )],
    check: Check::RawRecord { find },
    cleared_by: facts![SHORT_LINE],
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    let Some(line) = record.line else { return };
    // A line has at least as many bytes as characters.
    if line.len() as u64 <= limits::ROW_CHARACTERS {
        return;
    }
    let length = length::of(line).code_points;
    if length > limits::ROW_CHARACTERS {
        findings.report(Detail::Length {
            found: length,
            limit: limits::ROW_CHARACTERS,
            unit: Unit::Characters,
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
        let id = RuleId::of("row-is-too-long");
        let mut findings = Vec::new();
        super::find(&record, &mut Findings::new(id, None, &mut findings));
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
