//! How the fields of one file map to the columns of the CSVHeader.

use crate::schema::{ColumnId, Schema};

use super::gate::{FieldGate, Gate};

/// The columns behind each rejected row: its line in the input, its outcome, and the rules that say
/// why. An input that has them is read without them.
pub const PREFLIGHT_COLUMNS: [&str; 3] =
    ["preflight:line", "preflight:outcome", "preflight:reasons"];

/// The fields of one file.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// For each field of the file, its column, where it has one.
    pub(crate) fields: Vec<Option<ColumnId>>,
    /// For each field of the file, how its values are cleared.
    pub(crate) gates: Vec<Option<FieldGate>>,
    /// For each column of the CSVHeader, its field, where the file has one.
    pub(crate) by_column: Vec<Option<usize>>,
    /// For each column that the file has twice, its first and its last field.
    pub(crate) twice: Vec<(usize, usize)>,
    /// The fields under names that are blank, where a cleaning must not lose their values.
    pub(crate) unnamed: Vec<usize>,
}

impl Layout {
    /// The layout of a file whose fields are these columns, and of which these are `unnamed`.
    pub(crate) fn new(
        fields: Vec<Option<ColumnId>>,
        unnamed: Vec<usize>,
        schema: &Schema,
        gate: &Gate,
    ) -> Self {
        let mut by_column = vec![None; schema.columns().len()];
        let mut fields = fields;
        let mut twice: Vec<(usize, usize)> = Vec::new();
        for (place, field) in fields.iter_mut().enumerate() {
            if let Some(column) = *field
                && let Some(slot) = by_column.get_mut(column.index())
            {
                // Of a column that stands there twice, the first counts.
                match *slot {
                    None => *slot = Some(place),
                    Some(first) => {
                        twice.retain(|(other, _)| *other != first);
                        twice.push((first, place));
                        *field = None;
                    }
                }
            }
        }
        let gates = fields
            .iter()
            .map(|field| field.and_then(|column| gate.columns().get(column.index()).copied()))
            .collect();
        Self {
            fields,
            gates,
            by_column,
            twice,
            unnamed,
        }
    }

    /// How many fields the header has.
    pub(crate) const fn len(&self) -> usize {
        self.fields.len()
    }
}
