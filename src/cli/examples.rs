//! The values at the first places of each rule, for the summary.

use std::{collections::BTreeMap, io};

use crate::{
    engine::{Interest, RuleCount, Sink},
    output::ShowValues,
    prediction::Verdict,
    rules::RuleId,
};

/// The values at the first places where each rule fired, where they may be shown.
#[derive(Debug)]
pub(super) struct Examples {
    show_values: ShowValues,
    values: BTreeMap<RuleId, Vec<String>>,
}

impl Examples {
    pub(super) const fn new(show_values: ShowValues) -> Self {
        Self {
            show_values,
            values: BTreeMap::new(),
        }
    }

    /// Whether there is anything to collect.
    pub(super) fn are_wanted(&self) -> bool {
        self.show_values == ShowValues::Yes
    }

    /// The value at the place of this number, where there is one to show.
    pub(super) fn value(&self, rule: RuleId, place: usize) -> Option<&str> {
        let value = self.values.get(&rule)?.get(place)?;
        (!value.is_empty()).then_some(value)
    }
}

impl Sink for Examples {
    fn interest(&self) -> Interest {
        Interest::NOTABLE_ROWS.with_values()
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        for finding in verdict.findings {
            let values = self.values.entry(finding.rule).or_default();
            if values.len() < RuleCount::EXAMPLES && !finding.rule.rule().is_about_file() {
                let value = finding
                    .column
                    .and_then(|column| self.show_values.written(verdict, column));
                values.push(value.unwrap_or_default().to_owned());
            }
        }
        Ok(())
    }
}
