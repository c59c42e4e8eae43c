//! The row is longer than 1 MiB.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Reading, Rule, facts},
    schema::limits,
};

/// The row is longer than 1 MiB.
pub static RECORD_EXCEEDS_BOUND: Rule = Rule {
    name: "record-exceeds-bound",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The row is longer than 1 MiB.",
    explanation: "A row may have at most 16,000 characters, which are at most 64,000 bytes. Whether only such a row fails or the whole job is not known. A record this long is not even looked into, so that memory stays bounded.",
    advice: "Look at the file around this line: a line end is missing, or a binary value was put into a field.",
    check: Check::Reading { find },
    cleared_by: facts![TEXT],
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if let Some(length) = reading.too_long {
        found.push(Detail::Length {
            found: length,
            limit: 4 * limits::ROW_CHARACTERS,
        });
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Length { found, limit } => write!(f, "{found} bytes, at most {limit}"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::{Detail, Found},
        rules::{Reading, RuleId},
    };

    #[test]
    fn it_speaks_where_the_reader_gave_up() {
        let id = RuleId::of(super::RECORD_EXCEEDS_BOUND.name);
        let mut findings = Vec::new();
        let reading = Reading {
            too_long: Some(2 << 20),
            ..Reading::default()
        };
        super::find(&reading, &mut Found::new(id, None, &mut findings));
        let limit = 64_000;
        let found = 2 << 20;
        assert_eq!(findings[0].detail, Detail::Length { found, limit });
        super::find(
            &Reading::default(),
            &mut Found::new(id, None, &mut findings),
        );
        assert_eq!(findings.len(), 1);
    }
}
