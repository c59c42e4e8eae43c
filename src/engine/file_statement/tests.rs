//! Statements are read as they are written, and nothing else is understood.

use super::*;

#[test]
fn a_statement_is_read_as_it_is_written() {
    let delimited = Delimited::new(b'^').quote(Some(b'\'')).escapes(true);
    let dialects = [
        Dialect::Cognito,
        Dialect::Json,
        Dialect::Rfc4180 { delimiter: b' ' },
        Dialect::Rfc4180 { delimiter: b'\t' },
        Dialect::of(Delimited::new(b'|')),
        Dialect::of(Delimited {
            skips_blanks: true,
            ..delimited
        }),
    ];
    for dialect in dialects {
        let mut statement = FileStatement::new(dialect, Encoding::UTF_8, &Options::default());
        for between in BETWEEN {
            let name = statement.name(between);
            assert_eq!(
                FileStatement::of_name(&name),
                Some(statement.clone()),
                "{name}"
            );
            assert_eq!(preflight_column(&name), Some(3));
            assert!(!says_guarded(&name));
        }
        statement.encoding = "windows-1252".parse().unwrap();
        statement.encoding_fallback = Some("shift_jis".parse().unwrap());
        statement.date_order = Some(DateOrder::DayMonthYear);
        statement.null = vec!["\\N".to_owned(), "n/a + %20".to_owned(), "Ø".to_owned()];
        let ja = vec!["ja".to_owned(), "=/ ,".to_owned()];
        statement.yes = vec![Words::new(None, ja)];
        statement.no = vec![Words::new(
            Some("custom:a b".to_owned()),
            vec!["nein".to_owned()],
        )];
        statement.default_region = Some("CH".parse().unwrap());
        statement.assume_utc = true;
        statement.guards_formulas = true;
        for between in BETWEEN {
            let name = statement.name(between);
            let is_plain = |c: char| c.is_ascii_alphanumeric() || ":=-_%.~/ +".contains(c);
            assert!(name.chars().all(is_plain), "{name}");
            assert_eq!(
                FileStatement::of_name(&name),
                Some(statement.clone()),
                "{name}"
            );
            assert!(says_guarded(&name));
        }
    }
}

#[test]
fn what_is_not_known_is_not_understood_in_part() {
    let known = "preflight:file dialect=cognito encoding=UTF-8";
    assert!(FileStatement::of_name(known).is_some());
    for name in [
        "preflight:file",
        "preflight:file dialect=cognito",
        "preflight:file dialect=klingon encoding=UTF-8",
        "preflight:file dialect=cognito encoding=klingon",
        "preflight:file dialect=cognito encoding=UTF-8 later=word",
        "preflight:file dialect=cognito encoding=UTF-8 null=%4",
        "preflight:file dialect=cognito encoding=UTF-8 word",
    ] {
        assert_eq!(FileStatement::of_name(name), None, "{name}");
        assert_eq!(preflight_column(name), Some(3), "{name}");
    }
    for name in ["preflight:files x", "preflight:lines", "file", ""] {
        assert_eq!(preflight_column(name), None, "{name}");
    }
}
