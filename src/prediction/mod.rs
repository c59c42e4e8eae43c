//! From findings to a prediction: the judgement of each row, and the job's result.

pub mod duplicates;
mod job;
mod judgement;
mod log_line;
mod tally;
mod user_status;
mod verdict;

pub(crate) use self::{job::counted, verdict::is_held_back};
pub use self::{
    job::{COMPLETED, JobPrediction, OBSERVED_TOO_MANY, Status, TOO_MANY, predict_job},
    judgement::Judgement,
    log_line::{LogLine, SKIPPED, SUCCEEDED},
    tally::RowTally,
    user_status::UserStatus,
    verdict::{RepairMade, Verdict},
};
