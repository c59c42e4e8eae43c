//! What goes wrong around a run: killed, full disks, odd files. Nothing is lost, and nothing looks
//! complete that is not.

use std::{
    fs::{self, File},
    io::{Read, Write},
    os::unix::{fs::symlink, process::ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

const COLUMNS: &str = "email,email_verified,cognito:mfa_enabled,cognito:username";

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(place.path("h.csv"), COLUMNS).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn users(&self, name: &str, rows: usize) {
        let mut file = format!("{COLUMNS}\n");
        for row in 0..rows {
            file += &format!("user{row}@example.com,Yes,,user{row}\n");
        }
        fs::write(self.path(name), file).unwrap();
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cognito-preflight"));
        command
            .args(words.split_whitespace())
            .args(["--csv-header", "h.csv"])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    #[track_caller]
    fn ends_with(&self, words: &str, status: i32) -> String {
        let output = self.command(words).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(status),
            "{words}\n{}",
            said(&output)
        );
        said(&output)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// The most memory that a process has held, in bytes, as far as one can see from outside.
fn peak_memory(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok())
        .map_or(0, |kilobytes| kilobytes * 1024)
}

/// Feeds a process and watches its memory.
fn feed(mut command: Command, bytes: impl Iterator<Item = Vec<u8>>) -> (Option<i32>, u64) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut peak = 0;
    for block in bytes {
        if input.write_all(&block).is_err() {
            break;
        }
        peak = peak.max(peak_memory(&child));
    }
    drop(input);
    (child.wait().unwrap().code(), peak)
}

#[test]
fn a_killed_run_leaves_no_file_that_looks_complete() {
    let place = Place::new();
    place.users("in.csv", 60_000);
    let whole = {
        place.ends_with("clean in.csv -o out.csv --report r.jsonl", 0);
        fs::read(place.path("out.csv")).unwrap()
    };
    let start = Instant::now();
    place.ends_with("clean in.csv -o out.csv --report r.jsonl --force", 0);
    let usual = start.elapsed();
    for moment in 0..50_u32 {
        for name in ["out.csv", "out.rejected.csv", "r.jsonl"] {
            let _ = fs::remove_file(place.path(name));
        }
        let mut child = place
            .command("clean in.csv -o out.csv --report r.jsonl")
            .spawn()
            .unwrap();
        thread::sleep(usual * moment / 40);
        let _ = child.kill();
        let _ = child.wait();
        if let Ok(out) = fs::read(place.path("out.csv")) {
            assert!(
                out == whole,
                "moment {moment}: a part of the file has its name"
            );
        }
    }
    place.ends_with("clean in.csv -o out.csv --report r.jsonl --force", 0);
    assert!(fs::read(place.path("out.csv")).unwrap() == whole);
}

#[test]
fn an_interrupted_run_cleans_up_after_itself() {
    let place = Place::new();
    let before = place.names();
    for signal in ["INT", "TERM"] {
        // A pipe on which nothing arrives: the run has to end all the same.
        let mut child = place
            .command("clean - -o out.csv --rejected r.csv")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(format!("{COLUMNS}\n").as_bytes()).unwrap();
        thread::sleep(Duration::from_millis(300));
        let killed = Command::new("kill")
            .args([format!("-{signal}"), child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        let status = child.wait().unwrap();
        let expected = if signal == "INT" { 130 } else { 143 };
        assert_eq!(
            status.code(),
            Some(expected),
            "{signal} {:?}",
            status.signal()
        );
        assert_eq!(place.names(), before);
    }
}

#[test]
fn a_full_disk_is_said_and_leaves_nothing() {
    let place = Place::new();
    place.users("in.csv", 20_000);
    let before = place.names();
    // The shell limits how large a file may become; writing beyond is an error like a full disk.
    for outputs in [
        "-o out.csv",
        "-o out.csv --report r.jsonl",
        "-o out.csv --sarif s.json",
    ] {
        let tool = env!("CARGO_BIN_EXE_cognito-preflight");
        let script = format!(
            "trap '' XFSZ; ulimit -f 64; exec {tool} clean in.csv --csv-header h.csv {outputs}"
        );
        let output = Command::new("bash")
            .args(["-c", &script])
            .current_dir(place.folder.path())
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(3),
            "{outputs}\n{}",
            said(&output)
        );
        assert!(said(&output).contains("cannot write"), "{}", said(&output));
        assert_eq!(place.names(), before);
    }
}

#[test]
fn a_device_without_room_is_said() {
    let place = Place::new();
    place.users("in.csv", 20_000);
    if Path::new("/dev/full").exists() {
        let text = place.ends_with("clean in.csv -o /dev/full --rejected r.csv", 3);
        assert!(text.contains("/dev/full"), "{text}");
        assert!(!place.path("r.csv").exists());
    }
}

#[test]
fn outputs_in_odd_places_are_refused_or_reached() {
    let place = Place::new();
    place.users("in.csv", 10);
    fs::create_dir(place.path("folder")).unwrap();
    place.ends_with("clean in.csv -o folder", 2);
    place.ends_with("clean in.csv -o gone/out.csv", 3);
    symlink("in.csv", place.path("link.csv")).unwrap();
    place.ends_with("clean in.csv -o link.csv --force", 2);
    fs::hard_link(place.path("in.csv"), place.path("hard.csv")).unwrap();
    place.ends_with("clean in.csv -o hard.csv --force", 2);
    symlink("target.csv", place.path("to.csv")).unwrap();
    place.ends_with("clean in.csv -o to.csv", 0);
    assert!(
        fs::read_to_string(place.path("target.csv"))
            .unwrap()
            .starts_with("email,")
    );
    place.ends_with("clean in.csv -o /dev/null --rejected /dev/null", 0);
    let input = fs::read_to_string(place.path("in.csv")).unwrap();
    assert!(input.starts_with(COLUMNS) && input.contains("Yes"));
}

#[test]
fn a_closed_standard_output_is_no_panic() {
    let place = Place::new();
    place.users("in.csv", 50_000);
    for words in [
        "check in.csv",
        "check in.csv --format json",
        "explain",
        "check in.csv --report -",
    ] {
        let mut child = place.command(words).spawn_closed();
        let mut text = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        let status = child.wait().unwrap();
        assert!(
            status.code().is_some_and(|code| code <= 3),
            "{words}: {status:?} {text}"
        );
        assert!(!text.contains("panicked"), "{words}: {text}");
    }
}

trait SpawnClosed {
    fn spawn_closed(&mut self) -> Child;
}

impl SpawnClosed for Command {
    /// Starts the command and closes its standard output before it can write.
    fn spawn_closed(&mut self) -> Child {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        self.stdout(writer).spawn().unwrap()
    }
}

#[test]
fn two_runs_into_one_output_do_not_mix() {
    let place = Place::new();
    place.users("in.csv", 30_000);
    for force in ["", " --force"] {
        let mut children: Vec<Child> = (0..2)
            .map(|number| {
                let words = format!(
                    "clean in.csv -o out.csv --rejected r{number}{}.csv{force}",
                    force.len()
                );
                place.command(&words).spawn().unwrap()
            })
            .collect();
        let codes: Vec<Option<i32>> = children
            .iter_mut()
            .map(|child| child.wait().unwrap().code())
            .collect();
        assert!(codes.contains(&Some(0)), "{codes:?}");
        assert!(
            codes.iter().all(|code| matches!(code, Some(0 | 2))),
            "{codes:?}"
        );
        let out = fs::read_to_string(place.path("out.csv")).unwrap();
        assert_eq!(out.lines().count(), 30_001);
    }
}

#[test]
fn the_smallest_files_end_in_a_verdict() {
    let place = Place::new();
    let mut files: Vec<Vec<u8>> = vec![Vec::new()];
    let telling = [0, b'\n', b'\r', b',', b'"', b'\\', b'a', 0xEF, 0xFE, 0xFF];
    for first in telling {
        files.push(vec![first]);
        for second in telling {
            files.push(vec![first, second]);
        }
    }
    for byte in 0..=u8::MAX {
        files.push([&[byte], COLUMNS.as_bytes(), b"\nx,true,,x\n"].concat());
        files.push([COLUMNS.as_bytes(), b"\nx,true,,x", &[byte]].concat());
    }
    // In a process each they would take minutes; the library sees the same bytes.
    let header = cognito_preflight::schema::CsvHeader::parse(COLUMNS).unwrap();
    let schema = cognito_preflight::schema::Schema::new(Some(header), None).unwrap();
    for file in files {
        for mode in [
            cognito_preflight::engine::Mode::Check,
            cognito_preflight::engine::Mode::Clean,
        ] {
            match crate::run::run(&schema, crate::run::options(mode), "", &file) {
                Ok((collected, summary)) => {
                    assert_eq!(collected.rows.len() as u64, summary.counts.rows.rows());
                }
                Err(error) => assert!(
                    matches!(error, cognito_preflight::engine::Error::Header { .. }),
                    "{error}"
                ),
            }
        }
    }
    fs::write(place.path("empty.csv"), "").unwrap();
    place.ends_with("check empty.csv", 1);
}

#[test]
fn a_gigabyte_without_a_line_end_fits_in_little_memory() {
    let place = Place::new();
    let block = vec![b'x'; 1 << 20];
    // Behind a header, so that it is a row.
    let bytes = std::iter::once(format!("{COLUMNS}\n").into_bytes())
        .chain(std::iter::repeat_n(block, 1024));
    let (code, peak) = feed(place.command("check - --threads 2"), bytes);
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
}

#[test]
fn zeros_and_blank_lines_fit_in_little_memory() {
    let place = Place::new();
    let (code, peak) = feed(
        place.command("check - --threads 2"),
        std::iter::repeat_n(vec![0; 1 << 20], 64),
    );
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
    let lines = std::iter::once(format!("{COLUMNS}\n").into_bytes())
        .chain(std::iter::repeat_n(vec![b'\n'; 1_000_000], 10));
    let (code, peak) = feed(place.command("check - --threads 2"), lines);
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
}

#[test]
fn a_value_of_many_megabytes_is_set_aside_whole() {
    let place = Place::new();
    let mut file = format!("{COLUMNS}\nana@example.com,true,,ana\n").into_bytes();
    let row = [b"\"".as_slice(), &vec![b'y'; 100 << 20], b"\",true,,bo\n"].concat();
    file.extend_from_slice(&row);
    file.extend_from_slice(b"cleo@example.com,true,,cleo\n");
    fs::write(place.path("in.csv"), &file).unwrap();
    place.ends_with("clean in.csv -o out.csv --rejected r.csv --from rfc4180", 1);
    let cleaned = fs::read_to_string(place.path("out.csv")).unwrap();
    assert!(cleaned.contains("ana") && cleaned.contains("cleo") && cleaned.len() < 1000);
    let rejected = fs::read(place.path("r.csv")).unwrap();
    let kept = &row[..row.len() - 1];
    assert!(
        rejected
            .windows(32)
            .any(|part| part == &kept[kept.len() - 32..])
    );
    assert!(rejected.len() > row.len());
}

#[test]
fn an_input_that_stalls_is_waited_for_and_read_whole() {
    let place = Place::new();
    let made = Command::new("mkfifo").arg(place.path("pipe.csv")).status();
    assert!(made.unwrap().success());
    let child = place
        .command("clean pipe.csv -o out.csv --rejected r.csv")
        .spawn()
        .unwrap();
    let mut pipe = File::options()
        .write(true)
        .open(place.path("pipe.csv"))
        .unwrap();
    // In the middle of a line, and of a character.
    for part in [
        COLUMNS.as_bytes(),
        b"\nana@example.com,Yes,,an\xC3",
        b"\xA1\n",
    ] {
        pipe.write_all(part).unwrap();
        pipe.flush().unwrap();
        thread::sleep(Duration::from_millis(150));
        assert!(!place.path("out.csv").exists());
    }
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let cleaned = fs::read_to_string(place.path("out.csv")).unwrap();
    assert_eq!(
        cleaned,
        format!("{COLUMNS}\nana@example.com,true,false,an\u{e1}\n")
    );
}

#[test]
fn an_input_that_is_no_file_is_said() {
    let place = Place::new();
    fs::create_dir(place.path("folder")).unwrap();
    for (words, name) in [("check folder", "folder"), ("check gone.csv", "gone.csv")] {
        let text = place.ends_with(words, 3);
        assert!(text.contains(name), "{text}");
    }
    let text = place.ends_with("clean folder -o out.csv", 3);
    assert!(text.contains("folder"), "{text}");
    assert!(!place.path("out.csv").exists());
}

#[test]
fn a_folder_that_may_not_be_written_to_is_said() {
    let place = Place::new();
    place.users("in.csv", 10);
    // Whoever may do everything is refused only where the system itself writes nothing.
    let text = place.ends_with("clean in.csv -o /proc/out.csv --rejected r.csv", 3);
    assert!(text.contains("/proc/out.csv"), "{text}");
    assert!(!place.path("r.csv").exists());
}

#[test]
fn an_input_that_ends_early_is_read_to_where_it_ends() {
    let place = Place::new();
    fs::write(
        place.path("cut.csv"),
        format!("{COLUMNS}\nana@example.com,true,,ana\nbo@exa"),
    )
    .unwrap();
    let text = place.ends_with("check cut.csv", 1);
    assert!(text.contains("Rows: 2 read"), "{text}");
    fs::write(place.path("utf16.csv"), b"\xFF\xFEe\0m").unwrap();
    let mut file = File::open(place.path("utf16.csv")).unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    let output = place
        .command("clean utf16.csv -o out.csv")
        .output()
        .unwrap();
    assert!(
        matches!(output.status.code(), Some(1 | 3)),
        "{}",
        said(&output)
    );
}
