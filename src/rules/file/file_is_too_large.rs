//! The file is larger than 100 MB.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, FileStats, Findings, Rule, Unit},
    schema::limits,
};

pub(super) static RULE: Rule = Rule {
    name: "file-is-too-large",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::QUOTA],
    summary: "The file is larger than 100 MB.",
    explanation: "A file may have at most 100 MB. This file is larger even if 1 MB is 1,048,576 bytes.",
    advice: &[
        Advice::person("Split the users into several files."),
        Advice::options("--split", "`clean --split` does that."),
    ],
    check: Check::File { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(stats: &FileStats<'_>, findings: &mut Findings<'_>) {
    if stats.bytes > limits::FILE_BYTES_BINARY {
        findings.report(Detail::Length {
            found: stats.bytes,
            limit: limits::FILE_BYTES_BINARY,
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
        let id = RuleId::of("file-is-too-large");
        let mut findings = Vec::new();
        super::find(&stats, &mut Findings::new(id, None, &mut findings));
        findings.len()
    }

    #[test]
    fn it_speaks_beyond_the_limit_only() {
        assert_eq!(findings((1, 0, 104_857_601)), 1);
        assert_eq!(findings((1, 0, 104_857_600)), 0);
    }
}
