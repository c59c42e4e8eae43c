//! Birthdates whose order the user has named, or their column shows.

use std::borrow::Cow;

use crate::{
    dialect::Dialect,
    engine::column_readings::DateReading,
    prediction::RepairMade,
    repairs::RepairId,
    values::{
        birthdate::{self, DateOrder},
        white_space,
    },
};

use super::Judge;

impl Judge<'_> {
    /// The order in which every birthdate is read, whatever rules say about it.
    ///
    /// `03/04/1990` has the form that the import asks for, so no rule reports it; but the user has said
    /// that it is the third of April. A file in Cognito's own dialect has been through this, or was never in
    /// need of it, so that a second cleaning turns nothing back, unless its dates show that it was; one that
    /// was only taken for such a file is not opened at all.
    fn order_of_birthdates(&self) -> Option<DateOrder> {
        match self.file.readings.dates {
            DateReading::Shown(order) => Some(order),
            DateReading::AsAsked | DateReading::Open => self
                .plan
                .options
                .repairs
                .date_order
                .filter(|order| *order == DateOrder::DayMonthYear)
                .filter(|_| self.file.dialect != Dialect::Cognito),
        }
    }

    /// Whether a birthdate in the form of the import may be another day.
    pub(super) fn reorders_birthdates(&self) -> bool {
        self.order_of_birthdates() == Some(DateOrder::DayMonthYear)
    }

    pub(super) fn reorder_birthdate(&self, values: &mut [Cow<'_, str>]) -> Option<RepairMade> {
        let order = self.order_of_birthdates()?;
        let column = self.plan.schema.known().birthdate?;
        let value = values.get_mut(column.index())?;
        let better = birthdate::from_ordered(white_space::trim(value), order)?;
        *value = Cow::Owned(better);
        let repair = const { RepairId::of("birthdate-from-date-order") };
        Some(RepairMade::new(repair, column))
    }
}
