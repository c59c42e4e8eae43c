//! The hall through which every row walks: read, judge, commit.

mod columns;
mod commit;
mod error;
mod gate;
mod judge;
mod layout;
mod open;
mod options;
mod pipeline;
mod plan;
mod preflight;
mod read;
mod run;
mod sink;
mod summary;
mod tally;

pub use self::{
    error::{Error, HeaderProblem, OutputProblem},
    layout::PREFLIGHT_COLUMNS,
    options::{DialectChoice, Mode, Options},
    preflight::{Preflight, RecordVerdict},
    read::ReadAt,
    run::Run,
    sink::{CleanedLines, EachRow, FileStart, Interest, Sink},
    summary::{Counts, FileSummary, Input, RuleCount, Summary},
};
