//! What goes wrong around a run: killed, full disks, odd files. Nothing is lost, and nothing looks
//! complete that is not.

use std::{
    fs::{self, File, Permissions},
    io::{Read, Write},
    os::unix::{
        fs::{PermissionsExt, symlink},
        process::ExitStatusExt,
    },
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::sandbox::{Sandbox, TOOL, printed};

const COLUMNS: &str = "email,email_verified,cognito:mfa_enabled,cognito:username";

/// A sandbox with the header of these tests, which each command is given.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new().with_arguments("--csv-header h.csv");
    sandbox.write("h.csv", COLUMNS);
    sandbox
}

/// Writes a file of so many users.
fn users(sandbox: &Sandbox, name: &str, rows: usize) {
    let mut file = format!("{COLUMNS}\n");
    for row in 0..rows {
        file += &format!("user{row}@example.com,Yes,,user{row}\n");
    }
    sandbox.write(name, file);
}

/// Waits until the folder looks so.
fn wait_for(sandbox: &Sandbox, looks_so: impl Fn(&[String]) -> bool) {
    let start = Instant::now();
    while !looks_so(&sandbox.names()) {
        let names = sandbox.names();
        assert!(start.elapsed() < Duration::from_secs(60), "{names:?}");
        thread::sleep(Duration::from_millis(10));
    }
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
#[ignore = "slow: kills the tool fifty times"]
fn a_killed_run_leaves_no_file_that_looks_complete() {
    const RUN: &str = "clean in.csv -o out.csv --report r.jsonl";
    const NAMES: [&str; 3] = ["out.csv", "out.rejected.csv", "r.jsonl"];
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 60_000);
    // Rows for the rejected file, too.
    let mut file = File::options()
        .append(true)
        .open(sandbox.path("in.csv"))
        .unwrap();
    for row in 0..10_000 {
        writeln!(file, "user{row}@example.com,no,,late{row}").unwrap();
    }
    sandbox.ends_with(RUN, 1);
    let read = || NAMES.map(|name| fs::read(sandbox.path(name)).ok());
    let whole = read();
    let start = Instant::now();
    sandbox.ends_with(&format!("{RUN} --force"), 1);
    let usual = start.elapsed();
    let (mut nothing, mut everything) = (0, 0);
    for moment in 0..50_u32 {
        for name in NAMES {
            let _ = fs::remove_file(sandbox.path(name));
        }
        let mut child = sandbox.command(RUN).spawn().unwrap();
        thread::sleep(usual * moment / 40);
        let _ = child.kill();
        let _ = child.wait();
        let left = read();
        for (left, whole) in left.iter().zip(&whole) {
            assert!(
                left.is_none() || left == whole,
                "moment {moment}: a part of a file has its name"
            );
        }
        assert!(
            left[0].is_none() || left == whole,
            "moment {moment}: the cleaned file is there without the others"
        );
        nothing += u32::from(left[0].is_none());
        everything += u32::from(left == whole);
        if moment % 10 == 0 {
            sandbox.ends_with(&format!("{RUN} --force"), 1);
            assert!(read() == whole, "the run after moment {moment}");
        }
    }
    assert!(nothing > 0, "no run was killed in time");
    assert!(everything < 50, "{everything}");
}

#[test]
fn an_interrupted_run_cleans_up_after_itself() {
    let sandbox = sandbox();
    let before = sandbox.names();
    for signal in ["INT", "TERM"] {
        // A pipe on which nothing arrives: the run has to end all the same.
        let mut child = sandbox
            .command("clean - -o out.csv --rejected r.csv")
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(format!("{COLUMNS}\n").as_bytes()).unwrap();
        wait_for(&sandbox, |names| names.len() == before.len() + 2);
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
        assert_eq!(sandbox.names(), before);
    }
}

#[test]
fn a_full_disk_is_said_for_each_output_and_leaves_nothing() {
    let sandbox = sandbox();
    users(&sandbox, "passes.csv", 20_000);
    let passes = sandbox.read("passes.csv");
    sandbox.write("fails.csv", passes.replace("Yes", "no"));
    let before = sandbox.names();
    let clean = "clean fails.csv -o /dev/null --rejected /dev/null";
    // The shell limits how large a file may become; writing beyond is an error like a full disk.
    for (words, name, kilobytes) in [
        (
            "clean passes.csv -o out.csv --rejected r.csv",
            "out.csv",
            64,
        ),
        ("clean passes.csv -o out.csv --split", "out-0001.csv", 64),
        ("clean fails.csv -o out.csv --rejected r.csv", "r.csv", 64),
        (&format!("{clean} --report r.jsonl"), "r.jsonl", 64),
        (&format!("{clean} --report r.csv"), "r.csv", 64),
        (&format!("{clean} --sarif s.json"), "s.json", 1),
        (&format!("{clean} --junit j.xml"), "j.xml", 1),
        (&format!("{clean} --html p.html"), "p.html", 1),
        ("check fails.csv --report r.jsonl", "r.jsonl", 64),
    ] {
        let tool = TOOL;
        let script =
            format!("trap '' XFSZ; ulimit -f {kilobytes}; exec {tool} {words} --csv-header h.csv");
        let output = sandbox.shell(&script);
        let said = printed(&output);
        assert_eq!(output.status.code(), Some(3), "{words}\n{said}");
        assert!(said.contains(&format!("cannot write {name}: ")), "{said}");
        assert_eq!(sandbox.names(), before, "{words}");
    }
}

#[test]
fn a_device_without_room_is_said() {
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 20_000);
    if Path::new("/dev/full").exists() {
        let text = sandbox.ends_with("clean in.csv -o /dev/full --rejected r.csv", 3);
        assert!(text.contains("/dev/full"), "{text}");
        assert!(!sandbox.has("r.csv"));
        for words in [
            "check in.csv",
            "check in.csv --format json",
            "check in.csv --report -",
            "clean in.csv -o - --rejected r.csv",
            "clean in.csv -o o.csv --rejected -",
            "header",
        ] {
            let full = File::options().write(true).open("/dev/full").unwrap();
            let output = sandbox.command(words).stdout(full).output().unwrap();
            let said = printed(&output);
            assert_eq!(output.status.code(), Some(3), "{words}\n{said}");
            assert!(said.contains("standard output"), "{words}\n{said}");
            assert!(!sandbox.has("r.csv") && !sandbox.has("o.csv"));
        }
    }
}

#[test]
fn outputs_in_odd_places_are_refused_or_reached() {
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 10);
    fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.ends_with("clean in.csv -o folder", 2);
    sandbox.ends_with("clean in.csv -o gone/out.csv", 3);
    symlink("in.csv", sandbox.path("link.csv")).unwrap();
    sandbox.ends_with("clean in.csv -o link.csv --force", 2);
    fs::hard_link(sandbox.path("in.csv"), sandbox.path("hard.csv")).unwrap();
    sandbox.ends_with("clean in.csv -o hard.csv --force", 2);
    symlink("target.csv", sandbox.path("to.csv")).unwrap();
    sandbox.ends_with("clean in.csv -o to.csv", 0);
    assert!(sandbox.read("target.csv").starts_with("email,"));
    sandbox.ends_with("clean in.csv -o /dev/null --rejected /dev/null", 0);
    let text = sandbox.ends_with("clean in.csv -o /dev/null", 2);
    assert!(text.contains("needs --rejected FILE"), "{text}");
    let text = sandbox.ends_with("clean in.csv -o /dev/null --rejected r.csv --split", 2);
    assert!(text.contains("--split writes several files"), "{text}");
    let input = sandbox.read("in.csv");
    assert!(input.starts_with(COLUMNS) && input.contains("Yes"));
}

#[test]
fn a_closed_standard_output_is_no_panic() {
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 50_000);
    // Whoever stops reading has seen enough of a result, but not of the rows.
    for (words, expected) in [
        ("check in.csv", 1),
        ("check in.csv --format json", 1),
        ("header", 0),
        ("check in.csv --report -", 1),
        ("clean in.csv -o - --rejected r.csv", 3),
        ("clean in.csv -o o.csv --rejected -", 3),
    ] {
        let mut child = sandbox.command(words).spawn_closed();
        let mut text = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(expected), "{words}: {text}");
        assert!(!text.contains("panicked"), "{words}: {text}");
        assert!(!sandbox.has("r.csv") && !sandbox.has("o.csv"));
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
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 30_000);
    for force in ["", " --force"] {
        let mut children: Vec<Child> = (0..2)
            .map(|number| {
                let words = format!(
                    "clean in.csv -o out.csv --rejected r{number}{}.csv{force}",
                    force.len()
                );
                sandbox.command(&words).spawn().unwrap()
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
        let out = sandbox.read("out.csv");
        assert_eq!(out.lines().count(), 30_001);
    }
}

#[test]
fn the_smallest_files_end_in_a_verdict() {
    let sandbox = sandbox();
    let mut files: Vec<Vec<u8>> = vec![Vec::new()];
    let telling = [0, b'\n', b'\r', b',', b'"', b'\\', b'a', 0xEF, 0xFE, 0xFF];
    for first in telling {
        files.push(vec![first]);
        for second in telling {
            files.push(vec![first, second]);
            files.extend(telling.map(|third| vec![first, second, third]));
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
            match crate::collect::collect(&schema, crate::collect::options(mode), &file) {
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
    sandbox.write("empty.csv", "");
    sandbox.ends_with("check empty.csv", 1);
}

#[test]
fn a_gigabyte_without_a_line_end_fits_in_little_memory() {
    let sandbox = sandbox();
    let block = vec![b'x'; 1 << 20];
    // Behind a header, so that it is a row.
    let bytes = std::iter::once(format!("{COLUMNS}\n").into_bytes())
        .chain(std::iter::repeat_n(block, 1024));
    let (code, peak) = feed(sandbox.command("check - --threads 2"), bytes);
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
}

#[test]
#[ignore = "slow: ten million lines"]
fn zeros_and_blank_lines_fit_in_little_memory() {
    let sandbox = sandbox();
    let (code, peak) = feed(
        sandbox.command("check - --threads 2"),
        std::iter::repeat_n(vec![0; 1 << 20], 64),
    );
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
    let lines = std::iter::once(format!("{COLUMNS}\n").into_bytes())
        .chain(std::iter::repeat_n(vec![b'\n'; 1_000_000], 10));
    let (code, peak) = feed(sandbox.command("check - --threads 2"), lines);
    assert_eq!(code, Some(1));
    assert!(peak < 64 << 20, "{peak} bytes");
}

#[test]
fn a_value_of_many_megabytes_is_set_aside_whole() {
    let sandbox = sandbox();
    let mut file = format!("{COLUMNS}\nana@example.com,true,,ana\n").into_bytes();
    let row = [b"\"".as_slice(), &vec![b'y'; 100 << 20], b"\",true,,bo\n"].concat();
    file.extend_from_slice(&row);
    file.extend_from_slice(b"cleo@example.com,true,,cleo\n");
    sandbox.write("in.csv", &file);
    sandbox.ends_with("clean in.csv -o out.csv --rejected r.csv --from rfc4180", 1);
    let cleaned = sandbox.read("out.csv");
    assert!(cleaned.contains("ana") && cleaned.contains("cleo") && cleaned.len() < 1000);
    let rejected = sandbox.read_bytes("r.csv");
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
    let sandbox = sandbox();
    let made = Command::new("mkfifo")
        .arg(sandbox.path("pipe.csv"))
        .status();
    assert!(made.unwrap().success());
    let child = sandbox
        .command("clean pipe.csv -o out.csv --rejected r.csv")
        .spawn()
        .unwrap();
    let mut pipe = File::options()
        .write(true)
        .open(sandbox.path("pipe.csv"))
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
        assert!(!sandbox.has("out.csv"));
    }
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let cleaned = sandbox.read("out.csv");
    assert_eq!(
        cleaned,
        format!("{COLUMNS}\nana@example.com,true,false,an\u{e1}\n")
    );
}

#[test]
fn an_input_that_is_no_file_is_said() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("folder")).unwrap();
    for (words, name) in [("check folder", "folder"), ("check gone.csv", "gone.csv")] {
        let text = sandbox.ends_with(words, 3);
        assert!(text.contains(name), "{text}");
    }
    let text = sandbox.ends_with("clean folder -o out.csv", 3);
    assert!(text.contains("folder"), "{text}");
    assert!(!sandbox.has("out.csv"));
}

#[test]
fn a_folder_that_may_not_be_written_to_is_said() {
    let sandbox = sandbox();
    users(&sandbox, "in.csv", 10);
    // Whoever may do everything is refused only where the system itself writes nothing.
    let text = sandbox.ends_with("clean in.csv -o /proc/out.csv --rejected r.csv", 3);
    assert!(text.contains("/proc/out.csv"), "{text}");
    assert!(!sandbox.has("r.csv"));
    fs::create_dir(sandbox.path("locked")).unwrap();
    fs::set_permissions(sandbox.path("locked"), Permissions::from_mode(0o555)).unwrap();
    if fs::write(sandbox.path("locked/x"), "").is_err() {
        let text = sandbox.ends_with("clean in.csv -o locked/out.csv --rejected r.csv", 3);
        assert!(text.contains("locked/out.csv"), "{text}");
        assert!(!sandbox.has("r.csv"));
    }
}

#[test]
fn an_input_that_is_cut_while_it_is_read_is_said() {
    let sandbox = sandbox();
    let mut rows = format!("{COLUMNS}\n");
    for row in 0..300_000 {
        rows += &format!("ana@example.com,true,false,{row:0>100}\n");
    }
    let mut file = File::create(sandbox.path("in.csv")).unwrap();
    file.write_all(rows.as_bytes()).unwrap();
    let made = Command::new("mkfifo").arg(sandbox.path("pipe")).status();
    assert!(made.unwrap().success());
    let child = sandbox
        .command("clean in.csv -o pipe --rejected r.csv --threads 2")
        .spawn()
        .unwrap();
    let mut pipe = File::open(sandbox.path("pipe")).unwrap();
    // The first rows are out, and as long as nobody takes more, not all of the file is read.
    pipe.read_exact(&mut [0; 10]).unwrap();
    file.set_len(1 << 20).unwrap();
    pipe.read_to_end(&mut Vec::new()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = printed(&output);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("cannot read in.csv at byte"), "{said}");
    assert!(said.contains("shorter"), "{said}");
    assert!(!sandbox.has("r.csv"));
}

#[test]
fn an_input_that_ends_early_is_read_to_where_it_ends() {
    let sandbox = sandbox();
    sandbox.write(
        "cut.csv",
        format!("{COLUMNS}\nana@example.com,true,,ana\nbo@exa"),
    );
    let text = sandbox.ends_with("check cut.csv --all", 1);
    assert!(text.contains("Rows: 2 read"), "{text}");
    sandbox.write("utf16.csv", b"\xFF\xFEe\0m");
    let mut file = File::open(sandbox.path("utf16.csv")).unwrap();
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).unwrap();
    let output = sandbox
        .command("clean utf16.csv -o out.csv")
        .output()
        .unwrap();
    assert!(
        matches!(output.status.code(), Some(1 | 3)),
        "{}",
        printed(&output)
    );
}
