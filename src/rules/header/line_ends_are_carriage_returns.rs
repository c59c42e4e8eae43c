//! The lines end in a lone carriage return.

use crate::{
    evidence::{source, unknowns},
    finding::{Detail, Effect, Found, Outcome},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The lines end in a lone carriage return.
pub static LINE_ENDS_ARE_CARRIAGE_RETURNS: Rule = Rule {
    name: "line-ends-are-carriage-returns",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::CARRIAGE_RETURN_ENDS,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::OURS],
    summary: "The lines end in a lone carriage return.",
    explanation: "Only files with line feeds are known to have been imported. Read by line feeds, such a file is one long header without any user.",
    advice: "Save the file with LF or CRLF line ends; `clean` writes LF.",
    check: Check::Header { find },
    examples: &[
        Example::speaks_on_file(b"{header}\r{row}\r"),
        Example::silent_on_file(b"{header}\r\n{row}\r\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.carriage_return_ends {
        found.push(Detail::None);
    }
}
