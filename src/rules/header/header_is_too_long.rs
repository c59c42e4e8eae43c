//! The first line is longer than 1 MiB.

use crate::{
    evidence::{Certainty, source},
    finding::{Detail, Effect, Found},
    rules::{Check, Claim, Example, Header, Rule},
};

/// The first line is longer than 1 MiB.
pub static HEADER_IS_TOO_LONG: Rule = Rule {
    name: "header-is-too-long",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The first line is longer than 1 MiB.",
    explanation: "A row has at most 16,000 characters, and the line of column names is a row. A first line this long is most often a file without line ends.",
    advice: "Look at the file’s first bytes: it may be no CSV file, or its line ends may be missing.",
    check: Check::Header { find },
    examples: &[Example::silent_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(header: &Header<'_>, found: &mut Found<'_>) {
    if header.notes.too_long {
        found.push(Detail::None);
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        finding::Found,
        rules::{Header, HeaderNotes, RuleId},
        schema::Schema,
    };

    #[test]
    fn it_speaks_where_the_reader_gave_up() {
        let schema = Schema::new(None, None).unwrap();
        let notes = HeaderNotes {
            too_long: true,
            ..HeaderNotes::default()
        };
        let header = Header::new(&[], &[], &schema, notes);
        let id = RuleId::of(super::HEADER_IS_TOO_LONG.name);
        let mut findings = Vec::new();
        super::find(&header, &mut Found::new(id, None, &mut findings));
        assert_eq!(findings.len(), 1);
    }
}
