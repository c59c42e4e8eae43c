//! From which rows on a job fails with “Too many users have failed or been skipped during the import.”

use super::{OBSERVED_TOO_MANY, Status};

/// Rows that were not imported, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "it is two numbers")]
pub struct NotImported {
    /// Rows that failed or were skipped.
    pub rows: u64,
    /// All rows.
    pub of: u64,
}

impl NotImported {
    /// Whether this share is smaller than that one.
    fn share_is_below(self, other: Self) -> bool {
        u128::from(self.rows) * u128::from(other.of) < u128::from(other.rows) * u128::from(self.of)
    }

    /// The smaller share of two.
    fn smaller_share(self, other: Self) -> Self {
        if other.share_is_below(self) {
            other
        } else {
            self
        }
    }
}

/// What jobs have shown of the threshold.
///
/// Whether a share of the rows counts, a number of them, both together or either of them is not public. A job that
/// succeeded although rows of it were not imported, or failed although some were, leaves fewer of these readings, and
/// narrower limits in each. A status is predicted only where all that is left agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    succeeded: Vec<NotImported>,
    failed: Vec<NotImported>,
}

impl Default for Threshold {
    /// What is published: one job (I9).
    fn default() -> Self {
        let (rows, of) = OBSERVED_TOO_MANY;
        Self {
            succeeded: Vec::new(),
            failed: vec![NotImported { rows, of }],
        }
    }
}

/// Which rows count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Share,
    Count,
    Both,
    Either,
}

const READINGS: [Reading; 4] = [
    Reading::Share,
    Reading::Count,
    Reading::Both,
    Reading::Either,
];

impl Threshold {
    /// Adds a job that succeeded although some rows were not imported.
    pub fn add_succeeded(&mut self, job: NotImported) {
        if job.rows > 0 && job.rows < job.of {
            self.succeeded.push(job);
        }
    }

    /// Adds a job that failed for its rows although some were imported.
    pub fn add_failed(&mut self, job: NotImported) {
        if job.rows > 0 && job.rows < job.of {
            self.failed.push(job);
        }
    }

    /// The status in which a job ends, where all that is possible agrees.
    ///
    /// ```
    /// use cognito_preflight::prediction::{NotImported, Status, Threshold};
    ///
    /// let mut threshold = Threshold::default();
    /// assert_eq!(threshold.status_of(4995, 5), None);
    /// for (rows, of) in [(3, 1000), (2, 10), (40, 20_000)] {
    ///     threshold.add_succeeded(NotImported { rows, of });
    /// }
    /// assert_eq!(threshold.status_of(4995, 5), Some(Status::Succeeded));
    /// ```
    pub fn status_of(&self, imported: u64, not_imported: u64) -> Option<Status> {
        let rows = imported.checked_add(not_imported)?;
        if rows == 0 {
            return None;
        }
        if not_imported == 0 {
            return Some(Status::Succeeded);
        }
        if imported == 0 {
            return Some(Status::Failed);
        }
        let job = NotImported {
            rows: not_imported,
            of: rows,
        };
        let mut agreed = None;
        for reading in READINGS.into_iter().filter(|one| self.allows(*one)) {
            let status = self.status_in(reading, job)?;
            if *agreed.get_or_insert(status) != status {
                return None;
            }
        }
        agreed
    }

    /// Whether a reading explains every job.
    fn allows(&self, reading: Reading) -> bool {
        match reading {
            Reading::Share => self.pairs().all(|(good, bad)| good.share_is_below(bad)),
            Reading::Count => self.pairs().all(|(good, bad)| good.rows < bad.rows),
            // The highest limits that still fail every job that failed.
            Reading::Both => self.lowest_failed().is_none_or(|(share, count)| {
                self.succeeded
                    .iter()
                    .all(|good| good.share_is_below(share) || good.rows < count)
            }),
            // The lowest limits that no job which succeeded reaches.
            Reading::Either => self.fails_beyond(&self.succeeded),
        }
    }

    fn pairs(&self) -> impl Iterator<Item = (NotImported, NotImported)> {
        let failed = &self.failed;
        let of = |good: NotImported| failed.iter().map(move |bad| (good, *bad));
        self.succeeded.iter().copied().flat_map(of)
    }

    /// The smallest share and the smallest number that failed.
    fn lowest_failed(&self) -> Option<(NotImported, u64)> {
        let share = self
            .failed
            .iter()
            .copied()
            .reduce(NotImported::smaller_share)?;
        let count = self.failed.iter().map(|job| job.rows).min()?;
        Some((share, count))
    }

    /// Whether every job that failed has a share above all of these jobs, or a number above all of them.
    fn fails_beyond(&self, jobs: &[NotImported]) -> bool {
        self.failed.iter().all(|bad| {
            jobs.iter().all(|good| good.share_is_below(*bad))
                || jobs.iter().all(|good| good.rows < bad.rows)
        })
    }

    /// The status in one reading that explains every job, where all limits that are left agree.
    fn status_in(&self, reading: Reading, job: NotImported) -> Option<Status> {
        let (fails, succeeds) = match reading {
            Reading::Share => (
                self.failed.iter().any(|bad| !job.share_is_below(*bad)),
                self.succeeded.iter().any(|good| !good.share_is_below(job)),
            ),
            Reading::Count => (
                self.failed.iter().any(|bad| job.rows >= bad.rows),
                self.succeeded.iter().any(|good| job.rows <= good.rows),
            ),
            Reading::Both => match self.lowest_failed() {
                None => (false, !self.may_fail_by_both(job, job.rows)),
                Some((share, count)) => (
                    !job.share_is_below(share) && job.rows >= count,
                    !self.may_fail_by_both(share.smaller_share(job), count.min(job.rows)),
                ),
            },
            Reading::Either => {
                let mut beyond = self.succeeded.clone();
                beyond.push(job);
                let is_below = |by: fn(&NotImported, NotImported) -> bool| {
                    self.succeeded.iter().any(|good| by(good, job))
                };
                (
                    !self.fails_beyond(&beyond),
                    is_below(|good, job| !good.share_is_below(job))
                        && is_below(|good, job| job.rows <= good.rows),
                )
            }
        };
        match (fails, succeeds) {
            (true, false) => Some(Status::Failed),
            (false, true) => Some(Status::Succeeded),
            _ => None,
        }
    }

    /// Whether limits at this share and number leave every job that succeeded below one of them.
    fn may_fail_by_both(&self, share: NotImported, count: u64) -> bool {
        self.succeeded
            .iter()
            .all(|good| good.share_is_below(share) || good.rows < count)
    }

    /// Between which limits the threshold is, in sentences for a person, for each reading that is left.
    pub fn limits(&self) -> Vec<String> {
        let share = |job: NotImported| {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a percentage with one decimal is shown"
            )]
            let percent = job.rows as f64 * 100.0 / job.of as f64;
            format!("{percent:.1} %")
        };
        let mut sentences = Vec::new();
        let largest = self
            .succeeded
            .iter()
            .copied()
            .reduce(|one, two| if one.share_is_below(two) { two } else { one });
        let most = self.succeeded.iter().map(|job| job.rows).max().unwrap_or(0);
        let above = largest.map_or_else(|| "0 %".to_owned(), share);
        let lowest = self.lowest_failed();
        let upper = |text: Option<String>| {
            text.map_or_else(String::new, |text| format!(" and at most {text}"))
        };
        for reading in READINGS.into_iter().filter(|one| self.allows(*one)) {
            sentences.push(match reading {
                Reading::Share => format!(
                    "a share of the rows: more than {above}{}",
                    upper(lowest.map(|(job, _)| share(job)))
                ),
                Reading::Count => format!(
                    "a number of rows: more than {most}{}",
                    upper(lowest.map(|(_, count)| count.to_string()))
                ),
                Reading::Both => "a share and a number together".to_owned(),
                Reading::Either => "a share or a number, whichever is reached".to_owned(),
            });
        }
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(succeeded: &[(u64, u64)], failed: &[(u64, u64)]) -> Threshold {
        let mut threshold = Threshold::default();
        for (rows, of) in succeeded {
            threshold.add_succeeded(NotImported {
                rows: *rows,
                of: *of,
            });
        }
        for (rows, of) in failed {
            threshold.add_failed(NotImported {
                rows: *rows,
                of: *of,
            });
        }
        threshold
    }

    fn status(threshold: &Threshold, rows: u64, of: u64) -> Option<Status> {
        threshold.status_of(of - rows, rows)
    }

    #[test]
    fn jobs_that_succeed_narrow_the_threshold_until_one_reading_is_left() {
        let mut threshold = of(&[(3, 1000), (2, 10)], &[]);
        assert_eq!(
            threshold.limits()[..2],
            [
                "a share of the rows: more than 20.0 % and at most 69.6 %",
                "a number of rows: more than 3 and at most 32"
            ]
        );
        assert_eq!(status(&threshold, 5, 5000), None);
        threshold.add_succeeded(NotImported {
            rows: 40,
            of: 20_000,
        });
        assert!(!threshold.allows(Reading::Count) && threshold.allows(Reading::Share));
        assert_eq!(status(&threshold, 5, 5000), Some(Status::Succeeded));
        threshold.add_succeeded(NotImported { rows: 7, of: 10 });
        assert_eq!(threshold.limits(), ["a share and a number together"]);
        assert_eq!(status(&threshold, 1, 3), Some(Status::Succeeded));
        assert_eq!(status(&threshold, 33, 50), None);
        assert_eq!(status(&threshold, 50, 60), Some(Status::Failed));
    }

    #[test]
    fn what_is_published_decides_only_jobs_that_are_no_better() {
        let published = Threshold::default();
        for (rows, of, expected) in [
            (32, 46, Some(Status::Failed)),
            (64, 92, Some(Status::Failed)),
            (32, 47, None),
            (31, 44, None),
            (1, 100, None),
            (0, 5, Some(Status::Succeeded)),
            (5, 5, Some(Status::Failed)),
        ] {
            assert_eq!(status(&published, rows, of), expected, "{rows} of {of}");
        }
        assert_eq!(published.status_of(0, 0), None);
    }

    /// A status that is given is the one under every threshold that explains the jobs.
    #[test]
    fn a_status_is_given_only_where_every_threshold_agrees() {
        let jobs = [(1, 9), (2, 5), (3, 4), (4, 20), (6, 8), (9, 12), (12, 40)];
        let fails = |reading, share: NotImported, count, job: NotImported| {
            let by_share = !job.share_is_below(share);
            let by_count = job.rows >= count;
            match reading {
                Reading::Share => by_share,
                Reading::Count => by_count,
                Reading::Both => by_share && by_count,
                Reading::Either => by_share || by_count,
            }
        };
        for reading in READINGS {
            for share in 1..=20 {
                let share = NotImported {
                    rows: share,
                    of: 20,
                };
                for count in 1..=40 {
                    if !fails(reading, share, count, NotImported { rows: 32, of: 46 }) {
                        continue;
                    }
                    let (bad, good): (Vec<_>, Vec<_>) = jobs.iter().partition(|(rows, of)| {
                        fails(
                            reading,
                            share,
                            count,
                            NotImported {
                                rows: *rows,
                                of: *of,
                            },
                        )
                    });
                    let threshold = of(&good, &bad);
                    assert!(threshold.allows(reading), "{reading:?}");
                    for rows in 1..20 {
                        let job = NotImported { rows, of: 20 };
                        let truth = if fails(reading, share, count, job) {
                            Status::Failed
                        } else {
                            Status::Succeeded
                        };
                        let said = status(&threshold, rows, 20);
                        assert!(said.is_none() || said == Some(truth), "{reading:?} {rows}");
                    }
                }
            }
        }
    }
}
