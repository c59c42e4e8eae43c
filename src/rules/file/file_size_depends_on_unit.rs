//! The file is larger than 100 MB if 1 MB is 1,000,000 bytes.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule, Unit},
    schema::limits,
};

pub(super) static RULE: Rule = Rule {
    name: "file-size-depends-on-unit",
    effect: Effect::JobFails,
    claim: Claim::Unknown {
        decision: &unknowns::FILE_SIZE_UNIT,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::SOLN],
    summary: "The file is larger than 100 MB if 1 MB is 1,000,000 bytes.",
    explanation: "100 MB is either 100,000,000 or 104,857,600 bytes; the guide does not say which. AWS’s own importer splits files at 100,000,000 bytes.",
    advice: &[
        Advice::person("Keep each file at or below 100,000,000 bytes."),
        Advice::options("--split", "`clean --split` does that."),
    ],
    check: Check::File { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    if stats.bytes > limits::FILE_BYTES && stats.bytes <= limits::FILE_BYTES_BINARY {
        findings.report(Detail::Length {
            found: stats.bytes,
            limit: limits::FILE_BYTES,
            unit: Unit::Bytes,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::{FileStats, Findings, RuleId},
        schema::Schema,
    };

    fn findings((records, blank_lines, bytes): (u64, u64, u64)) -> usize {
        let schema = Schema::new(None, None).unwrap();
        let stats = FileStats::new(records, blank_lines, bytes, &schema);
        let id = RuleId::of("file-size-depends-on-unit");
        let mut findings = Vec::new();
        super::find(&stats, &mut Findings::new(id, None, &mut findings));
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
