//! How a file is read of which nobody has said how it is written.

use cognito_preflight::{
    dialect::Dialect,
    engine::{DialectChoice, Error, Mode, Options, Summary},
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{Collected, collect, options};

const HEADER: &str =
    "name,address,nickname,birthdate,email,email_verified,cognito:mfa_enabled,cognito:username";
const RFC: Dialect = Dialect::Rfc4180 { delimiter: b',' };

fn schema() -> Schema {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(Some(header), Some(pool.unwrap())).unwrap()
}

fn clean(options: Options, file: &str) -> (Collected, Summary) {
    collect(&schema(), options, file.as_bytes()).unwrap()
}

fn detected(file: &str) -> (Collected, Summary) {
    clean(options(Mode::Clean), file)
}

fn from(dialect: DialectChoice) -> Options {
    let mut options = options(Mode::Clean);
    options.dialect = Some(dialect);
    options
}

fn lines(collected: &Collected) -> Vec<&str> {
    let text = std::str::from_utf8(&collected.cleaned).unwrap();
    text.lines().collect()
}

/// The rules that speak about each row that is set aside.
fn aside(collected: &Collected) -> Vec<&[&'static str]> {
    let rows = collected.rows.iter();
    rows.filter(|row| row.is_rejected())
        .map(|row| &row.rules[..])
        .collect()
}

#[test]
fn a_backslash_at_the_end_of_a_value_joins_no_fields() {
    let header = "cognito:username,email,email_verified,name,address,nickname";
    let plain = "b,b@example.com,true,Bo,x,y\n";
    let row = "a,a@example.com,true,Ana,C:\\temp\\,nick\n";
    for file in [
        format!("{header}\n{row}{plain}"),
        format!("{header}\n{plain}{row}"),
        format!("{header}\n{row}"),
    ] {
        let (collected, summary) = detected(&file);
        assert_eq!(summary.files[0].input.dialect, RFC, "{file}");
        assert_eq!(aside(&collected), [["value-ends-in-backslash"]], "{file}");
    }
    let mut slashes = options(Mode::Clean);
    slashes.repairs.backslash_to_slash = true;
    let (collected, _) = clean(slashes, &format!("{header}\n{row}{plain}"));
    assert_eq!(
        lines(&collected)[0],
        "Ana,C:\\temp/,nick,,a@example.com,true,false,a"
    );
}

#[test]
fn a_row_that_may_be_in_the_other_dialect_is_not_given_the_right_number_of_fields() {
    let full = "Bo,1 Main St\\, York,b,,b@example.com,true,false,bo\n";
    let plain = "Cy,,,,c@example.com,true,false,cy\n";
    let short = "Ana,C:\\temp\\,nick,,a@example.com,true,false,ana\n";
    let file = format!("{HEADER}\n{full}{full}{plain}{short}").replacen("bo\n", "bob\n", 1);
    let (collected, summary) = detected(&file);
    assert_eq!(summary.files[0].input.dialect, Dialect::Cognito);
    assert_eq!(lines(&collected).len(), 3);
    assert!(aside(&collected)[0].contains(&"row-has-too-few-fields"));

    // Without the fields at the end nothing else is wrong with such a row.
    let header =
        "email,email_verified,cognito:username,cognito:mfa_enabled,address,name,nickname,birthdate";
    let full = "b@example.com,true,bo,false,1 Main St\\, York,Bo,b,\n";
    let plain = "c@example.com,true,cy,false,,,,\n";
    let short = "a@example.com,true,ana,false,C:\\temp\\,Ana,nick\n";
    let file = format!(
        "{header}\n{full}{plain}{}{short}",
        plain.replace("cy", "di")
    );
    let file = file.replacen(full, &format!("{full}{}", full.replace("bo", "bob")), 1);
    let (collected, summary) = detected(&file);
    assert_eq!(summary.files[0].input.dialect, Dialect::Cognito);
    assert_eq!(aside(&collected), [["row-has-too-few-fields"]]);
    // Whoever names the dialect takes that upon himself, and a row without such a comma is completed.
    let (collected, _) = clean(from(DialectChoice::Cognito), &file);
    assert!(aside(&collected).is_empty());
    let (collected, summary) = detected(&file.replace("C:\\temp\\,", "C:\\temp,"));
    assert_eq!(summary.files[0].input.dialect, Dialect::Cognito);
    assert!(aside(&collected).is_empty());

    // And the other way round: a field too many, though it is blank.
    let quoted = "\"b@example.com\",true,bo,false,1 Main St,Bo,b,\n";
    let long = "a@example.com,true,ana,false,1 Main St\\, York,Ana,,\n";
    let mut slashes = options(Mode::Clean);
    slashes.repairs.backslash_to_slash = true;
    let file = format!(
        "{header}\n{quoted}{}{long}",
        quoted.replace("bo", "\"bob\nby\"")
    );
    let (collected, summary) = clean(slashes, &file);
    assert_eq!(summary.files[0].input.dialect, RFC);
    let last = aside(&collected).pop().unwrap();
    assert!(last.contains(&"row-has-extra-empty-fields"), "{last:?}");
}

#[test]
fn what_was_cleaned_is_told_and_cleaned_again_without_a_change() {
    let mut told = 0;
    for nasty in [
        "1 Main St,\"The Oaks\"",
        "1 Main St,\"The Oaks\",",
        "1 Main St,\"The Oaks",
        ",\"x\"",
        ",\"",
        "a,\"\"",
        "a,\"b\",\"c\"",
        "a,\"b,c\"",
        "a, \"b\",",
        "\\a,\"b\"",
        "a\"b,c\"",
        "a,b",
        ",",
        ",,\"\",,",
        "a\"",
    ] {
        let quoted = format!("\"{}\"", nasty.replace('"', "\"\""));
        for rows in 1..4 {
            let file: String = (0..rows)
                .map(|number| match number {
                    1 => "Bo,1 Main St,,,b@example.com,true,false,bo\n".to_owned(),
                    2 => format!("Cy,,{quoted},,c@example.com,true,false,cy\n"),
                    _ => format!("Ana,{quoted},n,,a@example.com,true,false,ana\n"),
                })
                .collect();
            let file = format!("{HEADER}\n{file}");
            let (once, summary) = clean(from(DialectChoice::Rfc4180), &file);
            assert_eq!(summary.counts.cleaned, rows, "{nasty}");
            let output = format!("{HEADER}\n{}", String::from_utf8(once.cleaned).unwrap());
            let (twice, summary) = detected(&output);
            assert_eq!(
                summary.files[0].input.dialect,
                Dialect::Cognito,
                "{nasty}\n{output}"
            );
            let twice = format!("{HEADER}\n{}", String::from_utf8(twice.cleaned).unwrap());
            assert_eq!(twice, output, "{nasty}");
            told += 1;
        }
    }
    assert_eq!(told, 45);
}

/// Where both readings have the right number of fields in every row, nothing is joined that may be two
/// values.
#[test]
fn what_both_dialects_may_have_written_is_set_aside_and_not_guessed() {
    let row = "x\\,\"y,z\",n,,a@example.com,true,false,ana\n";
    let (collected, summary) = detected(&format!("{HEADER}\n{row}"));
    assert_eq!(summary.files[0].input.dialect, RFC);
    assert!(lines(&collected).is_empty());
}

#[test]
fn dates_are_turned_only_in_a_file_that_surely_has_them_day_first() {
    let rows = "Ana,,,03/04/1990,a@example.com,true,false,ana\n\
                Bo,,,25/12/1985,b@example.com,true,false,bo\n";
    let ordered = |dialect, order: &str| {
        let mut options = options(Mode::Clean);
        options.dialect = dialect;
        options.repairs.date_order = Some(order.parse().unwrap());
        options
    };
    let file = format!("{HEADER}\n{rows}");
    let Err(Error::AmbiguousDateOrder { name }) =
        collect(&schema(), ordered(None, "dmy"), file.as_bytes())
    else {
        panic!("a file that looks like Cognito's dialect");
    };
    assert_eq!(name, "users.csv");

    let (collected, _) = clean(ordered(Some(DialectChoice::Rfc4180), "dmy"), &file);
    let dates = ["Ana,,,04/03/1990,", "Bo,,,12/25/1985,"];
    let starts = |collected: &Collected, starts: &[&str]| {
        let lines = lines(collected);
        assert_eq!(lines.len(), starts.len());
        for (line, start) in lines.iter().zip(starts) {
            assert!(line.starts_with(start), "{line} {start}");
        }
    };
    starts(&collected, &dates);
    let (collected, _) = clean(ordered(Some(DialectChoice::Cognito), "dmy"), &file);
    // The dates themselves show that they are not month first yet.
    starts(&collected, &dates);
    // Without a date nothing can be wrong, and with the months first nothing is turned.
    let (collected, _) = clean(ordered(None, "mdy"), &file);
    starts(&collected, &["Ana,,,03/04/1990,"]);
    let header = "cognito:username,email,email_verified,cognito:mfa_enabled,name,address,nickname";
    let undated = format!("{header}\nana,a@example.com,true,false,Ana,1 Main St\\, York,n\n");
    let (collected, summary) = clean(ordered(None, "dmy"), &undated);
    assert_eq!(summary.files[0].input.dialect, Dialect::Cognito);
    starts(&collected, &["Ana,1 Main St\\, York,n,,"]);
    // One that is surely no such file is read as before.
    let quoted = file.replace("Ana,", "\"Ana\",");
    let (collected, _) = clean(ordered(None, "dmy"), &quoted);
    starts(&collected, &dates);
}

#[test]
fn nothing_behind_a_closing_quotation_mark_is_lost() {
    for value in [
        "\"Bob\" Smith",
        "\"5\" pipe",
        "\"Doe\"x",
        "\"Do\\\"e\"",
        "\"a\"\"b\"c",
    ] {
        let file = format!(
            "{HEADER}\n{value},,,,a@example.com,true,false,ana\n\
             \"B, o\",,,,b@example.com,true,false,bo\n"
        );
        for dialect in [None, Some(DialectChoice::Rfc4180)] {
            let mut input = options(Mode::Clean);
            input.dialect = dialect;
            let (collected, _) = clean(input, &file);
            assert_eq!(
                aside(&collected),
                [["text-after-quotation-mark"]],
                "{value}"
            );
            assert_eq!(lines(&collected).len(), 1, "{value}");
            let finding = collected.rows[0].findings[0];
            let column = finding.column.unwrap();
            assert_eq!(schema().column_name(column), "name");
        }
    }
}

#[test]
fn a_mark_that_was_left_open_swallows_no_user() {
    let header = "cognito:username,email,email_verified,name,nickname,x";
    let mut input = options(Mode::Clean);
    input.repairs.drop_unknown_columns = true;
    input.repairs.newlines_to_space = true;
    let rows = "a,a@example.com,true,\"Doe,n,\nu0,u0@example.com,true,Roe,\"q\",\n";
    let last = "u1,u1@example.com,true,Poe,\"z\",\n";
    let (collected, summary) = clean(input, &format!("{header}\n{rows}{last}"));
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
    assert_eq!(
        aside(&collected),
        [["text-after-quotation-mark", "line-break-hides-a-row"]]
    );
    // Both lines are there for a person to mend.
    assert_eq!(collected.rows[0].bytes(), rows.as_bytes());
}

#[test]
fn a_carriage_return_inside_a_value_cuts_no_row() {
    let header = "cognito:username,email,email_verified,name,address,nickname";
    let rows = "u1,u1@example.com,true,Doe,1 Main St\rYork,Bob\n\
                u2,u2@example.com,true,Roe,2 Main St,Al\n";
    let file = format!("{header}\n{rows}");
    let with = |dialect, to_space| {
        let mut options = options(Mode::Clean);
        options.dialect = dialect;
        options.repairs.newlines_to_space = to_space;
        options
    };
    for dialect in [
        None,
        Some(DialectChoice::Rfc4180),
        Some(DialectChoice::Cognito),
    ] {
        let (collected, summary) = clean(with(dialect, false), &file);
        assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
        let aside = aside(&collected)[0];
        assert!(aside.contains(&"value-has-line-break"), "{aside:?}");
        let places: Vec<u64> = collected.rows.iter().map(|row| row.line).collect();
        assert_eq!(places, [2, 3]);
        let (collected, _) = clean(with(dialect, true), &file);
        assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,Bob,"));
    }
    // In UTF-16 too, and at every end of a record.
    let wide: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(file.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (collected, _) = collect(&schema(), with(None, true), &wide).unwrap();
    assert_eq!(lines(&collected).len(), 2);
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,Bob,"));
    let last = format!("{header}\nu1,u1@example.com,true,Doe,1 Main St,Bob\r");
    let (collected, _) = clean(with(Some(DialectChoice::Rfc4180), false), &last);
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St,Bob,"));
}

/// Excel for Macintosh ends lines in carriage returns, and breaks lines inside a cell with line feeds.
#[test]
fn lines_may_end_in_carriage_returns_although_a_value_has_line_feeds() {
    let file = "cognito:username,email,email_verified,name,address\r\
                u1,u1@example.com,true,Doe,\"1 Main St\nYork\"\r\
                u2,u2@example.com,true,Roe,2 Main St\r";
    let mut to_space = options(Mode::Clean);
    to_space.repairs.newlines_to_space = true;
    let (collected, summary) = clean(to_space, file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (2, 0));
    assert!(lines(&collected)[0].starts_with("Doe,1 Main St York,"));
}
