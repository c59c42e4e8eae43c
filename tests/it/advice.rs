//! Every piece of advice of every rule, followed on an input that brings it about: the finding goes.

use cognito_preflight::{
    rules::{Advice, Check, Example, Means, RULES, Rule},
    schema::{Column, Schema},
};
use serde_json::Value;

use crate::{
    examples::file_of,
    sandbox::{Sandbox, json, printed, text},
};

/// An input on which a rule reports, and how it is read.
struct Case {
    sandbox: Sandbox,
    schema: Schema,
    /// Arguments for both commands.
    common: String,
    /// Arguments for a cleaning.
    cleaning: String,
    /// Whether the job reads such a file at all.
    may_be_checked: bool,
}

impl Case {
    fn new(rule: &Rule, example: &Example) -> Self {
        let schema = example.schema().unwrap();
        let sandbox = Sandbox::new();
        sandbox.write("users.csv", file_of(&schema, example));
        let names: Vec<&str> = schema.columns().iter().map(Column::name).collect();
        sandbox.write("header.json", serde_json::to_vec(&names).unwrap());
        sandbox.write("pool.json", example.pool.to_json());
        let mut common = "--csv-header header.json --user-pool pool.json".to_owned();
        if let Some(algorithm) = example.algorithm {
            common += &format!(" --password-hashing-algorithm {algorithm}");
        }
        if !example.existing.is_empty() {
            sandbox.write("existing.json", example.existing);
            common += " --existing-users existing.json";
        }
        if example.existing.contains("PaginationToken") {
            common += " --existing-users-incomplete";
        }
        let mut cleaning = String::new();
        if !example.mapping.is_empty() {
            sandbox.write("mapping.toml", example.mapping);
            cleaning += " --mapping mapping.toml";
        }
        Self {
            sandbox,
            schema,
            common,
            cleaning,
            may_be_checked: !example.written
                && example.mapping.is_empty()
                && !matches!(rule.check, Check::Source | Check::Writing { .. }),
        }
    }

    fn check(&self) -> Option<Value> {
        self.run(&format!("check users.csv --format json {}", self.common))
    }

    /// The result of a cleaning with these arguments.
    fn clean(&self, arguments: &str) -> Option<Value> {
        self.run(&format!(
            "clean users.csv --output out.csv --force --format json {}{} {arguments}",
            self.common, self.cleaning
        ))
    }

    /// The document of a run; none where its file is refused.
    fn run(&self, command: &str) -> Option<Value> {
        let output = self.sandbox.run(command);
        if output.stdout.is_empty() {
            assert!(text(&output.stderr).starts_with("error: "), "{command}");
            return None;
        }
        assert!(
            output.status.code() < Some(2),
            "{command}\n{}",
            printed(&output)
        );
        Some(json(&output.stdout))
    }

    /// A piece of advice with the column that a run has put into it, where the run gives it.
    fn column_of(&self, advice: &Advice, help: &str) -> Option<String> {
        // Its first letter is a small one where it is told with what a cleaning does.
        let told = advice.text.get(1..).unwrap().trim_end_matches('.');
        let columns = self.schema.columns().iter().map(Column::name);
        ["COLUMN"]
            .into_iter()
            .chain(columns)
            .find(|name| help.contains(&told.replace("COLUMN", name)))
            .map(str::to_owned)
    }
}

/// What a run says to do about a rule; none where the rule did not report.
fn help(document: &Value, rule: &Rule) -> Option<String> {
    let helps = document["rule_help"].as_array().unwrap();
    let help = helps.iter().find(|help| help["rule"] == rule.name)?;
    Some(help["help"].as_str().unwrap().to_owned())
}

/// Whether a cleaning left nothing of the finding.
fn is_gone(document: Option<&Value>, rule: &Rule) -> bool {
    document.is_some_and(|document| help(document, rule).is_none())
}

/// Further inputs, on which a cleaning reports what a check of the same file does not.
const MORE: [(&str, Example); 3] = [
    (
        "column-is-duplicated",
        Example::fires_on_file(b"{header},Email\n{row},\n"),
    ),
    (
        "row-has-too-many-fields",
        Example::fires_on_file(b"{header},\n{row},more\n"),
    ),
    (
        "birthdate-is-malformed",
        Example::fires_on_file(
            b"cognito:username;email;email_verified;birthdate\nana;ana@example.com;true;1.2.1990\n",
        ),
    ),
];

/// Rules whose inputs are too long for their pages, or are brought about by an option; tests of their own give these.
const FOLLOWED_ELSEWHERE: [&str; 16] = [
    "header-is-too-long",
    "row-is-too-long",
    "row-length-depends-on-unit",
    "record-exceeds-limit",
    "file-is-too-large",
    "file-size-depends-on-unit",
    "too-many-users",
    "too-many-lines",
    "password-hash-is-demanded",
    "record-is-in-utf-8",
    "row-is-left-out",
    "outcome-is-not-certain",
    "birthdates-contradict-date-order",
    "date-order-is-not-applied",
    "values-are-in-apostrophes",
    "birthdate-can-be-read-two-ways",
];

#[test]
fn what_is_advised_makes_the_finding_go() {
    let mut wrong = String::new();
    for rule in RULES {
        if FOLLOWED_ELSEWHERE.contains(&rule.name) {
            continue;
        }
        let mut has_worked = vec![false; rule.advice.len()];
        let more = MORE.iter().filter(|(name, _)| *name == rule.name);
        let examples = rule.examples.iter().chain(more.map(|(_, example)| example));
        for (number, example) in examples.enumerate().filter(|(_, one)| one.fires) {
            let case = Case::new(rule, example);
            let cleaned = case.clean("");
            let runs = [
                case.may_be_checked.then(|| case.check()).flatten(),
                cleaned.clone(),
            ];
            for (run, document) in runs.iter().enumerate() {
                let Some(document) = document else { continue };
                let Some(help) = help(document, rule) else {
                    continue;
                };
                if help.is_empty() {
                    wrong += &format!("{} example {number} run {run}: no advice\n", rule.name);
                }
                let mut is_dead_end = true;
                for (advice, has_worked) in rule.advice.iter().zip(&mut has_worked) {
                    let Some(column) = case.column_of(advice, &help) else {
                        continue;
                    };
                    let works = follow(rule, example, &case, cleaned.as_ref(), advice, &column);
                    *has_worked |= works;
                    is_dead_end &= !works;
                }
                if is_dead_end {
                    wrong += &format!(
                        "{} example {number} run {run}: a dead end: {help}\n",
                        rule.name
                    );
                }
            }
        }
        for (advice, _) in rule
            .advice
            .iter()
            .zip(&has_worked)
            .filter(|(_, works)| !**works)
        {
            wrong += &format!("{}: never works: {}\n", rule.name, advice.text);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whether the finding goes where the advice is followed.
fn follow(
    rule: &Rule,
    example: &Example,
    case: &Case,
    cleaned: Option<&Value>,
    advice: &Advice,
    column: &str,
) -> bool {
    match advice.means {
        Means::Cleaning => is_gone(cleaned, rule),
        Means::Options(arguments) => {
            let arguments = arguments.replace("COLUMN", column);
            let document = case.clean(&arguments);
            let name = arguments.split_whitespace().next().unwrap_or_default();
            // What was given is not advised again.
            if let Some(help) = document.as_ref().and_then(|document| help(document, rule))
                && name != "--rename"
            {
                assert!(
                    !help.contains(&format!("`clean {name}")),
                    "{}: {help}",
                    rule.name
                );
            }
            is_gone(document.as_ref(), rule)
        }
        Means::Person if advice.edit.is_empty() => rule.examples.iter().any(|one| !one.fires),
        Means::Person => {
            let mut row = advice.edit.to_vec();
            row.extend(example.row);
            let mut edited = *example;
            edited.row = Box::leak(row.into_boxed_slice());
            let document = Case::new(rule, &edited).check().unwrap();
            document["prediction"]["Status"] == "Succeeded"
        }
        _ => false,
    }
}
