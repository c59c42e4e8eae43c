//! The file is larger than 100 MB.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, FileFacts, Rule},
    schema::limits,
};

/// The file is larger than 100 MB.
pub static FILE_IS_TOO_LARGE: Rule = Rule {
    name: "file-is-too-large",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The file is larger than 100 MB.",
    explanation: "A file may have at most 100 MB. This one has more in either meaning of the unit.",
    advice: "Cut the file into several jobs; `clean --split` does.",
    check: Check::File { find },
    words,
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(facts: &FileFacts<'_>, found: &mut Found<'_>) {
    if facts.bytes > limits::FILE_BYTES_BINARY {
        found.push(Detail::Length {
            found: facts.bytes,
            limit: limits::FILE_BYTES_BINARY,
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
        let id = RuleId::of(super::FILE_IS_TOO_LARGE.name);
        let mut findings = Vec::new();
        super::find(&facts, &mut Found::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn it_speaks_beyond_the_limit_only() {
        assert_eq!(findings((1, 0, 104_857_601)), 1);
        assert_eq!(findings((1, 0, 104_857_600)), 0);
    }
}
