//! An arbitrary schema and an arbitrary row.

use arbitrary::Unstructured;
use cognito_preflight::{
    engine::{Mode, Options, Preflight},
    output::{ReportCsv, ReportJsonl, ReportOptions, ShowValues, redact::is_terminal_control},
    prediction::Judgement,
    record::Record,
    values::white_space,
};
use serde_json::Value;

use crate::arbitrary_input::{self, Input};

/// A secret that has to stay one.
const TOKEN: &str = "tok3n0fH4sh";

/// The outcome follows from the findings, and nothing that is reported leaks or acts.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let Ok(input) = u.arbitrary::<Input>() else {
        return;
    };
    let Ok(mut values) = input
        .columns
        .iter()
        .map(|_| arbitrary_input::value(&mut u))
        .collect::<Result<Vec<_>, _>>()
    else {
        return;
    };
    if let Some(place) = input
        .columns
        .iter()
        .position(|name| name == "password_hash")
    {
        values[place].push_str(TOKEN);
    }
    // A value for a blank, which a check must not touch.
    let sets: Vec<(String, String)> = input
        .columns
        .first()
        .cloned()
        .zip(arbitrary_input::value(&mut u).ok())
        .filter(|(_, value)| !white_space::is_blank(value))
        .into_iter()
        .collect();
    for mode in [Mode::Check, Mode::Clean] {
        let mut options = Options::default();
        options.mode = mode;
        options.repairs.sets.clone_from(&sets);
        options.threads = Some(1);
        let preflight = Preflight::new(input.schema.clone(), options).expect("options that fit");
        let borrowed: Vec<Option<&str>> = values.iter().map(|value| Some(value.as_str())).collect();
        let verdict = preflight.record(&Record::from_values(&borrowed));
        assert_eq!(Judgement::join(&verdict.findings), verdict.judgement);
        if mode == Mode::Check {
            assert!(
                verdict.repairs.is_empty() && verdict.values.is_none(),
                "a check changes nothing"
            );
        }
        for finding in &verdict.findings {
            assert!(
                !finding.detail.to_string().contains(is_terminal_control),
                "words that act"
            );
        }
        if mode == Mode::Clean && verdict.findings.is_empty() {
            // What was repaired needs no repair.
            let repaired = verdict.values.clone().unwrap_or_else(|| values.clone());
            let again: Vec<Option<&str>> =
                repaired.iter().map(|value| Some(value.as_str())).collect();
            let twice = preflight.record(&Record::from_values(&again));
            assert!(twice.repairs.is_empty(), "{:?}", twice.repairs);
            assert_eq!(twice.judgement.outcome, verdict.judgement.outcome);
        }
        report(&preflight, &input, &values);
    }
}

/// The row in a file, with values shown: the hash is in none of it.
fn report(preflight: &Preflight, input: &Input, values: &[String]) {
    let quoted: Vec<String> = values
        .iter()
        .map(|value| format!("\"{}\"", value.replace('"', "\"\"")))
        .collect();
    let file = format!("{}\n{}\n", input.columns.join(","), quoted.join(","));
    let options = ReportOptions::default().show_values(ShowValues::Yes);
    let mut jsonl = ReportJsonl::new(Vec::new(), options);
    let mut csv = ReportCsv::new(Vec::new(), options);
    let mut run = preflight.run();
    if run
        .file(
            "f\u{202e}.csv",
            file.as_bytes(),
            &mut [&mut jsonl, &mut csv],
        )
        .is_err()
    {
        return;
    }
    run.finish(&mut [&mut jsonl, &mut csv]).expect("an end");
    let jsonl = String::from_utf8(jsonl.into_inner()).expect("UTF-8");
    let csv = String::from_utf8(csv.into_inner().expect("a report")).expect("UTF-8");
    for line in jsonl.lines() {
        serde_json::from_str::<Value>(line).expect("JSON");
    }
    for text in [&jsonl, &csv] {
        let acts = |c: char| !matches!(c, '\n' | '\r') && is_terminal_control(c);
        assert!(!text.contains(acts), "a report that acts");
        // Where the quoted row is read as Cognito would, the hash may have become part of another
        // column; only where it is in its own is it known to be one.
        if preflight.options().mode == Mode::Clean {
            assert!(!text.contains(TOKEN), "a hash in a report");
        }
    }
}
