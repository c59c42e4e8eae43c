//! The header ends in a separator with no name after it.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{NameClass, classes},
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-ends-in-empty-name",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::SEPARATOR_AT_END_OF_HEADER,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The header ends in a separator with no name after it.",
    explanation: "Spreadsheets write separators for columns that were once used. Whether the service reads the empty name as an unexpected column is not known.",
    advice: &[
        Advice::cleaning("`clean` drops empty columns on the right."),
        Advice::person("Delete the empty columns on the right."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header},\n{row},\n").message("field 22"),
        Example::fires_on_file(b"{header}, ,\n{row},,\n").message("field 22; field 23"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b",{header}\n,{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    for (field, class) in classes(header) {
        if class == NameClass::BlankAtEnd {
            findings.report(Detail::Field(field));
        }
    }
}
