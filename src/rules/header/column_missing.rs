//! The file lacks a column of the `CSVHeader`.

use crate::{
    evidence::{source, unknowns},
    outcome::{Effect, Outcome},
    rules::{
        Advice, Check, Claim, Detail, Example, Findings, Header, Rule,
        header::name::{meant, unexpected},
    },
    schema::ColumnKind,
};

pub(super) static RULE: Rule = Rule {
    name: "column-missing",
    effect: Effect::RowFails,
    claim: Claim::Unknown {
        decision: &unknowns::MISSING_COLUMN,
        possible: &[Outcome::Imported, Outcome::Failed],
    },
    sources: &[&source::GUIDE, &source::LOG2020],
    summary: "The file lacks a column of the CSVHeader.",
    explanation: "The sources contradict each other. The guide says that every column of the template must be present, and a log of 2020 names a missing column as the likely cause when all users fail. But the guide’s own password hash sample has only six columns. What really happens is not published.",
    advice: &[
        Advice::cleaning("`clean` adds the column."),
        Advice::person("Add the column and leave it empty."),
    ],
    check: Check::Header { find },
    examples: &[
        Example::fires_on_file(
            b"email,email_verified,cognito:username\nana@example.com,true,ana\n",
        ),
        Example::passes_on_file(b"{header}\n{row}\n"),
        Example::passes_on_file(b" {header}\n{row}\n"),
    ],
    ..Rule::BASE
};

fn find(header: &Header<'_>, findings: &mut Findings<'_>) {
    let names_algorithm = header.schema.imports_password_hashes();
    let unexpected = unexpected(header);
    for (column, is_meant) in header.schema.columns().iter().zip(meant(header)) {
        // Without this column and with an algorithm the job surely fails; another rule says so.
        let is_told = names_algorithm && column.kind == ColumnKind::PasswordHash;
        if is_meant || is_told {
            continue;
        }
        let column = column.id;
        let guessed = unexpected.iter().find(|(_, guess)| *guess == Some(column));
        let detail = guessed.map_or(Detail::None, |(field, _)| Detail::Resembles {
            field: *field,
            column,
        });
        findings.report_on(Some(column), detail);
    }
}
