//! The command line: a thin layer over the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cognito_preflight::cli::run(std::env::args_os())
}
