//! What every file keeps to: layers, length, a first line that says what it is, the field's words.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The layers, from the lowest to the highest. A module imports its own layer and those before.
const LAYERS: [&[&str]; 12] = [
    &["bug", "position", "values", "dialect"],
    &["evidence", "outcome", "schema", "record"],
    &["rules"],
    &["repairs"],
    &["mapping"],
    &["prediction"],
    &["engine"],
    &["output"],
    &["reconcile"],
    &["import_job"],
    &["serve", "aws"],
    &["cli"],
];

/// How many lines a file may have, its tests included.
const LINES: usize = 600;

/// Files that are longer. The list only shrinks.
const LONG_FILES: [&str; 0] = [];

/// Words of which each has a better one in ARCHITECTURE.md's list of words, or in English.
const OTHER_WORDS: [(&str, &str); 5] = [
    ("slow twin", "reference implementation"),
    ("may_live", "may_be_imported"),
    ("conveyor", "pipeline"),
    ("front door", "entry"),
    ("at a glance", "by the fast path"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files below some folders of the repository that have one of these endings: path and text.
fn files(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    fn walk(path: &Path, endings: &[&str], files: &mut Vec<(String, String)>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name().is_none_or(|name| name != "target") {
                    walk(&path, endings, files);
                }
            }
        } else if path
            .extension()
            .is_some_and(|ending| endings.iter().any(|known| ending == *known))
        {
            let name = path.strip_prefix(root()).unwrap();
            let text = fs::read_to_string(path).unwrap();
            files.push((name.to_string_lossy().replace('\\', "/"), text));
        }
    }
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), endings, &mut found);
    }
    found.sort();
    found
}

/// The files of the crate, by their path below `src`.
fn sources() -> Vec<(String, String)> {
    let mut files = files(&["src"], &["rs"]);
    for (name, _) in &mut files {
        *name = name.split_off("src/".len());
    }
    files
}

/// Every Rust file of the repository.
fn rust_files() -> Vec<(String, String)> {
    let folders = ["src", "tests/it", "fuzz", "examples", "benches"];
    files(&folders, &["rs"])
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The code of a file without its comments and its module of tests, which ends it.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    own.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// The modules of this crate that code names in its imports and paths.
fn imported(code: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut modules = Vec::new();
    for (start, path) in code.match_indices("crate::") {
        let rest = &code[start + path.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            modules.push(rest.chars().take_while(|c| is_name(*c)).collect());
            continue;
        };
        // The names at the beginning of each path of the group.
        let mut depth = 0;
        let mut is_first = true;
        let mut name = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                _ if depth > 0 => {}
                ',' => {
                    modules.push(std::mem::take(&mut name));
                    is_first = true;
                }
                ':' => is_first = false,
                c if is_first && is_name(c) => name.push(c),
                _ => {}
            }
        }
        modules.push(name);
    }
    modules.retain(|module| layer_of(module).is_some());
    modules
}

#[test]
fn imports_are_read_from_every_kind_of_path() {
    let code = code(
        "#[cfg(test)]\nmod fixtures;\nuse crate::{\n    engine::{Plan, rules as own},\n    schema,\n};\n\
         // crate::cli\nfn f() -> crate::output::Sink { crate::record::f() }\n\
         #[cfg(test)]\nmod tests {\n    use crate::serve::Server;\n}\n",
    );
    assert_eq!(imported(&code), ["engine", "schema", "output", "record"]);
}

#[test]
fn imports_point_down() {
    let mut wrong = String::new();
    for (name, text) in sources() {
        let module = name.split(['/', '.']).next().unwrap();
        if matches!(module, "lib" | "main" | "_documentation") {
            continue;
        }
        let Some(layer) = layer_of(module) else {
            panic!("{name} belongs to no layer");
        };
        // A file of tests alone may import what it likes.
        let is_of_tests = name.split(['/', '.']).any(|part| part == "tests");
        for other in imported(&code(&text)) {
            if layer_of(&other) > Some(layer) && !is_of_tests {
                wrong += &format!("{name} imports {other}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = String::new();
    for (name, text) in rust_files() {
        let is_long = text.lines().count() > LINES;
        if is_long != LONG_FILES.contains(&name.as_str()) {
            wrong += &format!("{name} is long: {is_long}\n");
        }
        let is_target = name.starts_with("fuzz/fuzz_targets/");
        if !is_target && !text.starts_with("//!") {
            wrong += &format!("{name} does not begin with its purpose\n");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The files and folders that the papers name are there.
#[test]
fn the_papers_name_what_is_there() {
    let papers = [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
        "benches",
        "docs",
        "fuzz/README.md",
    ];
    let mut wrong = String::new();
    for (name, text) in files(&papers, &["md"]) {
        let quoted = text.split('`').skip(1).step_by(2);
        let linked = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        let own_folder = root().join(&name);
        let own_folder = own_folder.parent().unwrap();
        for path in quoted.chain(linked) {
            let starts_in = ["src/", "tests/", "benches/", "docs/", "fuzz/", "examples/"];
            let is_path = path.bytes().all(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'-')
            });
            let is_ours = starts_in.iter().any(|start| path.starts_with(start))
                || Path::new(path)
                    .extension()
                    .is_some_and(|ending| ending == "md");
            let is_made = path.starts_with("fuzz/artifacts") || path.contains("TARGET");
            if is_path && is_ours && !is_made {
                let is_there = root().join(path).exists() || own_folder.join(path).exists();
                if !is_there {
                    wrong += &format!("{name} names {path}\n");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Every operation that is served has its row in the table of operations.
#[test]
#[cfg(feature = "serve")]
fn every_operation_is_in_the_table() {
    let table = fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let listed: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .flat_map(|cell| cell.split(", "))
        .filter(|name| !matches!(*name, "Operation"))
        .collect();
    let served = cognito_preflight::import_job::OPERATIONS;
    let mut served: Vec<&str> = served
        .iter()
        .filter_map(|target| Some(target.split_once('.')?.1))
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    served.sort_unstable();
    assert_eq!(sorted, served);
}

#[test]
fn one_thing_has_one_word() {
    let folders = [
        ".ci",
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.toml",
        "README.md",
        "benches",
        "docs",
        "examples",
        "fuzz",
        "src",
        "tests/clients",
        "tests/it",
    ];
    let mut wrong = String::new();
    for (name, text) in files(&folders, &["rs", "md", "sh", "py", "toml"]) {
        if name == "tests/it/tidy.rs" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            for (word, better) in OTHER_WORDS {
                if line.contains(word) {
                    wrong += &format!("{name}:{}: {word}; say {better}\n", number + 1);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_rule_s_file_has_its_name() {
    for (name, text) in sources() {
        let parts: Vec<&str> = name.split('/').collect();
        if parts.first() != Some(&"rules") || parts.len() != 3 {
            continue;
        }
        if !text.contains("static RULE: Rule = Rule {") {
            continue;
        }
        let stem = parts[2].trim_end_matches(".rs");
        let kebab = stem.replace('_', "-");
        assert!(text.contains(&format!("name: \"{kebab}\"")), "{name}");
    }
}
