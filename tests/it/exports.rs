//! Files as other programs write them come out as what is true of the people in them.
//!
//! `tests/exports/README.md` says what the truths say, and how the files are made.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::sandbox::Sandbox;

/// A rule that many values here break as they should, so that it does not say why one is not true.
const USUAL: &str = "quotation-mark-inside-value";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    file: String,
    #[expect(dead_code, reason = "for readers, and for the table of the README")]
    writer: String,
    #[expect(dead_code, reason = "for readers, and for the table of the README")]
    what: String,
    options: Vec<String>,
    csv_header: String,
    user_pool: String,
    users: Vec<User>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct User {
    lines: (u64, u64),
    find: String,
    importable: bool,
    why: Option<String>,
    values: BTreeMap<String, String>,
}

/// What the report says about one row.
#[derive(Deserialize)]
struct Reported {
    line: u64,
    findings: Vec<Finding>,
    repairs: Vec<Repair>,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    column: Option<String>,
}

#[derive(Deserialize)]
struct Repair {
    repair: String,
    column: Option<String>,
}

/// What `clean` wrote.
struct Outcome {
    columns: Vec<String>,
    cleaned: Vec<Vec<String>>,
    rejected: Vec<u8>,
    report: Vec<Reported>,
}

fn exports() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports")
}

/// The folder of each program, and the names of the exports in it.
fn programs() -> BTreeMap<String, Vec<String>> {
    let mut programs = BTreeMap::new();
    for entry in fs::read_dir(exports()).unwrap() {
        let entry = entry.unwrap();
        let program = entry.file_name().into_string().unwrap();
        if !entry.path().is_dir() || ["make", "pools"].contains(&&*program) {
            continue;
        }
        let files = fs::read_dir(entry.path()).unwrap();
        let mut names = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect::<Vec<_>>();
        names.sort();
        programs.insert(program, names);
    }
    programs
}

fn truths() -> Vec<(String, Truth)> {
    let mut truths = Vec::new();
    for (program, names) in programs() {
        for name in names.iter().filter(|name| name.ends_with(".truth.json")) {
            let path = exports().join(&program).join(name);
            let truth: Truth = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            truths.push((format!("{program}/{}", truth.file), truth));
        }
    }
    truths
}

/// The fields of a line that an import job reads: a backslash before a comma makes it data.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let last = fields.last_mut().unwrap();
        match character {
            '\\' if characters.peek() == Some(&',') => last.extend(characters.next()),
            ',' => fields.push(String::new()),
            _ => last.push(character),
        }
    }
    fields
}

/// Cleans an export as its truth says, or says why that was refused.
fn clean(path: &str, truth: &Truth) -> Result<Outcome, String> {
    let sandbox = Sandbox::new();
    let pools = exports().join("pools");
    let output = sandbox
        .command("clean --output cleaned.csv --rejected rejected.csv --report report.jsonl")
        .arg(exports().join(path))
        .args(&truth.options)
        .arg("--csv-header")
        .arg(pools.join(&truth.csv_header))
        .arg("--user-pool")
        .arg(pools.join(&truth.user_pool))
        .output()
        .unwrap();
    if !matches!(output.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: {}", output.status, said.trim()));
    }
    let cleaned = sandbox.read("cleaned.csv");
    let mut lines = cleaned.lines().map(fields);
    let report = sandbox.read("report.jsonl");
    let reported = report.lines().map(serde_json::from_str);
    Ok(Outcome {
        columns: lines.next().unwrap_or_default(),
        cleaned: lines.collect(),
        rejected: sandbox.read_bytes("rejected.csv"),
        report: reported.collect::<Result<_, _>>().unwrap(),
    })
}

impl Outcome {
    fn value<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| row.get(at)).map_or("", String::as_str)
    }

    /// Whether a row of the cleaned file is this user's own.
    fn is_of(&self, row: &[String], user: &User) -> bool {
        ["cognito:username", "email"].iter().any(|column| {
            let value = user.values.get(*column);
            value.is_some_and(|value| self.value(row, column) == value)
        })
    }

    /// Whether the rejected file holds a text. UTF-16 has a zero in every other byte of one in ASCII.
    fn rejects(&self, text: &str) -> bool {
        let bytes = self.rejected.iter().filter(|byte| **byte != 0).copied();
        let bytes = bytes.collect::<Vec<_>>();
        memchr::memmem::find(&bytes, text.as_bytes()).is_some()
    }

    fn reported(&self, user: &User) -> impl Iterator<Item = &Reported> {
        let (first, last) = user.lines;
        let rows = self.report.iter();
        rows.filter(move |row| (first..=last).contains(&row.line))
    }

    /// Whether the run says why a value is not the true one.
    fn says_why(&self, user: &User, column: &str, truth: &str, value: &str) -> bool {
        let is_flag = column.ends_with("_verified") || column == "cognito:mfa_enabled";
        // What a blank means is written out in every row, and TRUE is true.
        let meant = if truth.is_empty() { "false" } else { truth };
        if is_flag && value.eq_ignore_ascii_case(meant) {
            return true;
        }
        self.reported(user).any(|row| {
            let here = |name: &Option<String>| name.as_deref() == Some(column);
            let mut repairs = row.repairs.iter().filter(|one| here(&one.column));
            row.findings
                .iter()
                .any(|one| here(&one.column) && one.rule != USUAL)
                || repairs.any(|one| match &*one.repair {
                    "newlines-to-space" => value == truth.replace('\n', " "),
                    "blank-invalid-values" => value.is_empty(),
                    _ => false,
                })
        })
    }

    fn faults(&self, truth: &Truth) -> Vec<String> {
        let mut faults = Vec::new();
        for user in &truth.users {
            let name = format!("line {} ({})", user.lines.0, user.find);
            let own = self.cleaned.iter().filter(|row| self.is_of(row, user));
            let own = own.collect::<Vec<_>>();
            let rules = self.reported(user).flat_map(|row| &row.findings);
            let rules = rules.map(|one| &*one.rule).collect::<Vec<_>>();
            match (&own[..], self.rejects(&user.find)) {
                ([], false) => faults.push(format!("{name} is lost")),
                ([], true) if user.importable => {
                    faults.push(format!("{name} is rejected: {rules:?}"));
                }
                ([], true) => {}
                ([_], true) => faults.push(format!("{name} is cleaned and rejected")),
                ([row], false) => {
                    if let Some(why) = &user.why {
                        faults.push(format!("{name} is cleaned, although: {why}"));
                    }
                    for column in &self.columns {
                        let value = self.value(row, column);
                        let should = user.values.get(column).map_or("", String::as_str);
                        if value != should && !self.says_why(user, column, should, value) {
                            faults.push(format!("{name}: {column} is {value:?}, not {should:?}"));
                        }
                    }
                }
                (more, _) => faults.push(format!("{name} is cleaned {} times", more.len())),
            }
        }
        for row in &self.cleaned {
            if !truth.users.iter().any(|user| self.is_of(row, user)) {
                faults.push(format!("a cleaned row belongs to no user: {row:?}"));
            }
        }
        faults
    }
}

#[test]
fn no_user_of_an_export_is_lost_or_changed_in_silence() {
    let mut wrong = String::new();
    for (path, truth) in truths() {
        let faults = match clean(&path, &truth) {
            Ok(outcome) => outcome.faults(&truth),
            Err(refused) => vec![refused],
        };
        if !faults.is_empty() {
            let options = truth.options.join(" ");
            wrong += &format!("\n{path} ({options})\n  {}\n", faults.join("\n  "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_export_has_a_truth_and_is_in_the_readme() {
    let readme = fs::read_to_string(exports().join("README.md")).unwrap();
    let truths = truths();
    let mut found = 0;
    for (program, names) in programs() {
        for name in names.iter().filter(|name| !name.ends_with(".truth.json")) {
            let path = format!("{program}/{name}");
            assert!(truths.iter().any(|(one, _)| *one == path), "{path}");
            assert!(readme.contains(&format!("| `{path}` |")), "{path}");
            found += 1;
        }
    }
    assert_eq!(found, truths.len());
    assert!(programs().len() >= 25);
}
