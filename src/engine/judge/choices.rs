//! Rows that are wanted, by the values of a column.

use std::borrow::Cow;

use crate::{
    engine::{Error, columns::Columns, plan::Plan},
    schema::ColumnId,
    values::{
        birthdate::{self, DateOrder},
        white_space,
    },
};

use super::{Judge, RowShape, repair::repair_until_stable};

/// The rows that are wanted, by the values of a field.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(super) field: usize,
    /// The column of the pool that the field is, where it is one.
    column: Option<ColumnId>,
    /// The values as they are compared: those of a column as a cleaning writes them.
    values: Vec<String>,
    /// Whether rows with these values are wanted, or those without.
    keeps: bool,
}

impl Choice {
    /// The choices of the options, in a file whose fields have these names before renames.
    pub(crate) fn find(
        plan: &Plan,
        file: &str,
        names: &[String],
        columns: &Columns,
    ) -> Result<Vec<Self>, Error> {
        let options = &plan.options;
        let only = options.only.iter().map(|choice| (choice, true));
        let except = options.except.iter().map(|choice| (choice, false));
        only.chain(except)
            .map(|((name, values), keeps)| {
                let is_named = |own: &String| own.trim() == name.trim();
                let field = names.iter().position(is_named);
                let field = field.or_else(|| columns.names.iter().position(is_named));
                let field = field.ok_or_else(|| Error::ChoiceWithoutColumn {
                    name: file.to_owned(),
                    column: name.clone(),
                })?;
                let column = columns.by_field.get(field).copied().flatten();
                let day_first = options.repairs.date_order == Some(DateOrder::DayMonthYear);
                let values = values.iter().map(|value| match column {
                    Some(column) => as_cleaned(plan, column, value, day_first),
                    None => value.clone(),
                });
                Ok(Self {
                    field,
                    column,
                    values: values.collect(),
                    keeps,
                })
            })
            .collect()
    }
}

impl Judge<'_> {
    /// Whether a row with this value of the choice's field is wanted.
    ///
    /// Values are compared as a cleaning writes them, so that a cleaning of the cleaned file chooses the
    /// same rows.
    pub(super) fn is_wanted(&self, choice: &Choice, value: &str) -> bool {
        let value = white_space::trim(value);
        let value = match choice.column {
            Some(column) => Cow::Owned(as_cleaned(
                self.plan,
                column,
                value,
                self.reorders_birthdates(),
            )),
            None => Cow::Borrowed(value),
        };
        choice.values.iter().any(|own| *own == value) == choice.keeps
    }
}

/// A value of a column as a cleaning writes it, the other columns aside.
fn as_cleaned(plan: &Plan, column: ColumnId, value: &str, day_first: bool) -> String {
    let mut values: Vec<Cow<'_, str>> = plan
        .all_columns
        .iter()
        .map(|own| Cow::Borrowed(if *own == column { value } else { "" }))
        .collect();
    let mut made = Vec::new();
    plan.transforms.apply(&plan.schema, &mut values, &mut made);
    if day_first
        && plan.schema.known().birthdate == Some(column)
        && let Some(own) = values.get_mut(column.index())
        && let Some(ordered) =
            birthdate::from_ordered(white_space::trim(own), DateOrder::DayMonthYear)
    {
        *own = Cow::Owned(ordered);
    }
    let shape = RowShape::of_header(values.len());
    let columns = vec![column];
    repair_until_stable(plan, &plan.repairing, &mut values, shape, &[], columns);
    values
        .into_iter()
        .nth(column.index())
        .map_or_else(String::new, Cow::into_owned)
}
