//! The header is longer than 1 MiB.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "header-is-too-long",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::GUIDE, &source::OURS],
    summary: "The header is longer than 1 MiB.",
    explanation: "A row has at most 16,000 characters, and the header is a row. A first line this long usually means a file without line ends.",
    advice: &[Advice::person(
        "Look at the first bytes of the file. It may not be a CSV file, or its line ends may be missing.",
    )],
    check: Check::Header { find },
    examples: &[Example::passes_on_file(b"{header}\n{row}\n")],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.too_long {
        findings.report(Detail::None);
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        rules::{Findings, Header, HeaderFlags, RuleId},
        schema::Schema,
    };

    #[test]
    fn it_speaks_where_the_reader_gave_up() {
        let schema = Schema::new(None, None).unwrap();
        let notes = HeaderFlags {
            too_long: true,
            ..HeaderFlags::default()
        };
        let header = Header::new(&[], &[], &schema, notes);
        let id = RuleId::of("header-is-too-long");
        let mut findings = Vec::new();
        super::find(&header, &mut Findings::new(id, None, &mut findings));
        assert_eq!(findings.len(), 1);
    }
}
