//! The command line: arguments in, exit statuses out.
//!
//! | Status | Meaning |
//! |---|---|
//! | 0 | every row would be imported |
//! | 1 | a row would be skipped or fail, the job would fail or not start, a row was rejected, or the input is not a file of users |
//! | 2 | wrong usage, schema or configuration |
//! | 3 | the run could not finish |
//! | 129, 130, 131, 143 | interrupted by SIGHUP, SIGINT, SIGQUIT or SIGTERM; nothing was left behind |
//!
//! Each command is one module that reads from top to bottom. `check` and `clean` share a
//! `session::Session`, which has everything that both need.

#[cfg(feature = "aws")]
mod account;
mod args;
mod check;
mod clean;
mod closed;
mod documents;
mod evidence;
mod examples;
mod exit;
mod explain;
mod failure;
#[cfg(feature = "aws")]
mod fetch;
mod header;
mod human;
#[cfg(feature = "aws")]
mod import;
mod inputs;
mod interrupt;
mod manual;
mod map;
mod outputs;
mod print;
mod progress;
mod reconcile;
#[cfg(feature = "serve")]
mod serve;
mod session;
mod signals;
mod source;
mod sources;
mod stdout;
mod style;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use crate::output::redact::Escaped;

use args::{Arguments, Command};
use exit::Exit;
use failure::Failure;

/// Runs one command line, prints the result, and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let ended = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => dispatch(arguments),
        Err(error) => print_usage(&error),
    };
    let exit = ended.unwrap_or_else(|failure| {
        if !failure.is_closed_pipe() {
            print::error(&failure.message());
        }
        failure.exit()
    });
    exit.into()
}

/// The whole command line, as completions and manuals are made from it.
pub fn command() -> clap::Command {
    manual::command()
}

fn dispatch(arguments: Arguments) -> Result<Exit, Failure> {
    arguments.color.apply();
    let mut arguments = arguments;
    documents::open_pool(&mut arguments.command)?;
    match arguments.command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Clean(arguments) => clean::run(&arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(&arguments),
        #[cfg(feature = "aws")]
        Command::Fetch(arguments) => fetch::run(&arguments),
        #[cfg(feature = "aws")]
        Command::Import(arguments) => import::run(&arguments),
        Command::Reconcile(arguments) => reconcile::run(&arguments),
        Command::Evidence(arguments) => evidence::run(&arguments),
        Command::Header(arguments) => header::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Sources(arguments) => sources::run(&arguments),
        Command::Map(arguments) => map::run(&arguments),
        Command::Completions { shell } => manual::print_completions(shell),
        Command::Man { command } => manual::print_page(command.as_deref()),
    }
}

/// Prints clap's text: an error, or the help or version that was asked for.
fn print_usage(error: &clap::Error) -> Result<Exit, Failure> {
    let text = error.render().to_string();
    if !error.use_stderr() {
        print::unless_pipe_is_closed(error.print())?;
        return Ok(Exit::Success);
    }
    // An error repeats what was typed, or file names that a shell's pattern found. Where nothing in it
    // acts on a terminal, clap prints it in colour.
    if Escaped(&text.replace(['\n', '\t'], " ")).to_string().len() == text.len() {
        // As in `print::to_stderr`, the exit status has to do where standard error does not.
        let _ = error.print();
    } else {
        for line in text.lines() {
            print::to_stderr(&format!("{}\n", Escaped(line)));
        }
    }
    Ok(Exit::Usage)
}
