//! A column name is in quotation marks.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{NameClass, classes},
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-name-in-quotation-marks",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "A column name is in quotation marks.",
    explanation: "The guide says not to put text in quotation marks. If the import does not support quoting, the marks are part of the name, and no column has such a name. AWS has an error class “Unexpected headers” for such files. That it fails the whole job is our conclusion.",
    advice: &[
        Advice::cleaning(
            "`clean` reads quoted files and writes the header without quotation marks.",
        ),
        Advice::person("Write the header without quotation marks."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"\"name\",{header}\n,{row}\n").message("field 1"),
        Example::passes_on_file(b"{header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    for (field, class) in classes(header) {
        if let NameClass::QuotationMarks(column) = class {
            match column {
                Some(column) => {
                    findings.report_on(Some(column), Detail::Resembles { field, column });
                }
                None => findings.report(Detail::Field(field)),
            }
        }
    }
}
