//! The row is longer than 1 MiB.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, Unit, facts},
    schema::limits,
};

pub(super) static RULE: Rule = Rule {
    name: "record-exceeds-limit",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The row is longer than 1 MiB.",
    explanation: "A row may have at most 16,000 characters, which are at most 64,000 bytes. Whether only this row fails or the whole job is not known. Such a long record is not examined, so that memory stays limited.",
    advice: &[Advice::person(
        "Look at the file around this line. A line end is missing, or a field has binary data.",
    )],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if let Some(length) = record.too_long {
        findings.report(Detail::Length {
            found: length,
            limit: 4 * limits::ROW_CHARACTERS,
            unit: Unit::Bytes,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::{Detail, Findings, RawRecord, RuleId, Unit};

    #[test]
    fn it_speaks_where_the_reader_gave_up() {
        let id = RuleId::of("record-exceeds-limit");
        let mut findings = Vec::new();
        let record = RawRecord {
            too_long: Some(2 << 20),
            ..RawRecord::default()
        };
        super::find(&record, &mut Findings::new(id, None, &mut findings));
        let limit = 64_000;
        let found = 2 << 20;
        assert_eq!(
            findings[0].detail,
            Detail::Length {
                found,
                limit,
                unit: Unit::Bytes
            }
        );
        super::find(
            &RawRecord::default(),
            &mut Findings::new(id, None, &mut findings),
        );
        assert_eq!(findings.len(), 1);
    }
}
