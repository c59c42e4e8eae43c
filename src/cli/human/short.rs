//! The summary on one screen: what will happen, the files, why rows are kept out, and what to do next.

use std::fmt::Write as _;

use crate::{
    engine::{Mode, Preflight, RuleCount, Summary},
    output::{
        Conclusion, Remedy, grouped, header_names, more_options, reasons, redact::Escaped, remedy,
    },
    rules::RuleId,
};

use super::{
    super::{
        print::RunResult,
        style::{CARE, QUIET, STRONG, styled},
    },
    line,
    lines::Lines,
    output_lines, prediction_counts,
};

/// How many rules are listed; `--all` lists the others.
const RULES: usize = 8;

/// How wide the labels of facts are.
const LABEL: usize = 19;

pub(super) fn render(text: &mut String, result: &RunResult<'_>, lines: Lines) {
    let RunResult {
        preflight,
        summary,
        files,
        conclusion,
        ..
    } = *result;
    for (what, path) in output_lines(files) {
        fact(text, lines, what, &Escaped(&path).to_string());
    }
    let rows = super::rows_in_words(summary, preflight.options().mode);
    fact(text, lines, "Rows", &rows);
    fact(
        text,
        lines,
        "Cognito will count",
        &prediction_counts(&summary.prediction),
    );
    let mut job = conclusion.job.clone();
    if let Some(message) = summary.prediction.completion_message {
        let _ = write!(job, ", with the message “{message}”");
    }
    fact(text, lines, "Predicted job", &job);
    fact(text, lines, "First sign-in", &conclusion.first_sign_in);
    super::each_file(text, summary);
    super::inputs(text, summary, preflight.options().mode);
    super::notes(text, result);
    not_checked(text, conclusion);
    table(text, preflight, summary);
    repaired(text, summary);
    options(text, lines, preflight, summary);
    if let Some(step) = conclusion.next.first() {
        line(text, "");
        let next = if step.is_command() {
            Escaped(&step.command).to_string()
        } else {
            "add the [+] options that are true of your data to the same command, and run it again"
                .to_owned()
        };
        lines.push(text, 6, &format!("{} {next}", styled(STRONG, "Next:")));
    }
}

/// Said in every form of the summary: without the users of the pool, no clash with one is found.
pub(super) fn not_checked(text: &mut String, conclusion: &Conclusion) {
    if let Some(what) = conclusion.not_checked {
        line(text, &format!("{} {what}", styled(CARE, "! Not checked:")));
    }
}

fn fact(text: &mut String, lines: Lines, label: &str, fact: &str) {
    lines.push(text, LABEL + 2, &format!("  {label:<LABEL$} {fact}"));
}

/// Why rows are kept out: a line for each rule, the most frequent first.
fn table(text: &mut String, preflight: &Preflight, summary: &Summary) {
    let reasons = reasons(summary);
    if reasons.is_empty() {
        return;
    }
    let is_check = preflight.options().mode == Mode::Check;
    let title = if is_check {
        "Why"
    } else {
        "Why rows are rejected"
    };
    let heading = format!("\n{title:<46}     findings  first line");
    line(text, &styled(STRONG, &heading));
    for (rule, count) in reasons.iter().take(RULES) {
        line(text, &row(*rule, count, preflight));
        names(text, *rule, count, summary, preflight);
    }
    let is_assumed = |(rule, _): &(RuleId, &RuleCount)| !rule.rule().is_known();
    if reasons.iter().take(RULES).any(is_assumed) {
        let legend = "  (?) what Cognito does is not known; the worse outcome is assumed, or the row is uncertain";
        line(text, &styled(QUIET, legend));
    }
    let more = reasons.len().saturating_sub(RULES);
    let warnings = summary.counts.rules.len() - reasons.len();
    let mut rest = Vec::new();
    if more > 0 {
        rest.push(format!("{more} more"));
    }
    match warnings {
        0 => {}
        1 => rest.push("1 warning".to_owned()),
        warnings => rest.push(format!("{warnings} warnings")),
    }
    if !rest.is_empty() {
        let rest = format!("  and {}: see --all", rest.join(", "));
        line(text, &styled(QUIET, &rest));
    }
}

fn row(id: RuleId, count: &RuleCount, preflight: &Preflight) -> String {
    let rule = id.rule();
    let mark = match remedy(id, preflight) {
        Remedy::Clean => "[*]",
        Remedy::Option(_) => "[+]",
        Remedy::Source => "",
    };
    let doubt = if rule.is_known() { "" } else { "(?)" };
    let place = count
        .first
        .first()
        .map_or(0, |(_, position, _)| position.line);
    let name = styled(super::style_of(rule), &format!("{:<42}", rule.name));
    let findings = grouped(count.findings);
    match place {
        0 => format!("  {name} {doubt:>3} {mark:>3} {findings:>9}"),
        place => format!(
            "  {name} {doubt:>3} {mark:>3} {findings:>9}  {}",
            grouped(place)
        ),
    }
}

/// The columns that a rule about the header names, all of them.
fn names(
    text: &mut String,
    id: RuleId,
    count: &RuleCount,
    summary: &Summary,
    preflight: &Preflight,
) {
    if !id.rule().is_about_file() {
        return;
    }
    let column_name = |column| preflight.schema().column_name(column);
    let mut names: Vec<String> = Vec::new();
    for (file, _, finding) in &count.first {
        let Some(file) = summary.files.get(*file) else {
            continue;
        };
        if let Some(name) = header_names::in_words(finding, &file.input.header, column_name)
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    if !names.is_empty() {
        line(text, &styled(QUIET, &format!("    {}", names.join(", "))));
    }
}

fn repaired(text: &mut String, summary: &Summary) {
    let repairs = &summary.counts.repairs;
    if repairs.is_empty() {
        return;
    }
    let made: u64 = repairs.values().sum();
    let kinds = match repairs.len() {
        1 => "1 repair".to_owned(),
        kinds => format!("{kinds} repairs"),
    };
    let times = match made {
        1 => "once".to_owned(),
        made => format!("{} times in all", grouped(made)),
    };
    line(
        text,
        &format!("Repaired: {kinds}, {times}; --all lists them"),
    );
}

fn options(text: &mut String, lines: Lines, preflight: &Preflight, summary: &Summary) {
    let more = more_options(preflight, summary);
    if !more.is_empty() {
        let more = Escaped(&more.join(" ")).to_string();
        lines.push(
            text,
            4,
            &format!("\n[+] Options of clean that may fix rows: {more}"),
        );
    }
    let by_clean: u64 = reasons(summary)
        .iter()
        .filter(|(rule, _)| remedy(*rule, preflight) == Remedy::Clean)
        .map(|(_, count)| count.findings)
        .sum();
    match by_clean {
        0 => {}
        findings => line(
            text,
            &format!(
                "[*] clean fixes these by itself where that needs no guess: {}",
                grouped(findings)
            ),
        ),
    }
}
