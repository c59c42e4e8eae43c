//! One run of `check` or `clean`: what both need is prepared once, in the order in which it can fail.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    engine::{Error, Mode, Options, Preflight, Run, Sink, Summary},
    output::{Conclusion, Existing, Files, Invocation, NameFiles, Outputs, Page, PageFacts},
    reconcile::evidence::{Lesson, Teaching},
    schema::{ExistingShape, Schema, SchemaError},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{
    args::{Documents, RunArguments, values::Format},
    evidence,
    examples::Examples,
    exit::{Exit, ExitPolicy},
    failure::Failure,
    human::Extent,
    inputs::{self, Source},
    interrupt::Interrupt,
    outputs::{self, Writer},
    print::{self, Printer, RunResult},
    progress::Progress,
    stdout::OnBrokenPipe,
};

/// A run on its way from its arguments to its exit status.
///
/// Nothing is created before it is known that standard input and standard output are each used once.
/// Dropping a session removes every output that is not complete.
pub(super) struct Session<'a> {
    arguments: &'a RunArguments,
    outputs: Outputs,
    interrupt: Interrupt,
    sinks: Vec<Box<dyn Sink>>,
    examples: Examples,
    /// What the page shows, and where it is written.
    page: Option<(PageFacts, Writer)>,
    files: Files,
    notes: Vec<String>,
    teaching: Option<Teaching>,
    stdout_is_taken: bool,
    has_looked_for_leftovers: bool,
}

impl<'a> Session<'a> {
    /// Begins a run that reads these inputs and, beside its reports, writes to these paths. From here
    /// on it can be interrupted.
    pub(super) fn begin(
        arguments: &'a RunArguments,
        documents: &Documents,
        inputs: &[PathBuf],
        written: &[&Path],
    ) -> Result<Self, Failure> {
        let read: Vec<&PathBuf> = inputs
            .iter()
            .chain(&documents.csv_header)
            .chain(&documents.user_pool)
            .chain(&arguments.existing_users)
            .chain(&arguments.evidence.evidence)
            .collect();
        inputs::refuse_two_standard_inputs(read.iter().copied())?;
        let stdout_is_taken = refuse_two_standard_outputs(arguments, written)?;
        let existing = if arguments.force {
            Existing::Replace
        } else {
            Existing::Refuse
        };
        let outputs = Outputs::new(existing, read);
        let prints = arguments.format == Format::Json || !arguments.quiet;
        if stdout_is_taken || prints {
            outputs.check_stdout()?;
        }
        if stdout_is_taken || arguments.format == Format::Json {
            print::refuse_closed_stdout()?;
        }
        Ok(Self {
            arguments,
            interrupt: Interrupt::watch(&outputs)?,
            outputs,
            sinks: Vec::new(),
            examples: Examples::new(outputs::show_values(arguments)),
            page: None,
            files: Files::default(),
            notes: Vec::new(),
            teaching: None,
            stdout_is_taken,
            has_looked_for_leftovers: false,
        })
    }

    /// The options that both commands have.
    pub(super) fn options(&self, mode: Mode) -> Options {
        Options {
            mode,
            password_hashing_algorithm: self.arguments.password_hashing_algorithm,
            threads: self.arguments.threads.map(usize::from),
            existing_users_incomplete: self.arguments.existing_users_incomplete,
            interrupt: Some(self.interrupt.flag()),
            ..Options::default()
        }
    }

    /// Adds to the options what the evidence and the assumptions that were given say of this pool.
    pub(super) fn learn(&mut self, options: &mut Options, schema: &Schema) -> Result<(), Failure> {
        let algorithm = self.arguments.password_hashing_algorithm;
        let algorithm = algorithm.map(PasswordHashingAlgorithm::as_str);
        self.teaching = evidence::teach(&self.arguments.evidence, schema, algorithm)?;
        options.learned = self
            .teaching
            .as_ref()
            .map(|teaching| Arc::new(teaching.learned.clone()));
        Ok(())
    }

    /// What was learned about the rules that reported, and what evidence contradicts.
    fn note_lessons(&mut self, summary: &Summary) {
        let Some(teaching) = &self.teaching else {
            return;
        };
        let contradicted = teaching
            .lessons
            .iter()
            .filter(|lesson| matches!(lesson, Lesson::Contradicts(_) | Lesson::Unused(_)))
            .map(ToString::to_string);
        let learned = teaching.sentences(|rule| summary.counts.rules.contains_key(&rule));
        self.notes.extend(learned.into_iter().chain(contradicted));
    }

    /// Removes what was written, and forgets what was noted, so that the same run can be begun again.
    pub(super) fn begin_again(&mut self) {
        self.sinks.clear();
        self.outputs.begin_again();
        self.examples = Examples::new(outputs::show_values(self.arguments));
        self.files = Files::default();
        self.notes.clear();
    }

    /// Whether the existing users, and everything that is written, can be read and written a second time.
    pub(super) fn can_begin_again(&self) -> bool {
        let run = self.arguments;
        let reports = [&run.report, &run.sarif, &run.junit];
        let are_files = reports
            .into_iter()
            .flatten()
            .all(|path| !inputs::is_special(path));
        let existing = &run.existing_users;
        let are_there = existing.iter().all(|path| inputs::is_file(path));
        are_files && are_there && !self.stdout_is_taken
    }

    /// The files that this run writes.
    pub(super) const fn outputs(&self) -> &Outputs {
        &self.outputs
    }

    /// The names of the files, as the result lists them.
    pub(super) const fn files(&mut self) -> &mut Files {
        &mut self.files
    }

    /// Creates an output, or takes standard output.
    pub(super) fn create(
        &self,
        path: &Path,
        on_broken_pipe: OnBrokenPipe,
    ) -> Result<Writer, Failure> {
        outputs::create(&self.outputs, path, on_broken_pipe)
    }

    /// Adds a sink; sinks are called in the order in which they were added.
    pub(super) fn add(&mut self, sink: impl Sink + 'static) {
        self.sinks.push(Box::new(sink));
    }

    /// Adds the reports that were asked for.
    pub(super) fn add_reports(&mut self, name_files: NameFiles) -> Result<(), Failure> {
        let reports = outputs::reports(self.arguments, &self.outputs, name_files, &mut self.files)?;
        self.sinks.extend(reports);
        if let Some(path) = &self.arguments.html {
            let facts = PageFacts::new(outputs::show_values(self.arguments));
            self.page = Some((facts, self.create(path, OnBrokenPipe::Ignore)?));
            self.files.html = Some(inputs::name(path));
        }
        Ok(())
    }

    /// Adds what a person should know about the run.
    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Looks for what killed runs have left in the folders of the outputs, and removes it where outputs
    /// may be replaced. It holds data of users, so it is named even where nothing else is printed.
    fn clear_leftovers(&mut self) {
        if std::mem::replace(&mut self.has_looked_for_leftovers, true) {
            return;
        }
        for leftover in self.outputs.leftovers() {
            let name = inputs::name(leftover.path());
            if !self.arguments.force {
                print::note(&format!(
                    "a run that was killed has left {name}, which may hold data of users; --force \
                     removes it"
                ));
                continue;
            }
            match leftover.remove() {
                Ok(()) => print::note(&format!(
                    "removed {name}, which a run that was killed had left"
                )),
                Err(error) => print::note(&format!(
                    "a run that was killed has left {name}, which cannot be removed: {error}"
                )),
            }
        }
    }

    /// Judges the inputs in their order, and gives the outputs their names.
    pub(super) fn run(
        &mut self,
        preflight: &Preflight,
        inputs: &[PathBuf],
        invocation: &Invocation,
    ) -> Result<Summary, Failure> {
        self.clear_leftovers();
        let (summary, unsynced) = self
            .judge(preflight, inputs)
            .and_then(|summary| {
                self.write_page(preflight, &summary, invocation)?;
                Ok(summary)
            })
            .and_then(|summary| Ok((summary, self.interrupt.commit()?)))
            .map_err(|failure| self.interrupt.or(failure))?;
        for folder in unsynced {
            print::note(&folder.to_string());
        }
        Ok(summary)
    }

    fn judge(&mut self, preflight: &Preflight, inputs: &[PathBuf]) -> Result<Summary, Failure> {
        let mut run = preflight.run();
        self.load_existing_users(&mut run)?;
        let shows_progress = self.shows_progress();
        let mut sinks: Vec<&mut dyn Sink> = Vec::with_capacity(self.sinks.len() + 2);
        for sink in &mut self.sinks {
            sinks.push(&mut **sink);
        }
        if self.examples.are_wanted() {
            sinks.push(&mut self.examples);
        }
        if let Some((facts, _)) = &mut self.page {
            sinks.push(facts);
        }
        for path in inputs {
            let name = inputs::name(path);
            match inputs::source(path)? {
                Source::File(file) => {
                    let file = Progress::new(file, inputs::length(path), shows_progress);
                    run.file_at(&name, &file, &mut sinks)?;
                }
                Source::Stream(reader) => {
                    let reader = Progress::new(reader, None, shows_progress);
                    run.file(&name, reader, &mut sinks)?;
                }
            }
        }
        Ok(run.finish(&mut sinks)?)
    }

    /// Writes the page, which needs the whole run.
    fn write_page(
        &mut self,
        preflight: &Preflight,
        summary: &Summary,
        invocation: &Invocation,
    ) -> Result<(), Failure> {
        let Some((facts, writer)) = &mut self.page else {
            return Ok(());
        };
        let page = Page::new(preflight, summary, facts, &self.files, invocation).notes(&self.notes);
        page.write(writer).map_err(|error| {
            let name = self.files.html.as_deref().unwrap_or_default();
            Failure::Io(format!("cannot write {name}: {error}"))
        })
    }

    /// Reads the users that exist already, and notes what their lists cannot show.
    fn load_existing_users(&mut self, run: &mut Run<'_>) -> Result<(), Failure> {
        let mut unfinished = None;
        let mut has_last_page = false;
        for path in &self.arguments.existing_users {
            let name = inputs::name(path);
            let loaded = run
                .existing_users(&name, inputs::open_buffered(path)?)
                .map_err(|error| match error {
                    // A list that cannot be read does not make the configuration wrong.
                    Error::Schema(SchemaError::Unreadable { source, .. }) => {
                        Failure::open(path, &source)
                    }
                    error => Failure::Engine(error),
                })?;
            if loaded.is_incomplete {
                unfinished = unfinished.or_else(|| Some(name.clone()));
            } else {
                has_last_page |= loaded.shape == ExistingShape::ListUsers;
            }
            if loaded.misses_aliases {
                self.notes.push(format!(
                    "{name} does not have every name with which its users sign in, so clashes of \
                     aliases with them cannot be found"
                ));
            }
        }
        match unfinished {
            // The pages may be in files of their own.
            Some(name) if !has_last_page && !self.arguments.existing_users_incomplete => {
                Err(Failure::usage(format!(
                    "{name} is a page of list-users that says that more users follow; give all pages, \
                     or say --existing-users-incomplete"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Prints the result; the exit status follows from the summary.
    pub(super) fn end(
        mut self,
        preflight: &Preflight,
        summary: &Summary,
        invocation: &Invocation,
    ) -> Result<Exit, Failure> {
        self.note_lessons(summary);
        let conclusion = Conclusion::new(preflight, summary, &self.files, invocation);
        let printer = Printer {
            format: self.arguments.format,
            quiet: self.arguments.quiet,
            extent: if self.arguments.all || self.arguments.show_values {
                Extent::All
            } else {
                Extent::Short
            },
            stdout_is_taken: self.stdout_is_taken,
        };
        printer.print(&RunResult {
            preflight,
            summary,
            files: &self.files,
            notes: &self.notes,
            examples: &self.examples,
            conclusion: &conclusion,
        })?;
        let policy = ExitPolicy {
            mode: preflight.options().mode,
            strict: self.arguments.strict,
            allowance: self.arguments.max_rejected,
        };
        Ok(policy.status(summary))
    }

    const fn shows_progress(&self) -> bool {
        let run = self.arguments;
        matches!(run.format, Format::Human) && !run.no_progress && !run.quiet
    }
}

/// Refuses to write two things to standard output; says whether one goes there, beside which a
/// summary has no place.
fn refuse_two_standard_outputs(run: &RunArguments, written: &[&Path]) -> Result<bool, Failure> {
    let reports = [&run.report, &run.html, &run.sarif, &run.junit];
    let outputs = reports
        .into_iter()
        .flatten()
        .map(PathBuf::as_path)
        .chain(written.iter().copied())
        .filter(|path| inputs::is_standard(path))
        .count();
    if outputs + usize::from(run.format == Format::Json) > 1 {
        return Err(Failure::usage(
            "standard output can hold only one of the outputs; give the others a file",
        ));
    }
    Ok(outputs > 0)
}
