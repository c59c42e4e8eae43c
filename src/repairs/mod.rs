//! The repairs: each fixes what one or more rules find, and is written like them as one plain value
//! in one file.
//!
//! A repair of a value runs only where a rule that it fixes has fired, so a value without a finding
//! cannot change.
//!
//! A repair is one file, `src/repairs/its_name.rs`, with one static named `REPAIR`, and one line in
//! `repairs!` below.

mod columns;
mod options;
mod request;

/// Declares the modules of the repairs and lists their repairs, in the order in which they are
/// applied.
macro_rules! repairs {
    ($($name:ident,)*) => {
        $(mod $name;)*

        /// Every repair, in the order in which they are applied.
        pub static REPAIRS: &[&Repair] = &[$(&$name::REPAIR),*];
    };
}

repairs! {
    remove_surrounding_white_space,
    remove_invisible_characters_at_ends,
    remove_invisible_characters_around_text,
    remove_formula_around_text,
    remove_apostrophe_guard,
    remove_invisible_characters,
    normalise_phone_number,
    spell_boolean,
    birthdate_from_iso_date,
    epoch_from_timestamp,
    epoch_from_milliseconds,
    phone_number_from_region,
    birthdate_from_date_order,
    birthdate_with_one_reading,
    birthdate_with_leading_zeros,
    newlines_to_space,
    backslash_to_slash,
    strip_leading_quotes,
    convert_password_hash,
    fill_mfa_enabled,
    fill_verified_flag,
    remove_byte_order_mark,
    convert_to_utf_8,
    normalise_line_ends,
    convert_to_cognito_dialect,
    normalise_header_names,
    add_missing_columns,
    order_columns,
    drop_blank_lines,
    drop_extra_empty_fields,
    add_missing_fields,
    rename_columns,
    drop_unknown_columns,
    copy_columns,
    blank_from_null_marker,
    boolean_from_words,
    override_values,
    lower_case,
    epoch_from_local_time,
    username_from_address,
    blank_invalid_values,
    set_values,
}

use crate::{
    rules::{ExamplePool, POOL_EMAIL_OFF, RuleId, is_same},
    schema::{Column, Schema},
};

pub use self::{
    options::{RepairOptions, Words},
    request::{InvalidRequest, Request},
};

/// What is left of a field, where something was taken off it.
fn if_shorter(rest: &str, field: &str) -> Option<String> {
    (rest.len() < field.len()).then(|| rest.to_owned())
}

/// Whether a repair may run on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a repair is either harmless or requested"
)]
pub enum Applicability {
    /// It cannot change what a value means, and is on by default.
    Safe,
    /// It may change what a value means, and runs only where this is requested.
    OnRequest(Request),
}

/// One repair.
#[derive(Debug)]
#[non_exhaustive]
pub struct Repair {
    /// The kebab-case name, which says what is done.
    pub name: &'static str,
    /// The rules whose findings it fixes.
    pub fixes: &'static [RuleId],
    /// Whether it runs on its own.
    pub applicability: Applicability,
    /// What it does, in one sentence of at most 90 characters.
    pub summary: &'static str,
    /// Why it cannot change what a value means, or what the user must know before asking for it.
    pub explanation: &'static str,
    /// What it does.
    pub apply: Apply,
    /// A column's value before and after, in the pool and with the options that matter.
    pub examples: &'static [RepairExample],
}

/// How a repair works.
#[derive(Debug)]
#[non_exhaustive]
pub enum Apply {
    /// It rewrites one value; `None` where it cannot fix it. What it gets is never blank.
    Value {
        /// Whether it fixes columns like this one.
        reads: fn(&Schema, &Column) -> bool,
        /// Rewrites the field as it was written.
        rewrite: fn(&str, &RepairOptions) -> Option<String>,
    },
    /// It fills a blank, so that the file says what a blank means in this pool anyway.
    Fill {
        /// What a blank means in this column, or `None` where it means that there is no value.
        blank_means: fn(&Schema, &Column) -> Option<&'static str>,
    },
    /// It happens while the file is read or written, and is counted once for each file or row.
    File,
}

/// A value before and after a repair.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RepairExample {
    /// Its column.
    pub column: &'static str,
    /// The field before.
    pub before: &'static str,
    /// The field after; the same as before where the repair does not apply.
    pub after: &'static str,
    /// The pool.
    pub pool: ExamplePool,
    /// The requests that it needs, each with its value, empty where it has none.
    pub requests: &'static [(Request, &'static str)],
}

impl RepairExample {
    /// `before` becomes `after` in `column`.
    pub const fn new(column: &'static str, before: &'static str, after: &'static str) -> Self {
        Self {
            column,
            before,
            after,
            pool: POOL_EMAIL_OFF,
            requests: &[],
        }
    }

    /// In this pool.
    #[must_use]
    pub const fn pool(mut self, pool: ExamplePool) -> Self {
        self.pool = pool;
        self
    }

    /// With these requests, each with its value.
    #[must_use]
    pub const fn on_request(mut self, requests: &'static [(Request, &'static str)]) -> Self {
        self.requests = requests;
        self
    }
}

/// Which repair: its place in [`REPAIRS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepairId(u16);

impl RepairId {
    /// The repair itself.
    #[expect(
        clippy::indexing_slicing,
        reason = "an id is only made from a place in the list, and the list never changes"
    )]
    pub fn repair(self) -> &'static Repair {
        REPAIRS[self.index()]
    }

    /// The repair's name.
    pub fn name(self) -> &'static str {
        self.repair().name
    }

    /// The repair's place in [`REPAIRS`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Every repair's id, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=u16::MAX).take(REPAIRS.len()).map(Self)
    }

    /// The id of the repair of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|id| id.name() == name)
    }

    /// The id of the repair of this name, in a constant.
    ///
    /// # Panics
    ///
    /// When no repair has this name; in a constant, the program does not compile.
    #[expect(
        clippy::panic,
        reason = "in a constant it stops the compiler, as its documentation says"
    )]
    pub const fn of(name: &str) -> Self {
        let mut place = 0;
        let mut rest = REPAIRS;
        while let [repair, tail @ ..] = rest {
            if is_same(repair.name, name) {
                return Self(place);
            }
            place += 1;
            rest = tail;
        }
        panic!("no repair has this name")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::{
        rules::{Check, Field, Findings},
        schema::{CsvHeader, STANDARD_CSV_HEADER, UserPool},
        values::password_hash::PasswordHashingAlgorithm,
    };

    use super::*;

    fn requested(example: &RepairExample) -> RepairOptions {
        let mut options = RepairOptions::default();
        for (request, value) in example.requests {
            request.meet(value, &mut options).unwrap();
        }
        options
    }

    /// Everything at once, with each order of dates.
    fn everything_requested() -> [RepairOptions; 2] {
        ["dmy", "mdy"].map(|order| RepairOptions {
            default_region: Some("US".parse().unwrap()),
            date_order: Some(order.parse().unwrap()),
            newlines_to_space: true,
            backslash_to_slash: true,
            strip_leading_quotes: true,
            ..RepairOptions::default()
        })
    }

    fn schema_of(example: &RepairExample) -> Schema {
        let mut names = STANDARD_CSV_HEADER.to_vec();
        if !names.contains(&example.column) {
            names.push(example.column);
        }
        let header = CsvHeader::parse(&names.join(",")).unwrap();
        let pool = UserPool::parse(&example.pool.to_json()).unwrap();
        Schema::new(Some(header), Some(pool))
            .unwrap()
            .with_password_hashing_algorithm(Some(PasswordHashingAlgorithm::Bcrypt))
    }

    fn all_examples() -> impl Iterator<Item = &'static RepairExample> {
        REPAIRS.iter().flat_map(|repair| repair.examples)
    }

    /// Whether a rule that the repair fixes fires on the field, as far as the field shows it.
    fn may_be_asked(repair: &Repair, field: &str, column: &Column, schema: &Schema) -> bool {
        repair.fixes.iter().any(|id| match id.rule().check {
            Check::Value { reads, .. } if !reads(schema, column) => false,
            Check::Value { find, .. } | Check::Writing { find } => {
                let mut findings = Vec::new();
                find(
                    &Field::new(field, column, schema),
                    &mut Findings::new(*id, Some(column.id), &mut findings),
                );
                !findings.is_empty()
            }
            _ => true,
        })
    }

    /// The field after one repair alone.
    fn after(repair: &Repair, example: &RepairExample) -> String {
        let schema = schema_of(example);
        let column = schema.column_named(example.column).unwrap();
        let before = example.before;
        let better = match repair.apply {
            Apply::Value { reads, rewrite }
                if reads(&schema, column) && may_be_asked(repair, before, column, &schema) =>
            {
                rewrite(before, &requested(example))
            }
            Apply::Fill { blank_means } if before.trim().is_empty() => {
                blank_means(&schema, column).map(str::to_owned)
            }
            Apply::Value { .. } | Apply::Fill { .. } | Apply::File => None,
        };
        better.unwrap_or_else(|| before.to_owned())
    }

    #[test]
    fn each_repair_is_well_written() {
        let mut names = HashSet::new();
        for repair in REPAIRS {
            let name = repair.name;
            assert!(names.insert(name), "{name} is in the list twice");
            assert!(
                name.split('-').all(|word| {
                    !word.is_empty()
                        && word
                            .bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                }),
                "{name} is not in kebab-case"
            );
            assert!(repair.summary.chars().count() <= 90, "{name}");
            assert!(repair.summary.ends_with('.'), "{name}");
            assert!(repair.explanation.ends_with('.'), "{name}");
            assert!(!repair.explanation.contains("  "), "{name}");
            assert_eq!(RepairId::named(name), Some(RepairId::of(name)));
            assert_eq!(RepairId::of(name).name(), name);
        }
    }

    #[test]
    fn each_repair_fixes_some_rules_each_once() {
        for repair in REPAIRS {
            let ids: HashSet<_> = repair.fixes.iter().collect();
            assert_eq!(ids.len(), repair.fixes.len(), "{}", repair.name);
            // The order of the columns is free, so no rule is about it.
            assert_eq!(
                repair.fixes.is_empty(),
                repair.name == "order-columns",
                "{}",
                repair.name
            );
        }
    }

    #[test]
    fn each_repair_of_values_shows_what_it_changes_and_what_it_leaves() {
        for repair in REPAIRS {
            if matches!(repair.apply, Apply::File) {
                continue;
            }
            for example in repair.examples {
                assert_eq!(after(repair, example), example.after, "{}", repair.name);
            }
            let changes = |example: &&RepairExample| example.before != example.after;
            assert!(
                repair.examples.iter().any(|e| changes(&e)),
                "{}",
                repair.name
            );
            assert!(
                !repair.examples.iter().all(|e| changes(&e)),
                "{}",
                repair.name
            );
        }
    }

    #[test]
    fn a_repair_on_request_does_nothing_unrequested() {
        let nothing = RepairOptions::default();
        for repair in REPAIRS {
            if let (Applicability::OnRequest(_), Apply::Value { rewrite, .. }) =
                (repair.applicability, &repair.apply)
            {
                for example in all_examples() {
                    assert_eq!(rewrite(example.before, &nothing), None, "{}", repair.name);
                }
            }
        }
    }

    #[test]
    fn a_second_rewrite_changes_nothing_more() {
        for options in everything_requested() {
            for repair in REPAIRS {
                let Apply::Value { rewrite, .. } = repair.apply else {
                    continue;
                };
                for example in all_examples() {
                    if let Some(once) = rewrite(example.before, &options) {
                        assert_ne!(once, example.before, "{}", repair.name);
                        let twice = rewrite(&once, &options);
                        assert_eq!(twice, None, "{}: {:?}", repair.name, example.before);
                    }
                }
            }
        }
    }

    #[test]
    fn no_two_repairs_of_one_column_undo_each_other() {
        for options in everything_requested() {
            for example in all_examples() {
                let schema = schema_of(example);
                let column = schema.column_named(example.column).unwrap();
                let mut field = example.before.to_owned();
                let is_stable = (0..4).any(|_| {
                    let before = field.clone();
                    for repair in REPAIRS {
                        if let Apply::Value { reads, rewrite } = repair.apply
                            && reads(&schema, column)
                            && let Some(better) = rewrite(&field, &options)
                        {
                            field = better;
                        }
                    }
                    field == before
                });
                assert!(is_stable, "{:?} in {}", example.before, example.column);
            }
        }
    }
}
