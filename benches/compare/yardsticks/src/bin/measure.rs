//! Runs a command and prints what it took, as one line of JSON.
//!
//! `measure PROGRAM ARGUMENT…`. A program of its own because the peak that Linux reports for a
//! process includes what its parent held when it started it: this one holds next to nothing, where
//! an interpreter holds more than some of what is measured.

use std::{
    env,
    error::Error,
    process::{Command, Stdio},
    time::Instant,
};

use wait4::Wait4;

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args_os().skip(1);
    let program = words.next().ok_or("measure PROGRAM ARGUMENT…")?;
    let start = Instant::now();
    let mut child = Command::new(&program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    let used = child.wait4()?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        r#"{{"seconds":{seconds},"cpu_seconds":{},"peak_bytes":{},"status":{}}}"#,
        (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        used.rusage.maxrss,
        // Ended by a signal.
        used.status.code().unwrap_or(-1),
    );
    Ok(())
}
