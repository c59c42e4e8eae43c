//! `clean`: the file to upload, and the rows that were set aside.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    engine::{Mode, Preflight, Sink, Summary},
    output::{Cleaned, Files, Outputs, PartFiles, Rejected, Split, is_stream},
    repairs::RepairId,
};

use super::{
    args::CleanArguments,
    check::{
        every_sink, load_existing, read_paths, refuse_two_standard_outputs, shows_progress,
        writes_to_stdout,
    },
    exit::{self, Exit, Line},
    failure::Failure,
    human::{Examples, Printer},
    inputs,
    interrupt::Interrupt,
    outputs,
    progress::Progress,
    settings,
    stdout::Reader,
};

pub(super) fn run(arguments: &CleanArguments) -> Result<Exit, Failure> {
    let run = &arguments.run;
    let input = std::slice::from_ref(&arguments.file);
    let read = read_paths(&arguments.schema, run, input);
    inputs::refuse_two_standard_inputs(read.iter().copied())?;
    let rejected = rejected_path(arguments)?;
    let is_standard = inputs::is_standard(&arguments.output);
    if is_standard && inputs::is_standard(&rejected) {
        return Err(Failure::usage(
            "standard output can hold either the cleaned or the rejected rows",
        ));
    }
    let to_stdout = [arguments.output.as_path(), rejected.as_path()]
        .into_iter()
        .find(|path| inputs::is_standard(path));
    refuse_two_standard_outputs(run, to_stdout)?;
    if arguments.split && (is_standard || is_special(&arguments.output)) {
        return Err(Failure::usage(
            "--split writes several files and needs a name for them in --output",
        ));
    }
    let schema = settings::schema(&arguments.schema)?;
    let mut options = settings::clean_options(arguments)?;
    let outputs = outputs::outputs(run, read.iter().map(|path| path.as_path()));
    let interrupt = Interrupt::watch(&outputs)?;
    options.interrupt = Some(interrupt.flag());
    let preflight = Preflight::new(schema, options)?;
    let mut files = Files::default();
    let mut parts = None;
    let mut sinks: Vec<Box<dyn Sink>> = vec![
        cleaned_sink(arguments, &outputs, &mut files, &mut parts)?,
        Box::new(Rejected::new(outputs::create(
            &outputs,
            &rejected,
            Reader::NeedsEverything,
        )?)),
    ];
    files.rejected = Some(inputs::name(&rejected));
    sinks.extend(outputs::sinks(run, &outputs, false, &mut files)?);
    let mut examples = Examples::new(outputs::show_values(run));
    let mut notes = Vec::new();
    let done = (|| {
        let mut engine = preflight.run();
        notes = load_existing(&mut engine, run)?;
        let mut all = every_sink(&mut sinks, &mut examples);
        let reader = Progress::new(
            inputs::open(&arguments.file)?,
            inputs::length(&arguments.file),
            shows_progress(run),
        );
        engine.file(&inputs::name(&arguments.file), reader, &mut all)?;
        let summary = engine.finish(&mut all)?;
        drop(all);
        interrupt.commit()?;
        Ok::<_, Failure>(summary)
    })();
    let summary = done.map_err(|failure| interrupt.or(failure))?;
    notes.extend(missed_renames(&summary, arguments.rename.len()));
    if let Some(parts) = parts {
        files.parts = parts
            .begun()
            .iter()
            .map(|path| inputs::name(path))
            .collect();
    }
    let line = Line {
        mode: Mode::Clean,
        strict: run.strict,
        allowance: run.max_rejected,
    };
    Printer {
        preflight: &preflight,
        notes: &notes,
        examples: &examples,
        to_stderr: writes_to_stdout(run, to_stdout),
    }
    .print(&summary, files, run)?;
    Ok(exit::status(&summary, line))
}

/// A name that is mistyped in `--rename` would otherwise go unnoticed. It is no error: a file that
/// was cleaned before has its new names already.
fn missed_renames(summary: &Summary, asked: usize) -> Option<String> {
    const RENAME_COLUMNS: RepairId = RepairId::of("rename-columns");
    let made = summary
        .counts
        .repairs
        .get(&RENAME_COLUMNS)
        .map_or(0, |&times| usize::try_from(times).unwrap_or(usize::MAX));
    (made < asked)
        .then(|| format!("the file has {made} of the {asked} columns that --rename names as OLD"))
}

fn cleaned_sink(
    arguments: &CleanArguments,
    outputs: &Outputs,
    files: &mut Files,
    parts: &mut Option<PartFiles>,
) -> Result<Box<dyn Sink>, Failure> {
    let path = &arguments.output;
    if !arguments.split {
        files.cleaned = Some(inputs::name(path));
        return Ok(Box::new(Cleaned::new(outputs::create(
            outputs,
            path,
            Reader::NeedsEverything,
        )?)));
    }
    let part_files = PartFiles::new(outputs, path)?;
    let manifest = part_files.manifest();
    files.manifest = Some(inputs::name(&manifest));
    let writer = outputs::create(outputs, &manifest, Reader::NeedsEverything)?;
    *parts = Some(part_files.clone());
    Ok(Box::new(Split::new(part_files, writer)))
}

/// Where the rows go that are set aside.
fn rejected_path(arguments: &CleanArguments) -> Result<PathBuf, Failure> {
    if let Some(path) = &arguments.rejected {
        return Ok(path.clone());
    }
    if inputs::is_standard(&arguments.output) {
        return Err(Failure::usage(
            "--output - needs --rejected FILE, so that no row is lost",
        ));
    }
    // A second name beside a device or a pipe would be a file where nobody looks for one.
    if is_special(&arguments.output) {
        return Err(Failure::usage(
            "an --output that is no ordinary file needs --rejected FILE, so that no row is lost",
        ));
    }
    Ok(beside(&arguments.output))
}

/// Whether a device or a pipe has this name.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| is_stream(&found))
}

fn beside(output: &Path) -> PathBuf {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!("{stem}.rejected.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_set_aside_beside_the_output() {
        assert_eq!(
            beside(Path::new("out/users.csv")),
            Path::new("out/users.rejected.csv")
        );
        assert_eq!(beside(Path::new("users")), Path::new("users.rejected.csv"));
    }
}
