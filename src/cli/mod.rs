//! The command line: arguments in, exit statuses out.
//!
//! | Status | Meaning |
//! |---|---|
//! | 0 | every row would be imported |
//! | 1 | a row would be skipped or fail, the job would fail or not start, or a row was set aside |
//! | 2 | wrong usage, schema or configuration |
//! | 3 | the run could not finish |
//! | 130, 143 | interrupted by SIGINT or SIGTERM; nothing was left behind |

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
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod stdout;
mod values;

use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

use clap::{CommandFactory, Parser};

use crate::{
    output::{assumptions, show::Escaped},
    schema::HeaderOrigin,
};

use args::{Arguments, Command};
use exit::Exit;
use failure::Failure;

/// Runs one command line, prints what it has to say, and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error).into(),
    };
    arguments.color.apply();
    let done = match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::Clean(clean) => clean::run(&clean),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve::run(&serve),
        Command::Header(header) => print_header(&header),
        Command::Explain(what) => explain::run(&what),
        Command::Completions { shell } => print_completions(shell),
        Command::Man { command } => print_man(command.as_deref()),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(failure) => {
            failure.print();
            failure.exit().into()
        }
    }
}

/// Prints what clap has to say: an error, or the help or version that was asked for.
fn refuse(error: &clap::Error) -> Exit {
    let rendered = error.render();
    let text = rendered.to_string();
    // An error repeats what was typed, or what a shell's pattern made of hostile file names. Where
    // nothing in it acts on a terminal, clap prints it in colour.
    if Escaped(&text.replace(['\n', '\t'], " ")).to_string().len() == text.len() {
        // A closed terminal is no reason for another status.
        let _ = error.print();
    } else {
        for line in text.lines() {
            anstream::eprintln!("{}", Escaped(line));
        }
    }
    if error.use_stderr() {
        Exit::Usage
    } else {
        Exit::Success
    }
}

/// The whole command line, as completions and manuals are made of it.
pub fn command() -> clap::Command {
    Arguments::command()
}

fn print_header(header: &args::HeaderArguments) -> Result<Exit, Failure> {
    let schema = settings::pool(&header.documents)?;
    if schema.header_origin() != HeaderOrigin::Given
        && let Some(assumed) = assumptions(&schema).first()
    {
        anstream::eprintln!("note: {}", Escaped(assumed));
    }
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

fn print_completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "cognito-preflight", &mut text);
    print(&text)
}

fn print_man(name: Option<&str>) -> Result<Exit, Failure> {
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
fn print(text: &[u8]) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::stdout(&error)),
        _ => Ok(Exit::Success),
    }
}
