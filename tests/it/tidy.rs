//! The order of the house: layers, file lengths, names.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The layers, from the lowest to the highest. A module imports its own layer and those before.
const LAYERS: [&[&str]; 9] = [
    &["position", "values", "dialect"],
    &["evidence", "schema", "record"],
    &["finding", "rules", "repairs"],
    &["prediction"],
    &["engine"],
    &["output"],
    &["import_job"],
    &["serve"],
    &["cli"],
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn all_sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    files
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(&src)
                .unwrap()
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules of this crate that a text names in its imports and paths, but for its tests.
fn imported(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut modules = Vec::new();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for line_start in code.match_indices("crate::") {
        let rest = &code[line_start.0 + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut name = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && is_name(c) {
                    name.push(c);
                } else if depth == 0 && c == ':' && !name.is_empty() {
                    modules.push(std::mem::take(&mut name));
                    // What follows the colons belongs to the module.
                    name.push('\0');
                } else if depth == 0 && c == ',' {
                    name.clear();
                }
            }
        } else {
            modules.push(rest.chars().take_while(|c| is_name(*c)).collect());
        }
    }
    modules.retain(|module| layer_of(module).is_some());
    modules
}

#[test]
fn imports_point_down() {
    let mut wrong = String::new();
    for (name, text) in all_sources() {
        let module = name.split(['/', '.']).next().unwrap_or_default();
        if matches!(module, "lib" | "main") {
            continue;
        }
        let Some(layer) = layer_of(module) else {
            panic!("{name} belongs to no layer");
        };
        for other in imported(&text) {
            if layer_of(&other) > Some(layer) {
                wrong += &format!("{name} imports {other}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for (name, text) in all_sources() {
        assert!(text.lines().count() <= 600, "{name} is too long");
        assert!(
            text.starts_with("//!"),
            "{name} does not begin with its purpose"
        );
    }
}

#[test]
fn a_rule_s_file_its_static_and_its_name_are_one() {
    for (name, text) in all_sources() {
        let parts: Vec<&str> = name.split('/').collect();
        if parts.first() != Some(&"rules") || parts.len() != 3 {
            continue;
        }
        let Some(start) = text.find(": Rule = Rule {") else {
            continue;
        };
        let stem = parts[2].trim_end_matches(".rs");
        let before = &text[..start];
        let own = before.rsplit(' ').next().unwrap_or_default();
        assert_eq!(own, stem.to_uppercase(), "{name}");
        let kebab = stem.replace('_', "-");
        assert!(text.contains(&format!("name: \"{kebab}\"")), "{name}");
    }
}
