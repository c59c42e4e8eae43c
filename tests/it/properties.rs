//! What holds for every file: nothing is lost, what is cleaned passes, threads change nothing.

use cognito_preflight::{
    engine::{Mode, Options},
    outcome::Outcome,
    prediction::Status,
    schema::{CsvHeader, Schema, UserPool},
};
use proptest::prelude::*;

use crate::collect::{collect, collect_beside, header_line, options};

const EXISTING: &str = r#"{"Users":[{"Username":"eve","Attributes":[{"Name":"email","Value":"eve@example.com"},{"Name":"email_verified","Value":"true"}]}]}"#;

fn pools() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#,
        r#"{"AutoVerifiedAttributes":["email","phone_number"],"MfaConfiguration":"OPTIONAL","AliasAttributes":["email","preferred_username"]}"#,
        r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"ON","UsernameAttributes":["email"],"UsernameConfiguration":{"CaseSensitive":false}}"#,
        r#"{"AutoVerifiedAttributes":["phone_number"],"MfaConfiguration":"OFF"}"#,
    ])
}

const COLUMNS: &str = "name,email,email_verified,birthdate,phone_number,phone_number_verified,updated_at,custom:level,cognito:mfa_enabled,cognito:username";

fn schema(pool: &str) -> Schema {
    let mut pool: serde_json::Value = serde_json::from_str(pool).unwrap();
    pool["SchemaAttributes"] = serde_json::json!([
        {"Name": "custom:level", "AttributeDataType": "Number", "Mutable": true,
         "NumberAttributeConstraints": {"MinValue": "0", "MaxValue": "9"}}
    ]);
    let header = CsvHeader::parse(COLUMNS).unwrap();
    let pool = UserPool::parse(&pool.to_string()).unwrap();
    Schema::new(Some(header), Some(pool)).unwrap()
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        3 => prop::sample::select(vec![
            "ana", "bo", "eve", "ana@example.com", "eve@example.com", "EVE@example.com", "true", "TRUE", "True", "false", "Yes",
            "1", "0", "+12065550100", "+1 (206) 555-0100", "2065550100", "1.2E+11", "01/31/1990",
            "1990-01-31", "02/30/1990", "1700000000", "1700000000000", "5", "10", "a@b", "x y", "'+12065550100",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
        1 => "\\PC{0,8}",
        1 => "[a,\"\\\\ \u{200b}\u{a0}\r\n\t']{0,6}",
    ]
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

fn file_of(rows: &[Vec<String>], quotes: bool) -> String {
    let mut file = COLUMNS.to_owned();
    for row in rows {
        file.push('\n');
        let fields: Vec<String> = row
            .iter()
            .map(|value| if quotes { quoted(value) } else { value.clone() })
            .collect();
        file += &fields.join(",");
    }
    file.push('\n');
    file
}

fn with(mode: Mode, threads: usize, batch: usize) -> Options {
    let mut options = options(mode);
    options.threads = Some(threads);
    options.batch_bytes = Some(batch);
    options
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(value(), 8..12), 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_cleaned_passes_and_nothing_is_lost(pool in pools(), rows in rows(), quotes: bool) {
        let schema = schema(pool);
        let file = file_of(&rows, quotes);
        let (cleaned, summary) = collect_beside(&schema, options(Mode::Clean), EXISTING, file.as_bytes()).unwrap();
        let aside = cleaned.rows.iter().filter(|row| row.is_rejected()).count();
        prop_assert_eq!(summary.counts.cleaned as usize + aside, cleaned.rows.len());
        prop_assert_eq!(summary.counts.rejected as usize, aside);
        let mut output = header_line(&schema).into_bytes();
        output.push(b'\n');
        output.extend_from_slice(&cleaned.cleaned);

        let (checked, summary) = collect_beside(&schema, options(Mode::Check), EXISTING, &output).unwrap();
        for row in &checked.rows {
            prop_assert_eq!(row.outcome, Outcome::Imported, "{:?}", row.rules);
        }
        prop_assert!(matches!(summary.prediction.status, Status::Succeeded | Status::Unknown));

        let mut again = options(Mode::Clean);
        again.dialect = Some(cognito_preflight::engine::DialectChoice::Cognito);
        let (twice, summary) = collect_beside(&schema, again, EXISTING, &output).unwrap();
        prop_assert_eq!(summary.counts.rejected, 0);
        prop_assert_eq!(&twice.cleaned, &cleaned.cleaned);
    }

    #[test]
    fn threads_and_batches_change_nothing(
        pool in pools(), rows in rows(), quotes: bool, clean: bool, batch in 1_usize..200,
    ) {
        let schema = schema(pool);
        let file = file_of(&rows, quotes);
        let mode = if clean { Mode::Clean } else { Mode::Check };
        let (one, first) = collect_beside(&schema, with(mode, 1, 1 << 18), EXISTING, file.as_bytes()).unwrap();
        for threads in [1, 2, 7] {
            let (other, second) =
                collect_beside(&schema, with(mode, threads, batch), EXISTING, file.as_bytes()).unwrap();
            prop_assert_eq!(&one.rows, &other.rows);
            prop_assert_eq!(&one.cleaned, &other.cleaned);
            prop_assert_eq!(&first.prediction, &second.prediction);
        }
    }

    #[test]
    fn arbitrary_bytes_end_in_verdicts(pool in pools(), mut bytes: Vec<u8>, clean: bool) {
        let schema = schema(pool);
        let mut file = COLUMNS.as_bytes().to_vec();
        file.push(b'\n');
        file.append(&mut bytes);
        let mode = if clean { Mode::Clean } else { Mode::Check };
        let (collected, summary) = collect(&schema, options(mode), &file).unwrap();
        if !clean {
            prop_assert_eq!(summary.counts.rows.rows() as usize, collected.rows.len());
            let raw: usize = collected.rows.iter().map(|row| row.bytes().len()).sum();
            prop_assert_eq!(raw + COLUMNS.len() + 1, file.len());
        }
    }
}

/// Lines so short that a batch has more of them than are kept at a time: 256 KiB of blank lines once
/// took a gigabyte of memory.
#[test]
fn very_short_lines_are_judged_in_parts_that_change_nothing() {
    let schema = schema(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    let mut cognito = "email,email_verified,cognito:username\n".to_owned();
    for number in 0..30_000 {
        match number % 7 {
            0 | 1 => cognito += "\n",
            // Every third of these names is a duplicate.
            2 => cognito += &format!("a@b.c,true,u{}\n", number / 3),
            3 => cognito += "a@b,true,x\n",
            _ => cognito += &format!("a@b.c,true,{number}\n"),
        }
    }
    let quoted = cognito.replacen("email,", "\"email\",", 1);
    for (file, mode) in [
        (&cognito, Mode::Check),
        (&cognito, Mode::Clean),
        (&quoted, Mode::Clean),
    ] {
        let (few, first) = collect(&schema, with(mode, 2, 4096), file.as_bytes()).unwrap();
        let (many, second) = collect(&schema, with(mode, 2, 1 << 22), file.as_bytes()).unwrap();
        assert!(few.rows == many.rows, "{mode:?}");
        assert!(few.cleaned == many.cleaned, "{mode:?}");
        assert_eq!(first.prediction, second.prediction);
        assert_eq!(first.counts.rows.rows(), few.rows.len() as u64);
    }
}

/// Chunks are judged some thousand lines at a time, and marked some thousand bytes at a time: whatever
/// their number, no line may fall between two parts.
#[test]
fn every_line_is_judged_whatever_their_number() {
    let schema = schema(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    for line in ["\n", "x\n", ",,\n"] {
        for count in [
            1, 4095, 4096, 8191, 8192, 8193, 12_288, 16_384, 16_385, 30_000,
        ] {
            for end in ["", "x"] {
                let lines = line.repeat(count) + end;
                let file = format!("email,email_verified,cognito:username\n{lines}");
                let (_, summary) =
                    collect(&schema, with(Mode::Check, 1, 1 << 22), file.as_bytes()).unwrap();
                let expected = count as u64 + u64::from(!end.is_empty());
                assert_eq!(summary.counts.rows.rows(), expected, "{line:?} {count}");
            }
        }
    }
}
