//! A blank line stands before the line of column names.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Header, Rule},
};

/// A blank line stands before the line of column names.
pub static BLANK_LINE_BEFORE_HEADER: Rule = Rule {
    name: "blank-line-before-header",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "A blank line stands before the line of column names.",
    explanation: "The first line has to be the header. A blank one names no column, so no column of the CSVHeader is found.",
    advice: "Delete the lines before the header; `clean` drops them.",
    check: Check::Header { find },
    examples: &[
        Example::speaks_on_file(b"\n{header}\n{row}\n"),
        Example::silent_on_file(b"{header}\n\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.blank_line_before {
        found.push(Detail::None);
    }
}
