//! The schema, the rules and the options, compiled once for all rows.

use crate::{
    repairs::{Applicability, Apply, Repair, RepairId, RepairOptions},
    rules::{Check, Field, FileStats, Finding, Findings, Header, RawRecord, Row, RuleId},
    schema::{ColumnId, Schema, SignInNames},
};

use super::{Error, Mode, Options, gate::Gate};

type FindInField = fn(&Field<'_>, &mut Findings<'_>);
type FindInRow = fn(&Row<'_>, &mut Findings<'_>);
type FindInHeader = fn(&Header<'_>, &mut Findings<'_>);
type FindInReading = fn(&RawRecord<'_>, &mut Findings<'_>);
type FindInFile = fn(&FileStats<'_>, &mut Findings<'_>);

/// One column's rules and repairs.
#[derive(Debug, Default)]
pub(crate) struct ColumnPlan {
    rules: Vec<(RuleId, FindInField)>,
    repairs: Vec<RepairPlan>,
    /// What a blank means here, and the repair that says so in the file.
    pub(crate) fill: Option<(RepairId, &'static str)>,
    /// What `--set` puts here where the value is blank or absent.
    pub(crate) set: Option<String>,
}

#[derive(Debug)]
struct RepairPlan {
    id: RepairId,
    fixes: &'static [RuleId],
    rewrite: fn(&str, &RepairOptions) -> Option<String>,
}

/// Everything that is the same for all rows.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) schema: Schema,
    pub(crate) options: Options,
    pub(crate) columns: Vec<ColumnPlan>,
    pub(crate) names: SignInNames,
    pub(crate) gate: Gate,
    row_rules: Vec<(RuleId, FindInRow)>,
    header_rules: Vec<(RuleId, FindInHeader)>,
    reading_rules: Vec<(RuleId, FindInReading)>,
    file_rules: Vec<(RuleId, FindInFile)>,
    writing_rules: Vec<(RuleId, FindInField)>,
}

impl Plan {
    /// Asks each rule and each repair which columns it looks at under this schema.
    pub(crate) fn new(schema: Schema, options: Options) -> Result<Self, Error> {
        let names = SignInNames::new(schema.pool())?;
        let mut columns: Vec<ColumnPlan> = schema
            .columns()
            .iter()
            .map(|_| ColumnPlan::default())
            .collect();
        for (name, value) in &options.repairs.sets {
            let place = schema
                .column_named(name)
                .and_then(|column| columns.get_mut(column.id.index()))
                .ok_or_else(|| Error::UnknownSetColumn {
                    column: name.clone(),
                })?;
            place.set = Some(value.clone());
        }
        let mut plan = Self {
            gate: Gate::new(&schema, options.mode),
            schema,
            options,
            columns,
            names,
            row_rules: Vec::new(),
            header_rules: Vec::new(),
            reading_rules: Vec::new(),
            file_rules: Vec::new(),
            writing_rules: Vec::new(),
        };
        for id in RuleId::all() {
            plan.add_rule(id);
        }
        if plan.options.mode == Mode::Clean {
            for id in RepairId::all() {
                plan.add_repair(id, id.repair());
            }
        }
        Ok(plan)
    }

    fn add_rule(&mut self, id: RuleId) {
        match id.rule().check {
            Check::Value { reads, find } => {
                for (column, plan) in self.schema.columns().iter().zip(&mut self.columns) {
                    if reads(&self.schema, column) {
                        plan.rules.push((id, find));
                    }
                }
            }
            Check::Row { reads, find } => {
                if reads(&self.schema) {
                    self.row_rules.push((id, find));
                }
            }
            Check::Header { find } => self.header_rules.push((id, find)),
            Check::RawRecord { find } => self.reading_rules.push((id, find)),
            Check::File { find } => self.file_rules.push((id, find)),
            Check::Writing { find } => self.writing_rules.push((id, find)),
            Check::Ordered | Check::Interpretations => {}
        }
    }

    fn add_repair(&mut self, id: RepairId, repair: &'static Repair) {
        if !self.options.allows(repair) {
            return;
        }
        for (column, plan) in self.schema.columns().iter().zip(&mut self.columns) {
            match repair.apply {
                Apply::Value { reads, rewrite } if reads(&self.schema, column) => {
                    plan.repairs.push(RepairPlan {
                        id,
                        fixes: repair.fixes,
                        rewrite,
                    });
                }
                Apply::Fill { blank_means } => {
                    if let Some(meaning) = blank_means(&self.schema, column) {
                        plan.fill = Some((id, meaning));
                    }
                }
                Apply::Value { .. } | Apply::File => {}
            }
        }
    }

    /// Asks the rules about one row's values and about the row as a whole.
    pub(crate) fn find_in_row(&self, row: &Row<'_>, findings: &mut Vec<Finding>) {
        for (column, plan) in self.schema.columns().iter().zip(&self.columns) {
            let Some(written) = row.record.field(column.id) else {
                continue;
            };
            let field = Field::new(written, column, &self.schema);
            if field.value().is_empty() {
                continue;
            }
            for (rule, find) in &plan.rules {
                find(&field, &mut Findings::new(*rule, Some(column.id), findings));
            }
        }
        for (rule, find) in &self.row_rules {
            find(row, &mut Findings::new(*rule, None, findings));
        }
    }

    /// Asks the rules about what the reader noted of a record.
    pub(crate) fn find_in_reading(&self, reading: &RawRecord<'_>, findings: &mut Vec<Finding>) {
        for (rule, find) in &self.reading_rules {
            find(reading, &mut Findings::new(*rule, None, findings));
        }
    }

    /// Asks the rules about the line of names.
    pub(crate) fn find_in_header(&self, header: &Header<'_>, findings: &mut Vec<Finding>) {
        for (rule, find) in &self.header_rules {
            find(header, &mut Findings::new(*rule, None, findings));
        }
    }

    /// Asks the rules about the numbers of the whole file.
    pub(crate) fn find_in_file(&self, facts: &FileStats<'_>, findings: &mut Vec<Finding>) {
        for (rule, find) in &self.file_rules {
            find(facts, &mut Findings::new(*rule, None, findings));
        }
    }

    /// Asks whether one value can be written in Cognito's dialect.
    pub(crate) fn find_in_writing(&self, field: &Field<'_>, findings: &mut Vec<Finding>) {
        for (rule, find) in &self.writing_rules {
            find(
                field,
                &mut Findings::new(*rule, Some(field.column.id), findings),
            );
        }
    }

    /// Rewrites one field with every repair that fixes a finding about it, in the order of the
    /// list. `rewritten` hears of each repair and the field it leaves.
    pub(crate) fn repair_field(
        &self,
        column: ColumnId,
        findings: &[Finding],
        mut field: String,
        mut rewritten: impl FnMut(RepairId),
    ) -> Option<String> {
        let plan = self.columns.get(column.index())?;
        let mut changed = false;
        for repair in &plan.repairs {
            let is_asked = findings.iter().any(|finding| {
                finding.column.is_none_or(|found| found == column)
                    && repair.fixes.contains(&finding.rule)
            });
            if is_asked
                && let Some(better) = (repair.rewrite)(&field, &self.options.repairs)
                && better != field
            {
                field = better;
                changed = true;
                rewritten(repair.id);
            }
        }
        changed.then_some(field)
    }
}

impl Options {
    /// Whether a repair may run.
    fn allows(&self, repair: &Repair) -> bool {
        match repair.applicability {
            Applicability::Safe => true,
            Applicability::OnRequest(request) => request.is_met(&self.repairs),
        }
    }
}
