//! `check`: what would the job do with these files?

use std::path::{Path, PathBuf};

use crate::{
    engine::{Error, Mode, Preflight, Sink},
    output::Files,
    schema::SchemaError,
};

use super::{
    args::{CheckArguments, RunArguments, SchemaArguments},
    exit::{self, Exit, Line},
    failure::Failure,
    human::{Examples, Printer},
    inputs,
    interrupt::Interrupt,
    outputs,
    progress::Progress,
    settings,
    values::Format,
};

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let run = &arguments.run;
    let read = read_paths(&arguments.schema, run, &arguments.files);
    inputs::refuse_two_standard_inputs(read.iter().copied())?;
    refuse_two_standard_outputs(run, None)?;
    let schema = settings::schema(&arguments.schema)?;
    let mut options = settings::options(Mode::Check, run);
    let outputs = outputs::outputs(run, read.iter().map(|path| path.as_path()));
    let interrupt = Interrupt::watch(&outputs)?;
    options.interrupt = Some(interrupt.flag());
    let mut files = Files::default();
    let has_several = arguments.files.len() > 1;
    let mut sinks = outputs::sinks(run, &outputs, has_several, &mut files)?;
    let mut examples = Examples::new(outputs::show_values(run));
    let preflight = Preflight::new(schema, options)?;
    let mut notes = Vec::new();
    let done = (|| {
        let mut engine = preflight.run();
        notes = load_existing(&mut engine, run)?;
        let mut all = every_sink(&mut sinks, &mut examples);
        for path in &arguments.files {
            let reader = Progress::new(
                inputs::open(path)?,
                inputs::length(path),
                shows_progress(run),
            );
            engine.file(&inputs::name(path), reader, &mut all)?;
        }
        let summary = engine.finish(&mut all)?;
        drop(all);
        interrupt.commit()?;
        Ok::<_, Failure>(summary)
    })();
    let summary = done.map_err(|failure| interrupt.or(failure))?;
    let line = Line {
        mode: Mode::Check,
        strict: run.strict,
        allowance: run.max_rejected,
    };
    Printer {
        preflight: &preflight,
        notes: &notes,
        examples: &examples,
        to_stderr: writes_to_stdout(run, None),
    }
    .print(&summary, files, run)?;
    Ok(exit::status(&summary, line))
}

/// Whether a person may want to see how far the run is.
pub(super) const fn shows_progress(run: &RunArguments) -> bool {
    matches!(run.format, Format::Human) && !run.no_progress && !run.quiet
}

/// Every path that a run reads.
pub(super) fn read_paths<'a>(
    schema: &'a SchemaArguments,
    run: &'a RunArguments,
    files: &'a [PathBuf],
) -> Vec<&'a PathBuf> {
    files
        .iter()
        .chain(&schema.documents.csv_header)
        .chain(&schema.documents.user_pool)
        .chain(&run.existing_users)
        .collect()
}

/// Standard output holds one thing at a time.
pub(super) fn refuse_two_standard_outputs(
    run: &RunArguments,
    cleaned: Option<&Path>,
) -> Result<(), Failure> {
    let named = [&run.report, &run.sarif, &run.junit]
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
        .chain(cleaned)
        .filter(|path| inputs::is_standard(path))
        .count();
    let document = usize::from(run.format == Format::Json);
    if named + document > 1 {
        return Err(Failure::usage(
            "standard output can hold only one of the outputs; give the others a file",
        ));
    }
    Ok(())
}

/// Whether something else than the summary goes to standard output.
pub(super) fn writes_to_stdout(run: &RunArguments, cleaned: Option<&Path>) -> bool {
    [&run.report, &run.sarif, &run.junit]
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
        .chain(cleaned)
        .any(inputs::is_standard)
}

/// Reads the users that exist already; says what the lists cannot show.
pub(super) fn load_existing(
    engine: &mut crate::engine::Run<'_>,
    run: &RunArguments,
) -> Result<Vec<String>, Failure> {
    let mut notes = Vec::new();
    for path in &run.existing_users {
        let name = inputs::name(path);
        let loaded = engine
            .existing_users(&name, inputs::open_buffered(path)?)
            .map_err(|error| match error {
                // A list that cannot be read is no wrong configuration.
                Error::Schema(SchemaError::Unreadable { source, .. }) => {
                    Failure::open(path, &source)
                }
                error => Failure::Engine(error),
            })?;
        if loaded.misses_aliases {
            notes.push(format!(
                "{name} does not show every name with which its users sign in: clashes of aliases \
                 with them cannot be found"
            ));
        }
    }
    Ok(notes)
}

pub(super) fn every_sink<'a>(
    sinks: &'a mut [Box<dyn Sink>],
    examples: &'a mut Examples,
) -> Vec<&'a mut dyn Sink> {
    let mut all: Vec<&mut dyn Sink> = Vec::with_capacity(sinks.len() + 1);
    for sink in sinks {
        all.push(&mut **sink);
    }
    if examples.are_wanted() {
        all.push(examples);
    }
    all
}
