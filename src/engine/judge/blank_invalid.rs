//! Values that would fail their row, made blank where that was asked for.

use std::borrow::Cow;

use crate::{bug, prediction::RepairMade, repairs::RepairId, rules::Finding};

use super::{
    Judge, RowShape,
    repair::{Repaired, repair_until_stable},
};

impl Judge<'_> {
    /// Blanks the values that fail their row where that was asked for, and asks the rules again.
    pub(super) fn blank_invalid(
        &self,
        repaired: Repaired,
        values: &mut [Cow<'_, str>],
        shape: RowShape,
        decisive: &[Finding],
        made: &mut Vec<RepairMade>,
    ) -> Repaired {
        let plan = self.plan;
        let wanted = &plan.options.repairs.blank_invalid;
        if wanted.is_empty() {
            return repaired;
        }
        let known = plan.schema.known();
        let mut has_blanked = false;
        for finding in repaired
            .findings
            .iter()
            .filter(|finding| finding.rule.rule().decides())
        {
            let Some(column) = finding.column.and_then(|id| plan.schema.column(id)) else {
                continue;
            };
            let value = bug::slice_mut(values, column.id.index());
            if value.is_empty() || !wanted.iter().any(|name| name == column.name()) {
                continue;
            }
            *value = Cow::Borrowed("");
            made.push(RepairMade::new(
                const { RepairId::of("blank-invalid-values") },
                column.id,
            ));
            has_blanked = true;
            let flag = [
                (known.email, known.email_verified),
                (known.phone_number, known.phone_number_verified),
            ];
            for (address, flag) in flag {
                if address == Some(column.id)
                    && let Some(flag) = flag
                {
                    *bug::slice_mut(values, flag.index()) = Cow::Borrowed("false");
                }
            }
        }
        if !has_blanked {
            return repaired;
        }
        let columns = plan.all_columns.clone();
        let mut again =
            repair_until_stable(plan, &plan.repairing, values, shape, decisive, columns);
        again.repairs.splice(0..0, repaired.repairs);
        again
    }
}
