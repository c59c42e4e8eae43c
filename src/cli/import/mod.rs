//! `import`: part after part, one job at a time, each compared with its prediction.

mod job;
mod state;

use std::{
    fs::File,
    io::{self, BufRead, IsTerminal, Read},
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    engine::{Options, Preflight},
    output::redact::Escaped,
    prediction::{JobPrediction, Status},
    reconcile::{
        Job, JobOfFile, JobSource, Log, Manifest, Part, PartResult, ReconcileError, Reconciler,
    },
    schema::{CsvHeader, Schema, UserPool},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{
    account,
    args::aws::ImportArguments,
    documents::{EXISTING, HEADER, POOL},
    exit::Exit,
    failure::Failure,
    inputs,
    outputs::Writer,
    print,
    reconcile::{manifest, show},
};

pub(super) use job::set;
use job::{Jobs, text};
use state::{PartState, State, beside, write};

/// One file of the import.
struct FileOfImport {
    path: PathBuf,
    part: Option<Part>,
    algorithm: Option<PasswordHashingAlgorithm>,
    prediction: JobPrediction,
}

pub(super) fn run(arguments: &ImportArguments) -> Result<Exit, Failure> {
    let (header_name, header) = inputs::document(&arguments.pool.join(HEADER))?;
    let (pool_name, pool) = inputs::document(&arguments.pool.join(POOL))?;
    let header = CsvHeader::read(&header_name, &header)?;
    let pool = UserPool::read(&pool_name, &pool)?;
    let (Some(id), Some(name)) = (pool.id.clone(), pool.name.clone()) else {
        return Err(Failure::usage(format!(
            "{pool_name} has no Id and Name of a pool"
        )));
    };
    let client = account::client(&arguments.account, &id)?;
    refuse_changed_header(&client, &id, &header, &arguments.pool)?;
    let schema = Schema::new(Some(header), Some(pool))?;
    let files = check(arguments, &schema)?;
    let state_path = beside(&arguments.file, "import.json");
    let mut parts = Vec::with_capacity(files.len());
    for file in &files {
        parts.push(PartState {
            file: file_name(&file.path),
            sha256: hash(&file.path)?,
            job_name: None,
            job_id: None,
            status: None,
            is_as_predicted: None,
        });
    }
    let mut state = State::read(&state_path, &id, parts)?;
    if state
        .parts
        .iter()
        .any(|part| part.is_as_predicted.is_none())
    {
        ask(arguments, &id, &name, &files, &state)?;
    }
    let jobs = Jobs {
        client: &client,
        pool: &id,
        role: &arguments.role_arn,
        wait: arguments.wait,
    };
    let mut exit = Exit::Success;
    for (place, file) in files.iter().enumerate() {
        let import = Import {
            jobs: &jobs,
            state_path: &state_path,
            place,
            file,
        };
        let is_complete = import.job(&mut state, &name)?;
        let result = import.compare(arguments, &schema)?;
        show(&result)?;
        let is_as_predicted = result.is_as_wanted();
        if let Some(part) = state.parts.get_mut(place) {
            part.is_as_predicted = is_complete.then_some(is_as_predicted);
        }
        state.write(&state_path)?;
        if !is_complete {
            print::note(&format!(
                "the log of {} lacks lines; the same command goes on",
                inputs::name(&file.path)
            ));
            return Ok(Exit::Unfinished);
        }
        if !is_as_predicted {
            exit = Exit::Rejected;
            print::note(&retry_command(arguments, &file.path, &import));
            if !arguments.keep_going && place + 1 < files.len() {
                print::note(
                    "the parts after this one were not imported; --keep-going imports them all the same",
                );
                break;
            }
        }
    }
    Ok(exit)
}

/// What gives the rows to try again.
fn retry_command(arguments: &ImportArguments, path: &Path, import: &Import<'_>) -> String {
    let name = inputs::name;
    format!(
        "the rows to try again: cognito-preflight reconcile {} --job {} --log {} --pool {} --retry {}",
        name(path),
        name(&import.kept("job.json")),
        name(&import.kept("log.json")),
        name(&arguments.pool),
        name(&import.kept("retry.csv")),
    )
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The hash of a file.
fn hash(path: &Path) -> Result<String, Failure> {
    let unreadable = |error: io::Error| Failure::open(path, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = file.read(&mut buffer).map_err(unreadable)?;
        if count == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(buffer.get(..count).unwrap_or_default());
    }
}

/// The pool may have another attribute since it was fetched.
fn refuse_changed_header(
    client: &crate::aws::Client,
    id: &str,
    header: &CsvHeader,
    folder: &Path,
) -> Result<(), Failure> {
    let answer = client.call(
        crate::aws::Service::Cognito,
        "GetCSVHeader",
        &json!({"UserPoolId": id}),
    )?;
    let now = CsvHeader::read("GetCSVHeader", &answer)?;
    if now.names() == header.names() {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "the pool's columns are not those in {}; fetch it again with --force, and clean the file for them",
        inputs::name(folder)
    )))
}

/// Judges the files as `check` does.
fn check(arguments: &ImportArguments, schema: &Schema) -> Result<Vec<FileOfImport>, Failure> {
    let found: Vec<(PathBuf, Option<Part>)> = match manifest(&arguments.file)? {
        Some(Manifest { parts, .. }) => {
            let folder = arguments.file.parent().unwrap_or(Path::new(""));
            let file = |part: Part| (folder.join(&part.name), Some(part));
            parts.into_iter().map(file).collect()
        }
        None => vec![(arguments.file.clone(), None)],
    };
    let mut files = Vec::with_capacity(found.len());
    for (path, part) in found {
        let of_part = part
            .as_ref()
            .and_then(|part| part.password_hashing_algorithm);
        let algorithm = arguments.password_hashing_algorithm.or(of_part);
        let preflight = preflight(schema, algorithm)?;
        let mut run = preflight.run();
        load_existing(&mut run, &arguments.pool)?;
        let file = File::open(&path).map_err(|error| Failure::open(&path, &error))?;
        run.file_at(&inputs::name(&path), &file, &mut [])?;
        let summary = run.finish(&mut [])?;
        files.push(FileOfImport {
            path,
            part,
            algorithm,
            prediction: summary.prediction,
        });
    }
    Ok(files)
}

fn preflight(
    schema: &Schema,
    algorithm: Option<PasswordHashingAlgorithm>,
) -> Result<Preflight, Failure> {
    let options = Options {
        password_hashing_algorithm: algorithm,
        ..Options::default()
    };
    Ok(Preflight::new(schema.clone(), options)?)
}

fn load_existing(run: &mut crate::engine::Run<'_>, pool: &Path) -> Result<(), Failure> {
    let path = pool.join(EXISTING);
    if path.exists() {
        run.existing_users(&inputs::name(&path), inputs::open_buffered(&path)?)?;
    }
    Ok(())
}

/// Shows what will happen, and asks.
fn ask(
    arguments: &ImportArguments,
    id: &str,
    name: &str,
    files: &[FileOfImport],
    state: &State,
) -> Result<(), Failure> {
    let mut text = format!(
        "Pool {id} ({})\nRole {}\n",
        Escaped(name),
        Escaped(&arguments.role_arn)
    );
    let mut is_doomed = false;
    for (file, part) in files.iter().zip(&state.parts) {
        let job = &file.prediction;
        let count = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |n| n.to_string());
        let done = if part.is_as_predicted.is_some() {
            ", imported before"
        } else {
            is_doomed |= matches!(job.status, Status::Failed | Status::NotStarted);
            ""
        };
        text.push_str(&format_line(&format!(
            "{}: predicted {}, {} imported, {} skipped, {} failed{done}",
            inputs::name(&file.path),
            job.status.as_str(),
            count(job.imported_users),
            count(job.skipped_users),
            count(job.failed_users),
        )));
    }
    print::to_stderr(&text);
    if is_doomed && !arguments.despite_prediction {
        return Err(Failure::rejected(
            "a job would fail: see `check`, clean the file, or say --despite-prediction",
        ));
    }
    if arguments.yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::usage(
            "standard input is not a terminal, so that nobody can be asked; say --yes",
        ));
    }
    print::to_stderr(
        "Users that are imported cannot be un-imported. Type the id of the pool to go on: ",
    );
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| Failure::Io(format!("cannot read standard input: {error}")))?;
    if line.trim() == id {
        Ok(())
    } else {
        Err(Failure::usage("that is another pool; nothing was imported"))
    }
}

fn format_line(text: &str) -> String {
    format!("{}\n", Escaped(text))
}

/// One part on its way.
struct Import<'i> {
    jobs: &'i Jobs<'i>,
    state_path: &'i Path,
    place: usize,
    file: &'i FileOfImport,
}

impl Import<'_> {
    /// A file beside the part that keeps something of it.
    fn kept(&self, ending: &str) -> PathBuf {
        beside(&self.file.path, ending)
    }

    /// Brings the part's job to its end, from wherever it is; keeps its description and its log. Says whether the log is
    /// complete.
    fn job(&self, state: &mut State, pool_name: &str) -> Result<bool, Failure> {
        let (job_path, log_path) = (self.kept("job.json"), self.kept("log.json"));
        let part = |state: &State| state.parts.get(self.place).cloned();
        let Some(known) = part(state) else {
            return Ok(false);
        };
        if known.is_as_predicted.is_some() && job_path.exists() && log_path.exists() {
            return Ok(true);
        }
        let mut job = match (&known.job_id, &known.job_name) {
            (Some(id), _) => Some(self.jobs.describe(id)?),
            // The answer to the creation may have been lost.
            (None, Some(name)) => self.jobs.find(name)?,
            (None, None) => None,
        };
        for attempt in 0.. {
            let is_usable = job.as_ref().is_some_and(|job| match text(job, "Status") {
                Some("Created") => Jobs::is_fresh(job),
                Some("Expired") => false,
                _ => true,
            });
            if !is_usable {
                job = Some(self.create(state)?);
            }
            let Some(now) = &job else { break };
            self.note(state, now)?;
            if text(now, "Status") != Some("Created") {
                break;
            }
            match Jobs::upload(now, &self.file.path) {
                Ok(()) => {}
                // The address had expired by the service's clock.
                Err(error) if attempt == 0 && error.message().contains("expired") => {
                    job = None;
                    continue;
                }
                Err(error) => return Err(error.into()),
            }
            let id = text(now, "JobId").unwrap_or_default();
            self.jobs.start(id, &self.file.path)?;
            break;
        }
        let id = part(state).and_then(|part| part.job_id).unwrap_or_default();
        let ended = self.jobs.finish(&id)?;
        self.note(state, &ended)?;
        let kept = without_address(ended);
        let document = json!({ "UserImportJob": kept });
        write(&job_path, document_text(&document).as_bytes())?;
        let described = Job::read_all("DescribeUserImportJob", document.to_string().as_bytes())?;
        let Some(described) = described.first() else {
            return Ok(false);
        };
        let log = self.jobs.log(described, pool_name)?;
        let events = json!({ "events": log.events });
        write(&log_path, document_text(&events).as_bytes())?;
        Ok(log.is_complete)
    }

    /// Creates a job; its name is in the state before it exists.
    fn create(&self, state: &mut State) -> Result<Value, Failure> {
        let Some(part) = state.parts.get_mut(self.place) else {
            return Ok(Value::Null);
        };
        let hash = part.sha256.get(..8).unwrap_or_default();
        let name = format!("part-{:04}-{hash}", self.place + 1);
        part.job_name = Some(name.clone());
        part.job_id = None;
        part.status = None;
        state.write(self.state_path)?;
        Ok(self.jobs.create(&name, self.file.algorithm)?)
    }

    /// Writes down which job it is, and its status.
    fn note(&self, state: &mut State, job: &Value) -> Result<(), Failure> {
        let text = |name: &str| text(job, name).map(str::to_owned);
        if let Some(part) = state.parts.get_mut(self.place) {
            part.job_id = text("JobId");
            part.status = text("Status");
        }
        state.write(self.state_path)
    }

    /// Compares the part with its job and the log, as they are kept.
    fn compare(&self, arguments: &ImportArguments, schema: &Schema) -> Result<PartResult, Failure> {
        let (name, bytes) = inputs::document(&self.kept("job.json"))?;
        let mut jobs = Job::read_all(&name, &bytes)?;
        if self.jobs.client.endpoints().is_overridden {
            for job in &mut jobs {
                job.source = JobSource::Rehearsal;
            }
        }
        let log_path = self.kept("log.json");
        let mut log = Log::default();
        log.read(&inputs::name(&log_path), inputs::open(&log_path)?)?;
        let Some(job) = jobs.first() else {
            return Err(ReconcileError::NoSuchJob { name, count: 0 }.into());
        };
        let joined = JobOfFile::new(job, &log, self.file.part.as_ref())?;
        let mut reconciler: Reconciler<'_, Writer> = Reconciler::new(vec![joined]);
        let preflight = preflight(schema, self.file.algorithm)?;
        let mut run = preflight.run();
        load_existing(&mut run, &arguments.pool)?;
        let path = &self.file.path;
        let file = File::open(path).map_err(|error| Failure::open(path, &error))?;
        let ended = run
            .file_at(&inputs::name(path), &file, &mut [&mut reconciler])
            .and_then(|_| run.finish(&mut [&mut reconciler]));
        if let Some(failure) = reconciler.take_failure() {
            return Err(failure.into());
        }
        ended?;
        let mut results = reconciler.into_results();
        results
            .pop()
            .ok_or_else(|| Failure::Io("the comparison has no result".to_owned()))
    }
}

/// A description without the address of the upload, of which only the host stays: it says where the job ran.
fn without_address(mut job: Value) -> Value {
    if let Some(url) = text(&job, "PreSignedUrl").map(str::to_owned) {
        let end = url
            .match_indices(['/', '?'])
            .map(|(place, _)| place)
            .find(|place| *place >= "https://".len())
            .unwrap_or(url.len());
        set(&mut job, "PreSignedUrl", url.get(..end).unwrap_or_default());
    }
    job
}

fn document_text(document: &Value) -> String {
    format!("{document:#}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_kept_without_what_gives_access() {
        let kept =
            |url: &str| without_address(json!({"PreSignedUrl": url}))["PreSignedUrl"].clone();
        assert_eq!(
            kept("https://b.s3.eu-west-1.amazonaws.com/1/x?X-Amz-Security-Token=SECRET"),
            "https://b.s3.eu-west-1.amazonaws.com"
        );
        assert_eq!(
            kept("http://127.0.0.1:9230?X-Amz-Signature=1"),
            "http://127.0.0.1:9230"
        );
        assert_eq!(
            without_address(json!({"JobId": "a"})),
            json!({"JobId": "a"})
        );
    }
}
