//! The header is not UTF-8.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "header-has-invalid-encoding",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The header is not UTF-8.",
    explanation: "The guide asks for UTF-8. A header in UTF-16, as some spreadsheets write it, or in another encoding has no name that the service knows.",
    advice: &[
        Advice::person("Save the file as UTF-8."),
        Advice::cleaning("`clean` reads UTF-16."),
        Advice::options(
            "--encoding windows-1252",
            "`clean --encoding windows-1252` and the like read other encodings.",
        ),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"\xFF\xFEn\0a\0m\0e\0"),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.invalid_encoding {
        findings.report(Detail::None);
    }
}
