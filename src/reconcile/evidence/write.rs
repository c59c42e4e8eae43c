//! From a comparison to evidence.

use crate::{
    prediction::JobPrediction,
    reconcile::{
        JobSource, Log, PartResult, ReconcileError,
        result::{Group as Rows, LineEnds},
    },
    schema::Schema,
};

use super::{
    Evidence, EvidenceSource, HeaderOrder, Job, PoolFeatures,
    format::{Counts, File, Group, LogEntry, OtherText, Predicted},
    scrub,
};

/// What evidence says beside the comparison.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a caller has to say all of it")]
pub struct EvidenceContext<'a> {
    /// The pool, its columns and its settings.
    pub schema: &'a Schema,
    /// A keyed hash of the pool's id, by which its owner knows it again.
    pub pool: Option<&'a str>,
    /// Whether all users that existed before the job were given.
    pub existing_users_known: bool,
    /// The job's log, and those of the others.
    pub log: &'a Log,
}

impl Evidence {
    /// What the jobs of a comparison showed.
    ///
    /// # Errors
    ///
    /// [`ReconcileError::NoEvidence`] where a job has not ended, or its description lacks its day or its pool.
    pub fn of_results(
        results: &[PartResult],
        context: EvidenceContext<'_>,
    ) -> Result<Self, ReconcileError> {
        let jobs = results.iter().map(|result| job(result, context));
        Ok(Self::new(jobs.collect::<Result<_, _>>()?))
    }
}

fn job(result: &PartResult, context: EvidenceContext<'_>) -> Result<Job, ReconcileError> {
    let refused = |lacks| ReconcileError::NoEvidence {
        job: result.job.id.clone(),
        lacks,
    };
    let described = &result.job;
    if !described.has_ended() {
        return Err(refused("it has not ended"));
    }
    let date = described
        .date
        .clone()
        .ok_or_else(|| refused("its description has no date"))?;
    let of_pool = context.schema.pool().id.as_deref();
    let region = described
        .region()
        .or_else(|| of_pool?.split_once('_').map(|(region, _)| region))
        .ok_or_else(|| refused("its description does not name the pool"))?;
    let rows = result.groups.iter().map(group).collect();
    let other = context.log.other().iter();
    Ok(Job {
        source: match described.source {
            JobSource::Service => EvidenceSource::Service,
            JobSource::Rehearsal => EvidenceSource::Rehearsal,
        },
        date,
        region: region.to_owned(),
        pool: PoolFeatures {
            schema: context.pool.map(str::to_owned),
            ..pool_features(context.schema)
        },
        file: File {
            rows: result.rows.all(),
            bytes_over_100_000_000: result.bytes > 100_000_000,
            line_ends: match result.line_ends {
                LineEnds::Lf => "LF",
                LineEnds::CrLf => "CRLF",
                LineEnds::Cr => "CR",
                LineEnds::Mixed => "mixed",
            }
            .to_owned(),
            algorithm: described
                .password_hashing_algorithm
                .map(|algorithm| algorithm.as_str().to_owned()),
            existing_users_known: context.existing_users_known,
            findings: result.file_findings.iter().map(Into::into).collect(),
        },
        status: described.status.clone(),
        completion_message: described
            .completion_message
            .as_deref()
            .and_then(scrub::clean),
        start_error: None,
        counts: Counts {
            imported: described.imported_users,
            skipped: described.skipped_users,
            failed: described.failed_users,
            longest_run_not_imported: result.longest_run_not_imported,
            rows_before_stop: result.rows_before_stop(),
        },
        predicted: result.predicted.as_ref().and_then(predicted),
        log: LogEntry {
            mapped: result.log.mapped.as_str().to_owned(),
            lines: result.log.rows,
            unseen: result.rows.unseen,
            other: other
                .filter_map(|(text, count)| {
                    Some(OtherText {
                        text: scrub::clean(text)?,
                        count: *count,
                    })
                })
                .collect(),
            unknown_prefixes: result
                .log
                .unknown_prefixes
                .iter()
                .filter(|prefix| prefix.len() <= 40)
                .cloned()
                .collect(),
        },
        rows,
    })
}

fn predicted(job: &JobPrediction) -> Option<Predicted> {
    Some(Predicted {
        status: job.status.as_str().to_owned(),
        imported: job.imported_users?,
        skipped: job.skipped_users?,
        failed: job.failed_users?,
    })
}

fn group(rows: &Rows) -> Group {
    let judgement = rows.key.judgement;
    Group {
        findings: rows.key.findings.iter().map(Into::into).collect(),
        predicted: judgement.outcome.as_str().to_owned(),
        certainty: judgement.certainty.as_str().to_owned(),
        alternatives: judgement
            .alternatives()
            .iter()
            .map(|outcome| outcome.as_str().to_owned())
            .collect(),
        seen: rows.key.seen.as_str().to_owned(),
        text: rows.key.text.as_deref().and_then(scrub::clean),
        count: rows.count,
    }
}

/// The features of a pool that may matter to the importer.
#[must_use]
pub fn pool_features(schema: &Schema) -> PoolFeatures {
    let pool = schema.pool();
    let sorted = |mut names: Vec<String>| {
        names.sort_unstable();
        names
    };
    let verifiable = |names: &[crate::schema::VerifiableAttribute]| {
        sorted(names.iter().map(ToString::to_string).collect())
    };
    PoolFeatures {
        tier: pool.tier.map(|tier| tier.as_str().to_owned()),
        username_attributes: verifiable(&pool.username_attributes),
        alias_attributes: sorted(pool.aliases.iter().map(ToString::to_string).collect()),
        auto_verified: verifiable(&pool.auto_verified),
        mfa: Some(pool.mfa.as_str().to_owned()),
        case_sensitive: Some(pool.case_sensitive),
        header_order: match schema.columns().first().map(crate::schema::Column::name) {
            Some("name") => HeaderOrder::Older,
            Some("profile") => HeaderOrder::Newer,
            _ => HeaderOrder::Other,
        },
        password_hash_column: schema.known().password_hash.is_some(),
        created: None,
        schema: None,
    }
}
