//! Arbitrary GetCSVHeader, DescribeUserPool and ListUsers documents.

use cognito_preflight::{
    dialect::cognito,
    output::redact::is_terminal_control,
    schema::{CsvHeader, NameIndex, Schema, SignInNames, UserPool, load_existing},
};

/// A document is read or refused, and a refusal says nothing that acts on a terminal.
pub fn run(data: &[u8]) {
    let harmless = |text: String| assert!(!text.contains(is_terminal_control), "{text:?}");
    let header = CsvHeader::read("header.json", data)
        .map_err(|error| harmless(error.to_string()))
        .ok();
    let pool = UserPool::read("pool.json", data)
        .map_err(|error| harmless(error.to_string()))
        .ok();
    let settings = pool.clone().unwrap_or_else(UserPool::assumed);
    let names = SignInNames::with_key(&settings, [7; 16]);
    let mut index = NameIndex::new();
    match load_existing(data, "existing.json", &names, &settings, &mut index) {
        Ok(loaded) => assert!(index.len() as u64 <= loaded.users.saturating_mul(6)),
        Err(error) => harmless(error.to_string()),
    }
    if let Some(header) = &header {
        let again = CsvHeader::parse(&serde_json::json!(header.names()).to_string())
            .expect("its own names");
        assert_eq!(again.names(), header.names());
        reads_back(header);
    }
    if let Some(pool) = &pool {
        let derived = CsvHeader::of_pool(pool);
        assert!(
            derived
                .names()
                .iter()
                .any(|name| name == "cognito:username")
        );
        reads_back(&derived);
    }
    match Schema::new(header, pool) {
        Ok(schema) => {
            for column in schema.columns() {
                assert!(schema.column_named(column.name()).is_some());
            }
        }
        Err(error) => harmless(error.to_string()),
    }
}

/// The names as a file's first line are these names.
fn reads_back(header: &CsvHeader) {
    let mut line = Vec::new();
    for (place, name) in header.names().iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        cognito::write_field(name, &mut line);
    }
    let line = String::from_utf8(line).expect("text");
    assert!(!line.contains(['\n', '\r']));
    assert!(cognito::fields(&line).eq(header.names().iter().map(String::as_str)));
}
