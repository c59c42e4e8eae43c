//! An arbitrary schema and file: what is cleaned passes, nothing is lost, and threads change nothing.

use std::collections::HashSet;

use arbitrary::{Result, Unstructured};
use cognito_preflight::{
    dialect::Dialect,
    engine::{DialectChoice, Mode, Options, Preflight},
    outcome::Outcome,
    prediction::Judgement,
    record::Record,
    rules::{Check, Finding},
    values::birthdate::DateOrder,
};

use crate::{
    arbitrary_input::{self, Input},
    collect::CollectedRow,
    engine::{options, run as collect},
};

pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let Ok(input) = u.arbitrary::<Input>() else {
        return;
    };
    let Ok(rows) = arbitrary_input::rows(&mut u, input.columns.len()) else {
        return;
    };
    let Ok(file) = arbitrary_input::file(&mut u, &input.columns, &rows) else {
        return;
    };
    let Ok(asked) = asked_for(&mut u, &input.columns) else {
        return;
    };
    let cleaning = |threads, batch| {
        let mut options = options(Mode::Clean, threads, batch);
        options.repairs = asked.repairs.clone();
        options
    };
    let clean = |threads, batch| collect(&input.schema, cleaning(threads, batch), &file, 1 << 16);
    let Some((cleaned, summary)) = clean(1, 1 << 18) else {
        return;
    };
    let aside = cleaned.rows.iter().filter(|row| row.is_rejected()).count() as u64;
    assert_eq!(summary.counts.rejected, aside, "rows set aside");
    assert_eq!(
        summary.counts.cleaned + aside,
        cleaned.rows.len() as u64,
        "every row ends once"
    );
    for (threads, batch) in [(1, 1), (2, 13), (7, 100)] {
        let other = clean(threads, batch).expect("the same header");
        assert_eq!(other.0, cleaned, "{threads} threads and {batch} bytes");
    }
    let output = [input.columns.join(",").as_bytes(), b"\n", &cleaned.cleaned].concat();
    let (checked, _) = collect(
        &input.schema,
        options(Mode::Check, 1, 1 << 18),
        &output,
        1 << 16,
    )
    .expect("a check");
    for row in &checked.rows {
        assert_eq!(row.outcome, Outcome::Imported, "{:?}", rules(row));
    }
    // Where nobody names the dialect of what was cleaned, it is told, or the file is not opened.
    for dialect in [Some(DialectChoice::Cognito), None] {
        let mut again = cleaning(1, 1 << 18);
        again.dialect = dialect;
        let Some((twice, summary)) = collect(&input.schema, again, &output, 1 << 16) else {
            assert!(dialect.is_none(), "its own header");
            continue;
        };
        if summary.files[0].input.dialect != Dialect::Cognito {
            assert!(dialect.is_none(), "its own dialect");
            continue;
        }
        assert_eq!(
            summary.counts.rejected, 0,
            "a second cleaning sets nothing aside"
        );
        assert!(
            twice.cleaned == cleaned.cleaned,
            "a second cleaning changes nothing"
        );
    }
    reference(&input, &checked.rows);
    if let Some((checked, _)) = collect(
        &input.schema,
        options(Mode::Check, 1, 1 << 18),
        &file,
        1 << 16,
    ) {
        reference(&input, &checked.rows);
    }
}

/// Repairs beyond the safe ones. Where no bytes are left, none.
fn asked_for(u: &mut Unstructured<'_>, columns: &[String]) -> Result<Options> {
    let mut options = Options::default();
    let is_asked = |u: &mut Unstructured<'_>| -> Result<bool> { Ok(u.int_in_range(0..=3)? == 3) };
    options.repairs.newlines_to_space = is_asked(u)?;
    options.repairs.backslash_to_slash = is_asked(u)?;
    options.repairs.strip_leading_quotes = is_asked(u)?;
    if is_asked(u)? {
        options.repairs.default_region = Some("US".parse().expect("a region"));
    }
    options.repairs.date_order = match u.int_in_range(0..=3)? {
        1 => Some(DateOrder::DayMonthYear),
        2 => Some(DateOrder::MonthDayYear),
        _ => None,
    };
    for _ in 0..u.int_in_range(0..=2)? {
        let column = u.choose(columns)?.clone();
        options
            .repairs
            .sets
            .push((column, arbitrary_input::value(u)?));
    }
    Ok(options)
}

fn rules(row: &CollectedRow) -> Vec<&'static str> {
    row.findings
        .iter()
        .map(|finding| finding.rule.rule().name)
        .collect()
}

/// Judges the rows again, one by one and in order, with nothing but a set of names beside them.
fn reference(input: &Input, rows: &[CollectedRow]) {
    if !input.has_plain_names {
        return;
    }
    let mut options = Options::default();
    options.threads = Some(1);
    let preflight = Preflight::new(input.schema.clone(), options).expect("options that fit");
    let username = input.schema.known().username.expect("a username").index();
    let mut surely = HashSet::new();
    let mut maybe = HashSet::new();
    for row in rows {
        let values: Vec<Option<&str>> = row.values.iter().map(Option::as_deref).collect();
        // What depends on the line or the file stands only in the row itself.
        let alone = preflight.record(&Record::from_values(&values)).findings;
        let named = |name: &str| matches!(name, "username-is-duplicated" | "username-may-exist");
        // In a file a carriage return belongs to the line, and a backslash before a comma to the
        // separator: there other rules speak.
        let is_on_one_line = values
            .iter()
            .flatten()
            .all(|value| !value.contains(['\r', '\n', '\\']));
        // Where the number of fields is wrong, the values are not in their columns, and only that number
        // is reported.
        let has_all_fields = !rules(row).iter().any(|name| name.starts_with("row-has-"));
        for finding in alone.iter().filter(|_| is_on_one_line && has_all_fields) {
            assert!(
                row.findings.contains(finding) || row.values.iter().all(Option::is_none),
                "{} was not found in the file",
                finding.rule.rule().name
            );
        }
        // And no rule about a value speaks in the file that is silent about the row alone.
        let about_values = |finding: &&Finding| {
            matches!(finding.rule.rule().check, Check::Value { .. }) && is_on_one_line
        };
        for finding in row.findings.iter().filter(about_values) {
            assert!(
                alone.contains(finding),
                "{} was found in the file only",
                finding.rule.rule().name
            );
        }
        let name = values.get(username).copied().flatten().unwrap_or_default();
        let name = name.trim_matches([' ', '\t', '\r', '\n', '\u{b}', '\u{c}']);
        let name: String = if input.is_case_sensitive {
            name.to_owned()
        } else {
            name.chars().flat_map(char::to_lowercase).collect()
        };
        if name.is_empty() {
            continue;
        }
        let told: Vec<&str> = rules(row).into_iter().filter(|name| named(name)).collect();
        let expected: Vec<&str> = if surely.contains(&name) {
            vec!["username-is-duplicated"]
        } else if maybe.contains(&name) {
            vec!["username-may-exist"]
        } else {
            vec![]
        };
        assert_eq!(told, expected, "duplicates of a name");
        let judgement = Judgement::join(&row.findings);
        if judgement.is_certain() && judgement.may_be_imported() {
            surely.insert(name);
        } else if judgement.may_be_imported() {
            maybe.insert(name);
        }
    }
}
