//! How the fields of one file map to the columns of the CSVHeader.

use crate::{
    bug::narrow,
    rules::{AccountColumn, AccountState, Detail, Finding},
    schema::{ColumnId, Schema},
};

use super::{
    Options,
    fast_path::{ColumnScan, FastPath},
};

/// The fields of one file.
#[derive(Debug, Default)]
pub(crate) struct ColumnMap {
    /// For each field of the file, its column, where it has one.
    pub(crate) fields: Vec<Option<ColumnId>>,
    /// For each field of the file, how its values are cleared.
    pub(crate) scans: Vec<Option<ColumnScan>>,
    /// For each column of the CSVHeader, its field, where the file has one.
    pub(crate) by_column: Vec<Option<usize>>,
    /// For each column that the file has twice, its first and its last field.
    pub(crate) duplicate_columns: Vec<(usize, usize)>,
    /// The fields under names that are blank, where a cleaning must not lose their values.
    pub(crate) unnamed_fields: Vec<usize>,
    /// The fields of no column that say what state an account is in.
    pub(crate) account_fields: Vec<(usize, AccountColumn)>,
    /// The states of which nothing is to be said.
    pub(crate) kept_states: Vec<AccountState>,
}

impl ColumnMap {
    /// The map of a file whose fields are these columns, and of which these are `unnamed_fields`.
    pub(crate) fn new(
        mut fields: Vec<Option<ColumnId>>,
        unnamed_fields: Vec<usize>,
        schema: &Schema,
        fast_path: &FastPath,
    ) -> Self {
        let mut by_column = vec![None; schema.columns().len()];
        let mut duplicate_columns: Vec<(usize, usize)> = Vec::new();
        for (place, field) in fields.iter_mut().enumerate() {
            if let Some(column) = *field
                && let Some(slot) = by_column.get_mut(column.index())
            {
                // Of a column that the file has twice, the first counts.
                match *slot {
                    None => *slot = Some(place),
                    Some(first) => {
                        duplicate_columns.retain(|(other, _)| *other != first);
                        duplicate_columns.push((first, place));
                        *field = None;
                    }
                }
            }
        }
        let scans = fields
            .iter()
            .map(|field| field.and_then(|column| fast_path.columns().get(column.index()).copied()))
            .collect();
        Self {
            fields,
            scans,
            by_column,
            duplicate_columns,
            unnamed_fields,
            account_fields: Vec::new(),
            kept_states: Vec::new(),
        }
    }

    /// Adds the fields of no column whose names tell the state of an account.
    pub(crate) fn with_account_fields(mut self, names: &[String], options: &Options) -> Self {
        let unknown = self.fields.iter().zip(names).enumerate();
        self.account_fields = unknown
            .filter(|(_, (column, _))| column.is_none())
            .filter_map(|(place, (_, name))| Some((place, AccountColumn::named(name)?)))
            .collect();
        let kept = [
            (options.keep_disabled, AccountState::LockedOut),
            (options.keep_federated, AccountState::Federated),
        ];
        self.kept_states = kept
            .into_iter()
            .filter_map(|(is_kept, state)| is_kept.then_some(state))
            .collect();
        self
    }

    /// What the fields of no column say about the state of an account.
    pub(crate) fn account_findings<'v>(
        &self,
        field: impl Fn(usize) -> Option<&'v str>,
    ) -> impl Iterator<Item = Finding> {
        self.account_fields
            .iter()
            .filter_map(move |(place, column)| {
                let state = column.says(field(*place)?)?;
                (!self.kept_states.contains(&state)).then(|| Finding {
                    rule: state.rule(),
                    column: None,
                    detail: Detail::Field(narrow(place + 1)),
                })
            })
    }

    /// Reads fields as further columns, of which the file has none.
    pub(crate) fn copy(&mut self, copies: &[(usize, ColumnId)]) {
        for (field, column) in copies {
            if let Some(slot) = self.by_column.get_mut(column.index())
                && slot.is_none()
            {
                *slot = Some(*field);
            }
        }
    }

    /// Whether each field is one of a column.
    pub(crate) fn has_only_columns(&self) -> bool {
        self.fields.iter().all(Option::is_some)
    }

    /// How many fields the header has.
    pub(crate) const fn len(&self) -> usize {
        self.fields.len()
    }

    /// The field of a column, where the file has one.
    pub(crate) fn field_of(&self, column: ColumnId) -> Option<usize> {
        self.by_column.get(column.index()).copied().flatten()
    }
}
