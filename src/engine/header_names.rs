//! The names of a file's header, for those who show what was found in it.

use crate::schema::ColumnId;

/// The names of a file's header, as far as they may be shown.
///
/// Names of columns are no data of a user. But the first line of a file that lacks its header holds
/// some, so where it looks like a row, it has no names here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderNames {
    pub(crate) names: Vec<String>,
    pub(crate) dropped: Vec<DroppedColumn>,
}

impl HeaderNames {
    /// The name of a field as the file has it, before any rename. Fields are counted from 1. `None` where
    /// there is no such field, or where its name may be a value of a user.
    #[must_use]
    pub fn name(&self, field: u32) -> Option<&str> {
        let place = (field as usize).checked_sub(1)?;
        self.names.get(place).map(String::as_str)
    }

    /// The columns that a cleaning leaves out, in the order of the file.
    #[must_use]
    pub fn dropped(&self) -> &[DroppedColumn] {
        &self.dropped
    }

    /// How many fields have this name.
    pub(crate) fn fields_named(&self, name: &str) -> usize {
        let name = name.trim();
        self.names.iter().filter(|own| own.trim() == name).count()
    }
}

/// A column that a cleaning leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedColumn {
    /// The number of its field in the header, counted from 1.
    pub field: u32,
    /// The column of the CSVHeader that its name probably means, where no other name means it.
    pub resembles: Option<ColumnId>,
}
