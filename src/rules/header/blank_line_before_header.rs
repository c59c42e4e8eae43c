//! A blank line stands before the line of column names.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Example, Header, Rule, no_words},
};

/// A blank line stands before the line of column names.
pub static BLANK_LINE_BEFORE_HEADER: Rule = Rule {
    name: "blank-line-before-header",
    effect: Effect::JobFails,
    certainty: Certainty::Inferred,
    alternatives: &[],
    sources: &[&source::GUIDE, &source::OURS],
    decision: None,
    summary: "A blank line stands before the line of column names.",
    explanation: "The first line has to be the header. A blank one names no column, so no column of the CSVHeader is found.",
    advice: "Delete the lines before the header; `clean` drops them.",
    log_line: None,
    check: Check::Header { find },
    words: no_words,
    examples: &[
        Example::speaks_on_file(b"\n{header}\n{row}\n"),
        Example::silent_on_file(b"{header}\n\n"),
    ],
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.blank_line_before {
        found.push(Detail::None);
    }
}
