//! The comparison for a person.

use std::fmt::Write as _;

use crate::{
    output::redact::Escaped,
    prediction::{JobPrediction, Status},
    reconcile::{Agreement, Difference, Document, PartResult, Seen},
};

use super::super::style::{CARE, ERROR, GOOD, QUIET, STRONG, styled};

/// How many kinds of rows are shown of each job.
const MOST_SHOWN: usize = 20;

/// The comparison as text, with colours in it.
pub(super) fn render(results: &[PartResult], document: &Document<'_>) -> String {
    let mut text = String::new();
    for result in results {
        job(&mut text, result);
    }
    if results.len() > 1 {
        let rows = &document.rows;
        line(
            &mut text,
            &format!(
                "{} {} rows, {} imported, {} skipped, {} failed, {} other, {} without a line",
                styled(STRONG, "Together:"),
                rows.input,
                rows.imported,
                rows.skipped,
                rows.failed,
                rows.other,
                rows.unseen
            ),
        );
    }
    for note in &document.assumed {
        line(&mut text, &format!("Note: {}", Escaped(note)));
    }
    let files = &document.files;
    for (what, file) in [
        ("Rows to try again", &files.retry),
        ("Report", &files.report),
        ("Evidence", &files.evidence),
    ] {
        if let Some(file) = file {
            line(&mut text, &format!("{what}: {}", Escaped(file)));
        }
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn job(text: &mut String, result: &PartResult) {
    let job = &result.job;
    let style = match job.status.as_str() {
        "Succeeded" => GOOD,
        "Failed" | "Stopped" | "Expired" => ERROR,
        _ => CARE,
    };
    line(
        text,
        &format!(
            "{} {} {}",
            styled(STRONG, &format!("Job {}:", Escaped(&job.id))),
            styled(style, &Escaped(&job.status).to_string()),
            styled(QUIET, &format!("({})", Escaped(&result.file)))
        ),
    );
    line(
        text,
        &format!(
            "  ImportedUsers {}   SkippedUsers {}   FailedUsers {}",
            job.imported_users, job.skipped_users, job.failed_users
        ),
    );
    if let Some(message) = &job.completion_message {
        line(text, &format!("  CompletionMessage “{}”", Escaped(message)));
    }
    if let Some(predicted) = &result.predicted {
        line(text, &format!("  {}", prediction(result, predicted)));
    }
    let rows = &result.rows;
    line(
        text,
        &format!(
            "Rows: {}; {} imported, {} skipped, {} failed, {} other, {} without a line",
            rows.all(),
            rows.imported,
            rows.skipped,
            rows.failed,
            rows.other,
            rows.unseen
        ),
    );
    let mut sentence = format!("  {} as predicted", rows.as_predicted);
    if rows.possible > 0 {
        let _ = write!(
            sentence,
            ", {} in another way that was possible",
            rows.possible
        );
    }
    line(text, &sentence);
    if rows.otherwise > 0 {
        let otherwise = format!("  {} otherwise than predicted", rows.otherwise);
        line(text, &styled(ERROR, &otherwise));
    }
    for advice in crate::reconcile::advice(result) {
        line(text, &format!("Note: {}", Escaped(&advice)));
    }
    differences(text, result);
    text.push('\n');
}

fn prediction(result: &PartResult, predicted: &JobPrediction) -> String {
    let status = match predicted.status {
        Status::Unknown => "no status could be predicted".to_owned(),
        status => format!("predicted {} ({})", status.as_str(), predicted.certainty),
    };
    if result.status_is_otherwise() {
        styled(ERROR, &format!("Otherwise than predicted: {status}"))
    } else {
        format!("As possible: {status}")
    }
}

fn differences(text: &mut String, result: &PartResult) {
    let differences = &result.differences;
    if differences.is_empty() {
        return;
    }
    line(text, &styled(STRONG, "\nNot imported, or not as predicted"));
    for difference in differences.iter().take(MOST_SHOWN) {
        let style = match (difference.seen, difference.agreement) {
            (_, Agreement::Otherwise) => ERROR,
            (Seen::Imported, _) => GOOD,
            _ => CARE,
        };
        line(
            text,
            &format!(
                "  {} {:>9}  {}",
                styled(style, &format!("{:<9}", difference.seen.as_str())),
                difference.rows,
                predicted(difference)
            ),
        );
        if let Some(log) = log_text(difference) {
            line(text, &format!("    {}", Escaped(&log)));
        }
        for place in &difference.first {
            let mut at = format!("at {}:{}", Escaped(&result.file), place.line);
            if let Some(source_line) = place.source_line {
                let _ = write!(at, ", line {source_line} of its source");
            }
            line(text, &format!("    {}", styled(QUIET, &at)));
        }
    }
    if differences.len() > MOST_SHOWN {
        let more = differences.len() - MOST_SHOWN;
        line(
            text,
            &format!("  and {more} more kinds; --format json and --report have all"),
        );
    }
}

fn predicted(difference: &Difference) -> String {
    let agreement = match difference.agreement {
        Agreement::AsPredicted => "as predicted".to_owned(),
        Agreement::Possible => format!("possible; predicted {}", difference.predicted),
        Agreement::Otherwise => format!("predicted {}", difference.predicted),
        Agreement::NotKnown => format!("not known; predicted {}", difference.predicted),
    };
    if difference.rules.is_empty() {
        return agreement;
    }
    format!("{agreement}: {}", difference.rules.join(", "))
}

fn log_text(difference: &Difference) -> Option<String> {
    let prefix = difference.prefix.as_deref()?;
    let text = difference.text.as_deref().unwrap_or_default();
    Some(format!("[{prefix}] {text}").trim_end().to_owned())
}
