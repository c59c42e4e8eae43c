//! Any mapping and any records: a mapping is refused with a place and words, or it maps, and what it makes of the
//! records is cleaned like every other file.

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use cognito_preflight::{
    engine::{Error, Mode, Options, Preflight},
    mapping::{MappedSource, Mapping, MappingError, PRESETS, UnusableHash},
    outcome::Outcome,
    schema::{CsvHeader, Schema},
};

use crate::{
    collect::{Collected, collect_into},
    engine::{Slow, options},
};

const HEADER: &str = "cognito:username,name,email,email_verified,phone_number,phone_number_verified,birthdate,\
    updated_at,password_hash,cognito:mfa_enabled";

/// Paths, near those of the records.
const PATHS: [&str; 16] = [
    "a",
    "b",
    "mail",
    "a.b",
    "a[0]",
    "a[]",
    "a[].b",
    "a[x=y].b",
    "m.*",
    "*",
    "a[id=@b].c",
    "first name",
    "a.",
    "[",
    "item",
    "j.v",
];
/// Lines of mappings, in which `%` is a path.
const LINES: [&str; 32] = [
    "columns.name = '%'",
    "columns.email = ['%', '%']",
    "columns.email = 'mail'",
    "columns.email_verified.value = 'true'",
    "columns.email_verified = { present = '%' }",
    "columns.email_verified = { when = { column = '%', truthy = true } }",
    "columns.phone_number = { from = '%', prefix = '+' }",
    "columns.phone_number_verified = { member_of = { item = '%', list = '%', separator = '|' } }",
    "columns.birthdate = { from = '%', lookup = { x = 'y' }, otherwise = 'z' }",
    "columns.name = { template = '{%} {{%}' }",
    "columns.name = { list = ['%', '%'], separator = '-' }",
    "columns.name = { from = '%', unless_same_as = '%', html = true, lower_case = true, after = 'a' }",
    "columns.'*' = '{column}'",
    "username.from = '%'",
    "username.id = ['%', 'a']",
    "password_hash = [{ from = '%' }]",
    "password_hash = [{ from = '%', format = 'scrypt', n = 2, r = 8, p = '%', salt = 'text', key = 'hex' }]",
    "password_hash = [{ from = '%', format = 'pbkdf2', salt_bytes = 3, key = 'base64', strip = 'a' }]",
    "password_hash = [{ from = '%', refused = 'no', when = { column = '%', is = ['a'] } }]",
    "password_hash = [{ from = '%', format = 'bcrypt-parts', cost = '%', salt_from = '%', peppered = true }]",
    "reject = [{ reason = 'r', when = { any = [{ column = '%', blank = true }, { not = { column = '%', contains = ['a'] } }] } }]",
    "plan = [{ operation = 'O', reason = 'r', for_each = '%', parameters = { G = '{item}' } }]",
    "plan = [{ operation = 'O', reason = 'r', when = { column = '%', in_future = true }, locks_out = true }]",
    "plan = [{ operation = 'O', reason = 'r', for_each = '%', php_keys = true, after = '/' }]",
    "input.format = 'json'",
    "input.records = ['%']",
    "input.null = ['NULL', 'a']",
    "input.columns = ['a', 'b', 'mail']",
    "input.skip_lines = 1",
    "input.delimiter = ';'",
    "title = 'T'",
    "notes = [{ text = 'n', without = 'email' }]",
];
/// Values of the records.
const VALUES: [&str; 20] = [
    "1",
    "null",
    "true",
    "\"\"",
    "\"ana@example.com\"",
    "\"+12065550100\"",
    "[]",
    "[1,{\"b\":\"x\"}]",
    "{\"b\":\"c\"}",
    "[{\"x\":\"y\",\"b\":2}]",
    "\"{\\\"b\\\":1}\"",
    "\"a:1:{s:1:\\\"x\\\";b:1;}\"",
    "1e400",
    "\"x,y\\n\"",
    "\"$2b$04$a\"",
    "\"16$8$1$00$00\"",
    "\"00:11\"",
    "\"&amp;&#x41;\"",
    "\"1990-01-31\"",
    "{",
];

pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let _ = try_one(&mut u);
}

fn try_one(u: &mut Unstructured<'_>) -> Result<()> {
    let preset = u.choose(PRESETS)?;
    let (toml, parsed) = match u.int_in_range(0..=7)? {
        0 => parse(u.arbitrary::<&str>()?.to_owned()),
        1 => (preset.name.to_owned(), preset.mapping()),
        _ => parse(lines(u)?),
    };
    let mapping = match parsed {
        Ok(mapping) => mapping,
        Err(error) => {
            let text = error.to_string();
            assert!(!text.is_empty() && !text.contains('\u{1b}'), "{text:?}");
            return Ok(());
        }
    };
    let file = file(u)?;
    let unusable_hash = *u.choose(&[UnusableHash::Reset, UnusableHash::Reject])?;
    let clean = |at_a_time, threads, batch| {
        let mut source = MappedSource::new(mapping.clone(), 1_700_000_000);
        source.unusable_hash = unusable_hash;
        let mut options = options(Mode::Clean, threads, batch);
        options.source = Some(Arc::new(source));
        options.split = true;
        records(options, &file, at_a_time)
    };
    let whole = clean(1 << 16, 1, 1 << 18);
    for (at_a_time, threads, batch) in [(1, 2, 1), (7, 1, 40)] {
        assert_eq!(clean(at_a_time, threads, batch), whole, "{toml}");
    }
    let Some(whole) = whole else { return Ok(()) };
    // What is cleaned passes a check, whatever made it.
    let output = [HEADER.as_bytes(), b"\n", &whole.cleaned].concat();
    let checked = records(options(Mode::Check, 1, 1 << 18), &output, 1 << 16).expect("a check");
    for row in &checked.rows {
        assert_eq!(row.outcome, Outcome::Imported, "{toml}: {:?}", row.rules);
    }
    Ok(())
}

fn parse(toml: String) -> (String, std::result::Result<Mapping, MappingError>) {
    let parsed = Mapping::parse(&toml);
    (toml, parsed)
}

/// One run; nothing where the file cannot be read or its columns are refused.
fn records(options: Options, file: &[u8], at_a_time: usize) -> Option<Collected> {
    let schema = Schema::new(Some(CsvHeader::parse(HEADER).expect("a header")), None);
    let preflight = Preflight::new(schema.expect("a schema"), options).ok()?;
    let reader = Slow {
        bytes: file,
        at_a_time,
    };
    match collect_into(Collected::default(), &preflight, "", reader) {
        Ok((collected, summary)) => {
            let (cleaned, rejected) = (summary.counts.cleaned, summary.counts.rejected);
            let is_clean = !collected.cleaned.is_empty() || rejected > 0;
            if is_clean {
                assert_eq!(
                    cleaned + rejected,
                    collected.rows.len() as u64,
                    "every record ends once"
                );
            }
            Some(collected)
        }
        Err(Error::RowsLost { .. }) => panic!("rows are lost"),
        Err(_) => None,
    }
}

fn lines(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    for _ in 0..u.int_in_range(1..=6)? {
        let line = *u.choose(&LINES)?;
        for (place, part) in line.split('%').enumerate() {
            if place > 0 {
                text += *u.choose(&PATHS)?;
            }
            text += part;
        }
        text.push('\n');
    }
    Ok(text)
}

/// Records as NDJSON, as an array, or as CSV.
fn file(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let shape = u.int_in_range(0..=3)?;
    if shape == 3 {
        return Ok(u.arbitrary::<&[u8]>()?.to_vec());
    }
    let mut records: Vec<String> = Vec::new();
    for _ in 0..u.int_in_range(0..=4)? {
        let mut members = Vec::new();
        for name in ["a", "b", "mail", "m.x", "First Name"] {
            if u.ratio(2, 3)? {
                members.push((name, *u.choose(&VALUES)?));
            }
        }
        records.push(if shape == 2 {
            let cells = ["a", "b", "mail"].map(|name| {
                let value = members.iter().find(|(own, _)| *own == name);
                value.map_or(String::new(), |(_, value)| {
                    format!("\"{}\"", value.replace('"', "\"\""))
                })
            });
            cells.join(",")
        } else {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        });
    }
    Ok(match shape {
        0 => records.join("\n").into_bytes(),
        1 => format!("[{}]", records.join(",")).into_bytes(),
        _ => format!("a,b,mail\n{}\n", records.join("\n")).into_bytes(),
    })
}
