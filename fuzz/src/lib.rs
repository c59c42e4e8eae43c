//! The bodies of the fuzz targets, as ordinary functions: libFuzzer calls them with what it makes up,
//! and `tests/replay.rs` with the corpus. Each stops with a panic where something that is promised
//! does not hold.

mod arbitrary_input;
#[path = "../../tests/it/broken.rs"]
mod broken;
pub mod broken_structure;
pub mod check_row;
pub mod clean_roundtrip;
pub mod cognito_reader;
#[path = "../../tests/it/collect.rs"]
#[allow(dead_code, reason = "the integration tests use all of it")]
mod collect;
pub mod decode;
mod engine;
pub mod faults;
#[path = "../../tests/it/faulty_clean.rs"]
mod faulty_clean;
pub mod json_reader;
pub mod mapping;
pub mod password_hashes;
pub mod rfc4180_differential;
pub mod schema_json;
mod sign_in;
pub mod values;
pub mod wire;

/// A target: what it is called and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 13] = [
    ("cognito_reader", cognito_reader::run),
    ("rfc4180_differential", rfc4180_differential::run),
    ("decode", decode::run),
    ("check_row", check_row::run),
    ("clean_roundtrip", clean_roundtrip::run),
    ("broken_structure", broken_structure::run),
    ("schema_json", schema_json::run),
    ("wire", wire::run),
    ("faults", faults::run),
    ("values", values::run),
    ("mapping", mapping::run),
    ("json_reader", json_reader::run),
    ("password_hashes", password_hashes::run),
];
