//! Birthdates that the user says are day first.

use std::borrow::Cow;

use crate::{
    dialect::Dialect,
    prediction::RepairMade,
    repairs::RepairId,
    values::{
        birthdate::{self, DateOrder},
        white_space,
    },
};

use super::Judge;

impl Judge<'_> {
    /// Whether every birthdate has to be read day first.
    ///
    /// `03/04/1990` has the form that the import asks for, so no rule reports it; but the user has said
    /// that it is the third of April. A file in Cognito's own dialect has been through this, or was never in
    /// need of it, so that a second cleaning turns nothing back; one that was only taken for such a file is
    /// not opened at all.
    pub(super) fn reorders_birthdates(&self) -> bool {
        self.file.dialect != Dialect::Cognito
            && self.plan.options.repairs.date_order == Some(DateOrder::DayMonthYear)
    }

    pub(super) fn reorder_birthdate(&self, values: &mut [Cow<'_, str>]) -> Option<RepairMade> {
        if !self.reorders_birthdates() {
            return None;
        }
        let column = self.plan.schema.known().birthdate?;
        let value = values.get_mut(column.index())?;
        let better = birthdate::from_ordered(white_space::trim(value), DateOrder::DayMonthYear)?;
        *value = Cow::Owned(better);
        let repair = const { RepairId::of("birthdate-from-date-order") };
        Some(RepairMade::new(repair, column))
    }
}
