//! The life of a job, as a table.
//!
//! ```text
//!            Start            Begin               Succeed
//!  Created ────────► Pending ───────► InProgress ─────────► Succeeded
//!     │                 │  │ Fail        │  │ Fail
//!     │ Expire          │  └─────────────│──┴────────────► Failed
//!     ▼            Stop │           Stop │
//!  Expired              └──► Stopping ◄──┘
//!                               │ Halt
//!                               ▼
//!                            Stopped
//! ```
//!
//! No arrow leaves Succeeded, Failed, Stopped or Expired: a job that ended stays as it is (GUIDE).

use crate::schema::api_name::api_names;

/// The status of a job, by the service's names (BOTO).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the API knows these eight (BOTO)")]
pub enum JobStatus {
    /// The job waits for its file and its start.
    Created,
    /// The job was started and has not read its file yet.
    Pending,
    /// Rows are being imported.
    InProgress,
    /// The job was asked to stop.
    Stopping,
    /// The job was not started in time.
    Expired,
    /// The job was stopped by the developer.
    Stopped,
    /// Too many rows failed or were skipped, or the file could not be imported.
    Failed,
    /// The file was imported.
    Succeeded,
}

/// What happens to a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the table above is complete")]
pub enum Event {
    /// `StartUserImportJob`.
    Start,
    /// The importer opens the file.
    Begin,
    /// `StopUserImportJob`.
    Stop,
    /// The importer has stopped.
    Halt,
    /// The importer is through, and enough was imported.
    Succeed,
    /// The importer is through, or cannot go on, and the job failed.
    Fail,
    /// The job was not started in time.
    Expire,
}

impl JobStatus {
    /// The status after an event, or `None` where the event cannot happen in this one.
    pub const fn after(self, event: Event) -> Option<Self> {
        Some(match (self, event) {
            (Self::Created, Event::Start) => Self::Pending,
            (Self::Created, Event::Expire) => Self::Expired,
            (Self::Pending, Event::Begin) => Self::InProgress,
            (Self::Pending | Self::InProgress, Event::Stop) => Self::Stopping,
            (Self::Pending | Self::InProgress, Event::Fail) => Self::Failed,
            (Self::InProgress, Event::Succeed) => Self::Succeeded,
            (Self::Stopping, Event::Halt) => Self::Stopped,
            _ => return None,
        })
    }

    /// Whether the job keeps other jobs of the account from starting: one may be active (GUIDE).
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Pending | Self::InProgress | Self::Stopping)
    }

    /// Whether the job has ended: nothing will happen to it again.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Expired | Self::Stopped | Self::Failed | Self::Succeeded
        )
    }
}

api_names!(
    JobStatus,
    "Created, Pending, InProgress, Stopping, Expired, Stopped, Failed or Succeeded",
    {
        Created = "Created",
        Pending = "Pending",
        InProgress = "InProgress",
        Stopping = "Stopping",
        Expired = "Expired",
        Stopped = "Stopped",
        Failed = "Failed",
        Succeeded = "Succeeded",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [Event; 7] = [
        Event::Start,
        Event::Begin,
        Event::Stop,
        Event::Halt,
        Event::Succeed,
        Event::Fail,
        Event::Expire,
    ];

    #[test]
    fn a_job_that_ended_stays_as_it_is() {
        for &status in JobStatus::ALL {
            let leaves = EVENTS.iter().any(|event| status.after(*event).is_some());
            assert_eq!(leaves, !status.is_final(), "{status}");
        }
    }

    #[test]
    fn every_status_is_reached_from_created() {
        let mut reached = vec![JobStatus::Created];
        for _ in JobStatus::ALL {
            for status in reached.clone() {
                for next in EVENTS.iter().filter_map(|event| status.after(*event)) {
                    if !reached.contains(&next) {
                        reached.push(next);
                    }
                }
            }
        }
        assert_eq!(reached.len(), JobStatus::ALL.len());
    }

    #[test]
    fn a_job_can_be_stopped_from_pending_on_and_not_before() {
        assert_eq!(JobStatus::Created.after(Event::Stop), None);
        assert_eq!(JobStatus::Stopping.after(Event::Stop), None);
        for status in [JobStatus::Pending, JobStatus::InProgress] {
            assert_eq!(status.after(Event::Stop), Some(JobStatus::Stopping));
        }
    }

    #[test]
    fn an_active_job_is_neither_new_nor_done() {
        for &status in JobStatus::ALL {
            let is_new_or_done = status == JobStatus::Created || status.is_final();
            assert_eq!(status.is_active(), !is_new_or_done, "{status}");
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        assert!("created".parse::<JobStatus>().is_err());
    }
}
