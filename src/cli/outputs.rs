//! The outputs that both commands have: the report, SARIF, `JUnit`.

use std::{io::Write, path::Path};

use crate::{
    engine::Sink,
    output::{
        Existing, Files, Junit, NameFiles, OutputFile, Outputs, ReportCsv, ReportJsonl,
        ReportOptions, Sarif, ShowValues,
    },
};

use super::{
    args::RunArguments,
    failure::Failure,
    inputs,
    stdout::{Reader, Stdout},
};

/// Where a sink writes.
pub(super) type Writer = Box<dyn Write + Send>;

/// A file of this run, or standard output with a reader of this kind.
pub(super) fn create(outputs: &Outputs, path: &Path, reader: Reader) -> Result<Writer, Failure> {
    if inputs::is_standard(path) {
        return Ok(Box::new(Stdout::new(reader)));
    }
    let file: OutputFile = outputs.create(path)?;
    Ok(Box::new(file))
}

/// The files of a run that reads these, none of which may be written over.
pub(super) fn outputs<'a>(
    arguments: &RunArguments,
    read: impl IntoIterator<Item = &'a Path>,
) -> Outputs {
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    Outputs::new(existing, read)
}

/// The sinks that both commands have.
pub(super) fn sinks(
    arguments: &RunArguments,
    outputs: &Outputs,
    has_several_files: bool,
    files: &mut Files,
) -> Result<Vec<Box<dyn Sink>>, Failure> {
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    if let Some(path) = &arguments.report {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let options = ReportOptions::default()
            .show_values(show_values(arguments))
            .name_files(if has_several_files {
                NameFiles::Yes
            } else {
                NameFiles::No
            });
        let is_csv = ending == "csv";
        if !is_csv && ending != "jsonl" && !inputs::is_standard(path) {
            return Err(Failure::usage(format!(
                "--report {}: the name has to end in .jsonl or .csv",
                path.display()
            )));
        }
        let writer = create(outputs, path, Reader::MayLeave)?;
        sinks.push(if is_csv {
            Box::new(ReportCsv::new(writer, options))
        } else {
            Box::new(ReportJsonl::new(writer, options))
        });
        files.report = Some(inputs::name(path));
    }
    if let Some(path) = &arguments.sarif {
        let writer = create(outputs, path, Reader::MayLeave)?;
        sinks.push(Box::new(Sarif::new(writer)));
        files.sarif = Some(inputs::name(path));
    }
    if let Some(path) = &arguments.junit {
        let writer = create(outputs, path, Reader::MayLeave)?;
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
