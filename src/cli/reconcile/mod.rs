//! `reconcile`: what did the job do with this file?

mod files;
mod human;

use std::{collections::BTreeSet, io, path::PathBuf};

use crate::{
    engine::{Options, Preflight, Run, Sink},
    output::{Existing, Outputs, assumptions},
    reconcile::{
        Document, JobOfFile, Log, PartResult, ReconcileError, Reconciler,
        evidence::{Evidence, EvidenceContext},
    },
};

use super::{
    args::{reconcile::ReconcileArguments, values::Format},
    documents, evidence,
    exit::Exit,
    failure::Failure,
    inputs::{self, Source},
    interrupt::Interrupt,
    outputs::{self, Writer},
    print,
    progress::Progress,
    stdout::OnBrokenPipe,
};

#[cfg(feature = "aws")]
pub(super) use files::manifest;
use files::{File, Inputs};

pub(super) fn run(arguments: &ReconcileArguments) -> Result<Exit, Failure> {
    let read: Vec<&PathBuf> = std::iter::once(&arguments.file)
        .chain(&arguments.job)
        .chain(&arguments.log)
        .chain(&arguments.manifest)
        .chain(&arguments.schema.documents.csv_header)
        .chain(&arguments.schema.documents.user_pool)
        .chain(&arguments.existing_users)
        .collect();
    inputs::refuse_two_standard_inputs(read.iter().copied())?;
    let stdout_is_taken = refuse_two_standard_outputs(arguments)?;
    let inputs = Inputs::read(arguments)?;
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let paths = inputs.files.iter().map(|file| &file.path);
    let outputs = Outputs::new(existing, read.into_iter().chain(paths));
    if stdout_is_taken || !arguments.quiet {
        outputs.check_stdout()?;
    }
    if stdout_is_taken || arguments.format == Format::Json {
        print::refuse_closed_stdout()?;
    }
    let interrupt = Interrupt::watch(&outputs)?;
    let (results, notes) = compare(arguments, &inputs, &outputs, &interrupt)
        .map_err(|failure| interrupt.or(failure))?;
    let texts = write_evidence(arguments, &inputs, &outputs, &results)?;
    for folder in interrupt
        .commit()
        .map_err(|failure| interrupt.or(failure))?
    {
        print::note(&folder.to_string());
    }
    let notes = notes.into_iter().chain(texts).collect();
    print_results(arguments, &results, &inputs.log, notes, stdout_is_taken)?;
    Ok(exit(&results))
}

/// Judges each file as `check` does, beside the log of its job.
fn compare(
    arguments: &ReconcileArguments,
    inputs: &Inputs,
    outputs: &Outputs,
    interrupt: &Interrupt,
) -> Result<(Vec<PartResult>, Vec<String>), Failure> {
    let jobs = inputs
        .files
        .iter()
        .map(|file| JobOfFile::new(&file.job, &inputs.log, file.part()))
        .collect::<Result<Vec<_>, ReconcileError>>()?;
    let create = |path: &Option<PathBuf>| {
        path.as_ref()
            .map(|path| outputs::create(outputs, path, OnBrokenPipe::Fail))
            .transpose()
    };
    let mut reconciler: Reconciler<'_, Writer> = Reconciler::new(jobs)
        .retry(create(&arguments.retry)?)
        .report(create(&arguments.report)?.map(buffered))
        .show_values(arguments.show_values);
    let mut notes = Vec::new();
    let mut rest = &inputs.files[..];
    while let [first, ..] = rest {
        let algorithm = arguments
            .password_hashing_algorithm
            .or_else(|| first.algorithm());
        // Parts whose jobs take hashes of the same algorithm share what names are taken.
        let same = rest
            .iter()
            .take_while(|file| {
                arguments.password_hashing_algorithm.is_some()
                    || file.algorithm() == first.algorithm()
            })
            .count();
        let (now, later) = rest.split_at(same);
        rest = later;
        let options = Options {
            password_hashing_algorithm: algorithm,
            threads: arguments.threads.map(usize::from),
            existing_users_incomplete: arguments.existing_users_incomplete,
            interrupt: Some(interrupt.flag()),
            ..Options::default()
        };
        let preflight = Preflight::new(documents::schema(&arguments.schema)?, options)?;
        if notes.is_empty() {
            notes = assumptions(preflight.schema());
        }
        let ended = judge(arguments, &preflight, now, &mut reconciler);
        if let Some(failure) = reconciler.take_failure() {
            return Err(failure.into());
        }
        ended?;
    }
    Ok((reconciler.into_results(), notes))
}

/// Writes the evidence, and says which texts of the log are in it.
fn write_evidence(
    arguments: &ReconcileArguments,
    inputs: &Inputs,
    outputs: &Outputs,
    results: &[PartResult],
) -> Result<Option<String>, Failure> {
    let Some(path) = &arguments.evidence_out else {
        return Ok(None);
    };
    let documents = &arguments.schema.documents;
    if documents.csv_header.is_none() || documents.user_pool.is_none() {
        return Err(Failure::usage(
            "--evidence-out needs --pool, or --csv-header and --user-pool: what a job shows is about a pool",
        ));
    }
    let schema = documents::schema(&arguments.schema)?;
    let pool = evidence::known_pool(&schema)?;
    let context = EvidenceContext {
        schema: &schema,
        pool: pool.as_deref(),
        existing_users_known: !arguments.existing_users.is_empty()
            && !arguments.existing_users_incomplete,
        log: &inputs.log,
    };
    let written = Evidence::of_results(results, context)?;
    let mut writer = outputs::create(outputs, path, OnBrokenPipe::Fail)?;
    evidence::write_to(&written, &mut writer, path)?;
    let texts: BTreeSet<String> = written
        .jobs
        .iter()
        .flat_map(|job| &job.rows)
        .filter_map(|group| group.text.clone())
        .collect();
    let texts: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
    Ok((!texts.is_empty()).then(|| {
        format!(
            "look at the texts of the log that the evidence holds before you give it to others: {}",
            texts.join(", ")
        )
    }))
}

/// Shows one job, as `import` does after each part.
#[cfg(feature = "aws")]
pub(super) fn show(result: &PartResult) -> Result<(), Failure> {
    let log = Log::default();
    let results = std::slice::from_ref(result);
    print::to_styled_stdout(&human::render(results, &Document::new(results, &log)))
}

fn buffered(writer: Writer) -> Writer {
    Box::new(io::BufWriter::with_capacity(256 * 1024, writer))
}

fn judge(
    arguments: &ReconcileArguments,
    preflight: &Preflight,
    files: &[File],
    reconciler: &mut dyn Sink,
) -> Result<(), Failure> {
    let mut run: Run<'_> = preflight.run();
    for path in &arguments.existing_users {
        run.existing_users(&inputs::name(path), inputs::open_buffered(path)?)?;
    }
    let shows_progress =
        arguments.format == Format::Human && !arguments.no_progress && !arguments.quiet;
    let mut sinks: [&mut dyn Sink; 1] = [reconciler];
    for file in files {
        let name = inputs::name(&file.path);
        match inputs::source(&file.path)? {
            Source::File(source) => {
                let length = inputs::length(&file.path);
                let source = Progress::new(source, length, shows_progress);
                run.file_at(&name, &source, &mut sinks)?;
            }
            Source::Stream(reader) => {
                let reader = Progress::new(reader, None, shows_progress);
                run.file(&name, reader, &mut sinks)?;
            }
        }
    }
    run.finish(&mut sinks)?;
    Ok(())
}

fn print_results(
    arguments: &ReconcileArguments,
    results: &[PartResult],
    log: &Log,
    notes: Vec<String>,
    stdout_is_taken: bool,
) -> Result<(), Failure> {
    let mut document = Document::new(results, log);
    document.assumed = notes;
    document.files.retry = arguments.retry.as_deref().map(inputs::name);
    document.files.evidence = arguments.evidence_out.as_deref().map(inputs::name);
    document.files.report = arguments.report.as_deref().map(inputs::name);
    match arguments.format {
        Format::Json => print::unless_pipe_is_closed(document.write(io::stdout().lock())),
        Format::Human if arguments.quiet => Ok(()),
        Format::Human => {
            let text = human::render(results, &document);
            if stdout_is_taken {
                print::to_stderr(&text);
                return Ok(());
            }
            print::to_styled_stdout(&text)
        }
    }
}

/// As bad as the worst of the jobs; what is not known is worse than what is known to be bad.
fn exit(results: &[PartResult]) -> Exit {
    if results.iter().any(|result| !result.log.is_complete) {
        Exit::Unfinished
    } else if results.iter().all(PartResult::is_as_wanted) {
        Exit::Success
    } else {
        Exit::Rejected
    }
}

fn refuse_two_standard_outputs(arguments: &ReconcileArguments) -> Result<bool, Failure> {
    let outputs = [&arguments.retry, &arguments.report, &arguments.evidence_out]
        .into_iter()
        .flatten()
        .filter(|path| inputs::is_standard(path))
        .count();
    if outputs + usize::from(arguments.format == Format::Json) > 1 {
        return Err(Failure::usage(
            "standard output can hold only one of the outputs; give the others a file",
        ));
    }
    Ok(outputs > 0)
}
