//! A column name has white space around it.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{NameClass, classes},
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-name-has-white-space",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::HEADER_WHITE_SPACE,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A column name has white space around it.",
    explanation: "The guide says that values are trimmed. It does not say so of column names. If they are not trimmed, the name is unexpected and the job fails.",
    advice: &[
        Advice::cleaning("`clean` deletes the spaces."),
        Advice::person("Delete the spaces."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b" {header}\n{row}\n").message("field 1"),
        Example::fires_on_file(b"{header} \n{row}\n").message("field 21"),
        Example::fires_on_file(b"\xC2\xA0{header}\n{row}\n").message("field 1"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b"\xE2\x80\x8B{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::SurroundingWhiteSpace(column) = class {
            findings.report_on(Some(column), Detail::Resembles { field, column });
        }
    }
}
