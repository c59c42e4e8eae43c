//! What the library promises beyond its results.

use cognito_preflight::{
    engine::{Error, Mode, Options, Preflight, RecordVerdict, Run, Summary},
    outcome::Outcome,
    output::wire::RecordRow,
    record::Record,
    rules::{Detail, GOOD_ROW, RuleId},
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{collect, header_line, options};

const fn is_send_and_sync<T: Send + Sync>() {}

#[test]
fn what_is_public_can_be_shared_between_threads() {
    is_send_and_sync::<Preflight>();
    is_send_and_sync::<Run<'static>>();
    is_send_and_sync::<Schema>();
    is_send_and_sync::<Summary>();
    is_send_and_sync::<RecordVerdict>();
    is_send_and_sync::<Error>();
}

fn schema() -> Schema {
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(None, Some(pool.unwrap())).unwrap()
}

fn row(schema: &Schema, changes: &[(&str, &str)]) -> Vec<String> {
    let of = |row: &[(&str, &str)], name: &str| {
        let found = row.iter().find(|(column, _)| *column == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    let names = schema
        .columns()
        .iter()
        .map(cognito_preflight::schema::Column::name);
    names
        .map(|name| {
            of(changes, name)
                .or_else(|| of(GOOD_ROW, name))
                .unwrap_or_default()
        })
        .collect()
}

#[test]
fn a_single_record_is_judged_as_its_row_would_be() {
    let schema = schema();
    let preflight = Preflight::new(schema.clone(), options(Mode::Check)).unwrap();
    for changes in [
        &[][..],
        &[("email_verified", "false")],
        &[("birthdate", "02/30/1990")],
        &[("name", "A \"B\" C")],
        &[("phone_number", "+1 206")],
        &[("cognito:username", "a b"), ("email", "x")],
        // White space that may or may not be trimmed: where it matters, and where it does not.
        &[("name", "\u{a0}Ana")],
        // And where the user may live in either reading, each with a finding of its own.
        &[("name", "\u{a0}\"Ana\"")],
        &[("cognito:username", "ana\u{a0}")],
        &[("cognito:username", "ana\u{a0}"), ("email", "x")],
        &[("email", "ana@example.com\u{3000}"), ("birthdate", "x")],
    ] {
        let values = row(&schema, changes);
        let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
        let verdict = preflight.record(&Record::from_values(&borrowed));
        let file = format!("{}\n{}\n", header_line(&schema), values.join(","));
        let (collected, _) = collect(&schema, options(Mode::Check), file.as_bytes()).unwrap();
        assert_eq!(
            verdict.judgement.outcome, collected.rows[0].outcome,
            "{changes:?}"
        );
        assert_eq!(verdict.findings, collected.rows[0].findings, "{changes:?}");
        let json = serde_json::to_value(RecordRow::new(&verdict, &schema)).unwrap();
        assert_eq!(json["outcome"], verdict.judgement.outcome.as_str());
    }
}

#[test]
fn a_check_changes_no_record_whether_the_fast_path_clears_it_or_not() {
    let schema = schema();
    let mut options = options(Mode::Check);
    options.repairs.sets = vec![("name".to_owned(), "Zoe".to_owned())];
    let preflight = Preflight::new(schema.clone(), options).unwrap();
    for username in ["ana", " ana"] {
        let values = row(&schema, &[("name", ""), ("cognito:username", username)]);
        let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
        let verdict = preflight.record(&Record::from_values(&borrowed));
        assert_eq!(verdict.values, None, "{username:?}");
        assert!(verdict.repairs.is_empty(), "{username:?}");
    }
}

#[test]
fn a_record_is_repaired_where_that_is_asked_for() {
    let schema = schema();
    let preflight = Preflight::new(schema.clone(), options(Mode::Clean)).unwrap();
    let values = row(
        &schema,
        &[("email_verified", "Yes"), ("cognito:mfa_enabled", "")],
    );
    let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
    let verdict = preflight.record(&Record::from_values(&borrowed));
    assert_eq!(verdict.judgement.outcome, Outcome::Imported);
    let values = verdict.values.unwrap();
    let value = |name: &str| values[schema.column_named(name).unwrap().id.index()].as_str();
    assert_eq!(
        (value("email_verified"), value("cognito:mfa_enabled")),
        ("true", "false")
    );
}

#[test]
fn a_record_that_is_not_repaired_keeps_its_values() {
    let schema = schema();
    let plain = row(&schema, &[]);
    let failing = row(&schema, &[("email_verified", "maybe")]);
    let blank = row(&schema, &[("cognito:mfa_enabled", "")]);
    let judge = |options: Options, values: &[String]| {
        let preflight = Preflight::new(schema.clone(), options).unwrap();
        let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
        preflight.record(&Record::from_values(&borrowed)).values
    };
    assert_eq!(judge(options(Mode::Clean), &plain), None);
    assert_eq!(judge(options(Mode::Clean), &failing), None);
    assert_eq!(judge(options(Mode::Check), &blank), None);
    // What is blank becomes empty where it is written, and a check writes nothing.
    let spaces = row(&schema, &[("nickname", " \t")]);
    assert_eq!(judge(options(Mode::Check), &spaces), None);
    assert_eq!(judge(options(Mode::Clean), &spaces), Some(plain.clone()));
    // A blank is all that is to be mended.
    assert_eq!(judge(options(Mode::Clean), &blank), Some(plain.clone()));
    let mut set = options(Mode::Clean);
    set.repairs.sets = vec![("nickname".to_owned(), "none".to_owned())];
    let expected = row(&schema, &[("nickname", "none")]);
    assert_eq!(judge(set, &plain), Some(expected));
}

/// A row of these values, and the record of them: the same is found.
#[test]
fn the_length_of_a_single_record_is_that_of_its_line() {
    let names: Vec<String> = (0..60).map(|number| format!("custom:n{number}")).collect();
    let header = format!(
        "{},email,email_verified,cognito:mfa_enabled,cognito:username",
        names.join(",")
    );
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    let schema = Schema::new(
        Some(CsvHeader::parse(&header).unwrap()),
        Some(pool.unwrap()),
    )
    .unwrap();
    let preflight = Preflight::new(schema.clone(), options(Mode::Check)).unwrap();
    let long: Vec<&str> = names.iter().take(9).map(String::as_str).collect();
    let rest = row(&schema, &[]).join(",").len();
    for letter in [",", "x"] {
        let escaped = letter.replace(',', "\\,").len();
        for length in [15_998, 15_999, 16_000, 16_001, 16_002, 16_004] {
            let left = length - rest;
            let (letters, ends) = (left / escaped, left % escaped);
            // As many in each value, the rest in the last.
            let each = letters / long.len();
            let mut values: Vec<String> = vec![letter.repeat(each); long.len()];
            let more = letter.repeat(letters % long.len()) + &"y".repeat(ends);
            values.last_mut().unwrap().push_str(&more);
            let changes: Vec<(&str, &str)> = long
                .iter()
                .copied()
                .zip(values.iter().map(String::as_str))
                .collect();
            let values = row(&schema, &changes);
            let line = values.join("\0").replace(',', "\\,");
            assert_eq!(line.len(), length);
            let borrowed: Vec<Option<&str>> =
                values.iter().map(|value| Some(value.as_str())).collect();
            let verdict = preflight.record(&Record::from_values(&borrowed));
            let too_long = RuleId::named("row-is-too-long").unwrap();
            let is_too_long = verdict.findings.iter().any(|found| found.rule == too_long);
            assert_eq!(is_too_long, length > 16_000, "{letter} {length}");
        }
    }
}

/// The value of a single record is looked at by every rule that would look at its line.
#[test]
fn nothing_odd_in_a_single_record_is_passed_over() {
    let schema = schema();
    for (column, value, rule) in [
        ("name", "A\u{7}na", "control-character-in-value"),
        ("name", "A\nB", "value-has-line-break"),
        ("name", "A\rB", "carriage-return-in-line"),
        ("name", "Ana\\", "value-ends-in-backslash"),
        ("name", "A\\,B", "value-has-backslash-before-comma"),
        ("name", "\"Ana\"", "quotation-mark-at-start-of-value"),
        ("name", " Ana", "white-space-around-value"),
        ("cognito:username", "ana\\", "line-ends-in-backslash"),
    ] {
        let preflight = Preflight::new(schema.clone(), options(Mode::Check)).unwrap();
        let values = row(&schema, &[(column, value)]);
        let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
        let verdict = preflight.record(&Record::from_values(&borrowed));
        let found: Vec<&str> = verdict
            .findings
            .iter()
            .map(|found| found.rule.rule().name)
            .collect();
        assert!(found.contains(&rule), "{value:?}: {found:?}");
    }
}

#[test]
fn a_byte_that_is_no_text_is_found_in_its_line_and_column() {
    let schema = schema();
    let mut file = format!("{}\n", header_line(&schema)).into_bytes();
    file.extend_from_slice(b"Zo\xEB,,,,,,,,,a@example.com,true,,,,,,false,,,false,a\n");
    file.extend_from_slice(b"Zoe,,,,,,,,,a@example.com,true,,,,,,false,,,false,b\xFF\n");
    for mode in [Mode::Check, Mode::Clean] {
        let (collected, _) = collect(&schema, options(mode), &file).unwrap();
        let rule = RuleId::named("record-has-invalid-encoding").unwrap();
        let places: Vec<_> = collected
            .rows
            .iter()
            .map(|row| {
                (
                    row.line,
                    row.findings[0].rule,
                    row.findings[0].column,
                    row.findings[0].detail,
                )
            })
            .collect();
        let column = |name: &str| schema.column_named(name).map(|column| column.id);
        assert_eq!(
            places,
            [
                (2, rule, column("name"), Detail::Byte(2)),
                (3, rule, column("cognito:username"), Detail::Byte(51)),
            ]
        );
    }
}

#[test]
fn a_record_beyond_the_bound_is_handed_on_in_its_own_bytes() {
    let schema = schema();
    let good = row(&schema, &[]).join(",");
    let long = "x".repeat(3 << 20);
    for line_end in ["\n", "\r\n"] {
        let file = [header_line(&schema), long.clone(), good.clone()].join(line_end) + line_end;
        for mode in [Mode::Check, Mode::Clean] {
            let (collected, summary) = collect(&schema, options(mode), file.as_bytes()).unwrap();
            assert!(collected.rows[0].raw == long.as_bytes());
            assert_eq!(collected.rows[0].rules, ["record-exceeds-limit"]);
            assert_eq!(
                (collected.rows[1].line, collected.rows[1].outcome),
                (3, Outcome::Imported)
            );
            assert_eq!(summary.counts.rows.rows(), 2);
        }
    }
}

#[test]
fn a_quotation_mark_that_never_closes_costs_one_line() {
    let schema = schema();
    let good = row(&schema, &[]).join(",");
    let other = row(&schema, &[("cognito:username", "bo")]).join(",");
    let file = format!(
        "{}\n{good}\n\"never,{good}\n{other}\n",
        header_line(&schema)
    );
    let mut options = options(Mode::Clean);
    options.dialect = Some(cognito_preflight::engine::DialectChoice::Rfc4180);
    let (collected, summary) = collect(&schema, options, file.as_bytes()).unwrap();
    assert_eq!(collected.rows[1].rules, ["quotation-mark-never-closes"]);
    assert_eq!(collected.rows[1].line, 3);
    assert_eq!(summary.counts.cleaned, 2);
}

#[test]
fn of_a_column_that_is_there_twice_either_value_may_count() {
    let schema = schema();
    for (column, good, bad) in [
        ("email", "ana@example.com", "ana@"),
        ("email", "ana@example.com", ""),
        ("email_verified", "TRUE", "FALSE"),
        ("cognito:username", "ana", "a b"),
    ] {
        for (first, last) in [(good, good), (good, bad), (bad, good), (bad, bad)] {
            let file = format!(
                "{},{column}\n{},{last}\n",
                header_line(&schema),
                row(&schema, &[(column, first)]).join(",")
            );
            let (collected, _) = collect(&schema, options(Mode::Check), file.as_bytes()).unwrap();
            let told = &collected.rows[0];
            assert_eq!(told.outcome, Outcome::Failed);
            let may_be_imported = told.alternatives == [Outcome::Imported, Outcome::Failed];
            assert_eq!(
                may_be_imported,
                first == good || last == good,
                "{first:?} {last:?}: {:?}",
                told.rules
            );
        }
    }
}

#[test]
fn an_interrupted_run_ends_with_its_own_error() {
    use std::sync::{Arc, atomic::AtomicBool};

    let mut options: Options = options(Mode::Check);
    options.interrupt = Some(Arc::new(AtomicBool::new(true)));
    let error = collect(&schema(), options, b"name\nx\n").unwrap_err();
    assert!(matches!(error, Error::Interrupted));
}

#[test]
#[ignore = "slow: a hundred thousand columns"]
fn a_hundred_thousand_columns_are_only_names() {
    let schema = schema();
    let mut header = header_line(&schema);
    for number in 0..100_000 {
        header += &format!(",c{number}");
    }
    let file = format!("{header}\n{}\n", row(&schema, &[]).join(","));
    for mode in [Mode::Check, Mode::Clean] {
        let (collected, _) = collect(&schema, options(mode), file.as_bytes()).unwrap();
        assert_eq!(collected.rows[0].outcome, Outcome::Failed);
    }
}

#[test]
fn a_file_without_a_header_row_is_no_users() {
    let header = CsvHeader::parse("email,cognito:username").unwrap();
    let schema = Schema::new(Some(header), None).unwrap();
    for file in [
        "",
        "\n",
        "\u{feff}",
        "email,cognito:username",
        "email,cognito:username\n",
    ] {
        for mode in [Mode::Check, Mode::Clean] {
            let (_, summary) = collect(&schema, options(mode), file.as_bytes()).unwrap();
            assert_eq!(summary.counts.rows.rows(), 0, "{file:?}");
        }
    }
}
