//! The outputs of a run: files or standard output, and the reports that both commands have.

use std::{io::Write, path::Path};

use crate::{
    engine::Sink,
    output::{
        Files, Junit, NameFiles, OutputFile, Outputs, ReportCsv, ReportJsonl, ReportOptions, Sarif,
        ShowValues,
    },
};

use super::{
    args::RunArguments,
    failure::Failure,
    inputs,
    stdout::{OnBrokenPipe, Stdout},
};

/// Where a sink writes.
pub(super) type Writer = Box<dyn Write + Send>;

/// A file of this run, or standard output.
pub(super) fn create(
    outputs: &Outputs,
    path: &Path,
    on_broken_pipe: OnBrokenPipe,
) -> Result<Writer, Failure> {
    if inputs::is_standard(path) {
        return Ok(Box::new(Stdout::new(on_broken_pipe)));
    }
    let file: OutputFile = outputs.create(path)?;
    Ok(Box::new(file))
}

/// The sinks of the reports that were asked for; `files` receives their names.
pub(super) fn reports(
    arguments: &RunArguments,
    outputs: &Outputs,
    name_files: NameFiles,
    files: &mut Files,
) -> Result<Vec<Box<dyn Sink>>, Failure> {
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    if let Some(path) = &arguments.report {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let options = ReportOptions::default()
            .show_values(show_values(arguments))
            .name_files(name_files);
        let is_csv = ending == "csv";
        if !is_csv && ending != "jsonl" && !inputs::is_standard(path) {
            return Err(Failure::usage(format!(
                "--report {}: the name must end in .jsonl or .csv",
                path.display()
            )));
        }
        let writer = create(outputs, path, OnBrokenPipe::Ignore)?;
        sinks.push(if is_csv {
            Box::new(ReportCsv::new(writer, options))
        } else {
            Box::new(ReportJsonl::new(writer, options))
        });
        files.report = Some(inputs::name(path));
    }
    if let Some(path) = &arguments.sarif {
        let writer = create(outputs, path, OnBrokenPipe::Ignore)?;
        sinks.push(Box::new(Sarif::new(writer)));
        files.sarif = Some(inputs::name(path));
    }
    if let Some(path) = &arguments.junit {
        let writer = create(outputs, path, OnBrokenPipe::Ignore)?;
        sinks.push(Box::new(Junit::new(writer)));
        files.junit = Some(inputs::name(path));
    }
    Ok(sinks)
}

pub(super) const fn show_values(arguments: &RunArguments) -> ShowValues {
    if arguments.show_values {
        ShowValues::Yes
    } else {
        ShowValues::No
    }
}
