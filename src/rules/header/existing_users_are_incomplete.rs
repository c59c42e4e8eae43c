//! The existing users that are known are not all that the pool has.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "existing-users-are-incomplete",
    effect: Effect::Warns,
    claim: Claim::Unknown {
        decision: &unknowns::USER_THAT_IS_NOT_LISTED,
        possible: &[Outcome::Imported, Outcome::Skipped],
    },
    sources: &[&source::GUIDE],
    summary: "The existing users that are known are not all that the pool has.",
    explanation: "A row whose user exists is skipped. Of a pool of which only some users are known, any row may be of one of the others.",
    advice: &[Advice::person(
        "Give all pages of ListUsers: `aws cognito-idp list-users --user-pool-id …` without `--max-items` follows the tokens by itself.",
    )],
    check: Check::Header { find },
    examples: &[
        Example::fires(&[]).existing(r#"{"Users":[{"Username":"bo"}],"PaginationToken":"page2"}"#),
        Example::passes(&[]).existing(r#"{"Users":[{"Username":"bo"}]}"#),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.flags.existing_users_incomplete {
        findings.report(Detail::None);
    }
}
