//! The lines end in carriage returns without line feeds.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "line-ends-are-carriage-returns",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::CARRIAGE_RETURN_ENDS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The lines end in carriage returns without line feeds.",
    explanation: "Only files with line feeds are known to have been imported. If only line feeds end a line, this file is one long header without any user.",
    advice: &[
        Advice::cleaning("`clean` writes LF."),
        Advice::person("Save the file with LF or CRLF line ends."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header}\r{row}\r"),
        Example::passes_on_file(b"{header}\r\n{row}\r\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.carriage_return_ends {
        findings.report(Detail::None);
    }
}
