//! The job names a hashing algorithm, but the file has no `password_hash` column.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Detail, Example, Findings, Header, Rule, header::name::classes},
    values::password_hash::PasswordHashingAlgorithm,
};

pub(super) static RULE: Rule = Rule {
    name: "password-hash-column-missing",
    effect: Effect::JobFails,
    claim: Claim::Known(Certainty::Documented),
    sources: &[&source::GUIDE],
    summary: "The job names a hashing algorithm, but the file has no password_hash column.",
    explanation: "A job that is created with a PasswordHashingAlgorithm requires the column, and fails as a whole without it.",
    advice: &[Advice::person("Add the column and leave it empty for users without a hash, or create the job without an algorithm. If GetCSVHeader does not list the column, the pool does not support hashes.")],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(b"name,given_name,family_name,middle_name,nickname,preferred_username,profile,picture,website,email,email_verified,gender,birthdate,zoneinfo,locale,phone_number,phone_number_verified,address,updated_at,cognito:mfa_enabled,cognito:username\n,,,,,,,,,ana@example.com,true,,,,,,false,,,false,ana\n")
            .algorithm(PasswordHashingAlgorithm::Bcrypt),
        Example::passes_on_file(b"{header}\n{row}\n").algorithm(PasswordHashingAlgorithm::Bcrypt),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    if header.schema.password_hashing_algorithm().is_none() {
        return;
    }
    let column = header.schema.known().password_hash;
    let is_meant = column.is_some() && classes(header).any(|(_, class)| class.meant() == column);
    if !is_meant {
        findings.report_on(column, Detail::None);
    }
}
