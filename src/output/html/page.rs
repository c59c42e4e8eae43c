//! The report as a page for a person and a colleague.

mod sections;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{self, Write},
    path::Path,
};

use maud::{Markup, html};

use crate::{
    engine::{Mode, Preflight, Summary},
    evidence::Certainty,
    outcome::Effect,
    output::{
        Conclusion, Files, Invocation,
        conclusion::{Remedy, grouped, remedy},
        header_names,
    },
    rules::{Rule, RuleId},
    schema::ColumnId,
};

use super::{
    PageFacts, STYLE, Text,
    facts::{Place, RuleFacts},
    parts, standalone,
};

/// The most columns by which findings can be filtered.
const FILTERS: usize = 24;

/// A run as one page: what will happen, what to do next, what was found and who can fix it, what was
/// repaired, what is not known, and how the run was made.
///
/// It has no script and loads nothing. Its size depends on the rules and columns, not on the rows. No
/// value of a user is in it, unless the facts were collected with
/// [`ShowValues::Yes`](crate::output::ShowValues::Yes).
#[derive(Debug)]
pub struct Page<'a> {
    preflight: &'a Preflight,
    summary: &'a Summary,
    facts: &'a PageFacts,
    files: &'a Files,
    notes: &'a [String],
    conclusion: Conclusion,
}

impl<'a> Page<'a> {
    /// The page of a run that has ended.
    pub fn new(
        preflight: &'a Preflight,
        summary: &'a Summary,
        facts: &'a PageFacts,
        files: &'a Files,
        invocation: &Invocation,
    ) -> Self {
        Self {
            preflight,
            summary,
            facts,
            files,
            notes: &[],
            conclusion: Conclusion::new(preflight, summary, files, invocation),
        }
    }

    /// With what a person should know about the run, beside its findings.
    #[must_use]
    pub const fn notes(mut self, notes: &'a [String]) -> Self {
        self.notes = notes;
        self
    }

    /// Writes the page.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub fn write(&self, mut writer: impl Write) -> io::Result<()> {
        writer.write_all(self.markup().into_string().as_bytes())?;
        writer.flush()
    }

    fn markup(&self) -> Markup {
        let filters = self.filters();
        let style = format!("{STYLE}{}", filter_rules(&filters));
        let names: Vec<&str> = self
            .summary
            .files
            .iter()
            .map(|file| file.input.name.as_str())
            .collect();
        let title = format!(
            "{}: {}",
            self.conclusion.readiness.as_str(),
            names.first().copied().unwrap_or("no file")
        );
        let body = html! {
            a.to-findings href="#findings" { "Skip to the findings" }
            header {
                p {
                    b { "cognito-preflight" } " report of "
                    @for (place, name) in names.iter().enumerate() {
                        @if place > 0 { ", " }
                        code { (Text(name)) }
                    }
                    @if let Some(name) = &self.preflight.schema().pool().name {
                        " for the user pool " b { (Text(name)) }
                    }
                    @if let Some(id) = &self.preflight.schema().pool().id {
                        " " code { (Text(id)) }
                    }
                }
                nav aria-label="Sections" {
                    a href="#next" { "What to do next" }
                    a href="#findings" { "Findings" }
                    a href="#repairs" { "Repairs" }
                    a href="#columns" { "Columns" }
                    a href="#unknowns" { "What is not known" }
                    a href="#run" { "This run" }
                }
            }
            main {
                @if self.facts.shows_values() {
                    p.personal { "This page holds personal data of your users." }
                }
                (parts::verdict(&self.conclusion, &self.counts()))
                section aria-labelledby="next" {
                    h2 id="next" { "What to do next" }
                    @if self.conclusion.next.is_empty() {
                        p { "Nothing has to be done." }
                    } @else {
                        (parts::steps(&self.conclusion.next))
                    }
                }
                (self.findings(&filters))
                (self.repairs())
                (sections::columns(self))
                (sections::unknowns(self.summary))
                (sections::run(self))
                (sections::sure())
            }
            footer {
                p {
                    "Made by cognito-preflight " (env!("CARGO_PKG_VERSION")) ". "
                    @if self.facts.shows_values() {
                        "It was asked to show values of users."
                    } @else {
                        "This page holds no value of a user."
                    }
                }
            }
        };
        standalone(&title, &style, &body)
    }

    fn counts(&self) -> String {
        let job = &self.summary.prediction;
        let shown = |count: Option<u64>| count.map_or_else(|| "not known".to_owned(), grouped);
        format!(
            "ImportedUsers {}, SkippedUsers {}, FailedUsers {}",
            shown(job.imported_users),
            shown(job.skipped_users),
            shown(job.failed_users)
        )
    }

    fn column_name(&self, column: ColumnId) -> &str {
        self.preflight.schema().column_name(column)
    }

    /// The columns by which findings can be filtered, the ones with most findings first.
    fn filters(&self) -> Vec<(ColumnId, u64)> {
        let mut columns: BTreeMap<ColumnId, u64> = BTreeMap::new();
        for facts in self.facts.rules.values() {
            for (column, count) in &facts.columns {
                if let Some(column) = column {
                    *columns.entry(*column).or_default() += count;
                }
            }
        }
        let mut columns: Vec<(ColumnId, u64)> = columns.into_iter().collect();
        columns.sort_by_key(|(column, count)| (std::cmp::Reverse(*count), *column));
        columns.truncate(FILTERS);
        columns
    }

    fn findings(&self, filters: &[(ColumnId, u64)]) -> Markup {
        let mut groups: [Group<'_>; 5] = [
            (
                "by-clean",
                "clean fixes these by itself where that needs no guess",
                Vec::new(),
            ),
            ("by-option", "An option of clean can fix these", Vec::new()),
            ("by-you", "Only you can fix these", Vec::new()),
            ("skipped", "These rows are skipped", Vec::new()),
            (
                "imported",
                "These rows are imported; look at them once",
                Vec::new(),
            ),
        ];
        for (id, facts) in &self.facts.rules {
            let rule = id.rule();
            let group = match (rule.effect, remedy(*id, self.preflight)) {
                (Effect::Warns, _) => 4,
                (Effect::RowSkipped, _) => 3,
                (_, Remedy::Clean) => 0,
                (_, Remedy::Option(_)) => 1,
                (_, Remedy::Source) => 2,
            };
            if let Some((_, _, rules)) = groups.get_mut(group) {
                rules.push((*id, facts));
            }
        }
        for (_, _, rules) in &mut groups {
            rules.sort_by_key(|(id, _)| {
                (
                    !id.rule().is_about_file(),
                    std::cmp::Reverse(self.count_of(*id)),
                    *id,
                )
            });
        }
        html! {
            section.findings aria-labelledby="findings" {
                h2 id="findings" { "What was found" }
                @if self.facts.rules.is_empty() {
                    p { "Nothing." }
                } @else {
                    @if filters.len() > 1 {
                        fieldset.filter {
                            legend { "Column" }
                            label { input type="radio" name="column" id="column-all" checked; " all" }
                            @for (column, count) in filters {
                                label {
                                    input type="radio" name="column" id={ "column-" (column.index()) };
                                    " " code { (Text(self.column_name(*column))) } " "
                                    span.quiet { (grouped(*count)) }
                                }
                            }
                        }
                    }
                    p.quiet {
                        "Open a line for what to do about it. The word after it says "
                        a href="#sure" { "how sure that is" }
                        "; the small bars show where in the file the rows are."
                    }
                    @for (id, title, rules) in &groups {
                        @if !rules.is_empty() {
                            section.group aria-labelledby=(id) {
                                h3 id=(id) { (title) }
                                @for (rule, facts) in rules {
                                    (self.finding(*rule, facts))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn count_of(&self, rule: RuleId) -> u64 {
        let rules = &self.summary.counts.rules;
        rules.get(&rule).map_or(0, |count| count.findings)
    }

    fn finding(&self, id: RuleId, facts: &RuleFacts) -> Markup {
        let rule = id.rule();
        let count = self.count_of(id);
        let columns: Vec<String> = facts
            .columns
            .keys()
            .flatten()
            .map(|column| column.index().to_string())
            .collect();
        let is_known = rule.is_known();
        let advice = self
            .summary
            .counts
            .rules
            .get(&id)
            .map_or("", |count| count.advice.as_str());
        let more = count.saturating_sub(facts.places.len() as u64);
        html! {
            details.finding data-columns=(columns.join(" ")) {
                summary {
                    span.count { (grouped(count)) } " "
                    span.what { (rule.summary) } " "
                    span.sure.unknown[!is_known] { (how_sure(rule)) }
                    (strip(facts, self.facts.buckets_in_use(self.summary.counts.rows.rows())))
                }
                div.more id=(rule.name) {
                    p { b { (sentence(rule)) } " " (Text(advice)) }
                    @if facts.only_fault > 0 && !rule.is_about_file() {
                        p { (only_fault(facts.only_fault)) }
                    }
                    @if !facts.places.is_empty() {
                        ul.places {
                            @for place in &facts.places { li { (self.place(place)) } }
                        }
                    }
                    @if more > 0 {
                        p.quiet {
                            (grouped(more)) " more. "
                            @if let Some(report) = self.files.report.as_deref().filter(|name| is_json_lines(name)) {
                                "All of them: "
                                code.command { "jq -c 'select(.findings[].rule==\"" (rule.name) "\") | .line' " (Text(&header_names::shell_word(report))) }
                            } @else {
                                "A run with " code { "--report report.jsonl" } " lists all of them."
                            }
                        }
                    }
                    p.quiet {
                        "Rule " code { (rule.name) }
                        @if !rule.sources.is_empty() { ", from " (sources(rule)) }
                        ". "
                        code { "cognito-preflight explain " (rule.name) }
                    }
                }
            }
        }
    }

    fn place(&self, place: &Place) -> Markup {
        let finding = &place.finding;
        let column_name = |column| self.column_name(column);
        let numbers = self.facts.headers.get(place.file).map_or_else(
            || finding.detail.to_string(),
            |header| header_names::numbers(finding, header, column_name),
        );
        let names_files = self.summary.files.len() > 1;
        html! {
            @if place.line > 0 { "Line " (grouped(place.line)) } @else { "The file" }
            @if names_files && let Some(file) = self.summary.files.get(place.file) {
                " of " code { (Text(&file.input.name)) }
            }
            @if let Some(column) = finding.column { ", " code { (Text(column_name(column))) } }
            @if !numbers.is_empty() { " (" (Text(&numbers)) ")" }
            @if let Some(value) = &place.value { ": " code { (Text(value)) } }
        }
    }

    fn repairs(&self) -> Markup {
        let repairs = &self.summary.counts.repairs;
        html! {
            section aria-labelledby="repairs" {
                h2 id="repairs" { "What was repaired" }
                @if repairs.is_empty() {
                    @if self.preflight.options().mode == Mode::Check {
                        p { "A check changes nothing. " code { "clean" } " repairs." }
                    } @else {
                        p { "Nothing." }
                    }
                } @else {
                    div.table tabindex="0" role="region" aria-label="Repairs" {
                        table {
                            thead { tr { th.number scope="col" { "Times" } th scope="col" { "Repair" } th scope="col" { "For example" } } }
                            tbody {
                                @for (id, times) in repairs {
                                    @let repair = id.repair();
                                    tr {
                                        td.number { (grouped(*times)) }
                                        td {
                                            (repair.summary) " "
                                            span.quiet {
                                                code { (repair.name) }
                                                @if let Some(columns) = self.facts.repairs.get(id) {
                                                    " in "
                                                    @for (place, column) in columns.keys().enumerate() {
                                                        @if place > 0 { ", " }
                                                        code { (Text(self.column_name(*column))) }
                                                    }
                                                }
                                            }
                                        }
                                        td {
                                            @if let Some(example) = repair.examples.iter().find(|one| one.before != one.after) {
                                                code { (Text(blank(example.before))) } " becomes " code { (Text(blank(example.after))) }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    p.quiet { "The examples are made up; no value of a user is shown." }
                }
            }
        }
    }
}

/// Whether the report has a record on each line.
fn is_json_lines(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"))
}

/// Its id, its title, and the rules in it.
type Group<'a> = (&'static str, &'static str, Vec<(RuleId, &'a RuleFacts)>);

const fn how_sure(rule: &Rule) -> &'static str {
    match rule.certainty() {
        Certainty::Unknown => "not known",
        certainty => certainty.as_str(),
    }
}

/// What follows where the rule fires, as a sentence.
fn sentence(rule: &Rule) -> String {
    let meaning = if rule.is_known() {
        rule.effect.meaning()
    } else {
        rule.effect.assumption()
    };
    let mut characters = meaning.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

fn only_fault(rows: u64) -> String {
    match rows {
        1 => "1 of these rows has no other fault.".to_owned(),
        rows => format!("{} of these rows have no other fault.", grouped(rows)),
    }
}

fn sources(rule: &Rule) -> String {
    let titles: BTreeSet<&str> = rule.sources.iter().map(|source| source.title).collect();
    titles.into_iter().collect::<Vec<_>>().join("; ")
}

/// An empty text is invisible.
const fn blank(text: &str) -> &str {
    if text.is_empty() { "(blank)" } else { text }
}

/// Where in the file the rows are, as small bars.
fn strip(facts: &RuleFacts, in_use: usize) -> Markup {
    let most = facts.buckets.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return html! { span {} };
    }
    let mut path = String::new();
    for (place, count) in facts
        .buckets
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
    {
        // At least two of twenty units, so that one row is seen.
        let height = (2 + count * 18 / most).min(20);
        let _ = write!(
            path,
            "M{} 20v-{height}h3v{height}z",
            place * 157 / in_use.max(1)
        );
    }
    html! {
        svg.strip viewBox="0 0 160 20" preserveAspectRatio="none" aria-hidden="true" { path d=(path) {} }
    }
}

/// The rules of the style sheet by which findings of other columns are hidden.
fn filter_rules(filters: &[(ColumnId, u64)]) -> String {
    let mut rules = String::new();
    for (column, _) in filters {
        let column = column.index();
        let chosen = format!(".findings:has(#column-{column}:checked)");
        let of_it = format!("[data-columns~=\"{column}\"]");
        let _ = writeln!(
            rules,
            "{chosen} .finding:not({of_it}),{chosen} .group:not(:has({of_it})){{display:none}}"
        );
    }
    rules
}
