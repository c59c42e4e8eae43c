//! The summary that a person can act on: short, or with everything that was found.

mod lines;
mod short;

use std::fmt::Write as _;

use anstyle::Style;

use crate::{
    dialect::Dialect,
    engine::{Hint, Mode, Preflight, RuleCount, Summary},
    mapping::LockedOut,
    outcome::Effect,
    output::{
        Conclusion, Files, Readiness, assumptions, grouped,
        header_names::{self, UNEXPECTED},
        redact::Escaped,
    },
    prediction::{JobPrediction, Status, counted},
    rules::{Detail, Rule, RuleId},
    schema::Schema,
};

use self::lines::Lines;
use super::{
    examples::Examples,
    print::RunResult,
    style::{CARE, ERROR, GOOD, QUIET, STRONG, styled},
};

/// How much of a run is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What fits on one screen.
    Short,
    /// Every finding, with its first places and what to do about it.
    All,
}

/// The summary as text, with colours in it. It is for standard error where standard output is taken.
pub(super) fn render(result: &RunResult<'_>, extent: Extent, on_stderr: bool) -> String {
    rendered(result, extent, Lines::detected(on_stderr))
}

fn rendered(result: &RunResult<'_>, extent: Extent, lines: Lines) -> String {
    let mut text = String::new();
    headline(&mut text, result.conclusion, lines);
    source_notes(&mut text, result.preflight, result.summary);
    needs_cleaning(&mut text, result.summary);
    match extent {
        Extent::Short => short::render(&mut text, result, lines),
        Extent::All => all(&mut text, result),
    }
    text
}

/// What will happen, in one word and a sentence.
fn headline(text: &mut String, conclusion: &Conclusion, lines: Lines) {
    let (style, utf_8, ascii) = match conclusion.readiness {
        Readiness::Ready => (GOOD, "\u{2713} ", ""),
        Readiness::NearlyReady => (CARE, "~ ", ""),
        Readiness::NotReady => (ERROR, "\u{2717} ", ""),
    };
    let word = format!(
        "{}{}:",
        lines.mark(utf_8, ascii),
        conclusion.readiness.as_str()
    );
    let sentence = format!("{} {}", styled(style, &word), conclusion.sentence);
    lines.push(text, 2, &sentence);
}

/// Everything that was found.
fn all(text: &mut String, result: &RunResult<'_>) {
    let RunResult {
        preflight,
        summary,
        files,
        examples,
        conclusion,
        ..
    } = *result;
    let mode = preflight.options().mode;
    job(text, &summary.prediction);
    rows(text, summary, mode);
    each_file(text, summary);
    inputs(text, summary, mode);
    notes(text, result);
    short::not_checked(text, conclusion);
    rules(text, summary, preflight, examples);
    if !summary.counts.repairs.is_empty() {
        line(text, &format!("\n{}", styled(STRONG, "Repairs")));
        for (repair, times) in &summary.counts.repairs {
            line(text, &format!("  {:<40} {times:>9}", repair.name()));
        }
    }
    output_files(text, files);
    let steps = &conclusion.next;
    if !steps.is_empty() {
        line(text, &format!("\n{}", styled(STRONG, "What to do next")));
        for step in steps {
            line(text, &format!("  {}", step.purpose));
            line(text, &format!("    {}", Escaped(&step.command)));
        }
    }
}

/// Each file of a run over several.
fn each_file(text: &mut String, summary: &Summary) {
    if summary.files.len() < 2 {
        return;
    }
    for file in &summary.files {
        let job = &file.prediction;
        line(
            text,
            &format!(
                "  {}: {}, {} imported, {} skipped, {} failed",
                Escaped(&file.input.name),
                prediction(job),
                counted(job.imported_users),
                counted(job.skipped_users),
                counted(job.failed_users)
            ),
        );
    }
}

/// What a person should know about the run, beside its findings.
fn notes(text: &mut String, result: &RunResult<'_>) {
    let RunResult {
        preflight,
        summary,
        notes,
        ..
    } = *result;
    let mode = preflight.options().mode;
    dropped(text, summary, preflight.schema());
    joins(text, summary);
    for input in summary.files.iter().map(|file| &file.input) {
        if let Some(rule) = input.username_rule {
            line(text, rule.as_str());
        }
        if let Some(hint) = input.hint
            && !matches!(hint, Hint::NeedsCleaning(_))
        {
            let mut note = format!("Note: {}: {hint}", Escaped(&input.name));
            match hint {
                Hint::HeaderIsOnLine(number) if mode == Mode::Clean => {
                    let _ = write!(
                        note,
                        "; --skip-lines {} skips the lines before it",
                        number.saturating_sub(1)
                    );
                }
                Hint::NoNameIsKnown if mode == Mode::Clean => {
                    note.push_str(" --columns gives it one, or --source where the files of the source have none, as Firebase's");
                }
                _ => {}
            }
            line(text, &note);
        }
    }
    for note in assumptions(preflight.schema()).iter().chain(notes) {
        line(text, &format!("Note: {}", Escaped(note)));
    }
}

/// What everyone who comes from the source should read first.
fn source_notes(text: &mut String, preflight: &Preflight, summary: &Summary) {
    let Some(source) = &preflight.options().source else {
        return;
    };
    let users = match summary.counts.locked_out {
        0 => None,
        1 => Some("1 user whom the source has locked out".to_owned()),
        users => Some(format!("{users} users whom the source has locked out")),
    };
    if let Some(users) = users {
        let until = match source.locked_out {
            LockedOut::Plan => {
                "can sign in from the import until the plan is carried out (AdminDisableUser)"
            }
            LockedOut::Keep | LockedOut::Reject => {
                "can sign in after the import, as --keep-disabled says"
            }
        };
        line(text, &format!("{} {users} {until}.", styled(CARE, "Note:")));
    }
    let is_set = |column: &str| {
        let sets = &preflight.options().repairs.sets;
        sets.iter().any(|(name, _)| name == column)
    };
    for note in source.notes(is_set) {
        line(
            text,
            &format!("{} {}", styled(CARE, "Note:"), Escaped(note)),
        );
    }
}

/// What was joined, and what of it found no partner.
fn joins(text: &mut String, summary: &Summary) {
    for join in &summary.counts.joins {
        line(
            text,
            &format!(
                "Joined {}: {} records, {} of them without a user; {} users without a record",
                Escaped(&join.name),
                join.records,
                join.unused,
                join.without
            ),
        );
    }
}

/// Says first what makes everything after it matter less: a check reads the file as the job would.
fn needs_cleaning(text: &mut String, summary: &Summary) {
    for input in summary.files.iter().map(|file| &file.input) {
        if let Some(hint @ Hint::NeedsCleaning(_)) = input.hint {
            let note = format!("{}: {hint}", Escaped(&input.name));
            line(text, &styled(CARE, &note));
        }
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn job(text: &mut String, job: &JobPrediction) {
    let style = match job.status {
        Status::Succeeded => GOOD,
        Status::Failed | Status::NotStarted => ERROR,
        Status::Unknown => CARE,
    };
    line(
        text,
        &format!(
            "{} {}",
            styled(STRONG, "Predicted job:"),
            styled(style, &prediction(job))
        ),
    );
    line(text, &format!("  {}", prediction_counts(job)));
    if let Some(message) = job.completion_message {
        line(text, &format!("  CompletionMessage “{message}”"));
    }
    for reason in &job.reasons {
        line(text, &format!("  Because {}", Escaped(reason)));
    }
}

/// The numbers that the job will report, by its own names.
fn prediction_counts(job: &JobPrediction) -> String {
    let shown = |count: Option<u64>| count.map_or_else(|| counted(None), grouped);
    format!(
        "ImportedUsers {}   SkippedUsers {}   FailedUsers {}",
        shown(job.imported_users),
        shown(job.skipped_users),
        shown(job.failed_users)
    )
}

/// How the job ends and how sure that is, or how it may end.
fn prediction(job: &JobPrediction) -> String {
    if job.status == Status::Unknown {
        let possible: Vec<&str> = job.alternatives.iter().map(|s| s.as_str()).collect();
        format!("cannot be predicted ({})", possible.join(" or "))
    } else {
        format!("{} ({})", job.status.as_str(), job.certainty)
    }
}

fn rows(text: &mut String, summary: &Summary, mode: Mode) {
    line(text, &format!("Rows: {}", rows_in_words(summary, mode)));
    let counts = &summary.counts;
    if !counts.user_status.is_empty() {
        let users: Vec<String> = counts
            .user_status
            .iter()
            .map(|(status, users)| format!("{users} {}", status.as_str()))
            .collect();
        line(text, &format!("Users: {}", users.join(", ")));
    }
}

/// How many rows there are, and what becomes of them.
fn rows_in_words(summary: &Summary, mode: Mode) -> String {
    let counts = &summary.counts;
    let rows = &counts.rows;
    let mut sentence = format!("{} read", rows.rows());
    if mode == Mode::Clean {
        let _ = write!(
            sentence,
            ", {} cleaned, {} rejected",
            counts.cleaned, counts.rejected
        );
    }
    if mode == Mode::Check && counts.held_back > 0 {
        let _ = write!(
            sentence,
            "; clean would reject {} that the job would import",
            counts.held_back
        );
    }
    let uncertain = rows.may_be_imported + rows.may_not_be_counted;
    if uncertain > 0 {
        let _ = write!(sentence, "; the outcome of {uncertain} is uncertain");
    }
    sentence
}

fn inputs(text: &mut String, summary: &Summary, mode: Mode) {
    if mode == Mode::Check {
        return;
    }
    for file in &summary.files {
        let input = &file.input;
        let dialect = match input.dialect {
            Dialect::Cognito => "Cognito's dialect".to_owned(),
            Dialect::Rfc4180 { delimiter } => format!("RFC 4180 with {}", between(delimiter)),
            Dialect::Json => "JSON".to_owned(),
            other @ Dialect::Delimited(_) => delimited(other),
        };
        let why = if input.dialect_detected {
            format!(", because {}", input.because)
        } else {
            String::new()
        };
        let without = if input.guarded.is_empty() {
            String::new()
        } else {
            let columns: Vec<String> = input
                .guarded
                .iter()
                .map(|name| Escaped(name).to_string())
                .collect();
            format!(
                "; without the apostrophe before every value of {}",
                columns.join(", ")
            )
        };
        line(
            text,
            &format!(
                "Read {} as {dialect}{why}; encoding {}{without}",
                Escaped(&input.name),
                input.encoding
            ),
        );
    }
}

/// The columns that are left out, with the options for those that may be columns of the pool.
fn dropped(text: &mut String, summary: &Summary, schema: &Schema) {
    let column_name = |column| schema.column_name(column);
    let mut is_guessed = false;
    for file in &summary.files {
        let header = &file.input.header;
        if header.dropped().is_empty() {
            continue;
        }
        let named: Vec<String> = header
            .dropped()
            .iter()
            .map(|dropped| {
                let name = header.name(dropped.field).unwrap_or_default();
                match dropped.resembles {
                    None => format!("“{}”", Escaped(name)),
                    Some(column) => {
                        is_guessed = true;
                        let column = Escaped(column_name(column));
                        format!("“{}” (did you mean {column}?)", Escaped(name))
                    }
                }
            })
            .collect();
        line(text, &format!("Dropped columns: {}", named.join(", ")));
    }
    let options = header_names::options(summary, column_name);
    if is_guessed && !options.is_empty() {
        line(text, &format!("  To keep them: {}", options.join(" ")));
    }
}

/// The delimiters of a file in words.
fn between(delimiter: u8) -> String {
    match delimiter {
        b',' => "commas".to_owned(),
        b';' => "semicolons".to_owned(),
        b'\t' => "tabs".to_owned(),
        other => Escaped(&char::from(other).to_string()).to_string(),
    }
}

/// A dialect of delimiters that is not RFC 4180.
fn delimited(dialect: Dialect) -> String {
    let mut words = format!("fields between {}", between(dialect.delimiter()));
    match dialect.quote() {
        None => words.push_str(", without quoting"),
        Some(b'"') => words.push_str(", with quotation marks"),
        Some(other) => {
            let quote = char::from(other).to_string();
            let _ = write!(words, ", with {} around values", Escaped(&quote));
        }
    }
    if dialect.skips_blanks() {
        words.push_str(", after blanks or not");
    }
    if dialect.escapes() {
        words.push_str(", with backslashes that escape");
    }
    words
}

fn rules(text: &mut String, summary: &Summary, preflight: &Preflight, examples: &Examples) {
    let mut fired: Vec<(&RuleId, &RuleCount)> = summary.counts.rules.iter().collect();
    if fired.is_empty() {
        return;
    }
    // The most severe first, then the most frequent.
    fired.sort_by_key(|(id, count)| (id.rule().effect, std::cmp::Reverse(count.findings)));
    line(text, &format!("\n{}", styled(STRONG, "Findings")));
    for (id, count) in fired {
        let rule = id.rule();
        // Padded first: the styles are text, too.
        let name = styled(style_of(rule), &format!("{:<40}", rule.name));
        line(
            text,
            &format!("  {name} {:>9}  {}", count.findings, meaning(rule, count)),
        );
        line(text, &format!("    {}", rule.summary));
        let mut last = None;
        let mut places = String::new();
        for (place, (file, position, finding)) in count.first.iter().enumerate() {
            let input = summary.files.get(*file).map(|file| &file.input);
            let column_name = |column| preflight.schema().column_name(column);
            let column = finding.column.map(|column| Escaped(column_name(column)));
            // Columns of one header about which there is no more to say share a line.
            let shares = rule.is_about_file() && finding.detail == Detail::None;
            if let Some(column) = column
                && last.replace((file, shares)) == Some((file, true))
                && shares
            {
                let _ = write!(places, ", {column}");
                continue;
            }
            flush(text, &mut places);
            let _ = write!(
                places,
                "    at {}",
                Escaped(input.map_or("", |input| input.name.as_str()))
            );
            if position.line > 0 {
                let _ = write!(places, ":{}", position.line);
            }
            if let Some(column) = column {
                let _ = write!(places, " in {column}");
            }
            let numbers = input.map_or_else(
                || finding.detail.to_string(),
                |input| header_names::numbers(finding, &input.header, column_name),
            );
            if !numbers.is_empty() {
                let _ = write!(places, " ({numbers})");
            }
            if let Some(value) = examples.value(*id, place) {
                let _ = write!(places, ": {}", Escaped(value));
            }
        }
        flush(text, &mut places);
        if count.findings > count.first.len() as u64 && rule.is_about_file() {
            let more = count.findings - count.first.len() as u64;
            line(text, &styled(QUIET, &format!("    and {more} more")));
        }
        line(text, &format!("    → {}", Escaped(&count.advice)));
        if *id == UNEXPECTED {
            let options =
                header_names::options(summary, |column| preflight.schema().column_name(column));
            if !options.is_empty() {
                line(text, &format!("      {}", options.join(" ")));
            }
        }
    }
}

/// Prints the place that is complete, if any.
fn flush(text: &mut String, place: &mut String) {
    if !place.is_empty() {
        line(text, &styled(QUIET, place));
        place.clear();
    }
}

fn style_of(rule: &Rule) -> Style {
    match rule.effect {
        Effect::JobDoesNotStart | Effect::JobFails | Effect::RowFails => ERROR,
        Effect::RowSkipped | Effect::HeldBack => CARE,
        Effect::Warns => STRONG,
    }
}

fn meaning(rule: &Rule, count: &RuleCount) -> String {
    if rule.is_known() {
        format!("{} ({})", rule.effect.meaning(), count.certainty(rule))
    } else {
        format!("{} (unknown)", rule.effect.assumption())
    }
}

fn output_files(text: &mut String, files: &Files) {
    let lines = output_lines(files);
    if !lines.is_empty() {
        line(text, &format!("\n{}", styled(STRONG, "Files")));
        for (what, path) in lines {
            line(text, &format!("  {what:<13} {}", Escaped(&path)));
        }
    }
}

/// The files of a run, each with what it is.
fn output_lines(files: &Files) -> Vec<(&'static str, String)> {
    let named = [
        ("Manifest", &files.manifest),
        ("Rejected rows", &files.rejected),
        ("Plan", &files.plan),
        ("Report", &files.report),
        ("Page", &files.html),
        ("SARIF", &files.sarif),
        ("JUnit", &files.junit),
    ];
    let parts = files.parts.iter().chain(&files.cleaned);
    let parts = parts.map(|part| ("To upload", part.clone()));
    let others = named
        .into_iter()
        .filter_map(|(what, path)| path.clone().map(|path| (what, path)));
    parts.chain(others).collect()
}

#[cfg(test)]
mod tests;
