//! What the values of a row show about their columns, and what that means for the row.

use std::borrow::Cow;

use crate::{
    bug,
    engine::column_readings::DateReading,
    prediction::RepairMade,
    repairs::RepairId,
    rules::{Detail, Finding, RuleId},
    values::{
        birthdate::{ShownOrder, shown_order},
        white_space,
    },
};

use super::{Judge, Judged};

impl Judge<'_> {
    /// Counts what a row with the shape of the header shows about its columns.
    #[inline]
    pub(super) fn count_columns<'v>(
        &self,
        judged: &mut Judged,
        field: impl Fn(usize) -> Option<&'v str>,
    ) {
        let readings = &self.file.readings;
        if !readings.watched.is_empty() && self.repeats_or_ends(&field) {
            return;
        }
        judged
            .counts
            .add(readings.birthdate, &readings.watched, field);
    }

    /// What keeps a row back because of what its column shows: a date that can be read in two ways.
    #[inline]
    pub(super) fn open_date<'v>(
        &self,
        field: impl Fn(usize) -> Option<&'v str>,
    ) -> Option<Finding> {
        let readings = &self.file.readings;
        if readings.dates != DateReading::Open {
            return None;
        }
        let value = field(readings.birthdate?)?;
        let can_be_both = shown_order(white_space::trim(value)) == Some(ShownOrder::Either);
        can_be_both.then_some(Finding {
            rule: const { RuleId::of("birthdate-can-be-read-two-ways") },
            column: self.plan.schema.known().birthdate,
            detail: Detail::None,
        })
    }

    /// Takes the apostrophe off each value of a column that it guards.
    pub(super) fn remove_guards(&self, values: &mut [Cow<'_, str>], made: &mut Vec<RepairMade>) {
        for column in &self.file.readings.guarded {
            let value = bug::slice_mut(values, column.index());
            if let Some(bare) = white_space::trim(value).strip_prefix('\'') {
                *value = Cow::Owned(bare.to_owned());
                let repair = const { RepairId::of("remove-apostrophe-guard") };
                made.push(RepairMade::new(repair, *column));
            }
        }
    }

    /// Whether the row is the header again, or the end of a report.
    #[cold]
    fn repeats_or_ends<'v>(&self, field: &impl Fn(usize) -> Option<&'v str>) -> bool {
        let places = 0..self.file.names.len();
        let fields: Vec<Cow<'_, str>> = places
            .map(|place| Cow::Borrowed(field(place).unwrap_or_default()))
            .collect();
        self.no_user(&fields).is_some()
    }
}
