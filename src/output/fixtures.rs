//! Verdicts made by hand, for the tests of the sinks.

use std::fmt::Write as _;

use crate::{
    dialect::{Dialect, Encoding},
    engine::{
        Counts, FileStart, FileStatement, FileSummary, HeaderNames, Input, Options, Sink, Summary,
    },
    evidence::Certainty,
    outcome::{Effect, Outcome, OutcomeSet},
    position::Position,
    prediction::{Judgement, RepairMade, RowTally, UserStatus, Verdict, predict_job},
    record::Record,
    repairs::{Apply, RepairId},
    rules::{Detail, Finding, RuleId},
    schema::{ColumnId, CsvHeader, Schema},
};

/// A schema and an input to make verdicts of.
pub(super) struct Fixture {
    pub(super) schema: Schema,
    pub(super) input: Input,
    pub(super) line_end: Vec<u8>,
    pub(super) header_findings: Vec<Finding>,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let header = CsvHeader::parse(
            r#"["cognito:username","email","phone_number","custom:a\"b","password_hash"]"#,
        )
        .unwrap();
        Self {
            schema: Schema::new(Some(header), None).unwrap(),
            input: Input {
                name: "users.csv".into(),
                dialect: Dialect::Cognito,
                dialect_detected: false,
                because: "",
                encoding: Encoding::UTF_8,
                byte_order_mark: false,
                bytes: 100,
                hint: None,
                header: HeaderNames::default(),
                username_rule: None,
                guarded: Vec::new(),
            },
            line_end: b"\r\n".to_vec(),
            header_findings: Vec::new(),
        }
    }

    /// The columns' names as a header.
    pub(super) fn header(&self) -> String {
        let mut line = String::new();
        for column in self.schema.columns() {
            let comma = if line.is_empty() { "" } else { "," };
            write!(line, "{comma}{}", column.name()).unwrap();
        }
        line
    }

    pub(super) fn column(&self, name: &str) -> ColumnId {
        self.schema.column_named(name).unwrap().id
    }

    /// A rule that surely makes a row fail and does not know the log's text.
    #[expect(clippy::unused_self, reason = "reads like the other members")]
    pub(super) fn fails(&self) -> RuleId {
        rule(Effect::RowFails, true)
    }

    #[expect(clippy::unused_self, reason = "reads like the other members")]
    pub(super) fn may_fail(&self) -> RuleId {
        rule(Effect::RowFails, false)
    }

    #[expect(clippy::unused_self, reason = "reads like the other members")]
    pub(super) fn skips(&self) -> RuleId {
        rule(Effect::RowSkipped, true)
    }

    #[expect(clippy::unused_self, reason = "reads like the other members")]
    pub(super) fn warns(&self) -> RuleId {
        rule(Effect::Warns, true)
    }

    #[expect(clippy::unused_self, reason = "reads like the other members")]
    pub(super) fn repair(&self) -> RepairId {
        RepairId::all()
            .find(|id| matches!(id.repair().apply, Apply::Value { .. }))
            .unwrap()
    }

    /// How the input is read.
    pub(super) fn statement(&self) -> FileStatement {
        FileStatement::new(self.input.dialect, self.input.encoding, &Options::default())
    }

    pub(super) fn begin(&self, sink: &mut impl Sink, raw_header: &[u8]) {
        sink.begin(&FileStart {
            schema: &self.schema,
            input: &self.input,
            findings: &self.header_findings,
            raw_header,
            line_end: &self.line_end,
            statement: &self.statement(),
            file: 0,
        })
        .unwrap();
    }

    /// A row on line 7 that is imported, with these values.
    pub(super) fn row<'a>(&'a self, values: &[(&str, &'a str)]) -> Row<'a> {
        let fields: Vec<_> = self
            .schema
            .columns()
            .iter()
            .map(|column| {
                let value = values.iter().find(|(name, _)| *name == column.name());
                Some(value.map_or("", |(_, value)| value))
            })
            .collect();
        Row {
            fixture: self,
            written: fields.clone(),
            fields,
            findings: Vec::new(),
            repairs: Vec::new(),
            judgement: Judgement::IMPORTED,
            raw: b"",
            line_end: b"\n",
        }
    }

    /// A summary of one file with two imported rows and a failed one.
    pub(super) fn summary(&self) -> Summary {
        let mut rows = RowTally::default();
        rows.add_unremarkable(2);
        rows.add(Judgement {
            outcome: Outcome::Failed,
            ..Judgement::IMPORTED
        });
        let prediction = predict_job(&rows, &[]);
        let mut counts = Counts {
            rows,
            cleaned: 2,
            rejected: 1,
            ..Counts::default()
        };
        let finding = Finding {
            rule: self.fails(),
            column: Some(self.column("email")),
            detail: Detail::None,
        };
        counts
            .rules
            .entry(finding.rule)
            .or_default()
            .add(0, Position::default(), finding);
        counts.repairs.insert(self.repair(), 3);
        counts.user_status.insert(UserStatus::ResetRequired, 2);
        Summary {
            files: vec![FileSummary {
                input: self.input.clone(),
                prediction: prediction.clone(),
                rows,
            }],
            prediction,
            counts,
            existing_users_given: false,
        }
    }
}

/// A row under construction.
pub(super) struct Row<'a> {
    fixture: &'a Fixture,
    fields: Vec<Option<&'a str>>,
    written: Vec<Option<&'a str>>,
    findings: Vec<Finding>,
    repairs: Vec<RepairMade>,
    judgement: Judgement,
    raw: &'a [u8],
    line_end: &'a [u8],
}

impl<'a> Row<'a> {
    pub(super) fn raw(mut self, raw: &'a [u8], line_end: &'a [u8]) -> Self {
        self.raw = raw;
        self.line_end = line_end;
        self
    }

    pub(super) fn outcome(mut self, outcome: Outcome) -> Self {
        self.judgement.outcome = outcome;
        self
    }

    pub(super) fn alternatives(mut self, alternatives: &[Outcome]) -> Self {
        self.judgement.alternatives = OutcomeSet::of(alternatives);
        self.judgement.certainty = Certainty::Unknown;
        self
    }

    pub(super) fn finding(self, rule: RuleId, column: Option<&str>) -> Self {
        self.detail(rule, column, Detail::None)
    }

    pub(super) fn detail(mut self, rule: RuleId, column: Option<&str>, detail: Detail) -> Self {
        self.findings.push(Finding {
            rule,
            column: column.map(|name| self.fixture.column(name)),
            detail,
        });
        self
    }

    /// A repair of a column, before which it was written as `before`.
    pub(super) fn repaired(mut self, column: &str, before: &'a str) -> Self {
        let column = self.fixture.column(column);
        self.repairs
            .push(RepairMade::new(self.fixture.repair(), column));
        self.written[column.index()] = Some(before);
        self
    }

    pub(super) fn verdict(&self) -> Verdict<'_> {
        Verdict {
            position: Position {
                line: 7,
                record: 6,
                byte: 512,
            },
            judgement: self.judgement,
            user_status: None,
            findings: &self.findings,
            repairs: &self.repairs,
            record: Record::from_values(&self.fields),
            written: Record::from_values(&self.written),
            raw: self.raw,
            line_end: self.line_end,
            schema: &self.fixture.schema,
        }
    }
}

fn rule(effect: Effect, decided: bool) -> RuleId {
    RuleId::all()
        .find(|id| {
            let rule = id.rule();
            rule.effect == effect
                && rule.is_known() == decided
                && !rule.is_about_file()
                && (rule.log_line.is_none() || effect == Effect::RowSkipped)
        })
        .unwrap()
}
