//! A quotation mark opens a value and never closes.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// A quotation mark opens a value and never closes.
pub static QUOTATION_MARK_NEVER_CLOSES: Rule = Rule {
    name: "quotation-mark-never-closes",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A quotation mark opens a value and never closes.",
    explanation: "Everything behind the mark would belong to one value. Reading goes on at the next line instead, so that one forgotten mark does not swallow the rest of the file.",
    advice: "Close the quotation mark in the source file, or double it if it belongs to the value.",
    check: Check::Reading { find },
    cleared_by: facts![TEXT],
    words,
    examples: &[
        Example::speaks_on_file(b"{header}\n\"never,{row}\n")
            .when_written()
            .saying("opened on the record’s first line"),
        Example::speaks_on_file(b"{header}\n\"a\nb\",\"never,{row}\n")
            .when_written()
            .saying("opened on the line below the record’s first"),
        Example::speaks_on_file(b"{header}\n\"a\n\nb\",\"never,{row}\n")
            .when_written()
            .saying("opened 2 lines below the record’s first"),
        Example::silent_on_file(b"{header}\n\"\"{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if let Some(lines) = reading.unclosed_quote {
        found.push(Detail::Line(lines));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Line(0) => f.write_str("opened on the record’s first line"),
        Detail::Line(1) => f.write_str("opened on the line below the record’s first"),
        Detail::Line(lines) => write!(f, "opened {lines} lines below the record’s first"),
        _ => Ok(()),
    }
}
