//! The rules: each is one claim about the importer, written as one plain value in one file.
//!
//! A rule's kebab-case name is its only identity. Its page, its `explain` text, its tests and its
//! place in every report derive from the value itself.
//!
//! A rule is one file, `src/rules/FOLDER/its_name.rs`, with one static named `RULE`, and one line
//! in the `rules!` of the folder's `mod.rs`.

/// Declares the modules of a folder's rules and lists their rules, in the order of the list.
macro_rules! rules {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// The rules of this folder, in the order in which they are asked and shown.
        pub(super) const RULES: &[&crate::rules::Rule] = &[$(&$name::RULE),*];
    };
}
use rules;

pub mod advice;
mod birthdate;
mod choice;
mod column_counts;
mod constraints;
mod dropped;
mod email;
mod example;
mod example_pool;
mod face_value;
mod facts;
mod file;
mod finding;
mod finding_key;
pub(crate) mod header;
mod input;
mod line;
mod list;
mod mfa;
mod password_hash;
mod phone_number;
mod rule;
mod source;
mod username;
mod verified;
mod writing;

pub use self::{
    advice::{Advice, Circumstances, GivenOption, Means},
    column_counts::{ApostropheCounts, BirthdateCounts},
    example::{Example, GOOD_ROW},
    example_pool::{ExamplePool, POOL_EMAIL_OFF},
    facts::Facts,
    finding::{Detail, Finding, FindingDisplay, Findings, Member, Unit},
    finding_key::{AttributeClass, FindingKey, OverBy},
    input::{AskedOrder, Field, FileStats, Header, HeaderFlags, HiddenRows, RawRecord, Row, Shown},
    list::{RULES, RuleId},
    rule::{Check, Claim, LogText, Rule},
};
pub(crate) use self::{
    dropped::{AccountColumn, AccountState},
    facts::facts,
};

/// Whether two texts are the same, in constants.
pub(crate) const fn is_same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (left.as_bytes(), right.as_bytes());
    while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
        if *first != *second {
            return false;
        }
        (left, right) = (left_rest, right_rest);
    }
    left.is_empty() && right.is_empty()
}
