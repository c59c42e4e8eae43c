//! A column name is spelled differently in the `CSVHeader`.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{NameClass, classes},
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-name-is-spelled-differently",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "A column name is spelled differently in the CSVHeader.",
    explanation: "The API compares attribute names exactly. So `Email`, `given name` or a name with a zero-width character is most likely not a column. AWS has an error class “Unexpected headers” for such files. That it fails the whole job is our conclusion.",
    advice: &[
        Advice::cleaning("`clean` writes the names of the pool."),
        Advice::person("Copy the first line from GetCSVHeader."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"{header},Custom:level\n{row},\n")
            .columns(&["custom:level"])
            .message("field 23"),
        Example::fires_on_file(b"\xE2\x80\x8B{header}\n{row}\n").message("field 1"),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b" {header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::OtherLetterCase(column) = class {
            findings.report_on(Some(column), Detail::Resembles { field, column });
        }
    }
}
