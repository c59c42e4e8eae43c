//! A single user, without a file around them.

use cognito_preflight::{
    engine::{DialectChoice, Mode, Preflight},
    outcome::Outcome,
    record::{NamedValues, Record, RecordError},
    schema::{CsvHeader, Schema},
};

use crate::collect::{collect, options};

const HEADER: &str = "name,email,email_verified,cognito:mfa_enabled,cognito:username";
const GOOD: [&str; 5] = ["Ana", "ana@example.com", "true", "false", "ana"];

fn schema() -> Schema {
    Schema::new(Some(CsvHeader::parse(HEADER).unwrap()), None).unwrap()
}

#[test]
fn more_values_than_columns_are_too_many_fields() {
    let judged = |mode, extra: Option<&'static str>| {
        let preflight = Preflight::new(schema(), options(mode)).unwrap();
        let mut values: Vec<_> = GOOD.into_iter().map(Some).collect();
        values.push(extra);
        let verdict = preflight.record(&Record::from_values(&values));
        let rules = verdict.findings.iter();
        rules
            .map(|found| found.rule.rule().name)
            .collect::<Vec<_>>()
    };
    for mode in [Mode::Check, Mode::Clean] {
        assert_eq!(judged(mode, Some("extra")), ["row-has-too-many-fields"]);
    }
    for blank in [None, Some(""), Some(" ")] {
        assert_eq!(judged(Mode::Check, blank), ["row-has-extra-empty-fields"]);
        assert!(judged(Mode::Clean, blank).is_empty());
    }
}

#[test]
fn fewer_values_than_columns_are_blank_columns() {
    let preflight = Preflight::new(schema(), options(Mode::Check)).unwrap();
    let verdict = preflight.record(&Record::from_values(&[Some("Ana")]));
    let has = |name| {
        let mut rules = verdict.findings.iter().map(|found| found.rule.rule().name);
        rules.any(|rule| rule == name)
    };
    assert!(has("username-missing") && !has("row-has-too-few-fields"));
}

#[test]
fn values_find_their_columns_by_name() {
    let schema = schema();
    let pairs = [("cognito:username", "ana"), ("email", "ana@example.com")];
    let named = NamedValues::from_pairs(&schema, pairs).unwrap();
    let record = named.record();
    let value = |name| {
        let column = schema.column_named(name).unwrap();
        record.field(column.id)
    };
    assert_eq!(value("cognito:username"), Some("ana"));
    assert_eq!(value("email"), Some("ana@example.com"));
    assert_eq!(value("name"), None);
    assert_eq!(
        NamedValues::from_pairs(&schema, [("Email", "secret")]).unwrap_err(),
        RecordError::UnknownColumn {
            column: "Email".into()
        }
    );
    assert_eq!(
        NamedValues::from_pairs(&schema, [("email", "one"), ("email", "two")]).unwrap_err(),
        RecordError::ColumnTwice {
            column: "email".into()
        }
    );
    assert!(!format!("{named:?}").contains("ana"));
}

#[test]
fn the_cleaned_line_of_a_record_is_that_of_its_row() {
    let preflight = Preflight::new(schema(), options(Mode::Clean)).unwrap();
    for (place, value, is_cleaned) in [
        (0, "Ana", true),
        (0, "Doe, Jane", true),
        (0, " Ana\u{200b}", true),
        (2, "yes", true),
        (3, "", true),
        (0, "two\nlines", false),
        (1, "not an address", false),
    ] {
        let mut values = GOOD;
        values[place] = value;
        let borrowed = values.map(Some);
        let record = Record::from_values(&borrowed);
        let line = preflight.cleaned_line(&record, &preflight.record(&record));
        assert_eq!(line.is_some(), is_cleaned, "{value:?}");
        let row = values.map(|value| format!("\"{value}\"")).join(",");
        let mut of_a_file = options(Mode::Clean);
        of_a_file.dialect = Some(DialectChoice::Rfc4180);
        let file = format!("{HEADER}\n{row}\n");
        let (collected, _) = collect(&schema(), of_a_file, file.as_bytes()).unwrap();
        assert_eq!(line.unwrap_or_default(), collected.cleaned, "{value:?}");
    }
}

#[test]
fn a_check_has_no_cleaned_line() {
    let preflight = Preflight::new(schema(), options(Mode::Check)).unwrap();
    let values = GOOD.map(Some);
    let record = Record::from_values(&values);
    let verdict = preflight.record(&record);
    assert_eq!(verdict.judgement.outcome, Outcome::Imported);
    assert_eq!(preflight.cleaned_line(&record, &verdict), None);
}
