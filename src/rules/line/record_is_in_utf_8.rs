//! The row is UTF-8, but the file is read in another encoding.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, RawRecord, Rule, facts},
};

pub(super) static RULE: Rule = Rule {
    name: "record-is-in-utf-8",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "The row is UTF-8, but the file is read in another encoding.",
    explanation: "The row has characters beyond ASCII and is valid UTF-8, which hardly ever happens by chance. Read in the encoding that was asked for, Jürgen would become JÃ¼rgen. Where only some rows are like this, the file mixes encodings.",
    advice: &[Advice::person(
        "Leave --encoding out where the whole file is UTF-8. Where it mixes encodings, use --encoding-fallback instead, which decodes only what is not UTF-8.",
    )],
    check: Check::RawRecord { find },
    cleared_by: facts![TEXT],
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(record: &RawRecord<'_>, findings: &mut Findings<'_>) {
    if record.is_utf_8_already {
        findings.report(Detail::None);
    }
}
