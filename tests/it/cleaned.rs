//! What small files become, byte for byte, and what is counted of it.

use std::collections::BTreeMap;

use cognito_preflight::{
    engine::{DialectChoice, Mode, Options},
    outcome::Effect,
    rules::Detail,
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{collect, options};

const HEADER: &str = "name,birthdate,email,email_verified,cognito:mfa_enabled,cognito:username";

fn schema() -> Schema {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    Schema::new(Some(header), Some(pool.unwrap())).unwrap()
}

fn quoted_input() -> Options {
    let mut options = options(Mode::Clean);
    options.dialect = Some(DialectChoice::Rfc4180);
    options
}

/// The rows of the cleaned file, and how often each repair of rows was made.
fn cleaned(options: Options, header: &str, rows: &str) -> (String, BTreeMap<&'static str, u64>) {
    let file = format!("{header}\n{rows}");
    let (collected, summary) = collect(&schema(), options, file.as_bytes()).unwrap();
    let repairs = summary.counts.repairs.iter();
    let repairs = repairs
        .filter(|(repair, times)| **times > 0 && repair.name() != "convert-to-cognito-dialect")
        .map(|(repair, times)| (repair.name(), *times))
        .collect();
    (String::from_utf8(collected.cleaned).unwrap(), repairs)
}

#[test]
fn a_row_without_fault_is_copied() {
    for (row, expected) in [
        ("Ana,,a@example.com,true,false,ana", None),
        (",,a@example.com,true,false,ana", None),
        (
            "\"Ana\",,a@example.com,\"true\",false,ana",
            Some("Ana,,a@example.com,true,false,ana"),
        ),
        (
            "Ana,,\"a@example.com\",true,false,\"ana\"",
            Some("Ana,,a@example.com,true,false,ana"),
        ),
        (
            "\"Lopez, Ana\",,a@example.com,true,false,ana",
            Some("Lopez\\, Ana,,a@example.com,true,false,ana"),
        ),
        (
            "\"A \"\"La\"\" L\",,a@example.com,true,false,ana",
            Some("A \"La\" L,,a@example.com,true,false,ana"),
        ),
        ("Ana,03/04/1990,a@example.com,true,false,ana", None),
    ] {
        let (rows, _) = cleaned(quoted_input(), HEADER, &format!("{row}\n"));
        assert_eq!(rows, format!("{}\n", expected.unwrap_or(row)), "{row}");
    }
}

#[test]
fn columns_in_another_order_are_put_into_the_pool_s() {
    let header = "cognito:username,email,name,cognito:mfa_enabled,birthdate,email_verified";
    let rows =
        "ana,a@example.com,Ana,false,,true\n\"bo\",b@example.com,\"B, o\",false,01/02/1990,true\n";
    let (rows, repairs) = cleaned(quoted_input(), header, rows);
    assert_eq!(
        rows,
        "Ana,,a@example.com,true,false,ana\nB\\, o,01/02/1990,b@example.com,true,false,bo\n"
    );
    assert_eq!(repairs, BTreeMap::from([("order-columns", 1)]));
}

#[test]
fn what_stood_between_fields_is_not_copied() {
    for delimiter in [";", "\t"] {
        let header = HEADER.replace(',', delimiter);
        let row = "Ana,,a@example.com,true,false,ana\n";
        let (rows, _) = cleaned(quoted_input(), &header, &row.replace(',', delimiter));
        assert_eq!(rows, row, "{delimiter:?}");
    }
}

#[test]
fn what_is_filled_added_and_dropped_is_counted_by_row() {
    let rows = "Ana,,a@example.com,true,,ana\n\
                Bo,,b@example.com,true,,bo\n\
                Cy,,c@example.com,true,false,cy,,\n\
                Di,,d@example.com,true,false,di\n";
    let (rows, repairs) = cleaned(quoted_input(), HEADER, rows);
    assert_eq!(
        rows,
        "Ana,,a@example.com,true,false,ana\nBo,,b@example.com,true,false,bo\n\
         Cy,,c@example.com,true,false,cy\nDi,,d@example.com,true,false,di\n"
    );
    assert_eq!(
        repairs,
        BTreeMap::from([("drop-extra-empty-fields", 1), ("fill-mfa-enabled", 2)])
    );
    let header = "cognito:username,email,email_verified,cognito:mfa_enabled,name,birthdate";
    let rows = "ana,a@example.com,true,false,Ana\nbo,b@example.com,true,false,Bo,01/02/1990\n";
    let (rows, repairs) = cleaned(quoted_input(), header, rows);
    assert_eq!(
        rows,
        "Ana,,a@example.com,true,false,ana\nBo,01/02/1990,b@example.com,true,false,bo\n"
    );
    assert_eq!(
        repairs,
        BTreeMap::from([("add-missing-fields", 1), ("order-columns", 1)])
    );
}

#[test]
fn a_value_under_no_name_is_not_dropped_unasked() {
    let header = "cognito:username,email,email_verified,cognito:mfa_enabled,name,, ";
    let rows = "ana,a@example.com,true,false,Ana,precious,\n\
                bo,b@example.com,true,false,Bo,,\n\
                cy,c@example.com,true,false,Cy, ,  \n\
                di,d@example.com,true,false,Di\n\
                eve,e@example.com,true,false,Eve,,x\n\
                fay,f@example.com,true,false,Fay,,,x\n";
    let kept = ["Bo,,b@", "Cy,,c@", "Di,,d@"];
    let starts = |lines: &str, expected: &[&str]| {
        assert_eq!(lines.lines().count(), expected.len(), "{lines}");
        for (line, start) in lines.lines().zip(expected) {
            assert!(line.starts_with(start), "{line}");
        }
    };
    for dialect in [DialectChoice::Rfc4180, DialectChoice::Cognito] {
        let mut input = options(Mode::Clean);
        input.dialect = Some(dialect);
        let file = format!("{header}\n{rows}");
        let (collected, _) = collect(&schema(), input.clone(), file.as_bytes()).unwrap();
        let details: Vec<(&str, Detail)> = collected
            .rows
            .iter()
            .flat_map(|row| &row.findings)
            .filter(|finding| finding.rule.rule().effect == Effect::RowFails)
            .map(|finding| (finding.rule.rule().name, finding.detail))
            .collect();
        let count = |found| Detail::Count { found, expected: 5 };
        assert_eq!(
            details,
            [
                ("row-has-too-many-fields", count(7)),
                ("row-has-too-many-fields", count(7)),
                (
                    "row-has-too-many-fields",
                    Detail::Count {
                        found: 8,
                        expected: 7
                    }
                ),
            ]
        );
        starts(std::str::from_utf8(&collected.cleaned).unwrap(), &kept);
        // Whoever asks to leave out what the pool does not have means this, too.
        input.repairs.drop_unknown_columns = true;
        let (lines, _) = cleaned(input, header, rows);
        starts(
            &lines,
            &["Ana,,a@", "Bo,,b@", "Cy,,c@", "Di,,d@", "Eve,,e@"],
        );
    }
}

#[test]
fn a_birthdate_is_read_in_the_order_that_was_given() {
    let mut by_day = quoted_input();
    by_day.repairs.date_order = Some("dmy".parse().unwrap());
    let row = "Ana,03/04/1990,a@example.com,true,false,ana\n";
    let (rows, repairs) = cleaned(by_day, HEADER, row);
    assert_eq!(rows, row.replace("03/04", "04/03"));
    assert_eq!(repairs, BTreeMap::from([("birthdate-from-date-order", 1)]));
    let mut by_month = quoted_input();
    by_month.repairs.date_order = Some("mdy".parse().unwrap());
    assert_eq!(
        cleaned(by_month, HEADER, row),
        (row.to_owned(), BTreeMap::new())
    );
    let mut in_cognito = options(Mode::Clean);
    in_cognito.dialect = Some(DialectChoice::Cognito);
    in_cognito.repairs.date_order = Some("dmy".parse().unwrap());
    assert_eq!(
        cleaned(in_cognito, HEADER, row),
        (row.to_owned(), BTreeMap::new())
    );
}

#[test]
fn a_value_that_is_set_is_set_where_there_is_none() {
    let mut set = quoted_input();
    set.repairs.sets = vec![("name".to_owned(), "Nobody".to_owned())];
    let rows = ",,a@example.com,true,false,ana\n\
                Bo,,b@example.com,true,false,bo\n\
                 ,,c@example.com,Yes,false,cy\n\
                Di,,d@example.com,Yes,false,di\n";
    let (rows, repairs) = cleaned(set, HEADER, rows);
    assert_eq!(
        rows,
        "Nobody,,a@example.com,true,false,ana\nBo,,b@example.com,true,false,bo\n\
         Nobody,,c@example.com,true,false,cy\nDi,,d@example.com,true,false,di\n"
    );
    assert_eq!(
        repairs,
        BTreeMap::from([("set-values", 2), ("spell-boolean", 2)])
    );
}

/// In a file without a value that any rule minds: what is too long, or can be read in two ways, is
/// the row.
#[test]
fn a_row_is_more_than_its_values() {
    let names: Vec<String> = (0..9).map(|number| format!("custom:n{number}")).collect();
    let header = format!("{},{HEADER}", names.join(","));
    let pool = UserPool::parse(r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#);
    let schema = Schema::new(
        Some(CsvHeader::parse(&header).unwrap()),
        Some(pool.unwrap()),
    )
    .unwrap();
    let rest = ",,a@example.com,true,false,ana";
    let rules = |options: Options, row: &str| {
        let file = format!("{header}\n{row}\n");
        let (collected, _) = collect(&schema, options, file.as_bytes()).unwrap();
        collected.rows[0].rules.clone()
    };
    for (length, expected) in [(16_000, &[][..]), (16_001, &["row-is-too-long"])] {
        let values = format!("{},", "x".repeat(1_750)).repeat(8);
        let last = "x".repeat(length - values.len() - rest.len() - 1);
        let row = format!("{values}{last},{rest}");
        assert_eq!(row.len(), length);
        assert_eq!(rules(options(Mode::Check), &row), expected, "{length}");
        assert_eq!(rules(quoted_input(), &row), expected, "{length}");
    }
    let row = format!("A\\\\,B,{}{rest}", ",".repeat(8));
    let found = rules(options(Mode::Check), &row);
    assert!(found.contains(&"backslashes-before-comma"), "{found:?}");
}

/// A flag that was left out is filled wherever its column stands, and each filling is counted.
#[test]
fn a_flag_is_filled_in_whatever_column_it_stands() {
    for before in [59, 60, 70] {
        let names: Vec<String> = (0..before)
            .map(|number| format!("custom:n{number}"))
            .collect();
        let header = format!("{},{HEADER}", names.join(","));
        let pool = r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#;
        let schema = Schema::new(
            Some(CsvHeader::parse(&header).unwrap()),
            Some(UserPool::parse(pool).unwrap()),
        )
        .unwrap();
        let commas = ",".repeat(before);
        let rows = format!(
            "{commas}Ana,,a@example.com,true,,ana\n{commas}\"Bo\",,b@example.com,true,,\"bo\"\n"
        );
        let file = format!("{header}\n{rows}");
        let (collected, summary) = collect(&schema, quoted_input(), file.as_bytes()).unwrap();
        let expected = rows.replace('"', "").replace("true,,", "true,false,");
        assert_eq!(String::from_utf8(collected.cleaned).unwrap(), expected);
        let filled: Vec<u64> = summary
            .counts
            .repairs
            .iter()
            .filter(|(repair, _)| repair.name() == "fill-mfa-enabled")
            .map(|(_, times)| *times)
            .collect();
        assert_eq!(filled, [2], "{before}");
    }
}

#[test]
fn a_line_is_blank_where_nothing_separates_fields_in_it() {
    let row = "Ana,,a@example.com,true,false,ana\n".replace(',', "\t");
    let file = format!(
        "{}\n{row}\t\t\t\t\t\n   \nnothing\n\n",
        HEADER.replace(',', "\t")
    );
    let (collected, summary) = collect(&schema(), quoted_input(), file.as_bytes()).unwrap();
    let lines: Vec<u64> = collected.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 5]);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 2));
    let dropped = summary.counts.repairs.iter();
    let dropped: u64 = dropped
        .filter(|(repair, _)| repair.name() == "drop-blank-lines")
        .map(|(_, times)| *times)
        .sum();
    assert_eq!(dropped, 2);
}

#[test]
fn text_is_read_as_what_it_is_said_to_be() {
    let file = format!("{HEADER}\nZoë,,a@example.com,true,false,ana\n");
    let expected = b"Zo\xC3\xAB,,a@example.com,true,false,ana\n";
    let little: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(file.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let big: Vec<u8> = "\u{feff}"
        .encode_utf16()
        .chain(file.encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    let western: Vec<u8> = file
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap())
        .collect();
    // Two letters in the one encoding are one in the other: to decode them would be a guess.
    let both = file.replace('ë', "Ã«");
    let both: Vec<u8> = both
        .chars()
        .map(|character| u8::try_from(u32::from(character)).unwrap())
        .collect();
    let mut as_western = quoted_input();
    as_western.encoding = Some("windows-1252".parse().unwrap());
    for (options, file, expected) in [
        (quoted_input(), file.as_bytes(), &expected[..]),
        (quoted_input(), &little, expected),
        (quoted_input(), &big, expected),
        (as_western.clone(), &western, expected),
        // In a file as `clean` writes it they are one, whatever its source was.
        (as_western, &both, expected),
    ] {
        let (collected, _) = collect(&schema(), options, file).unwrap();
        assert_eq!(collected.cleaned, expected);
    }
}

#[test]
fn a_line_that_can_be_read_in_two_ways_is_not_cleaned() {
    let mut input = options(Mode::Clean);
    input.dialect = Some(DialectChoice::Cognito);
    let rest = ",a@example.com,true,false,ana\n";
    for (start, is_cleaned, is_ambiguous) in [
        ("A\\, B,", true, false),
        ("A\\\\,", false, true),
        ("A\\\\, B,", false, true),
        // Of three, the last escapes the comma in either reading.
        ("A\\\\\\, B,", false, false),
    ] {
        let file = format!("{HEADER}\n{start}{rest}");
        let (collected, _) = collect(&schema(), input.clone(), file.as_bytes()).unwrap();
        let rules = &collected.rows[0].rules;
        assert_eq!(
            !collected.cleaned.is_empty(),
            is_cleaned,
            "{start} {rules:?}"
        );
        let says = rules.contains(&"backslashes-before-comma");
        assert_eq!(says, is_ambiguous, "{start} {rules:?}");
        let (collected, _) = collect(&schema(), options(Mode::Check), file.as_bytes()).unwrap();
        let rules = &collected.rows[0].rules;
        let says = rules.contains(&"backslashes-before-comma");
        assert_eq!(says, is_ambiguous, "{start} {rules:?}");
    }
}

/// Short lines come by the thousand in one batch; each is a row, and each has its own number.
#[test]
fn no_line_is_lost_among_thousands_of_short_ones() {
    let lines = 20_000;
    for mode in [Mode::Check, Mode::Clean] {
        for dialect in [DialectChoice::Cognito, DialectChoice::Rfc4180] {
            if mode == Mode::Check && dialect == DialectChoice::Rfc4180 {
                continue;
            }
            let mut options = options(mode);
            options.dialect = Some(dialect);
            let row = "Ana,,a@example.com,true,false,ana\n";
            let file = format!("{HEADER}\n{}{row}", ",\n".repeat(lines));
            let (collected, _) = collect(&schema(), options, file.as_bytes()).unwrap();
            assert_eq!(collected.rows.len(), lines + 1);
            for (place, told) in collected.rows.iter().enumerate() {
                assert_eq!(told.line, place as u64 + 2);
                assert_eq!(
                    told.bytes().len(),
                    if place < lines { 2 } else { row.len() }
                );
            }
        }
    }
}

#[test]
fn blank_lines_are_no_users() {
    let row = "Ana,,a@example.com,true,false,ana\n";
    let file = format!("{HEADER}\n{row}{}", "\n".repeat(500_000));
    let mut input = options(Mode::Check);
    input.dialect = Some(DialectChoice::Cognito);
    let (collected, _) = collect(&schema(), input, file.as_bytes()).unwrap();
    assert_eq!(collected.rows.len(), 500_001);
    let says = |rule| collected.file_rules().contains(&rule);
    assert!(says("too-many-lines") && !says("too-many-users"));
}

/// Without a line feed behind it, a carriage return is part of the line.
#[test]
fn the_last_line_need_not_end() {
    for end in ["", "\r", "\n", "\r\n"] {
        let row = format!("Ana,,a@example.com,true,false,ana{end}");
        let file = format!("{HEADER}\nBo,,b@example.com,true,false,bo\n{row}");
        let mut input = options(Mode::Check);
        input.dialect = Some(DialectChoice::Cognito);
        let (collected, _) = collect(&schema(), input, file.as_bytes()).unwrap();
        assert_eq!(collected.rows.len(), 2);
        assert_eq!(collected.rows[1].bytes(), row.as_bytes());
        let rules = &collected.rows[1].rules;
        assert_eq!(
            rules.contains(&"carriage-return-in-line"),
            end == "\r",
            "{rules:?}"
        );
    }
}

#[test]
fn a_value_of_nothing_but_white_space_becomes_blank() {
    for blank in [" ", "\t", "\n", "\r\n", " \t\u{b}\u{c} "] {
        let row = format!("\"{blank}\",,a@example.com,true,false,ana\n");
        let (rows, repairs) = cleaned(quoted_input(), HEADER, &row);
        assert_eq!(rows, ",,a@example.com,true,false,ana\n", "{blank:?}");
        let expected = BTreeMap::from([("remove-surrounding-white-space", 1)]);
        assert_eq!(repairs, expected, "{blank:?}");
        let (again, repairs) = cleaned(options(Mode::Clean), HEADER, &rows);
        assert_eq!(again, rows, "{blank:?}");
        assert!(repairs.is_empty(), "{blank:?}");
    }
    // What a blank means is written in its place.
    let (rows, repairs) = cleaned(
        quoted_input(),
        HEADER,
        "Ana,,a@example.com,true,\"\n\",ana\n",
    );
    assert_eq!(rows, "Ana,,a@example.com,true,false,ana\n");
    assert_eq!(repairs, BTreeMap::from([("fill-mfa-enabled", 1)]));
}

#[test]
fn a_username_that_is_the_phone_number_is_mended_with_it() {
    let header = "name,phone_number,phone_number_verified,cognito:mfa_enabled,cognito:username";
    let schema = |signs_in: &str| {
        let pool = format!(
            r#"{{"AutoVerifiedAttributes":["phone_number"],"MfaConfiguration":"OFF","UsernameAttributes":{signs_in}}}"#
        );
        let pool = UserPool::parse(&pool).unwrap();
        Schema::new(Some(CsvHeader::parse(header).unwrap()), Some(pool)).unwrap()
    };
    let cleaned = |signs_in: &str, phone_number: &str, username: &str| {
        let mut options = quoted_input();
        options.repairs.default_region = Some("US".parse().unwrap());
        let file = format!("{header}\nAna,\"{phone_number}\",true,false,\"{username}\"\n");
        let (collected, _) = collect(&schema(signs_in), options, file.as_bytes()).unwrap();
        String::from_utf8(collected.cleaned).unwrap()
    };
    for signs_in in [r#"["phone_number"]"#, r#"["email","phone_number"]"#] {
        for (phone_number, username) in [
            ("+1 (206) 555-0100", "+1 (206) 555-0100"),
            ("+1 (206) 555-0100", "+1.206.555.0100"),
            ("+12065550100", "+1-206-555-0100"),
            ("(206) 555-0100", "(206) 555-0100"),
            ("2065550100.0", "2065550100.0"),
        ] {
            assert_eq!(
                cleaned(signs_in, phone_number, username),
                "Ana,+12065550100,true,false,+12065550100\n",
                "{phone_number} {username} {signs_in}"
            );
        }
        for (phone_number, username) in [
            ("+1 206 555 0100", "+1 206 555 0101"),
            ("+1 206 555 0100/01", "+1 206 555 0100/01"),
            ("+1 206 555 0100", "ana"),
        ] {
            assert_eq!(
                cleaned(signs_in, phone_number, username),
                "",
                "{phone_number} {username} {signs_in}"
            );
        }
    }
    // Elsewhere a username is no number, however it looks.
    assert_eq!(
        cleaned("[]", "+1 206 555 0100", "+1-206-555-0100"),
        "Ana,+12065550100,true,false,+1-206-555-0100\n"
    );
}
