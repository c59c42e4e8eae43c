//! A rejected JSON record: its own members, and after them what is wrong with it.

use std::borrow::Cow;

use serde_json::to_string;

use crate::mapping::value::Members;

use super::preflight_columns::PREFLIGHT_COLUMNS;

/// The member that holds a record which is not a JSON object.
const RECORD: &str = "preflight:record";

/// Appends a record with these values under the names of [`PREFLIGHT_COLUMNS`], as one line.
pub(super) fn push_record(raw: &[u8], values: [&str; 3], line: &mut Vec<u8>) {
    let raw = String::from_utf8_lossy(raw);
    let own = own_members(raw.trim());
    line.push(b'{');
    line.extend_from_slice(own.as_bytes());
    for (place, (name, value)) in PREFLIGHT_COLUMNS.iter().zip(values).enumerate() {
        if place > 0 || !own.is_empty() {
            line.push(b',');
        }
        push_text(name, line);
        line.push(b':');
        push_text(value, line);
    }
    line.extend_from_slice(b"}\n");
}

/// The members of an object as they were written, without those of a previous run.
fn own_members(raw: &str) -> Cow<'_, str> {
    let Ok(members) = Members::read(raw) else {
        let mut line = Vec::new();
        push_text(RECORD, &mut line);
        line.push(b':');
        push_text(raw, &mut line);
        return Cow::Owned(String::from_utf8_lossy(&line).into_owned());
    };
    let is_previous = |name: &str| PREFLIGHT_COLUMNS.contains(&name);
    if !members.raw().any(|(name, _)| is_previous(name)) {
        let inside = raw.strip_prefix('{').and_then(|raw| raw.strip_suffix('}'));
        return Cow::Borrowed(inside.unwrap_or_default().trim());
    }
    let own = members.raw().filter(|(name, _)| !is_previous(name));
    let own: Vec<String> = own
        .filter_map(|(name, value)| Some(format!("{}:{value}", to_string(name).ok()?)))
        .collect();
    Cow::Owned(own.join(","))
}

fn push_text(text: &str, line: &mut Vec<u8>) {
    if let Ok(text) = to_string(text) {
        line.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(raw: &str) -> String {
        let mut line = Vec::new();
        push_record(
            raw.as_bytes(),
            ["2", "FAILED", "username-missing"],
            &mut line,
        );
        String::from_utf8(line).unwrap()
    }

    const AFTER: &str = "\"preflight:line\":\"2\",\"preflight:outcome\":\"FAILED\",\"preflight:reasons\":\"username-missing\"}\n";

    #[test]
    fn members_are_kept_as_they_were_written() {
        for (raw, own) in [
            ("{\"id\":1.50, \"a\" : null}", "{\"id\":1.50, \"a\" : null,"),
            ("{}", "{"),
            (" {\"a\":1}  ", "{\"a\":1,"),
            (
                "{\"a\":1,\"preflight:line\":\"7\",\"preflight:outcome\":\"SKIPPED\",\"preflight:reasons\":\"\"}",
                "{\"a\":1,",
            ),
            ("oops \"", "{\"preflight:record\":\"oops \\\"\","),
        ] {
            assert_eq!(written(raw), format!("{own}{AFTER}"), "{raw}");
        }
    }
}
