//! `completions` and `man`: what is made from the definition of the command line.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{args::Arguments, exit::Exit, failure::Failure, print};

/// The whole command line, as completions and manuals are made from it.
pub(super) fn command() -> clap::Command {
    Arguments::command()
}

pub(super) fn print_completions(shell: Shell) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command(), "cognito-preflight", &mut text);
    print::to_stdout(&text)?;
    Ok(Exit::Success)
}

pub(super) fn print_page(name: Option<&str>) -> Result<Exit, Failure> {
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
    print::to_stdout(&text)?;
    Ok(Exit::Success)
}
