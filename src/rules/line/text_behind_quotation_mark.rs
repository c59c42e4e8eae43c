//! Text stands behind the quotation mark that closes a value.

use std::fmt;

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Reading, Rule, facts},
};

/// Text stands behind the quotation mark that closes a value.
pub static TEXT_BEHIND_QUOTATION_MARK: Rule = Rule {
    name: "text-behind-quotation-mark",
    effect: Effect::RowFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "Text stands behind the quotation mark that closes a value.",
    explanation: "A value in quotation marks ends with the closing one, and a separator or the end of the row follows. Where anything else does, a blank included, nobody doubled the marks inside the value, or a mark that never closes took the beginning of the next quoted value for its end, and with it whole rows. To go on would lose the marks or the rows.",
    advice: "Double each quotation mark inside the value in the source file, or close the one that was left open.",
    check: Check::Reading { find },
    cleared_by: facts![TEXT],
    words,
    examples: &[
        Example::speaks_on_file(b"{header}\n\"Ana\" Lopez,{row}\n")
            .when_written()
            .saying("field 1"),
        Example::speaks_on_file(b"{header}\nx,\"Ana\\\"Lopez\",{row}\n")
            .when_written()
            .saying("field 2"),
        Example::speaks_on_file(b"{header}\n\"Ana,{row}\nx,\"Bo\",{row}\n")
            .when_written()
            .saying("field 1"),
        Example::silent_on_file(b"{header}\n\"\"\"Ana\"\" Lopez\"{row}\n").when_written(),
        Example::silent_on_file(b"{header}\nAna \"La\" Lopez{row}\n").when_written(),
    ],
    ..Rule::BASE
};

fn find(reading: &Reading<'_>, found: &mut Found<'_>) {
    if let Some(field) = reading.text_behind_quote {
        found.push(Detail::Field(field));
    }
}

fn words(detail: &Detail, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match detail {
        Detail::Field(field) => write!(f, "field {field}"),
        _ => Ok(()),
    }
}
