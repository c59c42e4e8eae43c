//! Outside judges: difficult CSV files, the addresses by which e-mail validators are measured, the
//! example numbers of every region.

use cognito_preflight::{
    engine::{DialectChoice, Mode},
    schema::{CsvHeader, Schema},
    values::{
        email::{self, EmailForm},
        phone_number::{Dialability, dialability},
    },
};
use phonenumber::metadata::{DATABASE, Descriptor};

use crate::{
    automaton,
    collect::{CollectedRow, collect, options},
};

/// The values of a file's rows, as a cleaning reads them.
fn read(file: &[u8]) -> Vec<Vec<String>> {
    let header = CsvHeader::parse("a,b,cognito:username").unwrap();
    let schema = Schema::new(Some(header), None).unwrap();
    let mut options = options(Mode::Clean);
    options.dialect = Some(DialectChoice::Rfc4180);
    let file = [b"a,b,cognito:username\n", file].concat();
    let (collected, _) = collect(&schema, options, &file).unwrap();
    let values = |row: CollectedRow| row.values.into_iter().map(Option::unwrap_or_default);
    let rows = collected.rows.into_iter();
    rows.map(|row| values(row).collect()).collect()
}

#[test]
fn difficult_files_are_read_as_everybody_reads_them() {
    for (name, file, expected) in [
        (
            "comma in quotes",
            "1,\"x, y\",z\n",
            vec![["1", "x, y", "z"]],
        ),
        (
            "empty",
            "1,\"\",\"\"\n2,3,4\n",
            vec![["1", "", ""], ["2", "3", "4"]],
        ),
        (
            "empty with CRLF",
            "1,\"\",\"\"\r\n2,3,4\r\n",
            vec![["1", "", ""], ["2", "3", "4"]],
        ),
        (
            "escaped quotes",
            "1,\"ha \"\"ha\"\" ha\",z\n",
            vec![["1", "ha \"ha\" ha", "z"]],
        ),
        (
            "JSON",
            "1,\"{\"\"type\"\": \"\"Point\"\"}\",z\n",
            vec![["1", "{\"type\": \"Point\"}", "z"]],
        ),
        ("line breaks", "1,\"x\ny\",z\n", vec![["1", "x\ny", "z"]]),
        (
            "CRLF in quotes",
            "1,\"x\r\ny\",z\r\n",
            vec![["1", "x\r\ny", "z"]],
        ),
        (
            "quotes and line breaks",
            "1,\"ha\n\"\"ha\"\"\nha\",z\n",
            vec![["1", "ha\n\"ha\"\nha", "z"]],
        ),
        ("no line end", "1,2,3", vec![["1", "2", "3"]]),
        ("UTF-8", "1,ʤ,😀\n", vec![["1", "ʤ", "😀"]]),
        (
            "quotation mark inside",
            "1,x\"y,z\n",
            vec![["1", "x\"y", "z"]],
        ),
        (
            "only quotes",
            "\"\",\"\"\"\",\"\"\"\"\"\"\n",
            vec![["", "\"", "\"\""]],
        ),
    ] {
        assert_eq!(read(file.as_bytes()), expected, "{name}");
    }
}

#[test]
fn addresses_are_judged_as_the_standards_say() {
    let long_local = format!("{}@example.com", "x".repeat(64));
    let too_long_local = format!("{}@example.com", "x".repeat(65));
    let long_label = format!("x@{}.com", "y".repeat(63));
    let too_long_label = format!("x@{}.com", "y".repeat(64));
    for address in [
        "simple@example.com",
        "very.common@example.com",
        "x@example.com",
        "long.email-address-with-hyphens@and.subdomains.example.com",
        "user.name+tag+sorting@example.com",
        "name/surname@example.com",
        "example@s.example",
        "mailhost!username@example.org",
        "user%example.com@example.org",
        "user-@example.org",
        "!#$%&'*+-/=?^_`{|}~@example.com",
        "1234567890@example.com",
        "email@123.123.123.123.example",
        &long_local,
        &long_label,
    ] {
        assert_eq!(email::form(address), EmailForm::Plain, "{address}");
    }
    for address in [
        "abc.example.com",
        "a@b@c@example.com",
        "a\"b(c)d,e:f;g<h>i[j\\k]l@example.com",
        "just\"not\"right@example.com",
        "this is\"not\\allowed@example.com",
        ".leading@example.com",
        "trailing.@example.com",
        "two..dots@example.com",
        "@example.com",
        "ana@",
        "ana@-example.com",
        "ana@example-.com",
        "ana@.example.com",
        "ana@example..com",
        "ana @example.com",
        "ana@exa!mple.com",
        "ana@example.com/path",
        "ana@exam%70le.com",
        "ana@example.com?x=1",
        "",
        &too_long_local,
        &too_long_label,
    ] {
        assert_eq!(email::form(address), EmailForm::Invalid, "{address}");
    }
    for (address, form) in [
        ("\" \"@example.org", EmailForm::QuotedLocalPart),
        ("\"john..doe\"@example.org", EmailForm::QuotedLocalPart),
        ("admin@example", EmailForm::DotlessDomain),
        ("email@123.123.123.123", EmailForm::NoHostName),
        ("ana@example.123", EmailForm::NoHostName),
        (
            "i_like_underscore@but_its_not_allowed_in_this_part.example.com",
            EmailForm::NoHostName,
        ),
        ("postmaster@[123.123.123.123]", EmailForm::DomainLiteral),
        ("用户@例子.example", EmailForm::NonAscii),
        ("Ana Lopez <ana@example.com>", EmailForm::DisplayText),
    ] {
        assert_eq!(email::form(address), form, "{address}");
    }
}

#[test]
fn the_example_of_every_kind_of_number_in_every_region_can_be_dialled() {
    let mut asked = 0;
    let mut shortened = 0;
    let mut wrong = Vec::new();
    for meta in DATABASE.iter() {
        for example in automaton::kinds(meta).filter_map(Descriptor::example) {
            let number = format!("+{}{example}", meta.country_code());
            let oracle = |number: &str| {
                phonenumber::parse(None, number).is_ok_and(|number| phonenumber::is_valid(&number))
            };
            if number.len() > 16 {
                continue;
            }
            asked += 1;
            let one_digit_off = &number[..number.len() - 1];
            let last = number.as_bytes()[number.len() - 1] - b'0';
            let changed = [1, 5, 9].map(|by| format!("{one_digit_off}{}", (last + by) % 10));
            let second = number.len() - example.len();
            let other_start = [1, 4, 8].map(|by| {
                let digit = (number.as_bytes()[second] - b'0' + by) % 10;
                format!("{}{digit}{}", &number[..second], &number[second + 1..])
            });
            let mut numbers = vec![number.as_str(), one_digit_off];
            numbers.extend(changed.iter().chain(&other_start).map(String::as_str));
            for number in numbers {
                let ours = dialability(number);
                if ours != Dialability::Reserved
                    && (ours == Dialability::Dialable) != oracle(number)
                {
                    wrong.push(number.to_owned());
                }
            }
            shortened += u32::from(dialability(one_digit_off) == Dialability::NotDialable);
        }
    }
    assert!(asked > 900, "only {asked} examples");
    assert!(
        shortened > 500,
        "only {shortened} were refused with a digit less"
    );
    assert!(wrong.is_empty(), "{wrong:?}");
}
