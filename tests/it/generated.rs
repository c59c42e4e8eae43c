//! Pages that are made from definitions, and are checked in so that they can be read without building.

use std::{fs, path::Path};

use cognito_preflight::output::{SourcePage, explain};

/// Compares a file with what it should hold; `UPDATE=1` writes it instead.
fn holds(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "{name} is out of date; run the tests once with UPDATE=1"
    );
}

#[test]
fn the_pages_of_rules_and_unknowns_are_up_to_date() {
    holds("docs/rules.md", &explain::rules_document());
    holds("docs/unknowns.md", &explain::unknowns_document());
}

#[test]
fn the_pages_of_sources_are_up_to_date() {
    let mut index =
        String::from("# Sources\n\nFor each of these a mapping ships: `clean --source NAME`.\n\n");
    for page in SourcePage::all().unwrap() {
        let name = page.file_name();
        index.push_str(&format!("- [{}]({name})\n", page.title()));
        holds(&format!("docs/sources/{name}"), &page.to_string());
    }
    holds("docs/sources/README.md", &index);
}
