//! What real jobs showed, in a form that can be kept, merged and given to others: it holds nothing of a user, an
//! account or a pool's name.
//!
//! `docs/evidence.schema.json` is its JSON Schema. [`Evidence::of_results`] writes what a comparison shows, and
//! [`Evidence::teach`] says what it answers for one pool.

mod format;
mod learn;
mod scrub;
mod teaching;
mod write;

pub use self::{
    format::{Evidence, EvidenceSource, HeaderOrder, Job, Key, PoolFeatures},
    teaching::{Lesson, Teaching},
    write::{EvidenceContext, pool_features},
};
