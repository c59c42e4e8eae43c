//! What to do next, and who can do it.

use std::{cmp::Reverse, path::Path};

use crate::{
    engine::{Mode, Preflight, RuleCount, Summary},
    output::{Files, header_names, header_names::shell_word},
    repairs::{Applicability, Apply, REPAIRS, Repair, Request},
    rules::{Check, RuleId},
};

use super::{Invocation, Readiness, Step};

/// The rules that keep users out or may do so, those about the file first and then the most frequent,
/// each with its findings.
pub(crate) fn reasons(summary: &Summary) -> Vec<(RuleId, &RuleCount)> {
    let mut rules: Vec<(RuleId, &RuleCount)> = summary
        .counts
        .rules
        .iter()
        .map(|(id, count)| (*id, count))
        .filter(|(id, _)| id.rule().decides())
        .collect();
    rules.sort_by_key(|(id, count)| (!id.rule().is_about_file(), Reverse(count.findings), *id));
    rules
}

/// Who can put right what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// `clean` does it by itself.
    Clean,
    /// An option of `clean` does.
    Option(Request),
    /// Only the source can.
    Source,
}

/// Who can put right what this rule finds, beyond what was asked for already.
pub(crate) fn remedy(rule: RuleId, preflight: &Preflight) -> Remedy {
    let fixing = || {
        REPAIRS
            .iter()
            .filter(move |repair| repair.fixes.contains(&rule))
    };
    let is_check = preflight.options().mode == Mode::Check;
    // What fills blanks fixes no other value, and a rule about a whole row reports what is left when each
    // value is fixed.
    let is_about_row = matches!(rule.rule().check, Check::Row { .. });
    let is_fixed = |repair: &Repair| {
        repair.applicability == Applicability::Safe && !matches!(repair.apply, Apply::Fill { .. })
    };
    if is_check && !is_about_row && fixing().any(|repair| is_fixed(repair)) {
        return Remedy::Clean;
    }
    let made = &preflight.options().repairs;
    fixing()
        .find_map(|repair| match repair.applicability {
            Applicability::OnRequest(request) if request.is_narrow() && !request.is_met(made) => {
                Some(Remedy::Option(request))
            }
            _ => None,
        })
        .unwrap_or(Remedy::Source)
}

/// The options of `clean` that were not given and that may fix rows, ready to be added.
pub(crate) fn more_options(preflight: &Preflight, summary: &Summary) -> Vec<String> {
    let column_name = |column| preflight.schema().column_name(column);
    let mut options = header_names::options(summary, column_name);
    for (rule, _) in reasons(summary) {
        if let Remedy::Option(request) = remedy(rule, preflight) {
            let option = format!("--{}", request.as_str());
            let option = match request.placeholder() {
                "" => option,
                value => format!("{option} {value}"),
            };
            if !options.contains(&option) {
                options.push(option);
            }
        }
    }
    options
}

pub(super) fn steps(
    preflight: &Preflight,
    summary: &Summary,
    files: &Files,
    invocation: &Invocation,
    readiness: Readiness,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut step = |purpose: &str, command: String| {
        steps.push(Step {
            purpose: purpose.to_owned(),
            command,
        });
    };
    let more = more_options(preflight, summary);
    let pool = invocation.pool.join(" ");
    let clean = |input: &str, output: &str| {
        let command = format!("cognito-preflight clean {} {pool}", shell_word(input));
        format!("{} --output {}", command.trim_end(), shell_word(output))
    };
    let upload = |_file: &str| {
        let id = preflight.schema().pool().id.as_deref().unwrap_or("POOL_ID");
        format!(
            "aws cognito-idp create-user-import-job --user-pool-id {} --job-name first-import \
             --cloud-watch-logs-role-arn ROLE_ARN",
            shell_word(id)
        )
    };
    match preflight.options().mode {
        Mode::Check => {
            if readiness == Readiness::Ready {
                if let [file] = invocation.inputs.as_slice() {
                    step("Create the import job.", upload(file));
                }
                return steps;
            }
            let is_fixable = reasons(summary)
                .iter()
                .any(|(rule, _)| remedy(*rule, preflight) != Remedy::Source);
            if let Some(input) = invocation.inputs.first()
                && (is_fixable || readiness == Readiness::NotReady)
            {
                let output = if input == "users.csv" {
                    "cleaned.csv"
                } else {
                    "users.csv"
                };
                step(
                    "Write a file that passes, and the rows to fix by hand.",
                    with_more(&clean(input, output), &more),
                );
            }
        }
        Mode::Clean => {
            if !more.is_empty() {
                step(
                    "Add the options that are true of your data, and run the same command again.",
                    more.join(" "),
                );
            }
            if summary.counts.rejected > 0
                && let Some(rejected) = files.rejected.as_deref().filter(|path| *path != "-")
            {
                step(
                    "Fix the rejected rows by hand; each says what is wrong. Then clean that file alone.",
                    clean(rejected, &second_name(rejected)),
                );
            }
            if summary.counts.cleaned > 0
                && let Some(cleaned) = &files.cleaned
            {
                step(
                    "Create the import job of the cleaned file.",
                    upload(cleaned),
                );
            }
        }
    }
    if let Some((rule, _)) = reasons(summary).first() {
        step(
            "Read what keeps most users out.",
            format!("cognito-preflight explain {}", rule.rule().name),
        );
    }
    steps
}

/// The command with the options that put names right. Others may change what a value means, and are
/// for a person to choose.
fn with_more(command: &str, more: &[String]) -> String {
    let mut command = command.to_owned();
    for option in more.iter().filter(|option| option.starts_with("--rename ")) {
        command.push(' ');
        command.push_str(option);
    }
    command
}

/// A name for what comes out of a second round: `users-2.csv` for `users.rejected.csv`.
fn second_name(rejected: &str) -> String {
    let stem = Path::new(rejected)
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy();
    let stem = stem.trim_end_matches(".rejected");
    let folder = rejected
        .rfind(['/', '\\'])
        .and_then(|end| rejected.get(..=end))
        .unwrap_or_default();
    format!("{folder}{stem}-2.csv")
}
