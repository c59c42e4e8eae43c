//! Signals end a command in order, unless they were ignored when it began.

use std::{
    io::Write,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::sandbox::{Sandbox, TOOL};

use super::{GOOD, HEADER, P, sandbox};

const SIGNALS: [(&str, i32); 4] = [("HUP", 129), ("INT", 130), ("QUIT", 131), ("TERM", 143)];

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill")
        .args([format!("-{signal}"), child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Waits until a run has begun its outputs beside these files.
fn wait_for_outputs(sandbox: &Sandbox, before: &[String]) {
    let start = Instant::now();
    while sandbox.names().len() < before.len() + 2 {
        assert!(start.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn each_signal_ends_a_run_and_leaves_nothing_behind() {
    let sandbox = sandbox();
    let before = sandbox.names();
    for (signal, status) in SIGNALS {
        // A pipe on which nothing arrives: the run has to end all the same.
        let mut child = sandbox
            .command(&format!("clean - -o out.csv --rejected r.csv {P}"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(format!("{HEADER}\n").as_bytes()).unwrap();
        wait_for_outputs(&sandbox, &before);
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(status), "{signal}");
        assert_eq!(sandbox.names(), before, "{signal}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    for (signal, _) in SIGNALS {
        let sandbox = sandbox();
        let before = sandbox.names();
        let script = format!(
            "trap '' {signal}; exec {TOOL} clean - -o out.csv --rejected r.csv --quiet {P}"
        );
        let mut child = Command::new("bash")
            .args(["-c", &script])
            .current_dir(sandbox.path(""))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(format!("{HEADER}\n").as_bytes()).unwrap();
        wait_for_outputs(&sandbox, &before);
        send(signal, &child);
        // Longer than a run may take to end after a signal that is not ignored.
        thread::sleep(Duration::from_millis(700));
        input.write_all(format!("{GOOD}\n").as_bytes()).unwrap();
        drop(input);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}");
        assert_eq!(sandbox.read("out.csv"), format!("{HEADER}\n{GOOD}\n"));
    }
}

#[cfg(feature = "serve")]
#[test]
fn each_signal_stops_a_server_in_order() {
    use std::io::{BufRead, BufReader};

    for (signal, _) in SIGNALS {
        let sandbox = sandbox();
        let mut child = sandbox
            .command("serve --port 0 --data-dir data")
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal}: {line}");
    }
}

#[cfg(all(feature = "serve", target_os = "linux"))]
#[test]
fn a_server_that_was_started_to_outlive_its_terminal_does() {
    use std::io::{BufRead, BufReader};

    let sandbox = sandbox();
    let mut child = Command::new("bash")
        .args([
            "-c",
            &format!("trap '' HUP; exec {TOOL} serve --port 0 --quiet"),
        ])
        .current_dir(sandbox.path(""))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    send("HUP", &child);
    // Longer than a server without requests takes to stop.
    thread::sleep(Duration::from_millis(700));
    assert!(child.try_wait().unwrap().is_none(), "{line}");
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
