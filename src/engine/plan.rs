//! The schema, the rules and the options, compiled once for all rows.

use crate::{
    bug,
    mapping::mapper::{self, Mapper},
    prediction::Judgement,
    repairs::{Applicability, Apply, Repair, RepairId, RepairOptions},
    rules::{
        Check, Facts, Field, FileStats, Finding, Findings, Header, RawRecord, Row, Rule, RuleId,
    },
    schema::{Column, ColumnId, Schema, SignInNames},
};

use super::{Error, Mode, Options, fast_path::FastPath, transforms::Transforms};

type FindInField = fn(&Field<'_>, &mut Findings<'_>);
type FindInRow = fn(&Row<'_>, &mut Findings<'_>);
type FindInHeader = fn(&Header<'_>, &mut Findings<'_>);
type FindInReading = fn(&RawRecord<'_>, &mut Findings<'_>);
type FindInFile = fn(&FileStats<'_>, &mut Findings<'_>);

/// What a run changes in values. Nothing in a check.
#[derive(Debug, Default)]
pub(crate) struct Repairing {
    columns: Vec<ColumnRepairing>,
}

/// What a cleaning changes in the values of one column.
#[derive(Debug, Default)]
pub(crate) struct ColumnRepairing {
    repairs: Vec<RepairPlan>,
    /// What a blank means here, and the repair that says so in the file.
    pub(crate) fill: Option<(RepairId, &'static str)>,
    /// What the user has set where the value is blank or absent.
    pub(crate) set: Option<String>,
}

#[derive(Debug)]
struct RepairPlan {
    id: RepairId,
    fixes: &'static [RuleId],
    rewrite: fn(&str, &RepairOptions) -> Option<String>,
}

/// What the rules are asked about in a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The columns whose values are looked at, in their order.
    pub(crate) columns: &'a [ColumnId],
    /// What is proven of the row: rules that it clears are passed over.
    pub(crate) proven: Facts,
}

/// Everything that is the same for all rows.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) schema: Schema,
    pub(crate) options: Options,
    pub(crate) names: SignInNames,
    /// What makes the fields of records out of those of a source.
    pub(crate) mapper: Option<Mapper>,
    pub(crate) fast_path: FastPath,
    pub(crate) transforms: Transforms,
    pub(crate) repairing: Repairing,
    /// Every column, for rows without a cleared value.
    pub(crate) all_columns: Vec<ColumnId>,
    value_rules: Vec<Vec<(RuleId, FindInField)>>,
    row_rules: Vec<(RuleId, Facts, FindInRow)>,
    header_rules: Vec<(RuleId, FindInHeader)>,
    reading_rules: Vec<(RuleId, Facts, FindInReading)>,
    file_rules: Vec<(RuleId, FindInFile)>,
    writing_rules: Vec<(RuleId, FindInField)>,
}

impl Plan {
    /// Asks each rule and each repair which columns it looks at under this schema.
    pub(crate) fn new(schema: Schema, options: Options) -> Result<Self, Error> {
        Self::of(schema, options.with_mapping())
    }

    /// The plan for options that are complete.
    fn of(schema: Schema, options: Options) -> Result<Self, Error> {
        let rules: Vec<_> = RuleId::all().map(|id| (id, id.rule())).collect();
        Self::with_rules(schema, options, &rules)
    }

    /// The plan for one file of the same run with options of its own. It names users as this one does,
    /// because all files of a run share one index.
    pub(crate) fn with_options(&self, options: Options) -> Result<Self, Error> {
        Ok(Self {
            names: self.names.clone(),
            ..Self::of(self.schema.clone(), options)?
        })
    }

    pub(super) fn with_rules(
        schema: Schema,
        options: Options,
        rules: &[(RuleId, &'static Rule)],
    ) -> Result<Self, Error> {
        let names = SignInNames::new(schema.pool())?;
        let repairing = Repairing::new(&schema, &options)?;
        let transforms = Transforms::new(&schema, &options.repairs)?;
        let asked = mapper::Asked {
            repairs: &options.repairs,
            only: &options.only,
            except: &options.except,
        };
        let source = options.source.as_ref();
        let mapper = source.map(|source| source.mapper(&schema, asked));
        let mut plan = Self {
            fast_path: FastPath::new(&schema, options.mode, rules.iter().map(|(_, rule)| *rule)),
            all_columns: schema.columns().iter().map(|column| column.id).collect(),
            value_rules: schema.columns().iter().map(|_| Vec::new()).collect(),
            schema,
            options,
            names,
            mapper,
            transforms,
            repairing,
            row_rules: Vec::new(),
            header_rules: Vec::new(),
            reading_rules: Vec::new(),
            file_rules: Vec::new(),
            writing_rules: Vec::new(),
        };
        for (id, rule) in rules {
            plan.add_rule(*id, rule);
        }
        Ok(plan)
    }

    /// What findings come to, with what jobs have taught.
    pub(crate) fn judge(&self, findings: &[Finding]) -> Judgement {
        match &self.options.learned {
            None => Judgement::join(findings),
            Some(learned) => Judgement::join_with(findings, &self.schema, learned),
        }
    }

    fn add_rule(&mut self, id: RuleId, rule: &Rule) {
        let cleared_by = rule.cleared_by;
        match rule.check {
            Check::Value { reads, find } => {
                for (column, rules) in self.schema.columns().iter().zip(&mut self.value_rules) {
                    if reads(&self.schema, column) {
                        rules.push((id, find));
                    }
                }
            }
            Check::Row { reads, find } => {
                if reads(&self.schema) {
                    self.row_rules.push((id, cleared_by, find));
                }
            }
            Check::Header { find } => self.header_rules.push((id, find)),
            Check::RawRecord { find } => self.reading_rules.push((id, cleared_by, find)),
            Check::File { find } => self.file_rules.push((id, find)),
            Check::Writing { find } => self.writing_rules.push((id, find)),
            Check::Ordered
            | Check::Interpretations
            | Check::Source
            | Check::Column
            | Check::UnknownColumn => {}
        }
    }

    /// Asks the rules about values of one row and about the row as a whole.
    ///
    /// Of a row with too many fields, every value after the one that was cut is in the column of
    /// another. What rules say of them would be false, so that row is not judged on its columns.
    pub(crate) fn find_in_row(&self, row: &Row<'_>, asked: Asked<'_>, findings: &mut Vec<Finding>) {
        const TOO_MANY_FIELDS: RuleId = RuleId::of("row-has-too-many-fields");
        if row.field_count > row.header_count && !row.extra_fields_are_blank {
            let find = |(rule, _, find): &(RuleId, _, FindInRow)| {
                if *rule == TOO_MANY_FIELDS {
                    find(row, &mut Findings::new(*rule, None, findings));
                }
            };
            self.row_rules.iter().for_each(find);
            return;
        }
        for id in asked.columns {
            let (Some(column), Some(written)) = (self.schema.column(*id), row.record.field(*id))
            else {
                continue;
            };
            let field = Field::new(written, column, &self.schema);
            if field.value().is_empty() {
                continue;
            }
            for (rule, find) in bug::slice(&self.value_rules, id.index()) {
                find(&field, &mut Findings::new(*rule, Some(*id), findings));
            }
        }
        for (rule, cleared_by, find) in &self.row_rules {
            if !asked.proven.clear(*cleared_by) {
                find(row, &mut Findings::new(*rule, None, findings));
            }
        }
    }

    /// Asks the rules about what the reader noted of a record, those aside that `proven` clears.
    pub(crate) fn find_in_reading(
        &self,
        reading: &RawRecord<'_>,
        proven: Facts,
        findings: &mut Vec<Finding>,
    ) {
        for (rule, cleared_by, find) in &self.reading_rules {
            if !proven.clear(*cleared_by) {
                find(reading, &mut Findings::new(*rule, None, findings));
            }
        }
    }

    /// Asks the rules about the header.
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
}

impl Repairing {
    /// What the options ask for; a check changes nothing.
    fn new(schema: &Schema, options: &Options) -> Result<Self, Error> {
        let mut columns: Vec<ColumnRepairing> = schema
            .columns()
            .iter()
            .map(|_| ColumnRepairing::default())
            .collect();
        for (name, value) in &options.repairs.sets {
            let place = schema
                .column_named(name)
                .and_then(|column| columns.get_mut(column.id.index()))
                .ok_or_else(|| Error::UnknownSetColumn {
                    column: name.clone(),
                })?;
            // A value that a second cleaning would change must not be written by the first.
            place.set = Some(if options.repairs.lower_case.contains(name) {
                value.to_lowercase()
            } else {
                value.clone()
            });
        }
        if options.mode == Mode::Check {
            return Ok(Self::default());
        }
        let repairs = RepairId::all().map(|id| (id, id.repair()));
        for (id, repair) in repairs.filter(|(_, repair)| options.allows(repair)) {
            for (column, plan) in schema.columns().iter().zip(&mut columns) {
                plan.add(id, repair, schema, column);
            }
        }
        Ok(Self { columns })
    }

    /// By column what is changed, in a cleaning; nothing in a check.
    pub(crate) fn columns(&self) -> &[ColumnRepairing] {
        &self.columns
    }
}

impl ColumnRepairing {
    fn add(&mut self, id: RepairId, repair: &'static Repair, schema: &Schema, column: &Column) {
        match repair.apply {
            Apply::Value { reads, rewrite } if reads(schema, column) => {
                self.repairs.push(RepairPlan {
                    id,
                    fixes: repair.fixes,
                    rewrite,
                });
            }
            Apply::Fill { blank_means } => {
                if let Some(meaning) = blank_means(schema, column) {
                    self.fill = Some((id, meaning));
                }
            }
            Apply::Value { .. } | Apply::File => {}
        }
    }

    /// Rewrites a value with every repair that fixes a finding about it, in the order of the list.
    /// `rewritten` hears of each repair.
    pub(crate) fn rewrite(
        &self,
        column: ColumnId,
        findings: &[Finding],
        value: &str,
        options: &RepairOptions,
        mut rewritten: impl FnMut(RepairId),
    ) -> Option<String> {
        let mut better: Option<String> = None;
        for repair in &self.repairs {
            let is_asked = findings.iter().any(|finding| {
                finding.column.is_none_or(|found| found == column)
                    && repair.fixes.contains(&finding.rule)
            });
            if !is_asked {
                continue;
            }
            let value = better.as_deref().unwrap_or(value);
            if let Some(rewrite) = (repair.rewrite)(value, options)
                && rewrite != value
            {
                better = Some(rewrite);
                rewritten(repair.id);
            }
        }
        better
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
