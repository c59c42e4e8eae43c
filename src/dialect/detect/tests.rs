//! What each kind of beginning is taken for.

use super::*;

const NAMES: [&str; 3] = ["email", "email_verified", "cognito:username"];

fn detected(start: &str) -> Dialect {
    let sample = Sample {
        text: start,
        is_whole: true,
    };
    dialect(sample, &NAMES, &NAMES, Given::default()).dialect
}

#[test]
fn quoted_fields_mean_rfc_4180() {
    for start in [
        "email,cognito:username\n\"a\",b\n",
        "\"email\",\"x\"\n",
        "email\n\"a\nb\"\n",
        "email,x\na,\"b\"\"c\"",
    ] {
        assert_eq!(
            detected(start),
            Dialect::Rfc4180 { delimiter: b',' },
            "{start}"
        );
    }
}

#[test]
fn a_backslash_before_a_comma_means_cognito() {
    assert_eq!(detected("email,x\na\\,b,c\n"), Dialect::Cognito);
    // Neither reading has as many fields as the header.
    assert_eq!(detected("email\na\\,b,c\n"), Dialect::Cognito);
}

#[test]
fn a_backslash_before_a_comma_means_what_makes_the_rows_alike() {
    let rfc = Dialect::Rfc4180 { delimiter: b',' };
    for (rows, dialect) in [
        ("C:\\temp\\,nick\nx,y\n", rfc),
        ("x,y\nC:\\temp\\,nick", rfc),
        ("\"C:\\temp\\, or D:\",nick\n", rfc),
        ("\"a\\,\nb\",nick\n", rfc),
        ("1 Main St\\,\"The Oaks\",nick\n", Dialect::Cognito),
        ("1\\,\"The,nick\nx,y\n2\\,\"Oaks,nick\n", Dialect::Cognito),
        // In both readings two fields: marks that enclose fields are the stronger sign.
        ("x\\,\"y,z\"\n", rfc),
    ] {
        assert_eq!(detected(&format!("email,x\n{rows}")), dialect, "{rows}");
    }
}

#[test]
fn exactly_the_names_mean_cognito_and_others_do_not() {
    assert_eq!(
        detected("cognito:username,email,email_verified\r\na,b,true\r\n"),
        Dialect::Cognito
    );
    assert_eq!(
        detected("Email,email_verified,cognito:username\n"),
        Dialect::Rfc4180 { delimiter: b',' }
    );
}

#[test]
fn the_delimiter_is_the_one_that_knows_the_names() {
    assert_eq!(
        detected("email;Email_Verified;a,b,c,d,e\n"),
        Dialect::Rfc4180 { delimiter: b';' }
    );
    assert_eq!(
        detected("mail\tname\n"),
        Dialect::Rfc4180 { delimiter: b'\t' }
    );
    assert_eq!(detected("mail\n"), Dialect::Rfc4180 { delimiter: b',' });
}

#[test]
fn what_is_in_names_is_no_delimiter() {
    for (header, typed, expected) in [
        ("Customer ID,First Name,Email,Zip Name", &[][..], b','),
        ("Full Name,Email,Email Name Email", &[], b','),
        ("Full Name", &[], b','),
        ("username email email_verified", &["username"], b' '),
        ("id email email_verified", &[], b' '),
        ("first name of email name", &[], b','),
        ("Full Name|Email", &["Full Name"], b'|'),
        ("profile.name.first,profile.email,x.name", &[], b','),
        ("user-email;e-mail-name;name-x", &[], b';'),
        ("cognito:username~email~id", &[], b'~'),
        ("id:email:email_verified", &[], b':'),
        ("id:email:cognito:username", &[], b','),
        ("Name, full;mail;x;y,z,a,b", &["Name, full"], b';'),
        ("\"Name, full\",mail;x", &["Name, full", "mail"], b','),
        ("name|x", &["name|x"], b','),
    ] {
        let columns = ["email", "email_verified", "cognito:username", "name"];
        let names = [&columns[..], typed].concat();
        assert_eq!(delimiter(header, &names), expected, "{header}");
    }
}

#[test]
fn blank_lines_before_the_first_say_nothing() {
    assert_eq!(
        detected("\r\n \nemail;email_verified;cognito:username\n"),
        Dialect::Rfc4180 { delimiter: b';' }
    );
    assert_eq!(
        detected("\nsep=|\nemail|x\n"),
        Dialect::Rfc4180 { delimiter: b'|' }
    );
    assert_eq!(
        detected("\nemail,email_verified,cognito:username\n"),
        Dialect::Cognito
    );
    assert_eq!(first_line("\n\t\r"), "");
}

#[test]
fn an_announced_separator_is_honoured() {
    assert_eq!(
        detected("sep=|\r\nemail|x\r\n"),
        Dialect::Rfc4180 { delimiter: b'|' }
    );
    assert_eq!(separator_line("SEP=;\r\n"), Some(b';'));
    assert_eq!(separator_line("sep=;;"), None);
    assert_eq!(separator_line("\"sep=;\"\r\n"), Some(b';'));
    assert_eq!(separator_line("se"), None);
}

#[test]
fn a_quotation_mark_inside_a_field_says_nothing() {
    assert_eq!(
        detected("cognito:username,email,email_verified\n5\" pipe,a \"b\" c,true\n"),
        Dialect::Cognito
    );
}

#[test]
fn a_quoted_field_is_one_that_marks_open_and_close() {
    let rfc = Dialect::Rfc4180 { delimiter: b',' };
    for (row, expected) in [
        ("\"a\"", rfc),
        ("x,\"a\"", rfc),
        ("\"a\"\"b\",c", rfc),
        ("\"\"\"\"", rfc),
        ("x\"y,\"b\"\n", rfc),
        ("a\"b\"c", Dialect::Cognito),
        ("\"a", Dialect::Cognito),
        ("\"a\"b", Dialect::Cognito),
        ("\"a\"\"", Dialect::Cognito),
        ("x\"", Dialect::Cognito),
        ("x\"y\",z", Dialect::Cognito),
    ] {
        let start = format!("email,email_verified,cognito:username\n{row}");
        assert_eq!(detected(&start), expected, "{row}");
    }
}

fn of(delimited: Delimited) -> Dialect {
    Dialect::of(delimited)
}

#[test]
fn any_delimiter_is_found_where_the_header_proves_it() {
    for delimiter in ['|', '^', '~', '\u{1f}', ':', ' ', '!'] {
        let file =
            format!("email{delimiter}email_verified{delimiter}x\na{delimiter}b{delimiter}c\n");
        let expected = Dialect::Rfc4180 {
            delimiter: u8::try_from(delimiter).unwrap(),
        };
        assert_eq!(detected(&file), expected, "{delimiter:?}");
    }
    assert_eq!(detected("id|mail\n"), Dialect::Rfc4180 { delimiter: b'|' });
    assert_eq!(
        detected("first name,mail\n"),
        Dialect::Rfc4180 { delimiter: b',' }
    );
}

#[test]
fn what_databases_write_shows_that_backslashes_escape() {
    let tabs = of(Delimited::new(b'\t').escapes(true));
    for rows in ["\\N\tb", "a\\nb\tc", "a\tb\n\\.", "a\\tb\tc\\\\d"] {
        assert_eq!(detected(&format!("email\tx\n{rows}\n")), tabs, "{rows}");
    }
    let commas = Delimited::new(b',').escapes(true);
    assert_eq!(detected("email,x\na,\\N\n"), of(commas));
    assert_eq!(
        detected("email,x\n\"a\",\\N\n"),
        of(commas.quote(Some(b'"')))
    );
    // A path, and a file in Cognito's dialect.
    let rfc = Dialect::Rfc4180 { delimiter: b'\t' };
    assert_eq!(detected("email\tx\nC:\\Users\\nina\tc\n"), rfc);
    assert_eq!(
        detected("email,email_verified,cognito:username\na,true,\\N\n"),
        Dialect::Cognito
    );
}

#[test]
fn marks_that_open_and_never_close_quote_nothing() {
    let none = of(Delimited::new(b'\t'));
    assert_eq!(
        detected("email\tx\na\t\"call back\nb\t5\" pipe\nc\t\"VIP\n"),
        none
    );
    let rfc = Dialect::Rfc4180 { delimiter: b'\t' };
    assert_eq!(detected("email\tx\na\t\"call\nback\"\n"), rfc);
    assert_eq!(detected("email\tx\na\t\"call\nb\tback\"\n"), rfc);
}

#[test]
fn a_blank_before_a_mark_is_read_as_it_is_meant() {
    let mut blanks = Delimited::new(b',').quote(Some(b'"'));
    blanks.skips_blanks = true;
    assert_eq!(
        detected("\"email\", \"x\"\n\"a\", \"Lopez, Ana\"\n"),
        of(blanks)
    );
    let rfc = Dialect::Rfc4180 { delimiter: b',' };
    assert_eq!(detected("email,x\n\"a\",5 \"inches\" b\n"), rfc);
}

#[test]
fn the_line_of_known_names_is_the_header() {
    let find = |text| header_line(text, &NAMES, Given::default());
    assert_eq!(
        find("Users of 2026\r\n\r\nid;email;email_verified\r\na;b;c"),
        Some(3)
    );
    assert_eq!(find("#TYPE User\n\"email\",\"email_verified\"\n"), Some(2));
    assert_eq!(find("email,email_verified\n"), None);
    assert_eq!(find("a,b\nc,d\n"), None);
}

#[test]
fn a_quote_character_is_one_character_or_none() {
    assert_eq!("none".parse(), Ok(Quote::None));
    assert_eq!("'".parse(), Ok(Quote::Character(b'\'')));
    for text in ["", "''", "a", "\\", "\u{201c}"] {
        assert!(text.parse::<Quote>().is_err(), "{text}");
    }
}
