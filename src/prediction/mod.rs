//! From findings to a prediction: the judgement of each row, and the job's result.

pub mod duplicates;
mod job;
mod judgement;
mod learned;
mod log_line;
mod tally;
mod threshold;
mod user_status;
mod verdict;

pub(crate) use self::{job::counted, verdict::is_held_back};
pub use self::{
    job::{
        COMPLETED, JobPrediction, OBSERVED_TOO_MANY, Status, TOO_MANY, predict_job,
        predict_job_with,
    },
    judgement::Judgement,
    learned::{Answer, Learned, NoSuchAssumption},
    log_line::{LogLine, SKIPPED, SUCCEEDED},
    tally::RowTally,
    threshold::{NotImported, Threshold},
    user_status::UserStatus,
    verdict::{RepairMade, Verdict},
};
