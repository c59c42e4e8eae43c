//! What commands print and how they end, as `tests/cmd` shows it.

use std::{env, process::Command};

/// `UPDATE=1` writes what the commands print into those files, as for every other generated page.
#[test]
fn each_command_prints_and_ends_as_its_file_shows() {
    if env::var_os("UPDATE").is_some() && env::var_os("TRYCMD").is_none() {
        // trycmd has a variable of its own for that, which is read from the environment only.
        let status = Command::new(env::current_exe().unwrap())
            .args([
                "commands::each_command_prints_and_ends_as_its_file_shows",
                "--exact",
            ])
            .env("TRYCMD", "overwrite")
            .status();
        assert!(status.unwrap().success());
        return;
    }
    let cases = trycmd::TestCases::new();
    cases.case("tests/cmd/*.trycmd");
    // The list of commands depends on what was built.
    cases.skip(if cfg!(feature = "serve") {
        "tests/cmd/help.trycmd"
    } else {
        "tests/cmd/help-serve.trycmd"
    });
}
