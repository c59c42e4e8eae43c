//! Every example of every rule and of every repair, through the real engine.

use std::sync::Arc;

use cognito_preflight::{
    engine::{DialectChoice, Mode, Options},
    evidence::Certainty,
    mapping::{MappedSource, Mapping},
    repairs::{Applicability, Apply, REPAIRS, RepairExample},
    rules::{Check, Claim, Example, Finding, RULES, Rule},
    schema::Schema,
};

use crate::collect::{collect, collect_beside, header_line, options};

fn schema_of(example: &Example) -> Schema {
    example.schema().unwrap()
}

fn values(schema: &Schema, changes: &[(&str, &str)]) -> Vec<String> {
    for (column, _) in changes {
        assert!(
            schema.column_named(column).is_some(),
            "no column {column} in the example's header"
        );
    }
    Example::values(schema, changes)
}

fn in_cognito(values: &[String]) -> String {
    let escaped: Vec<String> = values.iter().map(|v| v.replace(',', "\\,")).collect();
    escaped.join(",")
}

fn quoted(values: &[String]) -> String {
    let quoted: Vec<String> = values
        .iter()
        .map(|value| format!("\"{}\"", value.replace('"', "\"\"")))
        .collect();
    quoted.join(",")
}

fn replace(text: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut rest = text;
    while let Some(place) = rest
        .windows(from.len())
        .position(|part| part == from.as_bytes())
    {
        replaced.extend_from_slice(&rest[..place]);
        replaced.extend_from_slice(to.as_bytes());
        rest = &rest[place + from.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

/// The example's file.
pub(crate) fn file_of(schema: &Schema, example: &Example) -> Vec<u8> {
    if let Some(file) = example.file {
        let file = replace(file, "{header}", &header_line(schema));
        return replace(&file, "{row}", &in_cognito(&values(schema, &[])));
    }
    let mut file = header_line(schema);
    for row in example.rows_before.iter().chain([&example.row]) {
        file.push('\n');
        let values = values(schema, row);
        file += &if example.written {
            quoted(&values)
        } else {
            in_cognito(&values)
        };
    }
    file.push('\n');
    file.into_bytes()
}

/// What the rules find in the example's last row and in its file as a whole.
fn findings(rule: &Rule, example: &Example) -> Vec<Finding> {
    let schema = schema_of(example);
    let mut options = options(Mode::Check);
    let is_quoted = example.file.is_none() || matches!(rule.check, Check::RawRecord { .. });
    if example.written && is_quoted {
        options = quoted_input();
    }
    let file = file_of(&schema, example);
    options.existing_users_incomplete = example.existing.contains("PaginationToken");
    if !example.mapping.is_empty() {
        let mapping = Mapping::parse(example.mapping).unwrap();
        options.mode = Mode::Clean;
        options.source = Some(Arc::new(MappedSource::new(mapping, 0)));
    }
    let (collected, _) = collect_beside(&schema, options, example.existing, &file).unwrap();
    let last = if example.file.is_some() {
        &collected.rows[..]
    } else {
        &collected.rows[collected.rows.len() - 1..]
    };
    let is_about_file = |finding: &Finding| finding.rule.rule().is_about_file();
    let mut findings = collected.file_findings;
    assert!(findings.iter().all(is_about_file), "{findings:?}");
    // What is wrong with the header stands beside each row, too.
    let of_rows = last.iter().flat_map(|row| row.findings.iter().copied());
    findings.extend(of_rows.filter(|finding| !is_about_file(finding)));
    findings
}

fn quoted_input() -> Options {
    let mut options = options(Mode::Clean);
    options.dialect = Some(DialectChoice::Rfc4180);
    options
}

#[test]
fn every_example_of_a_rule_is_true() {
    let mut wrong = String::new();
    for rule in RULES {
        for (number, example) in rule.examples.iter().enumerate() {
            let findings = findings(rule, example);
            let mut names: Vec<&str> = findings.iter().map(|f| f.rule.rule().name).collect();
            names.sort_unstable();
            names.dedup();
            let words: Vec<String> = findings
                .iter()
                .filter(|finding| finding.rule.rule().name == rule.name)
                .map(|finding| finding.detail.to_string())
                .filter(|words| !words.is_empty())
                .collect();
            let words = words.join("; ");
            let fits = if example.fires {
                let mut expected: Vec<&str> = example.also.to_vec();
                expected.push(rule.name);
                expected.sort_unstable();
                names == expected && words == example.message
            } else {
                !names.contains(&rule.name)
            };
            if !fits {
                wrong += &format!("{} example {number}: {names:?}, {words:?}\n", rule.name);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_rule_has_an_example_on_which_it_fires_and_one_on_which_it_passes() {
    // These need more bytes than a page can show, or an option: the test below makes them, or a test of
    // their own does.
    let too_long_to_show = [
        "header-is-too-long",
        "too-many-users",
        "too-many-lines",
        "file-is-too-large",
        "file-size-depends-on-unit",
        "row-is-too-long",
        "row-length-depends-on-unit",
        "record-exceeds-limit",
        // An option asks for these; tests of their own give it.
        "password-hash-is-demanded",
        "record-is-in-utf-8",
        "row-is-left-out",
        "outcome-is-not-certain",
        "birthdates-contradict-date-order",
        "date-order-is-not-applied",
        // These show only in a cleaning of several rows.
        "values-are-in-apostrophes",
        "birthdate-can-be-read-two-ways",
    ];
    for rule in RULES {
        let fires = rule.examples.iter().any(|e| e.fires);
        assert_ne!(
            fires,
            too_long_to_show.contains(&rule.name),
            "{}",
            rule.name
        );
        assert!(rule.examples.iter().any(|e| !e.fires), "{}", rule.name);
    }
}

/// The rules that need more bytes than a page can show; `too-many-users` is one of the cases.
#[test]
fn the_rules_too_long_to_show_fire_in_a_run() {
    let schema = schema_of(&Example::fires(&[]));
    let row = |name: &str| in_cognito(&values(&schema, &[("name", name)]));
    let header = header_line(&schema);
    let line_of = |length: usize| format!("{header}\n{}\n", "x".repeat(length));
    for (rule, file) in [
        ("header-is-too-long", "x".repeat((1 << 20) + 2)),
        ("too-many-lines", header.clone() + &"\n".repeat(500_002)),
        ("file-size-depends-on-unit", line_of(100_000_000)),
        ("file-is-too-large", line_of(104_857_600)),
        (
            "row-is-too-long",
            format!("{header}\n{}\n", row(&"x".repeat(16_000))),
        ),
        (
            "row-length-depends-on-unit",
            format!("{header}\n{}\n", row(&"\u{1f600}".repeat(8_000))),
        ),
        ("record-exceeds-limit", line_of((1 << 20) + 1)),
    ] {
        let (_, summary) = collect(&schema, options(Mode::Check), file.as_bytes()).unwrap();
        let mut rules = summary.counts.rules.keys().map(|id| id.rule().name);
        assert!(rules.any(|name| name == rule), "{rule}");
    }
}

#[test]
fn rules_are_well_written() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "two rules have one name");
    for rule in RULES {
        let name = rule.name;
        assert!(
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{name}"
        );
        assert!(
            rule.summary.chars().count() <= 90,
            "{name}: {}",
            rule.summary
        );
        // A sentence that was cut off does not end in a full stop, or has an open bracket or mark.
        let advice = rule.advice.iter().map(|advice| advice.text);
        for text in [rule.summary, rule.explanation].into_iter().chain(advice) {
            assert!(text.ends_with('.'), "{name}: {text}");
            assert!(text.starts_with(|c: char| !c.is_whitespace()), "{name}");
            assert!(!text.contains("  "), "{name}: {text}");
        }
        assert!(!rule.sources.is_empty(), "{name}");
        assert!(
            rule.explanation.len() > 40 && !rule.advice.is_empty(),
            "{name}"
        );
        match rule.claim {
            Claim::Known(certainty) => assert_ne!(certainty, Certainty::Unknown, "{name}"),
            Claim::Unknown { possible, .. } => {
                assert!(possible.len() > 1, "{name}");
                assert!(possible.contains(&rule.assumed()), "{name}");
            }
        }
    }
}

fn repair_options(example: &RepairExample) -> Options {
    let mut options = quoted_input();
    for (request, value) in example.requests {
        request.meet(value, &mut options.repairs).unwrap();
    }
    options
}

#[test]
fn every_example_of_a_repair_is_true() {
    let mut wrong = String::new();
    for repair in REPAIRS {
        for example in repair.examples {
            let rule_example = Example::fires(&[]).pool(example.pool);
            let algorithm = (example.column == "password_hash").then_some(
                cognito_preflight::values::password_hash::PasswordHashingAlgorithm::Bcrypt,
            );
            let rule_example = match algorithm {
                Some(algorithm) => rule_example.algorithm(algorithm),
                None => rule_example,
            };
            let rule_example = if example.column.contains("custom:") {
                rule_example.columns(Box::leak(Box::new([example.column])))
            } else {
                rule_example
            };
            let schema = schema_of(&rule_example);
            let values = values(&schema, &[(example.column, example.before)]);
            let file = format!("{}\n{}\n", header_line(&schema), quoted(&values));
            let (collected, summary) =
                collect(&schema, repair_options(example), file.as_bytes()).unwrap();
            let place = schema.column_named(example.column).unwrap().id.index();
            let after = collected.rows[0].value(place);
            let named = collected.rows[0]
                .repairs
                .iter()
                .any(|(name, column)| *name == repair.name && column == example.column);
            let filled = summary
                .counts
                .repairs
                .keys()
                .any(|id| id.name() == repair.name);
            let is_said = match repair.apply {
                Apply::Fill { .. } => filled,
                _ => named,
            };
            if after != example.after || is_said != (example.before != example.after) {
                wrong += &format!(
                    "{}: {:?} became {after:?} instead of {:?}, by {:?}\n",
                    repair.name, example.before, example.after, collected.rows[0].repairs
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn a_repair_on_request_does_nothing_unrequested() {
    for repair in REPAIRS {
        let Applicability::OnRequest(needed) = repair.applicability else {
            continue;
        };
        for example in repair.examples.iter().filter(|e| e.before != e.after) {
            assert!(
                example.requests.iter().any(|(given, _)| *given == needed),
                "{}",
                repair.name
            );
        }
    }
}
