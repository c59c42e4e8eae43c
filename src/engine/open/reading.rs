//! How a file is read: its encoding, its dialect, and what precedes its header.

use crate::{
    bug,
    dialect::{
        Delimited, Dialect, Encoding, LineEnds,
        detect::{self, Detected, Given, Quote, Sample},
        framing::{Frame, Framer},
        line_ends, line_ends_in,
    },
    engine::{DialectChoice, Mode, file_statement::Settled, plan::Plan},
    mapping::mapper::Mapper,
    schema::Column,
};

/// The encoding, and the length of the byte order mark that announces it.
pub(super) fn encoding(plan: &Plan, start: &[u8]) -> (Encoding, usize) {
    let marked = Encoding::of_byte_order_mark(start);
    match plan.options.mode {
        // The job reads UTF-8 and nothing else.
        Mode::Check => {
            let length = marked
                .filter(|(encoding, _)| *encoding == Encoding::UTF_8)
                .map_or(0, |(_, length)| length);
            (Encoding::UTF_8, length)
        }
        // A mark is part of the file itself and stronger than what was said about it.
        Mode::Clean => {
            if let Some((encoding, mut length)) = marked {
                // Programs that join files leave a second one.
                let mark = bug::slice(start, ..length).to_vec();
                while bug::slice(start, length..).starts_with(&mark) {
                    length += mark.len();
                }
                (encoding, length)
            } else {
                let encoding = plan.options.encoding;
                let found = encoding.or_else(|| Encoding::utf_16_without_mark(start));
                (found.unwrap_or(Encoding::UTF_8), 0)
            }
        }
    }
}

/// What precedes the header.
#[derive(Default)]
pub(super) struct Skipped {
    pub(super) bytes: usize,
    pub(super) lines: u64,
}

/// Lines before the header that begin with the text of a comment.
struct Comments<'a> {
    comment: &'a str,
    framer: Framer,
    encoding: Encoding,
}

impl Comments<'_> {
    /// The end of the next comment, with the blank lines before it; `None` where no comment follows.
    fn end(&self, text: &[u8], from: &Skipped) -> Option<Skipped> {
        let mut end = Skipped { ..*from };
        while end.bytes < text.len() {
            let Frame::Record(line) = self.framer.frame(text, end.bytes, true, true) else {
                return None;
            };
            let content = text.get(end.bytes..line.content_end as usize)?;
            let content = self.encoding.decode_lossy(content);
            end.bytes = line.end as usize;
            end.lines += u64::from(line.lines);
            let content = content.trim_start();
            if content.starts_with(self.comment) {
                return Some(end);
            }
            if !content.is_empty() {
                return None;
            }
        }
        None
    }
}

/// The lines that are to be skipped at the start of a file that is to be cleaned.
pub(super) fn lines_to_skip(plan: &Plan, encoding: Encoding, text: &[u8]) -> Skipped {
    let mut skipped = Skipped::default();
    let mapping = plan.mapper.as_ref().map(Mapper::mapping);
    let comment = mapping.and_then(|mapping| mapping.input.comment.as_deref());
    let skips = plan.options.skip_lines > 0 || comment.is_some();
    if plan.options.mode == Mode::Check || !skips {
        return skipped;
    }
    let dialect = Dialect::Cognito;
    let line_ends = line_ends(encoding.decode_lossy(text).as_bytes());
    let framer = Framer::new(dialect, encoding, line_ends);
    while skipped.lines < plan.options.skip_lines && skipped.bytes < text.len() {
        let Frame::Record(line) = framer.frame(text, skipped.bytes, true, true) else {
            break;
        };
        skipped.bytes = line.end as usize;
        skipped.lines += u64::from(line.lines);
    }
    let mut comments = comment.map(|comment| Comments {
        comment,
        framer,
        encoding,
    });
    while let Some(next) = comments
        .as_mut()
        .and_then(|comments| comments.end(text, &skipped))
    {
        skipped = next;
    }
    skipped
}

fn columns_of_the_pool(plan: &Plan) -> Vec<&str> {
    plan.schema.columns().iter().map(Column::name).collect()
}

/// Every name that the header may have: the pool's columns, and what the caller typed.
pub(super) fn expected_names(plan: &Plan) -> Vec<&str> {
    let columns = plan.schema.columns().iter().map(Column::name);
    let repairs = &plan.options.repairs;
    let renames = repairs
        .renames
        .iter()
        .flat_map(|(old, new)| [old.as_str(), new.as_str()]);
    let copies = repairs.copies.iter().map(|(old, _)| old.as_str());
    let choices = plan.options.only.iter().chain(&plan.options.except);
    let chosen_by = choices.map(|(name, _)| name.as_str());
    let given = plan.options.columns.iter().map(String::as_str);
    columns
        .chain(renames)
        .chain(copies)
        .chain(chosen_by)
        .chain(given)
        .collect()
}

pub(super) fn dialect(
    plan: &Plan,
    settled: Option<Settled>,
    encoding: Encoding,
    start: &[u8],
    is_whole: bool,
) -> (Detected, LineEnds, bool) {
    let as_cognito = Detected {
        dialect: Dialect::Cognito,
        because: "",
    };
    if plan.options.mode == Mode::Check {
        return (as_cognito, line_ends(start), false);
    }
    let text = encoding.decode_lossy(start);
    if let Some(Settled {
        dialect: Some(dialect),
        because,
        ..
    }) = settled
    {
        let line_ends = line_ends_in(dialect, text.as_bytes());
        return (Detected { dialect, because }, line_ends, false);
    }
    let names = expected_names(plan);
    let given = given(plan);
    let (detected, is_detected) = match plan.options.dialect {
        Some(DialectChoice::Cognito) => (as_cognito, false),
        Some(DialectChoice::Rfc4180) => {
            let first_line = detect::first_line(&text);
            let delimiter = detect::separator_line(first_line)
                .or(given.delimiter)
                .unwrap_or_else(|| detect::delimiter(first_line, &names));
            let detected = Detected {
                dialect: given.dialect(delimiter),
                because: "",
            };
            (detected, false)
        }
        Some(DialectChoice::Database) => {
            let quote = given.quote.and_then(Quote::character);
            let delimited = Delimited::new(given.delimiter.unwrap_or(b'\t'))
                .quote(quote)
                .escapes(true);
            let detected = Detected {
                dialect: Dialect::of(delimited),
                because: "",
            };
            (detected, false)
        }
        None => {
            let sample = Sample {
                text: &text,
                is_whole,
            };
            (
                detect::dialect(sample, &columns_of_the_pool(plan), &names, given),
                true,
            )
        }
    };
    let line_ends = line_ends_in(detected.dialect, text.as_bytes());
    (detected, line_ends, is_detected)
}

/// How many bytes of a file are looked at to tell its reader what a check does not read.
const BYTES_FOR_A_HINT: usize = 64 * 1024;

/// The dialect that a check does not read, where the file shows by some sign that it is in one.
pub(super) fn other_dialect(plan: &Plan, text: &str) -> Option<Dialect> {
    if plan.options.mode != Mode::Check {
        return None;
    }
    let mut end = text.len().min(BYTES_FOR_A_HINT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = Sample {
        text: bug::text(text, 0..end),
        is_whole: end == text.len(),
    };
    detect::other_dialect(sample, &columns_of_the_pool(plan), &expected_names(plan))
}

pub(super) const fn given(plan: &Plan) -> Given {
    Given {
        delimiter: plan.options.delimiter,
        quote: plan.options.quote,
        escapes: plan.options.escapes,
    }
}
