//! The row has bytes that are not valid in the file’s encoding.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "record-has-invalid-encoding",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::INVALID_UTF_8,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The row has bytes that are not valid in the file’s encoding.",
    explanation: "The guide asks for UTF-8. A byte that is not valid usually comes from a file in Windows-1252 or Latin-1. What the service does with it is not known.",
    advice: &[Advice::person("Save the file as UTF-8."), Advice::options("--encoding windows-1252", "Where the whole file is in another encoding, name it: `clean --encoding windows-1252`.").when(|found| !found.is_given("encoding-fallback")), Advice::options("--encoding-fallback windows-1252", "Where only some rows are: `clean --encoding-fallback windows-1252`.").when(|found| !found.is_given("encoding"))],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[
        Example::fires_on_file(b"{header}\nZo\xEB{row}\n").message("after 2 bytes of the record"),
        Example::passes_on_file(b"{header}\nZo\xC3\xAB{row}\n"),
    ],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if let Some((byte, _)) = record.invalid_byte {
        findings.report(Detail::Byte(byte));
    }
}
