//! The command line: arguments in, exit statuses out.
//!
//! | Status | Meaning |
//! |---|---|
//! | 0 | every row would be imported |
//! | 1 | a row would be skipped or fail, the job would fail or not start, or a row was set aside |
//! | 2 | wrong usage, schema or configuration |
//! | 3 | the run could not finish |
//! | 130 | interrupted (128 and the signal's number) |

mod args;
mod check;
mod clean;
mod exit;
mod explain;
mod failure;
mod human;
mod inputs;
mod interrupt;
mod outputs;
mod progress;
mod settings;
mod values;

use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser};

use args::{Arguments, Command};
use failure::Failure;

/// Runs one command line, prints what it has to say, and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let status = if error.use_stderr() { 2 } else { 0 };
            // A closed terminal is no reason for another status.
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    arguments.color.apply();
    let done = match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::Clean(clean) => clean::run(&clean),
        Command::Header(header) => print_header(&header),
        Command::Explain(what) => explain::run(&what),
        Command::Completions { shell } => print_completions(shell),
        Command::Man { command } => print_man(command.as_deref()),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.status())
        }
    }
}

/// The whole command line, as completions and manuals are made of it.
pub fn command() -> clap::Command {
    Arguments::command()
}

fn print_header(header: &args::HeaderArguments) -> Result<u8, Failure> {
    let schema = settings::schema(&header.schema)?;
    let mut line = Vec::new();
    for (place, column) in schema.columns().iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        crate::dialect::cognito::write_field(column.name(), &mut line);
    }
    line.push(b'\n');
    print(&line)
}

fn print_completions(shell: clap_complete::Shell) -> Result<u8, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "cognito-preflight", &mut text);
    print(&text)
}

fn print_man(name: Option<&str>) -> Result<u8, Failure> {
    let mut whole = command().disable_help_subcommand(true);
    whole.build();
    let shown = match name {
        None => whole,
        Some(name) => whole
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::usage(format!("there is no command {name}")))?,
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(shown)
        .render(&mut text)
        .map_err(|error| Failure::stdout(&error))?;
    print(&text)
}

/// Prints to standard output. A reader that has gone away has seen what it wanted.
fn print(text: &[u8]) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::stdout(&error)),
        _ => Ok(0),
    }
}
