//! What the page says about a run beyond its summary. Its size depends on the rules and columns, never on
//! the rows.

use std::{collections::BTreeMap, io};

use crate::{
    engine::{FileStart, HeaderNames, Interest, Sink},
    output::ShowValues,
    prediction::{JobPrediction, Verdict},
    repairs::RepairId,
    rules::{Finding, RuleId},
    schema::ColumnId,
};

/// How many places of a rule are listed.
const PLACES: usize = 6;
/// In how many parts of a file findings are counted.
const BUCKETS: usize = 40;

/// Where findings of one rule are.
#[derive(Debug, Clone)]
pub(super) struct RuleFacts {
    /// Rows or names by column; findings without a column are under none.
    pub(super) columns: BTreeMap<Option<ColumnId>, u64>,
    /// The first places: the number of the file, the line, the finding, and the value where it may be
    /// shown.
    pub(super) places: Vec<Place>,
    /// Findings by the part of the file that they are in.
    pub(super) buckets: [u64; BUCKETS],
    /// Rows that would be imported without this rule.
    pub(super) only_fault: u64,
}

#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) line: u64,
    pub(super) finding: Finding,
    pub(super) value: Option<String>,
}

impl Default for RuleFacts {
    fn default() -> Self {
        Self {
            columns: BTreeMap::new(),
            places: Vec::new(),
            buckets: [0; BUCKETS],
            only_fault: 0,
        }
    }
}

/// Collects, row by row, what [`Page`](super::Page) shows.
///
/// It is a sink: add it to those of a run, and make the page of it when the run has ended.
#[derive(Debug)]
pub struct PageFacts {
    show_values: ShowValues,
    pub(super) rules: BTreeMap<RuleId, RuleFacts>,
    pub(super) repairs: BTreeMap<RepairId, BTreeMap<ColumnId, u64>>,
    /// How many records a bucket is wide; it doubles when the file turns out to be longer.
    records_a_bucket: u64,
    file: usize,
    /// The records of the files before this one.
    before: u64,
    /// The last record that was seen.
    last: u64,
    pub(super) headers: Vec<HeaderNames>,
}

impl PageFacts {
    /// Nothing yet.
    pub const fn new(show_values: ShowValues) -> Self {
        Self {
            show_values,
            rules: BTreeMap::new(),
            repairs: BTreeMap::new(),
            records_a_bucket: 1,
            file: 0,
            before: 0,
            last: 0,
            headers: Vec::new(),
        }
    }

    /// Whether the page holds values of users.
    pub(super) fn shows_values(&self) -> bool {
        self.show_values == ShowValues::Yes
    }

    /// How many buckets a run over so many records fills.
    pub(super) fn buckets_in_use(&self, records: u64) -> usize {
        let buckets = records.div_ceil(self.records_a_bucket);
        usize::try_from(buckets).map_or(BUCKETS, |buckets| buckets.clamp(1, BUCKETS))
    }

    fn bucket(&mut self, record: u64) -> usize {
        while record / self.records_a_bucket >= BUCKETS as u64 {
            self.records_a_bucket *= 2;
            for facts in self.rules.values_mut() {
                let mut halved = [0; BUCKETS];
                for (place, count) in facts.buckets.iter().enumerate() {
                    if let Some(half) = halved.get_mut(place / 2) {
                        *half += count;
                    }
                }
                facts.buckets = halved;
            }
        }
        usize::try_from(record / self.records_a_bucket).unwrap_or(BUCKETS - 1)
    }

    fn add(&mut self, finding: &Finding, line: u64, bucket: Option<usize>, value: Option<String>) {
        let facts = self.rules.entry(finding.rule).or_default();
        *facts.columns.entry(finding.column).or_default() += 1;
        if let Some(count) = bucket.and_then(|bucket| facts.buckets.get_mut(bucket)) {
            *count += 1;
        }
        if facts.places.len() < PLACES {
            facts.places.push(Place {
                file: self.file,
                line,
                finding: *finding,
                value,
            });
        }
    }
}

impl Sink for PageFacts {
    fn interest(&self) -> Interest {
        match self.show_values {
            ShowValues::No => Interest::NOTABLE_ROWS,
            ShowValues::Yes => Interest::NOTABLE_ROWS.with_values(),
        }
    }

    fn begin(&mut self, start: &FileStart<'_>) -> io::Result<()> {
        self.file = start.file;
        self.before += self.last;
        self.last = 0;
        self.headers.push(start.input.header.clone());
        for finding in start.findings {
            self.add(finding, 1, None, None);
        }
        Ok(())
    }

    fn row(&mut self, verdict: &Verdict<'_>) -> io::Result<()> {
        self.last = verdict.position.record;
        let bucket = self.bucket(self.before + verdict.position.record.saturating_sub(1));
        let mut decisive = None;
        let mut is_only = true;
        // What is about the file is said once, and not of every row.
        let of_row = |finding: &&Finding| !finding.rule.rule().is_about_file();
        for finding in verdict.findings.iter().filter(of_row) {
            let needs_value = self.shows_values()
                && self
                    .rules
                    .get(&finding.rule)
                    .is_none_or(|facts| facts.places.len() < PLACES);
            let value = finding
                .column
                .filter(|_| needs_value)
                .and_then(|column| self.show_values.written(verdict, column))
                .map(str::to_owned);
            self.add(finding, verdict.position.line, Some(bucket), value);
            if finding.rule.rule().decides() {
                is_only &= decisive.is_none_or(|rule| rule == finding.rule);
                decisive = Some(finding.rule);
            }
        }
        if let Some(rule) = decisive
            && is_only
            && let Some(facts) = self.rules.get_mut(&rule)
        {
            facts.only_fault += 1;
        }
        for made in verdict.repairs {
            let columns = self.repairs.entry(made.repair).or_default();
            *columns.entry(made.column).or_default() += 1;
        }
        Ok(())
    }

    fn end_of_file(&mut self, _: &JobPrediction, findings: &[Finding]) -> io::Result<()> {
        for finding in findings {
            self.add(finding, 0, None, None);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[test]
    fn the_width_of_a_bucket_doubles_and_no_finding_is_lost() {
        let fixture = Fixture::new();
        let mut facts = PageFacts::new(ShowValues::No);
        fixture.begin(&mut facts, b"");
        let row = fixture.row(&[]).finding(fixture.fails(), Some("email"));
        for record in 1..=1000 {
            let mut verdict = row.verdict();
            verdict.position.record = record;
            facts.row(&verdict).unwrap();
        }
        let of_rule = &facts.rules[&fixture.fails()];
        assert_eq!(facts.records_a_bucket, 32);
        assert_eq!(of_rule.buckets.iter().sum::<u64>(), 1000);
        assert_eq!(of_rule.buckets[..31], [32; 31]);
        assert_eq!(of_rule.only_fault, 1000);
        assert_eq!(of_rule.places.len(), PLACES);
    }

    #[test]
    fn a_row_with_two_faults_counts_for_neither_as_its_only_one() {
        let fixture = Fixture::new();
        let mut facts = PageFacts::new(ShowValues::No);
        fixture.begin(&mut facts, b"");
        let row = fixture
            .row(&[])
            .finding(fixture.fails(), Some("email"))
            .finding(fixture.skips(), None)
            .finding(fixture.warns(), None);
        facts.row(&row.verdict()).unwrap();
        assert!(facts.rules.values().all(|facts| facts.only_fault == 0));
        let alone = fixture
            .row(&[])
            .finding(fixture.fails(), Some("email"))
            .finding(fixture.warns(), None);
        facts.row(&alone.verdict()).unwrap();
        assert_eq!(facts.rules[&fixture.fails()].only_fault, 1);
    }
}
