//! The sections of the page that say how the run was made and what it rests on.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    engine::Summary,
    evidence::Decision,
    outcome::Effect,
    output::{assumptions, conclusion::grouped, html::Text},
    schema::ColumnId,
};

use super::Page;

/// How many findings each column of the pool has, and which columns of the file are left out.
pub(super) fn columns(page: &Page<'_>) -> Markup {
    let mut by_column: BTreeMap<ColumnId, u64> = BTreeMap::new();
    for (id, facts) in &page.facts.rules {
        if id.rule().effect == Effect::Warns {
            continue;
        }
        for (column, count) in &facts.columns {
            if let Some(column) = column {
                *by_column.entry(*column).or_default() += count;
            }
        }
    }
    let dropped: Vec<&str> = page
        .summary
        .files
        .iter()
        .flat_map(|file| {
            let header = &file.input.header;
            header
                .dropped()
                .iter()
                .filter_map(|one| header.name(one.field))
        })
        .collect();
    html! {
        section aria-labelledby="columns" {
            h2 id="columns" { "The columns" }
            div.table tabindex="0" role="region" aria-label="Columns" {
                table {
                    thead { tr { th scope="col" { "Column of the pool" } th.number scope="col" { "Findings that keep rows out" } } }
                    tbody {
                        @for column in page.preflight.schema().columns() {
                            @let count = by_column.get(&column.id).copied().unwrap_or(0);
                            tr {
                                td { code { (Text(column.name())) } }
                                td.number { (grouped(count)) }
                            }
                        }
                    }
                }
            }
            @if !dropped.is_empty() {
                p {
                    "Left out, because the pool has no such column: "
                    @for (place, name) in dropped.iter().enumerate() {
                        @if place > 0 { ", " }
                        code { (Text(name)) }
                    }
                    "."
                }
            }
        }
    }
}

/// The questions without a published answer on which the prediction rests.
pub(super) fn unknowns(summary: &Summary) -> Markup {
    let mut decisions: BTreeMap<&str, (&Decision, u64)> = BTreeMap::new();
    for (id, count) in &summary.counts.rules {
        if let Some(decision) = id.rule().decision() {
            let (_, rows) = decisions.entry(decision.name).or_insert((decision, 0));
            *rows += count.findings;
        }
    }
    html! {
        section aria-labelledby="unknowns" {
            h2 id="unknowns" { "What is not known" }
            @if decisions.is_empty() {
                p { "Nothing that this prediction rests on, as far as the file shows." }
            } @else {
                p { "Outside AWS these questions have no published answer. Where one matters to you, import a single such user first." }
                @for (decision, findings) in decisions.values() {
                    h3 { (decision.question) }
                    dl.pairs {
                        dt { "Assumed" } dd { (decision.predicted) }
                        dt { "Possible" } dd { (decision.options.join("; ")) }
                        dt { "Why" } dd { (decision.reason) }
                        dt { "Findings" } dd { (grouped(*findings)) }
                    }
                }
            }
        }
    }
}

/// How the files were read, and what was written.
pub(super) fn run(page: &Page<'_>) -> Markup {
    let schema = page.preflight.schema();
    let assumed = assumptions(schema);
    let named = [
        ("File to upload", &page.files.cleaned),
        ("Manifest of the parts", &page.files.manifest),
        ("Rejected rows", &page.files.rejected),
        ("Plan", &page.files.plan),
        ("Report", &page.files.report),
    ];
    html! {
        section aria-labelledby="run" {
            h2 id="run" { "This run" }
            dl.pairs {
                @for file in &page.summary.files {
                    @let input = &file.input;
                    dt { "Read" }
                    dd {
                        code { (Text(&input.name)) } ", " (grouped(input.bytes)) " bytes, in " (input.encoding)
                        @if input.dialect_detected { ", because " (input.because) }
                        @if let Some(hint) = input.hint { ". " (Text(&hint.to_string())) }
                    }
                }
                @for (what, path) in named {
                    @if let Some(path) = path { dt { (what) } dd { code { (Text(path)) } } }
                }
                @for reason in &page.summary.prediction.reasons {
                    dt { "Because" } dd { (Text(reason)) }
                }
                @for note in assumed.iter().chain(page.notes) {
                    dt { "Note" } dd { (Text(note)) }
                }
                dt { "Version" } dd { "cognito-preflight " (env!("CARGO_PKG_VERSION")) }
            }
        }
    }
}

/// How sure everything is, in a line for each word.
pub(super) fn sure() -> Markup {
    html! {
        section aria-labelledby="sure" {
            h2 id="sure" { "How sure this is" }
            dl.pairs {
                dt { "documented" } dd { "AWS documents it." }
                dt { "observed" } dd { "It was seen in a real job." }
                dt { "inferred" } dd { "It follows from something documented or observed, but was not seen itself." }
                dt { "not known" } dd { "Nothing says it. An outcome is assumed, and the others are named." }
            }
        }
    }
}
