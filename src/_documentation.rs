//! The papers of the repository.

#[doc = include_str!("../README.md")]
pub mod readme {}

#[doc = include_str!("../ARCHITECTURE.md")]
pub mod architecture {}

#[doc = include_str!("../CONTRIBUTING.md")]
pub mod contributing {}

#[doc = include_str!("../CHANGELOG.md")]
pub mod changelog {}
