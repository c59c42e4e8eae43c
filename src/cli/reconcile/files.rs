//! Which file belongs to which job, and the log of all of them.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use crate::{
    reconcile::{Job, Log, Manifest, Part, ReconcileError},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::super::{args::reconcile::ReconcileArguments, failure::Failure, inputs};

/// How much of a file is looked at to tell a manifest from a file of users.
const START: u64 = 64;

/// One file with its job.
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) job: Job,
    part: Option<Part>,
}

impl File {
    pub(super) const fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }

    /// The algorithm of the job's password hashes.
    pub(super) fn algorithm(&self) -> Option<PasswordHashingAlgorithm> {
        let of_part = self
            .part
            .as_ref()
            .and_then(|part| part.password_hashing_algorithm);
        self.job.password_hashing_algorithm.or(of_part)
    }
}

/// What is compared.
pub(super) struct Inputs {
    pub(super) files: Vec<File>,
    pub(super) log: Log,
}

impl Inputs {
    pub(super) fn read(arguments: &ReconcileArguments) -> Result<Self, Failure> {
        let mut log = Log::default();
        for path in &arguments.log {
            let name = inputs::name(path);
            log.read(&name, inputs::open(path)?)?;
        }
        let mut jobs = Vec::new();
        for path in &arguments.job {
            let (name, bytes) = inputs::document(path)?;
            jobs.extend(Job::read_all(&name, &bytes)?);
        }
        let files = if let Some(manifest) = manifest(&arguments.file)? {
            let folder = arguments.file.parent().unwrap_or(Path::new(""));
            let parts = manifest.parts.into_iter();
            pair(
                parts
                    .map(|part| (folder.join(&part.name), Some(part)))
                    .collect(),
                jobs,
            )?
        } else {
            vec![File {
                path: arguments.file.clone(),
                part: part_of(arguments)?,
                job: one_job(arguments, jobs, &log)?,
            }]
        };
        Ok(Self { files, log })
    }
}

/// The manifest that a path leads to, where it is none of users.
pub(in crate::cli) fn manifest(path: &Path) -> Result<Option<Manifest>, Failure> {
    if inputs::is_standard(path) {
        return Ok(None);
    }
    let mut start = Vec::new();
    inputs::open(path)?
        .take(START)
        .read_to_end(&mut start)
        .map_err(|error| Failure::open(path, &error))?;
    if !Manifest::is_begun_by(&start) {
        return Ok(None);
    }
    let (name, bytes) = inputs::document(path)?;
    Ok(Some(Manifest::read(&name, &bytes)?))
}

/// The entry of the file in the manifest that is given beside it.
fn part_of(arguments: &ReconcileArguments) -> Result<Option<Part>, Failure> {
    let Some(path) = &arguments.manifest else {
        return Ok(None);
    };
    let (name, bytes) = inputs::document(path)?;
    let manifest = Manifest::read(&name, &bytes)?;
    let part = manifest.part_of(&arguments.file).cloned();
    let part = part.ok_or_else(|| ReconcileError::NotInManifest {
        name,
        part: inputs::name(&arguments.file),
    })?;
    Ok(Some(part))
}

/// The job of a single file: the only one, the one that is named, or the one whose log this is.
fn one_job(arguments: &ReconcileArguments, mut jobs: Vec<Job>, log: &Log) -> Result<Job, Failure> {
    let count = jobs.len();
    if let Some(id) = &arguments.job_id {
        jobs.retain(|job| job.id == *id);
    } else if count > 1 {
        jobs.retain(|job| log.jobs().any(|id| id == job.id));
    }
    let names: Vec<String> = arguments
        .job
        .iter()
        .map(|path| inputs::name(path))
        .collect();
    match jobs.pop() {
        Some(job) if jobs.is_empty() => Ok(job),
        Some(_) => Err(Failure::usage(format!(
            "{} describes {count} jobs; say with --job-id which of them imported the file",
            names.join(", ")
        ))),
        None => Err(ReconcileError::NoSuchJob {
            name: names.join(", "),
            count,
        }
        .into()),
    }
}

/// Each part with its job: by the number in the job's name, as `import` gives it, or in the order of both.
fn pair(parts: Vec<(PathBuf, Option<Part>)>, jobs: Vec<Job>) -> Result<Vec<File>, Failure> {
    if parts.len() != jobs.len() {
        return Err(ReconcileError::JobsAndFiles {
            jobs: jobs.len(),
            files: parts.len(),
        }
        .into());
    }
    let numbered: Option<Vec<usize>> = jobs
        .iter()
        .map(|job| number(job.name.as_deref()?))
        .collect();
    let mut jobs: Vec<(usize, Job)> = match numbered {
        Some(numbers) => numbers.into_iter().zip(jobs).collect(),
        None => jobs.into_iter().enumerate().collect(),
    };
    jobs.sort_by_key(|(number, _)| *number);
    Ok(parts
        .into_iter()
        .zip(jobs)
        .map(|((path, part), (_, job))| File { path, job, part })
        .collect())
}

/// The number of the part in a job's name such as `part-0001-9f86d081`.
fn number(name: &str) -> Option<usize> {
    let rest = name.strip_prefix("part-")?;
    rest.split('-').next()?.parse().ok()
}
