//! The pages of rules, repairs and decisions: made of their definitions and of nothing else.

use std::fmt::Write as _;

use crate::{
    evidence::{Decision, unknowns::DECISIONS},
    outcome::Effect,
    repairs::{Applicability, Apply, REPAIRS, Repair},
    rules::{RULES, Rule},
};

/// The page of the rule, repair or decision of this name.
pub fn named(name: &str) -> Option<String> {
    RULES
        .iter()
        .find(|rule| rule.name == name)
        .map(|rule| rule_page(rule))
        .or_else(|| {
            REPAIRS
                .iter()
                .find(|repair| repair.name == name)
                .map(|repair| repair_page(repair))
        })
        .or_else(|| {
            decisions()
                .find(|decision| decision.name == name)
                .map(decision_page)
        })
}

/// The name that a mistyped one most resembles.
pub fn nearest(name: &str) -> Option<&'static str> {
    let words = |name: &str| -> Vec<String> { name.split('-').map(str::to_lowercase).collect() };
    let typed = words(name);
    names()
        .map(|known| {
            let common = words(known)
                .iter()
                .filter(|word| typed.contains(word))
                .count();
            (common, known)
        })
        .filter(|(common, _)| *common > 0)
        .max_by_key(|(common, known)| (*common, std::cmp::Reverse(known.len())))
        .map(|(_, known)| known)
}

fn names() -> impl Iterator<Item = &'static str> {
    let rules = RULES.iter().map(|rule| rule.name);
    let repairs = REPAIRS.iter().map(|repair| repair.name);
    rules.chain(repairs).chain(decisions().map(|one| one.name))
}

fn decisions() -> impl Iterator<Item = &'static Decision> {
    DECISIONS.iter().flat_map(|list| list.iter().copied())
}

/// All rules, repairs and decisions, a line each.
pub fn list() -> String {
    let mut text = String::from("Rules\n");
    for rule in RULES {
        let _ = writeln!(text, "  {:<42} {}", rule.name, rule.summary);
    }
    text.push_str("\nRepairs\n");
    for repair in REPAIRS {
        let _ = writeln!(text, "  {:<42} {}", repair.name, repair.summary);
    }
    text.push_str("\nDecisions where the service's behaviour is unknown\n");
    for decision in decisions() {
        let _ = writeln!(text, "  {:<42} {}", decision.name, decision.question);
    }
    text
}

const fn effect_in_words(effect: Effect) -> &'static str {
    match effect {
        Effect::JobDoesNotStart => "the job does not start",
        Effect::JobFails => "the job fails",
        Effect::RowFails => "the row fails",
        Effect::RowSkipped => "the row is skipped",
        Effect::Warns => "a warning; the row is imported",
    }
}

fn rule_page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n\n", rule.name, rule.summary);
    let effect = effect_in_words(rule.effect);
    if rule.is_known() {
        let _ = writeln!(page, "Effect: {effect} ({}).", rule.certainty());
    } else {
        let possible: Vec<&str> = rule.alternatives().iter().map(|one| one.as_str()).collect();
        let _ = writeln!(
            page,
            "Effect: unknown; prudently {effect}. Possible: {}.",
            possible.join(", ")
        );
    }
    if let Some(text) = rule.log_line {
        let _ = writeln!(page, "Log line: `Line Number N - {text}`");
    }
    let _ = write!(
        page,
        "\n{}\n\n## What to do\n\n{}\n",
        rule.explanation, rule.advice
    );
    let mending: Vec<&str> = REPAIRS
        .iter()
        .filter(|repair| repair.fixes.iter().any(|id| id.rule().name == rule.name))
        .map(|repair| repair.name)
        .collect();
    if !mending.is_empty() {
        let _ = writeln!(page, "\nRepaired by: {}.", mending.join(", "));
    }
    if let Some(decision) = rule.decision() {
        let _ = writeln!(
            page,
            "\n## What nobody knows\n\n{}\n\nPredicted: {}. {} (decision {})",
            decision.question, decision.predicted, decision.reason, decision.name
        );
    }
    page.push_str("\n## Who says so\n\n");
    for source in rule.sources {
        let _ = writeln!(page, "- {source}");
    }
    let rows = rule
        .examples
        .iter()
        .filter(|example| example.file.is_none() && !example.row.is_empty());
    let mut shown = String::new();
    for example in rows {
        let fields: Vec<String> = example
            .row
            .iter()
            .map(|(column, value)| format!("{column} = {}", quoted(value)))
            .collect();
        let says = if example.fires { "fires" } else { "passes" };
        let _ = writeln!(shown, "- {says}: {}", fields.join(", "));
    }
    if !shown.is_empty() {
        let _ = write!(page, "\n## Examples\n\n{shown}");
    }
    page
}

/// A value of an example with whatever cannot be seen spelled out, and cut where it is long.
fn quoted(value: &str) -> String {
    let mut shown = String::new();
    for character in value.chars().take(60) {
        match character {
            '\'' | '"' => shown.push(character),
            _ => shown.extend(character.escape_default()),
        }
    }
    if value.chars().count() > 60 {
        format!("`{shown}…`")
    } else {
        format!("`{shown}`")
    }
}

fn repair_page(repair: &Repair) -> String {
    let mut page = format!("# {}\n\n{}\n\n", repair.name, repair.summary);
    let _ = writeln!(page, "Runs: {}.", runs(repair));
    let _ = write!(page, "\n{}\n", repair.explanation);
    if !repair.fixes.is_empty() {
        let mended: Vec<&str> = repair.fixes.iter().map(|id| id.rule().name).collect();
        let _ = writeln!(page, "\nMends: {}.", mended.join(", "));
    }
    let mut shown = String::new();
    for example in repair.examples {
        let mut options = String::new();
        for (request, value) in example.requests {
            let _ = write!(
                options,
                " with `{}`",
                format!("--{request} {value}").trim_end()
            );
        }
        let after = if example.before == example.after {
            "stays".to_owned()
        } else {
            format!("becomes {}", quoted(example.after))
        };
        let _ = writeln!(
            shown,
            "- {}: {} {after}{options}",
            example.column,
            quoted(example.before)
        );
    }
    if !shown.is_empty() {
        let _ = write!(page, "\n## Examples\n\n{shown}");
    }
    page
}

fn runs(repair: &Repair) -> String {
    match repair.applicability {
        Applicability::Safe => "always; it cannot change what a value means".to_owned(),
        Applicability::OnRequest(request) => format!("only with --{request}"),
    }
}

fn decision_page(decision: &Decision) -> String {
    let mut page = format!("# {}\n\n{}\n\n", decision.name, decision.question);
    for option in decision.options {
        let _ = writeln!(page, "- {option}");
    }
    let _ = write!(
        page,
        "\nPredicted: {}.\n\n{}\n",
        decision.predicted, decision.reason
    );
    let rules: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.decision().is_some_and(|one| one.name == decision.name))
        .map(|rule| rule.name)
        .collect();
    if !rules.is_empty() {
        let _ = writeln!(page, "\nRules that rest on it: {}.", rules.join(", "));
    }
    page
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The table of rules, as `docs/rules.md` has it.
pub fn rules_document() -> String {
    let mut text = String::from(
        "# Rules\n\nMade from the rules themselves; `cognito-preflight explain NAME` prints the page \
         of one.\n\n| Rule | Effect | Certainty | What it says |\n|---|---|---|---|\n",
    );
    for rule in RULES {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            rule.name,
            effect_in_words(rule.effect),
            rule.certainty(),
            cell(rule.summary)
        );
    }
    text.push_str("\n# Repairs\n\n| Repair | Runs | What it does |\n|---|---|---|\n");
    for repair in REPAIRS {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            repair.name,
            match (repair.applicability, &repair.apply) {
                (Applicability::OnRequest(request), _) => format!("with `--{request}`"),
                (Applicability::Safe, Apply::File) => "always, once a file or row".to_owned(),
                (Applicability::Safe, _) => "always".to_owned(),
            },
            cell(repair.summary)
        );
    }
    text
}

/// What nobody outside AWS knows, as `docs/unknowns.md` has it.
pub fn unknowns_document() -> String {
    let mut text = String::from(
        "# What nobody knows\n\nWhere the service's behaviour is neither documented nor observed, one \
         decision stands here, and what is predicted is marked as uncertain. Made from the decisions \
         themselves. If you can settle one with a real import job, please tell us.\n",
    );
    for decision in decisions() {
        let page = decision_page(decision);
        let _ = write!(text, "\n#{page}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_in_the_list_has_a_page() {
        for name in names() {
            assert!(
                named(name).is_some_and(|page| page.contains(name)),
                "{name}"
            );
            assert!(list().contains(name), "{name}");
        }
        assert_eq!(named("nonsense"), None);
    }

    #[test]
    fn names_are_those_of_one_thing() {
        let mut all: Vec<&str> = names().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_mistyped_name_finds_its_neighbour() {
        assert_eq!(nearest("email-invalid"), Some("email-is-invalid"));
        assert_eq!(nearest("xyzzy"), None);
    }
}
