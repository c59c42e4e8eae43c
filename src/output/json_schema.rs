//! Holds a value to a JSON Schema, as far as this crate's own two schemas need it.

use serde_json::Value;

/// Panics with the first place at which the value breaks the schema.
pub(super) fn assert_holds(schema: &str, value: &Value) {
    if let Some(breach) = first_breach(schema, value) {
        panic!("{breach}\n{value:#}");
    }
}

/// The first place at which the value breaks the schema.
pub(super) fn first_breach(schema: &str, value: &Value) -> Option<String> {
    let root: Value = serde_json::from_str(schema).unwrap();
    breach(&root, &root, value, "$")
}

fn breach(root: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    for (keyword, expected) in schema.as_object().unwrap() {
        let found = match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => None,
            "$ref" => {
                let pointer = expected.as_str().unwrap().strip_prefix('#').unwrap();
                breach(root, root.pointer(pointer).unwrap(), value, place)
            }
            "type" => type_breach(expected, value, place),
            "enum" => (!expected.as_array().unwrap().contains(value))
                .then(|| format!("{place}: not in the enumeration")),
            "minimum" => {
                (value.as_i64() < expected.as_i64()).then(|| format!("{place}: below the minimum"))
            }
            "required" => expected
                .as_array()
                .unwrap()
                .iter()
                .find(|name| value.is_object() && value.get(name.as_str().unwrap()).is_none())
                .map(|name| format!("{place}: {name} is missing")),
            "items" => {
                value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .enumerate()
                    .find_map(|(index, item)| {
                        breach(root, expected, item, &format!("{place}[{index}]"))
                    })
            }
            "properties" => expected
                .as_object()
                .unwrap()
                .iter()
                .find_map(|(name, schema)| {
                    breach(root, schema, value.get(name)?, &format!("{place}.{name}"))
                }),
            "additionalProperties" => others(schema, value).find_map(|(name, member)| {
                let place = format!("{place}.{name}");
                if expected == &Value::Bool(false) {
                    return Some(format!("{place}: not a known member"));
                }
                breach(root, expected, member, &place)
            }),
            _ => Some(format!("{place}: the keyword {keyword} is not known here")),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn type_breach(expected: &Value, value: &Value, place: &str) -> Option<String> {
    let types = match expected {
        Value::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let fits = types
        .iter()
        .any(|expected| match expected.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64() || value.is_i64(),
            "null" => value.is_null(),
            other => panic!("the type {other} is not known here"),
        });
    (!fits).then(|| format!("{place}: not of type {expected}"))
}

fn others<'a>(
    schema: &'a Value,
    value: &'a Value,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let known = schema.get("properties").and_then(Value::as_object);
    value
        .as_object()
        .into_iter()
        .flatten()
        .filter(move |(name, _)| known.is_none_or(|known| !known.contains_key(*name)))
}
