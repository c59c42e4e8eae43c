//! A temporary folder in which a test writes files, runs the tool and reads what it wrote.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// The path of the tool that these tests run.
pub(crate) const TOOL: &str = env!("CARGO_BIN_EXE_cognito-preflight");

/// A temporary folder, deleted with everything in it when it is dropped.
pub(crate) struct Sandbox {
    folder: TempDir,
    /// Arguments that end each command.
    common: &'static str,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            common: "",
        }
    }

    /// Ends each command with these arguments.
    pub(crate) fn with_arguments(mut self, common: &'static str) -> Self {
        self.common = common;
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    #[track_caller]
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    #[track_caller]
    pub(crate) fn read_bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The names of everything in the folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The tool with arguments, separated by white space, in this folder; standard input is empty.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(TOOL);
        command
            .args(arguments.split_whitespace())
            .args(self.common.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// A script of a shell in this folder.
    #[cfg(unix)]
    pub(crate) fn shell(&self, script: &str) -> Output {
        Command::new("bash")
            .args(["-c", script])
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    pub(crate) fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn run_with_input(&self, arguments: &str, input: impl AsRef<[u8]>) -> Output {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        // A tool that refuses its arguments does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        child.wait_with_output().unwrap()
    }

    /// Runs the tool, asserts its exit status, and returns what it printed.
    #[track_caller]
    pub(crate) fn ends_with(&self, arguments: &str, status: i32) -> String {
        let output = self.run(arguments);
        let printed = printed(&output);
        assert_eq!(output.status.code(), Some(status), "{arguments}\n{printed}");
        printed
    }
}

/// What a command printed, standard output first.
pub(crate) fn printed(output: &Output) -> String {
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// Output as text: all that the tool prints is UTF-8.
#[track_caller]
pub(crate) fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

/// Output as one JSON document.
#[track_caller]
pub(crate) fn json(bytes: impl AsRef<[u8]>) -> serde_json::Value {
    serde_json::from_slice(bytes.as_ref()).unwrap()
}
