//! The hall through which every row walks: read, judge, commit.

mod advice;
mod column_map;
mod column_readings;
mod columns;
mod commit;
mod cut_rows;
mod error;
mod fast_path;
mod file_statement;
mod header_names;
mod judge;
mod open;
mod options;
mod pipeline;
mod plan;
#[cfg(test)]
mod planted_rule;
mod preflight;
mod read;
mod run;
mod sink;
mod summary;
mod tally;
mod transforms;

pub(crate) use self::file_statement::{LOG_COLUMN, preflight_column, says_guarded};
pub use self::{
    column_readings::{ColumnReadings, DateReading},
    error::{Error, HeaderProblem, OutputProblem},
    file_statement::{FileStatement, PREFLIGHT_COLUMNS},
    header_names::{DroppedColumn, HeaderNames},
    options::{DialectChoice, Mode, Options},
    preflight::{Preflight, RecordVerdict},
    read::ReadAt,
    run::Run,
    sink::{CleanedLines, EachRow, FileStart, Interest, Sink},
    summary::{Counts, FileSummary, HashCounts, Hint, Input, JoinCount, RuleCount, Summary},
};
