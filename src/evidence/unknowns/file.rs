//! Decisions about the file, its header and its lines.

use crate::evidence::Decision;

/// How many failed or skipped rows fail the job.
pub static THRESHOLD_OF_TOO_MANY: Decision = Decision {
    name: "threshold-of-too-many",
    question: "How many failed or skipped rows make a job end with “Too many users have failed or been skipped during the import.”?",
    options: &[
        "a share of the rows, anywhere above 0 and up to 69.6 %",
        "a number of rows",
        "a run of rows, with the job stopping early",
    ],
    predicted: "no user imported: Failed; none failed or skipped: Succeeded; at least 32 rows failed or skipped, and at least 32 of 46: Failed; anything else: Unknown",
    reason: "The only published mixed job imported 14 of 46 rows and failed (I9); no job is known that succeeded with a failed or skipped row.",
};

/// Why else a job may not start.
pub static OTHER_REASONS_NOT_TO_START: Decision = Decision {
    name: "other-reasons-not-to-start",
    question: "Which reasons not to start does a job have that neither its file nor its pool shows?",
    options: &[
        "another import job of the account is active",
        "the pool is being restored (point-in-time recovery), during which no import job can be created or started",
        "the role for the log is missing or cannot be assumed",
        "no file was uploaded, or the job was stopped or has expired",
    ],
    predicted: "nothing: the job is taken to start",
    reason: "The API names these, and no file shows them. The texts of their errors are not published, but for the missing file.",
};

/// What a job counts that fails as a whole.
pub static COUNTERS_OF_A_FAILED_JOB: Decision = Decision {
    name: "counters-of-a-failed-job",
    question: "What are ImportedUsers, SkippedUsers and FailedUsers of a job that fails as a whole, for its header, its encoding or a missing column?",
    options: &["0, 0 and 0", "0, 0 and the number of rows"],
    predicted: "none: the three are null; `serve` fails and counts every row",
    reason: "Nobody has published the counters of such a job.",
};

/// What happens to a file that lacks a column of the CSVHeader.
pub static MISSING_COLUMN: Decision = Decision {
    name: "missing-column",
    question: "Does a file without one of the CSVHeader’s columns fail, and as a whole or row by row?",
    options: &[
        "the job fails as a whole",
        "every row fails",
        "the column counts as blank and rows are imported",
    ],
    predicted: "every row FAILED, alternative IMPORTED",
    reason: "The guide requires all columns, and a log of 2020 names a missing column as the likely cause when all users fail. But the guide’s own password hash sample has only six columns.",
};

/// Whether white space around a column’s name is trimmed.
pub static HEADER_WHITE_SPACE: Decision = Decision {
    name: "header-white-space",
    question: "Is white space around a column’s name trimmed?",
    options: &["it is trimmed", "the name is unexpected and the job fails"],
    predicted: "every row FAILED, alternative IMPORTED",
    reason: "Trimming is documented for attribute values only.",
};

/// What a column means that the header names more than once.
pub static COLUMN_DUPLICATED_IN_HEADER: Decision = Decision {
    name: "column-duplicated-in-header",
    question: "Which value counts if the header names a column more than once?",
    options: &["the first", "the last", "the job or every row fails"],
    predicted: "every row FAILED, alternative IMPORTED",
    reason: "It is neither documented nor reported.",
};

/// What separators at the end of the header mean.
pub static SEPARATOR_AT_END_OF_HEADER: Decision = Decision {
    name: "separator-at-end-of-header",
    question: "Does a separator at the end of the header name an unexpected column?",
    options: &["the empty name is ignored", "the job or every row fails"],
    predicted: "every row FAILED, alternative IMPORTED",
    reason: "Spreadsheets write such headers; no report shows one.",
};

/// Whether a lone carriage return ends a line.
pub static CARRIAGE_RETURN_ENDS: Decision = Decision {
    name: "carriage-return-ends",
    question: "Does a lone carriage return end a line?",
    options: &["it does", "the file is one long line without any user"],
    predicted: "lines are counted by it, every row FAILED, alternative IMPORTED",
    reason: "Only files with line feeds are known to have been imported.",
};

/// Whether a blank line counts as a user.
pub static BLANK_LINE_AS_USER: Decision = Decision {
    name: "blank-line-as-user",
    question: "Does a blank line count as a user?",
    options: &[
        "it is a user without a username and fails",
        "it is not a user and counts nowhere",
    ],
    predicted: "FAILED, alternative NOT_COUNTED; later lines keep their physical numbers",
    reason: "No published file has one.",
};

/// How many bytes the 100 MB of a file are.
pub static FILE_SIZE_UNIT: Decision = Decision {
    name: "file-size-unit",
    question: "How many bytes are 100 MB, the limit of a file?",
    options: &["100,000,000", "104,857,600"],
    predicted: "above 100,000,000 bytes the job may fail, above 104,857,600 it does",
    reason: "The guide says MB. AWS’s own importer splits files at 100,000,000 bytes.",
};

/// In which unit the 16,000 characters of a row are counted.
pub static ROW_LENGTH_UNIT: Decision = Decision {
    name: "row-length-unit",
    question: "In which unit are the 16,000 characters of a row counted?",
    options: &["code points", "UTF-16 code units", "bytes"],
    predicted: "more code points than that: FAILED; only more UTF-16 units: FAILED, alternative IMPORTED",
    reason: "The guide says characters, and gives the limit of the file beside it in megabytes. So a row that is too long only in bytes is predicted to be imported.",
};

/// What bytes that are not UTF-8 do.
pub static INVALID_UTF_8: Decision = Decision {
    name: "invalid-utf-8",
    question: "What happens to a row with bytes that are not UTF-8?",
    options: &["it fails", "it is imported with replacement characters"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "UTF-8 is documented; the effect of other bytes is not.",
};

/// What a backslash at the end of a line does.
pub static BACKSLASH_AT_END_OF_LINE: Decision = Decision {
    name: "backslash-at-end-of-line",
    question: "Is a backslash at the end of a line data, or does it escape the line end?",
    options: &["it is data", "it escapes the line end and joins two rows"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "Only the comma is documented as a character that can be escaped, but a parser may escape others, too.",
};

/// What a carriage return inside a line does.
pub static CARRIAGE_RETURN_INSIDE: Decision = Decision {
    name: "carriage-return-inside",
    question: "Is a carriage return in the middle of a line data, or does it end the line?",
    options: &["it is data", "it ends the line"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "No published file has one.",
};

/// What empty fields after the last column do.
pub static EXTRA_EMPTY_FIELDS: Decision = Decision {
    name: "extra-empty-fields",
    question: "Does a row fail if it has more fields than the header and the extra ones are empty?",
    options: &["it fails", "they are ignored"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "A migration plan of 2026 says that an import fails if the number of columns does not match; no report shows a row whose extra fields are empty.",
};

/// What happens to a row with fewer fields than the header.
pub static TOO_FEW_FIELDS: Decision = Decision {
    name: "too-few-fields",
    question: "Does a row fail if it has fewer fields than the header?",
    options: &["it fails", "missing fields count as blank"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "A migration plan of 2026 says that an import fails if the number of columns does not match. But many parsers drop empty fields at the end.",
};

/// What quotation marks in a value do.
pub static QUOTATION_MARKS: Decision = Decision {
    name: "quotation-marks",
    question: "Is a quotation mark data, as in a format without quoting?",
    options: &["it is data", "it quotes: the value ends at the next one"],
    predicted: "at the start of a value FAILED, alternative IMPORTED, unless the row fails in both interpretations; inside a value IMPORTED, alternative FAILED",
    reason: "The guide asks for values without quotation marks and does not say what they do. A tool of 2026 writes every value in quotation marks and uploads that; its result is not published. A parser that supports quoting would do so only where the mark opens the field.",
};

/// What two backslashes before a comma mean.
pub static DOUBLED_BACKSLASH: Decision = Decision {
    name: "doubled-backslash",
    question: "Do two backslashes before a comma mean one backslash and a separator?",
    options: &[
        "the comma is escaped by the second",
        "the two are one backslash and the comma separates",
    ],
    predicted: "where the two interpretations differ: FAILED, alternative IMPORTED",
    reason: "AWS’s own importer escapes commas and leaves every other backslash unchanged.",
};

/// Whether white space outside ASCII is trimmed.
pub static UNICODE_WHITE_SPACE: Decision = Decision {
    name: "unicode-white-space",
    question: "Is white space outside ASCII, such as a no-break space, trimmed from a value?",
    options: &["it is trimmed", "it belongs to the value"],
    predicted: "where the two interpretations differ: FAILED, alternative IMPORTED",
    reason: "The guide says that white space is trimmed, but not which characters that includes.",
};

/// The decisions of this file.
pub(super) static ALL_OF_FILE: &[&Decision] = &[
    &THRESHOLD_OF_TOO_MANY,
    &COUNTERS_OF_A_FAILED_JOB,
    &OTHER_REASONS_NOT_TO_START,
    &MISSING_COLUMN,
    &HEADER_WHITE_SPACE,
    &COLUMN_DUPLICATED_IN_HEADER,
    &SEPARATOR_AT_END_OF_HEADER,
    &CARRIAGE_RETURN_ENDS,
    &BLANK_LINE_AS_USER,
    &FILE_SIZE_UNIT,
    &ROW_LENGTH_UNIT,
    &INVALID_UTF_8,
    &BACKSLASH_AT_END_OF_LINE,
    &CARRIAGE_RETURN_INSIDE,
    &EXTRA_EMPTY_FIELDS,
    &TOO_FEW_FIELDS,
    &QUOTATION_MARKS,
    &DOUBLED_BACKSLASH,
    &UNICODE_WHITE_SPACE,
];
