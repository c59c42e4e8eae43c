//! JSON of any bytes, cut anywhere: the records are those that `serde_json` finds in the whole.

use std::sync::Arc;

use arbitrary::{Result, Unstructured};
use cognito_preflight::{
    engine::{Error, Mode, Options, Preflight},
    mapping::{MappedSource, Mapping},
    schema::{CsvHeader, Schema},
};
use serde_json::{Map, Value, value::RawValue};

use crate::{
    collect::{Collected, collect_into},
    engine::{Slow, options},
};

const MAPPING: &str = "username.from = 'u'\ncolumns.name = 'n'\ncolumns.email_verified.value = 'true'\n\
    [input]\nformat = 'json'\nrecords = ['users', 'a.b']\n";
const HEADER: &str = "cognito:username,name,email_verified";
/// The place of `name` in the header.
const NAME: usize = 1;

pub fn run(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    if choice % 4 == 0 {
        any_bytes(rest);
        return;
    }
    let mut u = Unstructured::new(rest);
    let _ = written(&mut u, choice);
}

/// What one run over a file finds: the records as they are written with their values of `name`, or that it fails.
fn records(file: &[u8], at_a_time: usize, options: Options) -> Option<Collected> {
    let schema = Schema::new(Some(CsvHeader::parse(HEADER).expect("a header")), None);
    let mapping = Mapping::parse(MAPPING).expect("a mapping");
    let mut options = options;
    options.source = Some(Arc::new(MappedSource::new(mapping, 0)));
    let preflight = Preflight::new(schema.expect("a schema"), options).expect("options that fit");
    let reader = Slow {
        bytes: file,
        at_a_time,
    };
    match collect_into(Collected::default(), &preflight, "", reader) {
        Ok((collected, summary)) => {
            let (cleaned, rejected) = (summary.counts.cleaned, summary.counts.rejected);
            assert_eq!(
                cleaned + rejected,
                collected.rows.len() as u64,
                "every record ends once"
            );
            Some(collected)
        }
        Err(error) => {
            // A file that begins like one of rejected rows says that in words, too.
            assert!(
                matches!(error, Error::Read { .. } | Error::Header { .. }),
                "{error}"
            );
            None
        }
    }
}

/// However the bytes arrive and whoever judges them, the same comes out.
fn all_ways(file: &[u8]) -> Option<Collected> {
    let whole = records(file, 1 << 16, options(Mode::Clean, 1, 1 << 18));
    for (at_a_time, threads, batch) in [(1, 1, 1), (3, 2, 17), (64, 1, 50)] {
        let other = records(file, at_a_time, options(Mode::Clean, threads, batch));
        assert_eq!(
            other, whole,
            "{at_a_time} bytes at a time, {threads} threads, {batch} a batch"
        );
    }
    whole
}

fn any_bytes(file: &[u8]) {
    let found = all_ways(file);
    let Ok(elements) = serde_json::from_slice::<Vec<&RawValue>>(file) else {
        return;
    };
    compare(found.expect("a whole array"), &elements);
}

fn compare(found: Collected, elements: &[&RawValue]) {
    let raw = |text: &str| text.replace(['\r', '\n'], " ");
    let ours: Vec<String> = found
        .rows
        .iter()
        .map(|row| String::from_utf8_lossy(&row.raw).trim().to_owned())
        .collect();
    let theirs: Vec<String> = elements.iter().map(|element| raw(element.get())).collect();
    assert_eq!(ours, theirs);
    for (row, element) in found.rows.iter().zip(elements) {
        let Ok(object) = serde_json::from_str::<Map<String, Value>>(element.get()) else {
            assert!(row.is_rejected(), "{element}");
            continue;
        };
        // The repairs may have changed the value; what the mapping took is in `written`.
        if let Some(Value::String(name)) = object.get("n")
            && !row.rules.contains(&"source-record-repeats-a-member")
            && !name.trim().is_empty()
        {
            assert_eq!(
                row.written[NAME].as_deref(),
                Some(name.as_str()),
                "{element}"
            );
        }
    }
}

/// A file of records in one of the shapes, with white space anywhere, and the same cut off.
fn written(u: &mut Unstructured<'_>, choice: u8) -> Result<()> {
    let mut elements = Vec::new();
    for _ in 0..u.int_in_range(0..=5)? {
        elements.push(object(u)?);
    }
    let texts: Vec<Box<RawValue>> = elements
        .into_iter()
        .map(|element| RawValue::from_string(element).expect("JSON"))
        .collect();
    let space =
        |u: &mut Unstructured<'_>| u.choose(&["", "", " ", "\n", "\r\n", " \t\n\n"]).copied();
    let mut file = String::new();
    let is_lines = choice % 4 == 1;
    let before = match choice % 4 {
        2 => "[",
        3 => *u.choose(&[
            "{\"users\":[",
            "{\"x\":[{\"u\":1}],\"users\" : [",
            "{\"a\":{\"c\":{},\"b\":[",
        ])?,
        _ => "",
    };
    file += before;
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            file += if is_lines { "\n" } else { "," };
        }
        if !is_lines {
            file += space(u)?;
        }
        file += text.get();
        if !is_lines {
            file += space(u)?;
        }
    }
    file += match before {
        "" => "",
        "[" => "]",
        _ if before.ends_with("\"b\":[") => "]},\"after\":1}",
        _ => "],\"after\":{\"users\":[]}}",
    };
    let found = all_ways(file.as_bytes()).expect("a whole file");
    let elements: Vec<&RawValue> = texts.iter().map(|text| &**text).collect();
    compare(found, &elements);
    // What is cut off fails, or gives the records before the cut and perhaps a rejected one.
    let cut = u.choose_index(file.len() + 1)?;
    if let Some(part) = all_ways(&file.as_bytes()[..cut]) {
        assert!(part.rows.len() <= texts.len() + 1, "{cut} of {file}");
    }
    Ok(())
}

/// A JSON object with the members that the mapping names, and others.
fn object(u: &mut Unstructured<'_>) -> Result<String> {
    let text = |u: &mut Unstructured<'_>| -> Result<String> {
        let text: String = u.arbitrary::<&str>()?.chars().take(8).collect();
        Ok(text)
    };
    let mut object = Map::new();
    object.insert(
        "u".to_owned(),
        Value::String(format!("u{}", u.arbitrary::<u8>()?)),
    );
    if u.ratio(3, 4)? {
        object.insert("n".to_owned(), Value::String(text(u)?));
    }
    if u.ratio(1, 3)? {
        object.insert(
            text(u)?,
            serde_json::json!([{"users": [text(u)?, {"]": "}"}]}, null, 1.5e3]),
        );
    }
    let value = Value::Object(object);
    Ok(if u.ratio(1, 3)? {
        serde_json::to_string_pretty(&value)
            .expect("JSON")
            .replace('\n', u.choose(&[" ", ""])?)
    } else {
        value.to_string()
    })
}
