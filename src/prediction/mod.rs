//! From findings to a prediction: the verdict on each row, and the job's result.

pub mod duplicates;
mod job;
mod log_line;
mod user_status;
mod verdict;

pub use self::{
    job::{COMPLETED, JobPrediction, OBSERVED_TOO_MANY, RowTally, Status, TOO_MANY, predict_job},
    log_line::{LogLine, SKIPPED, SUCCEEDED},
    user_status::UserStatus,
    verdict::{RepairMade, Verdict, judge_outcome},
};
