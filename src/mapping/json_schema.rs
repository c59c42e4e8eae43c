//! The JSON Schema of mappings, which editors read, made of the types that read a mapping.

use std::{borrow::Cow, env, fs, path::Path as FilePath};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use super::{Expression, Mapping, Path, Paths, Source, Template};

macro_rules! is_schema {
    ($type:ty, $name:literal, $generator:ident => $schema:expr) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

is_schema!(Path, "Path", _generator => json_schema!({
    "description": "The name of a column, or a path into a record, such as identities[0].provider.",
    "type": "string",
}));

is_schema!(Template, "Template", _generator => json_schema!({
    "description": "A text with columns in braces, such as {first} {last}.",
    "type": "string",
}));

is_schema!(Paths, "Paths", generator => {
    let path = generator.subschema_for::<Path>();
    json_schema!({
        "description": "A column, or several, of which the first that is not blank counts.",
        "anyOf": [path, { "type": "array", "items": path }],
    })
});

is_schema!(Source, "Source", generator => {
    let paths = generator.subschema_for::<Paths>();
    let table = generator.subschema_for::<Expression>();
    json_schema!({
        "description": "How a column is filled.",
        "anyOf": [paths, table],
    })
});

#[test]
fn the_schema_for_editors_is_that_of_the_types() {
    let generator = SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<Mapping>();
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("docs/mapping.schema.json");
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == text,
        "docs/mapping.schema.json is out of date; run the tests once with UPDATE=1"
    );
}

#[test]
fn the_schema_names_each_table_and_column_of_the_presets() {
    let schema: serde_json::Value = serde_json::from_str(super::MAPPING_SCHEMA).unwrap();
    let known = schema["properties"].as_object().unwrap();
    for preset in super::PRESETS {
        let mapping: toml::Table = preset.toml.parse().unwrap();
        for key in mapping.keys() {
            assert!(known.contains_key(key), "{}: {key}", preset.name);
        }
    }
    assert_eq!(schema["additionalProperties"], false);
}
