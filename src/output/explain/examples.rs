//! The examples of rules and repairs, a line each, with what makes the difference.

use std::fmt::Write as _;

use crate::{
    engine::{Mode, Options, Preflight},
    record::Record,
    repairs::{REPAIRS, Repair, RepairExample},
    rules::{Example, GOOD_ROW, POOL_EMAIL_OFF, Rule},
};

/// How many characters of a value an example shows.
const SHOWN: usize = 60;

/// A line for each example that is a row and not a whole file.
pub(super) fn rule_examples(rule: &Rule) -> Vec<String> {
    let examples = rule.examples;
    let rows = || examples.iter().filter(|example| example.file.is_none());
    let shows_pool = rows().any(|example| example.pool != POOL_EMAIL_OFF);
    rows()
        .filter(|example| !example.row.is_empty() || depends_on_others(example) || shows_pool)
        .map(|example| {
            let mut line = rule_example(example, shows_pool);
            if let Some(repaired) = repaired(rule, example) {
                let _ = write!(line, "\n  - repaired: {repaired}");
            }
            line
        })
        .collect()
}

/// Whether it matters which users there are besides.
const fn depends_on_others(example: &Example) -> bool {
    !example.rows_before.is_empty() || !example.existing.is_empty()
}

fn rule_example(example: &Example, shows_pool: bool) -> String {
    let mut line = String::from(if example.fires {
        "reported: "
    } else {
        "not reported: "
    });
    let names_user = depends_on_others(example) || example.row.is_empty();
    line += &row(example.row, names_user);
    for before in example.rows_before {
        let _ = write!(line, ", after a row with {}", row(before, names_user));
    }
    if !example.existing.is_empty() {
        let _ = write!(line, ", users of the pool: `{}`", example.existing);
    }
    if let Some(algorithm) = example.algorithm {
        let _ = write!(line, ", a job with {algorithm}");
    }
    if shows_pool {
        let _ = write!(line, ", in a pool with {}", example.pool);
    }
    if !example.message.is_empty() {
        let _ = write!(line, " ({})", example.message);
    }
    line
}

/// What the repairs of the rule make of an example on which it fires, with the options that it takes.
fn repaired(rule: &Rule, example: &Example) -> Option<String> {
    let fixes = |repair: &Repair| repair.fixes.iter().any(|id| id.rule().name == rule.name);
    let repairs = REPAIRS.iter().filter(|repair| fixes(repair));
    if !example.fires {
        return None;
    }
    let safe = Options {
        mode: Mode::Clean,
        ..Options::default()
    };
    let mut choices = vec![(safe.clone(), String::new())];
    for repair in repairs {
        let requested = repair
            .examples
            .iter()
            .find(|example| !example.requests.is_empty() && example.before != example.after);
        let Some(requested) = requested else { continue };
        let mut options = safe.clone();
        let mut typed = String::new();
        for (request, value) in requested.requests {
            request.meet(value, &mut options.repairs).ok()?;
            let option = format!("--{request} {value}");
            let _ = write!(typed, " with `{}`", option.trim_end());
        }
        choices.push((options, typed));
    }
    let schema = example.schema().ok()?;
    let before = Example::values(&schema, example.row);
    let fields: Vec<Option<&str>> = before.iter().map(|value| Some(value.as_str())).collect();
    choices.into_iter().find_map(|(options, typed)| {
        let preflight = Preflight::new(schema.clone(), options).ok()?;
        let verdict = preflight.record(&Record::from_values(&fields));
        let is_fixed = verdict
            .repairs
            .iter()
            .any(|made| fixes(made.repair.repair()))
            || verdict.values.is_some() && verdict.repairs.is_empty();
        let after = verdict.values.filter(|_| is_fixed)?;
        let changes: Vec<(&str, &str)> = schema
            .columns()
            .iter()
            .zip(before.iter().zip(&after))
            .filter(|(_, (before, after))| before != after)
            .map(|(column, (_, after))| (column.name(), after.as_str()))
            .collect();
        (!changes.is_empty()).then(|| row(&changes, false) + &typed)
    })
}

/// The fields that matter: what is changed in the good row, and who the user is.
fn row(changes: &[(&str, &str)], names_user: bool) -> String {
    let user = GOOD_ROW.iter().filter(|(column, _)| {
        let names = matches!(*column, "email" | "cognito:username");
        names_user && names && !changes.iter().any(|(changed, _)| changed == column)
    });
    let fields: Vec<String> = changes
        .iter()
        .chain(user)
        .map(|(column, value)| format!("{column} = {}", quoted(value)))
        .collect();
    fields.join(", ")
}

pub(super) fn repair_example(example: &RepairExample) -> String {
    let mut line = format!("{}: {}", example.column, quoted(example.before));
    if example.before == example.after {
        line += " stays";
    } else {
        let _ = write!(line, " becomes {}", quoted(example.after));
    }
    for (request, value) in example.requests {
        let option = format!("--{request} {value}");
        let _ = write!(line, " with `{}`", option.trim_end());
    }
    line
}

/// A value of an example, with what cannot be seen spelled out, and cut where it is long.
fn quoted(value: &str) -> String {
    let length = value.chars().count();
    let mut shown = String::new();
    for character in value.chars().take(SHOWN) {
        match character {
            '\'' | '"' => shown.push(character),
            _ => shown.extend(character.escape_default()),
        }
    }
    if length > SHOWN {
        format!("`{shown}…` of {length} characters")
    } else {
        format!("`{shown}`")
    }
}
