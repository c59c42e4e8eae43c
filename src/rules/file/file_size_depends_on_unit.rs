//! The file is larger than 100 MB in one meaning of the unit only.

use std::fmt;

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, FileFacts, Rule},
    schema::limits,
};

/// The file is larger than 100 MB in one meaning of the unit only.
pub static FILE_SIZE_DEPENDS_ON_UNIT: Rule = Rule {
    name: "file-size-depends-on-unit",
    effect: Effect::JobFails,
    claim: Claim::Unknown {
        decision: &unknowns::FILE_SIZE_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::SOLN],
    summary: "The file is larger than 100 MB in one meaning of the unit only.",
    explanation: "100 MB are 100,000,000 or 104,857,600 bytes; the guide does not say which. AWS’s own importer cuts files at 100,000,000 bytes.",
    advice: "Keep each file at or below 100,000,000 bytes; `clean --split` does.",
    check: Check::File { find },
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(facts: &FileFacts<'_>, found: &mut Found<'_>) {
    if facts.bytes > limits::FILE_BYTES && facts.bytes <= limits::FILE_BYTES_BINARY {
        found.push(Detail::Length {
            found: facts.bytes,
            limit: limits::FILE_BYTES,
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
        finding::Found,
        rules::{FileFacts, RuleId},
        schema::Schema,
    };

    fn findings((records, blank_lines, bytes): (u64, u64, u64)) -> usize {
        let schema = Schema::new(None, None).unwrap();
        let facts = FileFacts::new(records, blank_lines, bytes, &schema);
        let id = RuleId::of(super::FILE_SIZE_DEPENDS_ON_UNIT.name);
        let mut findings = Vec::new();
        super::find(&facts, &mut Found::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn it_speaks_beyond_the_limit_only() {
        for facts in [(1, 0, 100_000_001), (1, 0, 104_857_600)] {
            assert_eq!(findings(facts), 1, "{facts:?}");
        }
        for facts in [(1, 0, 100_000_000), (1, 0, 104_857_601)] {
            assert_eq!(findings(facts), 0, "{facts:?}");
        }
    }
}
