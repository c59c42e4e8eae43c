//! A column’s name stands in quotation marks.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{
        Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{NameClass, classes},
    },
};

pub(super) static RULE: Rule = Rule {
    name: "header-name-in-quotation-marks",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::KC],
    summary: "A column’s name stands in quotation marks.",
    explanation: "The guide says that text is not to be put in quotation marks. If the import knows no quoting, the marks belong to the name, and no column has such a name. AWS names an error class “Unexpected headers” for such files; that it ends the whole job is our conclusion.",
    advice: "Write the header without quotation marks; `clean` reads quoted files and writes it plain.",
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
                    findings.report_on(Some(column), Detail::Resembles { field, column })
                }
                None => findings.report(Detail::Field(field)),
            }
        }
    }
}
