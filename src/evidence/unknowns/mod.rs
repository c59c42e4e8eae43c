//! What is not known about the importer outside AWS, and what is predicted meanwhile.
//!
//! Every undocumented behaviour that a prediction depends on is here, once, by name.

mod file;
mod password;
mod user;
mod value;

pub use self::{file::*, password::*, user::*, value::*};

use super::Decision;

/// Every decision, by subject.
pub static DECISIONS: &[&[&Decision]] = &[ALL_OF_FILE, ALL_OF_USER, ALL_OF_VALUE, ALL_OF_PASSWORD];
