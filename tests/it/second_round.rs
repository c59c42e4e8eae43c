//! A rejected file is corrected and cleaned again, and a cleaned file is cleaned again.

use cognito_preflight::{
    dialect::{Dialect, detect::Quote},
    engine::{DialectChoice, Error, HeaderProblem, Mode, Options, Preflight, Summary},
    output::{Cleaned, Rejected},
    repairs::Words,
    schema::{CsvHeader, Schema},
    values::{birthdate::DateOrder, phone_number::Region},
};
use proptest::prelude::*;

use crate::collect::options;

const COLUMNS: &str = "name,email,email_verified,birthdate,cognito:username";

fn schema(columns: &str) -> Schema {
    Schema::new(Some(CsvHeader::parse(columns).unwrap()), None).unwrap()
}

/// What `clean` makes of one file: the cleaned file, the rejected file and the summary.
fn clean(
    schema: &Schema,
    options: Options,
    file: &[u8],
) -> Result<(Vec<u8>, Vec<u8>, Summary), Error> {
    let mut cleaned = Cleaned::new(Vec::new());
    let mut rejected = Rejected::new(Vec::new());
    let preflight = Preflight::new(schema.clone(), options)?;
    let mut run = preflight.run();
    run.file("users.csv", file, &mut [&mut cleaned, &mut rejected])?;
    let summary = run.finish(&mut [&mut cleaned, &mut rejected])?;
    Ok((cleaned.into_inner(), rejected.into_inner(), summary))
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The rows of a cleaned file, without its header.
fn rows(cleaned: &[u8]) -> Vec<&str> {
    text(cleaned).lines().skip(1).collect()
}

#[test]
fn rejected_rows_are_read_in_the_dialect_of_their_file() {
    let schema = schema(COLUMNS);
    // Two rows with one quotation mark each are one record of RFC 4180, and the row with the
    // backslash, which shows the dialect, is not rejected.
    let file = format!(
        "{COLUMNS}\nSmith\\, J,a@example.com,true,,a\n\
         \"Bo,b at example.com,true,,b\nC\",c at example.com,true,,c\n"
    );
    let (cleaned, rejected, _) = clean(&schema, options(Mode::Clean), file.as_bytes()).unwrap();
    assert_eq!(rows(&cleaned).len(), 1);
    let corrected = text(&rejected).replace(" at ", "@").replace("\"Bo", "Bo");
    let mut again = options(Mode::Clean);
    again.repairs.newlines_to_space = true;
    let (cleaned, _, summary) = clean(&schema, again.clone(), corrected.as_bytes()).unwrap();
    assert_eq!(
        rows(&cleaned),
        ["Bo,b@example.com,true,,b", "C\",c@example.com,true,,c"]
    );
    assert_eq!(summary.files[0].input.dialect, Dialect::Cognito);

    // As they are, with their quotation marks, they stay two.
    let (_, _, summary) = clean(&schema, again, &rejected).unwrap();
    assert_eq!(summary.counts.rows.rows(), 2);
}

#[test]
fn delimiter_encoding_and_date_order_need_not_be_given_again() {
    let schema = schema(COLUMNS);
    let mut first = options(Mode::Clean);
    first.dialect = Some(DialectChoice::Rfc4180);
    first.delimiter = Some(b'|');
    first.encoding = Some("windows-1252".parse().unwrap());
    first.repairs.date_order = Some(DateOrder::DayMonthYear);
    let header = COLUMNS.replace(',', "|");
    let mut file = format!("{header}\n\"Jos").into_bytes();
    file.extend_from_slice(b"\xe9\"|jose at example.com|true|03/04/1990|jose\n");
    let (_, rejected, _) = clean(&schema, first, &file).unwrap();
    let place = rejected
        .windows(4)
        .position(|part| part == b" at ")
        .unwrap();
    let mut corrected = rejected.clone();
    corrected.splice(place..place + 4, *b"@");
    let (cleaned, rejected, summary) = clean(&schema, options(Mode::Clean), &corrected).unwrap();
    assert_eq!(
        rows(&cleaned),
        ["José,jose@example.com,true,04/03/1990,jose"]
    );
    // The rejected file of the second round says the same as that of the first.
    assert!(
        rejected.starts_with(
            format!(
                "{header}|preflight:line|preflight:outcome|preflight:reasons|preflight:file \
             dialect=rfc4180 delimiter=pipe encoding=windows-1252 date-order=dmy"
            )
            .as_bytes()
        )
    );
    assert_eq!(summary.files[0].input.encoding.name(), "windows-1252");
}

#[test]
fn a_spreadsheet_may_have_written_the_rejected_file_with_another_delimiter() {
    let schema = schema(COLUMNS);
    let file = "name;email;email_verified;birthdate;cognito:username\n\
                \"Bo; Jr\";bo at example.com;true;;bo\n";
    let (_, rejected, _) = clean(&schema, options(Mode::Clean), file.as_bytes()).unwrap();
    let written = text(&rejected)
        .replace("Bo; Jr", "Bo  Jr")
        .replace(';', ",")
        .replace(" at ", "@");
    let (cleaned, _, _) = clean(&schema, options(Mode::Clean), written.as_bytes()).unwrap();
    assert_eq!(rows(&cleaned), ["Bo  Jr,bo@example.com,true,,bo"]);
}

#[test]
fn rejected_rows_that_do_not_say_how_they_are_read_are_not_guessed_at() {
    let schema = schema(COLUMNS);
    let header = format!("{COLUMNS},preflight:line,preflight:outcome,preflight:reasons");
    let rows = ",2,FAILED,email-is-invalid";
    let plain = format!("{header}\nBo,bo@example.com,true,,bo{rows}\n");
    let unclear = format!("{header}\n\"Bo\",bo@example.com,true,,bo{rows}\n");
    let (cleaned, _, _) = clean(&schema, options(Mode::Clean), plain.as_bytes()).unwrap();
    assert_eq!(text(&cleaned).lines().count(), 2);
    let is_refused = |file: &str| {
        let error = clean(&schema, options(Mode::Clean), file.as_bytes()).unwrap_err();
        matches!(
            error,
            Error::Header {
                problem: HeaderProblem::ReadingNotStated,
                ..
            }
        )
    };
    assert!(is_refused(&unclear));
    for statement in [
        "dialect=klingon encoding=UTF-8",
        "dialect=cognito",
        "dialect",
    ] {
        let stated = format!("preflight:reasons,preflight:file {statement}");
        assert!(is_refused(&unclear.replace("preflight:reasons", &stated)));
    }
    let mut given = options(Mode::Clean);
    given.dialect = Some(DialectChoice::Rfc4180);
    let (cleaned, _, _) = clean(&schema, given, unclear.as_bytes()).unwrap();
    assert!(text(&cleaned).contains("\nBo,bo@example.com"));
}

#[test]
fn a_value_that_looks_like_a_statement_states_nothing() {
    let schema = schema(COLUMNS);
    let file = format!(
        "{COLUMNS}\npreflight:file dialect=rfc4180 delimiter=semicolon encoding=UTF-16LE,\
         bo@example.com,true,,bo\n"
    );
    let (cleaned, _, _) = clean(&schema, options(Mode::Clean), file.as_bytes()).unwrap();
    assert_eq!(rows(&cleaned).len(), 1);
}

#[test]
fn files_that_are_read_in_different_ways_have_no_rejected_file_together() {
    let schema = schema(COLUMNS);
    let one = format!("{COLUMNS}\nBo,bo at example.com,true,,bo\n");
    let other = one.replace(',', ";");
    let preflight = Preflight::new(schema, options(Mode::Clean)).unwrap();
    let mut run = preflight.run();
    let mut rejected = Rejected::new(Vec::new());
    run.file("one.csv", one.as_bytes(), &mut [&mut rejected])
        .unwrap();
    let error = run
        .file("other.csv", other.as_bytes(), &mut [&mut rejected])
        .unwrap_err();
    assert!(matches!(error, Error::Write { .. }), "{error}");
}

const ALL: &str = "name,email,email_verified,birthdate,phone_number,phone_number_verified,updated_at,cognito:mfa_enabled,cognito:username";

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        3 => prop::sample::select(vec![
            "ana", "bo", "José", "Smith, J", "say \"hi\"", "a\\b", "x;y", "ana@example.com",
            "bo@example.com", "true", "TRUE", "Yes", "1", "+12065550100", "2065550100", "03/04/1990",
            "25/12/1985", "31.12.1990", "1990-01-31", "1700000000", "'+12065550100", "line\nbreak",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{0,12}",
        1 => "[a,;\"\\\\ \u{e9}\u{a0}\r\n\t']{0,6}",
    ]
}

/// A row that is imported unless one of its free values is refused.
fn row() -> impl Strategy<Value = Vec<String>> {
    let dates = prop::sample::select(vec![
        "",
        "03/04/1990",
        "25/12/1985",
        "1.2.1985",
        "1990-01-31",
    ]);
    let phones = prop::sample::select(vec!["", "+12065550100", "2065550100", "(206) 555-0100"]);
    (value(), dates, phones, "[a-z]{4,8}").prop_map(|(name, date, phone, user)| {
        [
            &name,
            &format!("{user}@example.com"),
            "Yes",
            date,
            phone,
            "",
            "",
            "",
            &user,
        ]
        .map(ToString::to_string)
        .to_vec()
    })
}

fn any_options() -> impl Strategy<Value = Options> {
    (
        prop::option::of(prop::sample::select(vec![
            DialectChoice::Cognito,
            DialectChoice::Rfc4180,
        ])),
        prop::option::of(prop::sample::select(vec![b',', b';', b'\t', b'|'])),
        prop::option::of(prop::sample::select(vec![
            "windows-1252",
            "utf-8",
            "shift_jis",
            "utf-16le",
        ])),
        prop::option::of(prop::sample::select(vec![
            DateOrder::DayMonthYear,
            DateOrder::MonthDayYear,
        ])),
        any::<[bool; 15]>(),
    )
        .prop_map(|(dialect, delimiter, encoding, date_order, flags)| {
            let [
                newlines,
                slashes,
                quotes,
                drop,
                set,
                region,
                single,
                skip,
                columns,
                null,
                words,
                overrides,
                lower,
                utc,
                blank,
            ] = flags;
            let mut options = options(Mode::Clean);
            options.dialect = dialect;
            options.delimiter = delimiter;
            options.encoding = encoding.map(|name| name.parse().unwrap());
            options.repairs.date_order = date_order;
            options.repairs.newlines_to_space = newlines;
            options.repairs.backslash_to_slash = slashes;
            options.repairs.strip_leading_quotes = quotes;
            options.repairs.drop_unknown_columns = drop;
            if single && options.dialect != Some(DialectChoice::Cognito) {
                options.quote = Some(Quote::Character(b'\''));
            }
            options.skip_lines = u64::from(skip);
            if columns {
                options.columns = ALL.split(',').map(str::to_owned).collect();
            }
            if null {
                options.repairs.null = vec!["ana".to_owned(), "NULL".to_owned()];
            }
            if words {
                options.repairs.yes =
                    vec![Words::new(None, vec!["ja".to_owned(), "Yes".to_owned()])];
                options.repairs.no = vec![Words::new(None, vec!["nein".to_owned()])];
            }
            if overrides {
                options.repairs.overrides = vec![("name".to_owned(), "a, b".to_owned())];
            }
            if lower {
                options.repairs.lower_case = vec!["email".to_owned(), "name".to_owned()];
            }
            options.repairs.assume_utc = utc;
            if blank {
                options.repairs.blank_invalid = vec!["name".to_owned(), "birthdate".to_owned()];
            }
            if set {
                options.repairs.sets = vec![("name".to_owned(), "Zoë, of course".to_owned())];
            }
            if region {
                options.repairs.default_region = Some("US".parse::<Region>().unwrap());
            }
            options
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cleaned_file_cleaned_with_the_same_options_is_the_same(
        options in any_options(), rows in prop::collection::vec(row(), 0..6),
    ) {
        let day_first = options.repairs.date_order == Some(DateOrder::DayMonthYear);
        // Who names that dialect says that the file has not been cleaned.
        prop_assume!(!(day_first && options.dialect == Some(DialectChoice::Rfc4180)));
        let schema = schema(ALL);
        let delimiter = options.delimiter.filter(|_| options.dialect != Some(DialectChoice::Cognito));
        let delimiter = char::from(delimiter.unwrap_or(b',')).to_string();
        let mut file = String::new();
        if options.skip_lines > 0 {
            file += "All users of today\n";
        }
        let header = ALL.replace(',', &delimiter);
        if options.columns.is_empty() {
            file += &header;
        } else {
            // The names are given because the file has none.
            file += &[""; 9].join(&delimiter);
        }
        let quote = options.quote.and_then(Quote::character).map_or('"', char::from);
        for row in &rows {
            file.push('\n');
            let fields: Vec<String> = row
                .iter()
                .map(|value| {
                    if options.dialect == Some(DialectChoice::Cognito) {
                        value.clone()
                    } else {
                        let doubled = value.replace(quote, &format!("{quote}{quote}"));
                        format!("{quote}{doubled}{quote}")
                    }
                })
                .collect();
            file += &fields.join(&delimiter);
        }
        file.push('\n');
        let utf_16 = options.encoding.is_some_and(|encoding| encoding.unit() == 2);
        let bytes: Vec<u8> = if utf_16 {
            file.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else if options.encoding.is_some_and(|encoding| encoding.name() == "windows-1252") {
            file.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
        } else {
            file.into_bytes()
        };
        // A file whose dates cannot be told apart is refused.
        let Ok((cleaned, _, _)) = clean(&schema, options.clone(), &bytes) else { return Ok(()) };
        let (again, _, summary) = clean(&schema, options, &cleaned).unwrap();
        prop_assert_eq!(text(&again), text(&cleaned));
        prop_assert_eq!(summary.counts.rejected, 0);
    }
}

#[test]
fn users_of_all_files_of_a_run_are_told_apart_by_one_index() {
    // The first file is read as one that was cleaned, the second as its dialect is detected.
    let schema = schema(COLUMNS);
    let cleaned = format!("{COLUMNS}\nBo,bo@example.com,true,,bo\n");
    let other = "name;email;email_verified;birthdate;cognito:username\n\
                 \"Bo\";bo@example.org;true;;bo\n";
    let preflight = Preflight::new(schema, options(Mode::Clean)).unwrap();
    let mut run = preflight.run();
    run.file("cleaned.csv", cleaned.as_bytes(), &mut [])
        .unwrap();
    run.file("other.csv", other.as_bytes(), &mut []).unwrap();
    let summary = run.finish(&mut []).unwrap();
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
}
