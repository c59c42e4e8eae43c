//! A rule of which the fast path has never heard: it fires all the same.

use crate::{
    engine::{
        Mode, Options,
        fast_path::{FastPath, Pass},
        judge::judge_record,
        plan::Plan,
    },
    record::Record,
    rules::{Check, Detail, Field, Findings, GOOD_ROW, Row, Rule, RuleId, facts},
    schema::{Schema, UserPool},
};

/// The name under which a planted rule reports; the rule that has it passes the good row.
const NAME: RuleId = RuleId::of("username-missing");

static ABOUT_VALUES: Rule = Rule {
    name: "username-has-the-letter-a",
    check: Check::Value {
        reads: |_, column| column.name() == "cognito:username",
        find: find_letter,
    },
    ..Rule::BASE
};

static ABOUT_ROWS: Rule = Rule {
    name: "email-is-not-the-username",
    check: Check::Row {
        reads: |_| true,
        find: |row: &Row<'_>, found: &mut Findings<'_>| {
            let known = row.schema.known();
            if row.value(known.email) != row.value(known.username) {
                found.report(Detail::None);
            }
        },
    },
    ..Rule::BASE
};

static CLEARED: Rule = Rule {
    name: "username-has-the-letter-a",
    check: Check::Value {
        reads: |_, column| column.name() == "cognito:username",
        find: find_letter,
    },
    cleared_by: facts![TRIMMED],
    ..Rule::BASE
};

fn find_letter(field: &Field<'_>, found: &mut Findings<'_>) {
    if field.value().contains('a') {
        found.report(Detail::None);
    }
}

fn schema() -> Schema {
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(None, Some(pool.unwrap())).unwrap()
}

fn good_values(schema: &Schema) -> Vec<Option<&'static str>> {
    let of = |name: &str| GOOD_ROW.iter().find(|(column, _)| *column == name);
    let columns = schema.columns().iter();
    columns
        .map(|column| of(column.name()).map(|(_, value)| *value))
        .collect()
}

fn plan(planted: &[&'static Rule]) -> Plan {
    let mut rules: Vec<_> = RuleId::all().map(|id| (id, id.rule())).collect();
    rules.extend(planted.iter().map(|rule| (NAME, *rule)));
    Plan::with_rules(schema(), Options::default(), &rules).unwrap()
}

#[test]
fn a_rule_that_names_no_facts_fires_on_a_row_that_all_others_pass() {
    for planted in [&ABOUT_VALUES, &ABOUT_ROWS] {
        for (rules, expected) in [(&[][..], 0), (&[planted], 1)] {
            let plan = plan(rules);
            let values = good_values(&plan.schema);
            let judged = judge_record(&plan, &Record::from_values(&values));
            assert_eq!(judged.findings.len(), expected, "{}", planted.name);
        }
    }
}

#[test]
fn only_the_column_of_such_a_rule_is_left_to_the_rules() {
    let schema = schema();
    let values = good_values(&schema);
    let left_by = |planted: Option<&'static Rule>| -> Vec<&str> {
        let rules = RuleId::all().map(RuleId::rule).chain(planted);
        let fast_path = FastPath::new(&schema, Mode::Check, rules);
        let mut uncleared = Vec::new();
        let mut pass = Pass::new(&mut uncleared, false);
        for (scan, value) in fast_path.columns().iter().zip(&values) {
            let value = value.unwrap_or_default();
            pass.look(scan, value.as_bytes(), || value, false, true);
        }
        pass.finish();
        uncleared
            .into_iter()
            .map(|column| schema.column_name(column))
            .collect()
    };
    assert_eq!(left_by(None), [""; 0]);
    assert_eq!(left_by(Some(&ABOUT_VALUES)), ["cognito:username"]);
    assert_eq!(left_by(Some(&CLEARED)), [""; 0]);
}
