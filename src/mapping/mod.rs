//! Mappings: what becomes of the records of a source, written as one TOML file.
//!
//! A mapping says how the input is read, how each column of the CSVHeader is filled, which records are rejected, and
//! what the import job cannot carry and is left as a plan. Every preset is such a file; [`preset`] has them by name.

mod condition;
mod document;
mod error;
mod expression;
pub(crate) mod hash;
mod input;
pub(crate) mod join;
#[cfg(test)]
mod json_schema;
pub(crate) mod mapper;
mod moment;
mod path;
mod preset;
mod propose;
mod read;
pub(crate) mod record;
mod sample;
mod source;
pub(crate) mod value;

pub use self::{
    condition::Condition,
    document::{
        HashFormat, HashOrder, Join, JoinKey, Mapping, NamedRows, Note, NumberOrPath, PasswordHash,
        PlanStep, Reject, Username,
    },
    error::MappingError,
    expression::{Expression, Paths, Source, Template},
    hash::{DigestName, EncodingName},
    input::{Escape, Input, InputFormat},
    mapper::UsernameRule,
    path::{Path, PathError},
    preset::{PRESETS, Preset, preset},
    propose::{SampleOfFile, propose, recognise},
    read::JoinError,
    source::{LockedOut, MappedSource, UnusableHash},
};

/// The JSON Schema of a mapping, for editors.
pub const MAPPING_SCHEMA: &str = include_str!("../../docs/mapping.schema.json");
