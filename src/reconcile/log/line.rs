//! One line of the log: which row it is about, in which job.

use std::borrow::Cow;

use memchr::memmem;

/// What is between the bracket and the number.
const NUMBER: &str = "] Line Number ";

/// What is between the number and the text.
const BEFORE_TEXT: &str = " - ";

/// A row that a text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// The id of the job, where the text before the row names its stream.
    pub(super) job: Option<&'a str>,
    pub(super) line: u32,
    pub(super) prefix: &'a str,
    pub(super) text: Cow<'a, str>,
}

/// Every row that a text names. The text of each ends at a tab or at the end of the line.
pub(super) fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(from..)?;
            let found = memmem::find(rest.as_bytes(), NUMBER.as_bytes())?;
            let (before, after) = rest.split_at_checked(found)?;
            let after = after.strip_prefix(NUMBER)?;
            from = text.len() - after.len();
            if let Some((row, length)) = row(before, after) {
                from += length;
                return Some(row);
            }
        }
    })
}

/// The row of which this text is before and after the words, and how long the text after them is.
fn row<'a>(before: &'a str, after: &'a str) -> Option<(Row<'a>, usize)> {
    let bracket = before.rfind('[')?;
    let (before, prefix) = before.split_at_checked(bracket)?;
    let prefix = prefix.strip_prefix('[')?;
    let is_prefix = |byte: u8| byte.is_ascii_uppercase() || matches!(byte, b'_' | b' ');
    if prefix.is_empty() || !prefix.bytes().all(is_prefix) {
        return None;
    }
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = after.split_at_checked(digits)?;
    let line = number.parse().ok()?;
    let text = rest.strip_prefix(BEFORE_TEXT)?;
    let end = text.find(['\t', '\r', '\n']).unwrap_or(text.len());
    let (text, _) = text.split_at_checked(end)?;
    let row = Row {
        job: job_before(before),
        line,
        prefix,
        text: without_colours(text),
    };
    Some((row, digits + BEFORE_TEXT.len() + end))
}

/// The job whose stream is named just before a row, as `aws logs tail` writes it.
fn job_before(before: &str) -> Option<&str> {
    let line = before.rsplit(['\t', '\r', '\n']).next()?;
    let start = line.find("import-")?;
    job_id(line.get(start..)?)
}

/// The job's id at the start of a stream's name, `<JobId>/<JobName>`.
pub(super) fn job_id(stream: &str) -> Option<&str> {
    let (id, _) = stream.split_once('/')?;
    let rest = id.strip_prefix("import-")?;
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (!rest.is_empty() && rest.bytes().all(is_id)).then_some(id)
}

/// A text without the colours that `aws logs tail` writes on a terminal.
fn without_colours(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('\u{1b}');
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let end = piece.find(|c: char| c.is_ascii_alphabetic());
        plain.push_str(end.and_then(|end| piece.get(end + 1..)).unwrap_or_default());
    }
    Cow::Owned(plain)
}

/// The message of a line that is not about a row: what follows the moment and the stream, where there are such.
pub(super) fn message(line: &str) -> &str {
    // The output of `--output text` has the message between tabs.
    if let Some(fields) = line.strip_prefix("EVENTS\t") {
        return fields.split('\t').nth(1).unwrap_or_default().trim();
    }
    let line = line.trim();
    let mut rest = line;
    if let Some((first, after)) = line.split_once(' ')
        && first.starts_with(|c: char| c.is_ascii_digit())
    {
        rest = after;
    }
    if let Some(id) = job_id(rest)
        && let Some((_, after)) = rest.get(id.len()..).and_then(|name| name.split_once(' '))
    {
        rest = after;
    }
    // What is one word is a token or a number, and no message.
    if rest.contains(' ') { rest } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Option<&str>, u32, &str, String)> {
        rows(text)
            .map(|row| (row.job, row.line, row.prefix, row.text.into_owned()))
            .collect()
    }

    #[test]
    fn a_line_has_a_prefix_a_number_and_a_text() {
        assert_eq!(
            found("[FAILED] Line Number 4 - No, \"this\" [fails]."),
            [(None, 4, "FAILED", "No, \"this\" [fails].".to_owned())]
        );
        assert_eq!(
            found("[NOT_SEEN YET] Line Number 2 - x")[0].2,
            "NOT_SEEN YET"
        );
        for text in [
            "",
            "[failed] Line Number 4 - x",
            "[FAILED] Line Number x - y",
            "[FAILED] Line Number 4",
            "[FAILED] Line Number 99999999999 - y",
            "FAILED] Line Number 4 - y",
            "[] Line Number 4 - y",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn one_text_may_hold_several_lines() {
        let text = "Test Log\t[SUCCEEDED] Line Number 2 - Yes.\t[FAILED] Line Number 3 - No.\r\nx";
        assert_eq!(
            found(text),
            [
                (None, 2, "SUCCEEDED", "Yes.".to_owned()),
                (None, 3, "FAILED", "No.".to_owned()),
            ]
        );
    }

    #[test]
    fn the_stream_before_a_line_names_its_job() {
        let text = "2026-11-27T18:42:08.152000+00:00 import-9sHxosU7BP/my job [FAILED] Line Number 3 - No.";
        assert_eq!(found(text)[0].0, Some("import-9sHxosU7BP"));
        assert_eq!(job_id("import-/x"), None);
        assert_eq!(job_id("other/x"), None);
    }

    #[test]
    fn colours_are_no_part_of_a_text() {
        let text = "\u{1b}[32mx\u{1b}[0m [FAILED] Line Number 3 - No.\u{1b}[0m";
        assert_eq!(found(text)[0].3, "No.");
    }

    #[test]
    fn the_message_of_another_line_has_no_moment_and_no_stream() {
        for line in [
            "Some event",
            "2026-11-27T18:42:07.752Z Some event",
            "2026-11-27T18:42:07.752000+00:00 import-9sHxosU7BP/first Some event",
            "EVENTS\t1795804932852\tSome event\t1795804927752",
        ] {
            assert_eq!(message(line), "Some event", "{line}");
        }
        assert_eq!(message("b/38999\tf/38999"), "");
    }
}
