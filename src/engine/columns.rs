//! Which column of the CSVHeader each name of a file's header means.

use std::collections::BTreeMap;

use crate::{
    bug,
    repairs::RepairId,
    rules::{
        Detail, Finding, Header, HeaderFlags, RuleId,
        header::name::{NameClass, are_values, classify, unexpected},
    },
    schema::ColumnId,
};

use super::{DroppedColumn, Error, HeaderNames, Mode, plan::Plan, preflight_column};

/// What one name of the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Exactly a column's name.
    Exact(ColumnId),
    /// A column's name in another spelling.
    Spelled(ColumnId),
    /// A column of an earlier rejected file.
    Ignored,
    /// Nothing: a separator at the end of the line.
    Unnamed,
    /// No column's name.
    Unknown,
}

/// The names of one file's header.
#[derive(Debug)]
pub(crate) struct Columns {
    /// The names, after the renames that were asked for.
    pub(crate) names: Vec<String>,
    /// For each name its column, where it has one.
    pub(crate) by_field: Vec<Option<ColumnId>>,
    meanings: Vec<Meaning>,
    renamed: u64,
}

impl Columns {
    /// Finds the column that each name means.
    pub(crate) fn find(plan: &Plan, names: &[String]) -> Self {
        let cleans = plan.options.mode == Mode::Clean;
        let mut renamed = 0;
        let names: Vec<String> = names
            .iter()
            .map(|name| {
                let new = plan
                    .options
                    .repairs
                    .renames
                    .iter()
                    .find(|(old, _)| cleans && old.trim() == name.trim());
                match new {
                    Some((_, new)) => {
                        renamed += 1;
                        new.clone()
                    }
                    None => name.clone(),
                }
            })
            .collect();
        let is_ours = |name: &str| cleans && preflight_column(name).is_some();
        let last_named = names
            .iter()
            .rposition(|name| !name.trim().is_empty() && !is_ours(name))
            .map_or(0, |place| place + 1);
        let meanings: Vec<Meaning> = names
            .iter()
            .enumerate()
            .map(|(place, name)| {
                if is_ours(name) {
                    return Meaning::Ignored;
                }
                match classify(&plan.schema, name, place >= last_named) {
                    NameClass::Exact(column) => Meaning::Exact(column),
                    NameClass::OtherLetterCase(column)
                    | NameClass::SurroundingWhiteSpace(column)
                    | NameClass::QuotationMarks(Some(column)) => Meaning::Spelled(column),
                    NameClass::BlankAtEnd => Meaning::Unnamed,
                    NameClass::QuotationMarks(None) | NameClass::Unexpected(_) => Meaning::Unknown,
                }
            })
            .collect();
        let by_field = meanings
            .iter()
            .map(|meaning| match meaning {
                Meaning::Exact(column) | Meaning::Spelled(column) => Some(*column),
                Meaning::Ignored | Meaning::Unnamed | Meaning::Unknown => None,
            })
            .collect();
        Self {
            names,
            by_field,
            meanings,
            renamed,
        }
    }

    /// An old name that was to be renamed and that no column has, where no column has the new name
    /// either: mistyped, it would leave a column of the pool blank. A file that was cleaned before has
    /// its new names already, and one whose first line names nothing has a fault of its own.
    pub(crate) fn missing_rename<'a>(&self, plan: &'a Plan, names: &[String]) -> Option<&'a str> {
        if plan.options.mode == Mode::Check || self.are_unknown() {
            return None;
        }
        let has = |wanted: &str| names.iter().any(|name| name.trim() == wanted.trim());
        let means = |wanted: &str| {
            let column = plan.schema.column_named(wanted).map(|column| column.id);
            column.is_some() && self.by_field.contains(&column)
        };
        let mut renames = plan.options.repairs.renames.iter();
        renames
            .find(|(old, new)| !has(old) && !has(new) && !means(new))
            .map(|(old, _)| old.as_str())
    }

    /// The fields that are used a second time, and the columns that they become. `names` are those of the file before
    /// renames.
    pub(crate) fn copies(
        &self,
        plan: &Plan,
        file: &str,
        names: &[String],
    ) -> Result<Vec<(usize, ColumnId)>, Error> {
        if plan.options.mode == Mode::Check {
            return Ok(Vec::new());
        }
        let copies = plan.options.repairs.copies.iter();
        copies
            .map(|(old, new)| {
                let is_old = |name: &String| name.trim() == old.trim();
                let field = names.iter().position(is_old);
                let field = field.or_else(|| self.names.iter().position(is_old));
                let column = plan.schema.column_named(new);
                let column = column.ok_or_else(|| Error::UnknownSetColumn {
                    column: new.clone(),
                })?;
                if self.by_field.contains(&Some(column.id)) {
                    return Err(Error::CopyOverColumn {
                        name: file.to_owned(),
                        column: new.clone(),
                    });
                }
                match field {
                    Some(field) => Ok((field, column.id)),
                    None => Err(Error::CopyWithoutColumn {
                        name: file.to_owned(),
                        old: old.clone(),
                    }),
                }
            })
            .collect()
    }

    /// The fields whose names are blank and whose values must therefore be, unless the user asked to leave them
    /// out.
    pub(crate) fn unnamed(&self, plan: &Plan) -> Vec<usize> {
        if plan.options.mode == Mode::Check || plan.options.repairs.drop_unknown_columns {
            return Vec::new();
        }
        let places = self.meanings.iter().enumerate();
        places
            .filter(|(_, meaning)| **meaning == Meaning::Unnamed)
            .map(|(place, _)| place)
            .collect()
    }

    /// Whether no name means a column of the CSVHeader.
    pub(crate) fn are_unknown(&self) -> bool {
        self.by_field.iter().all(Option::is_none)
    }

    /// Whether unknown columns are left out. A file that has no others is no file of users, and dropping
    /// all that it has does not make it one.
    fn drops_unknown(&self, plan: &Plan) -> bool {
        plan.options.repairs.drop_unknown_columns && !self.are_unknown()
    }

    fn count(&self, of: impl Fn(Meaning) -> bool) -> u64 {
        self.meanings.iter().filter(|meaning| of(**meaning)).count() as u64
    }

    /// The repairs of the header that a cleaned file has.
    pub(crate) fn repairs(&self, plan: &Plan) -> Vec<(RepairId, u64)> {
        let present: Vec<ColumnId> = self.by_field.iter().copied().flatten().collect();
        let missing = plan
            .schema
            .columns()
            .iter()
            .filter(|column| !present.contains(&column.id))
            .count() as u64;
        let in_order = present.is_sorted();
        let dropped = if self.drops_unknown(plan) {
            self.count(|meaning| meaning == Meaning::Unknown)
        } else {
            0
        };
        let spelled = self.count(|meaning| matches!(meaning, Meaning::Spelled(_)));
        [
            (const { RepairId::of("rename-columns") }, self.renamed),
            (const { RepairId::of("normalise-header-names") }, spelled),
            (const { RepairId::of("add-missing-columns") }, missing),
            (
                const { RepairId::of("order-columns") },
                u64::from(!in_order),
            ),
            (const { RepairId::of("drop-unknown-columns") }, dropped),
        ]
        .into_iter()
        .filter(|(_, times)| *times > 0)
        .collect()
    }

    /// What may be shown of the names, which are `names` in the file.
    pub(crate) fn shown(&self, plan: &Plan, names: Vec<String>) -> HeaderNames {
        if are_values(&plan.schema, &self.names) {
            return HeaderNames::default();
        }
        let mut dropped = Vec::new();
        if plan.options.mode == Mode::Clean && self.drops_unknown(plan) {
            let header = Header::new(
                &self.names,
                &self.by_field,
                &plan.schema,
                HeaderFlags::default(),
            );
            let guesses: BTreeMap<u32, Option<ColumnId>> =
                unexpected(&header).into_iter().collect();
            for (field, meaning) in (1_u32..).zip(&self.meanings) {
                if *meaning == Meaning::Unknown {
                    dropped.push(DroppedColumn {
                        field,
                        resembles: guesses.get(&field).copied().flatten(),
                    });
                }
            }
        }
        HeaderNames { names, dropped }
    }

    /// Whether a cleaning fixes what is found about the name of this field, counted from 1.
    fn is_fixed(&self, plan: &Plan, field: u32) -> bool {
        let place = (field as usize).checked_sub(1);
        match place.and_then(|place| self.meanings.get(place)) {
            Some(Meaning::Unknown) => self.drops_unknown(plan),
            Some(_) => true,
            None => false,
        }
    }

    /// Keeps what a cleaning does not fix, and adds what it brings about: two spellings of one
    /// column are that column twice.
    pub(crate) fn keep_unfixed(&self, plan: &Plan, findings: &mut Vec<Finding>) {
        const FIXED: [RuleId; 4] = [
            RuleId::of("byte-order-mark"),
            RuleId::of("blank-line-before-header"),
            RuleId::of("line-ends-are-carriage-returns"),
            RuleId::of("column-missing"),
        ];
        const TWICE: RuleId = RuleId::of("column-is-duplicated");
        const HASH_MISSING: RuleId = RuleId::of("password-hash-column-missing");
        let adds_hash = plan.schema.known().password_hash.is_some();
        findings.retain(|finding| {
            if FIXED.contains(&finding.rule)
                || finding.rule == TWICE
                || (adds_hash && finding.rule == HASH_MISSING)
            {
                return false;
            }
            match finding.detail {
                Detail::Field(field) | Detail::Resembles { field, .. } => {
                    !self.is_fixed(plan, field)
                }
                _ => true,
            }
        });
        let mut seen: Vec<ColumnId> = Vec::new();
        for (place, column) in self.by_field.iter().enumerate() {
            let Some(column) = *column else { continue };
            if seen.contains(&column) {
                findings.push(Finding {
                    rule: TWICE,
                    column: Some(column),
                    detail: Detail::Field(bug::narrow(place + 1)),
                });
            }
            seen.push(column);
        }
    }
}

/// Keeps only what decides about the whole job.
pub(crate) fn keep_decisive(findings: &mut Vec<Finding>) {
    findings.retain(|finding| finding.rule.rule().fails_the_job());
}
