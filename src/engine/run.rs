//! One run: the users that exist, then file after file, then the sum.

use std::io::{BufRead, Read};

use crate::{
    dialect::{Dialect, raw_fields::RawDialect},
    evidence::Certainty,
    mapping::mapper::Mapper,
    outcome::Effect,
    position::Position,
    prediction::{JobPrediction, RowTally, Status, predict_job, predict_job_with},
    rules::{
        ApostropheCounts, AskedOrder, Circumstances, FileStats, Finding, RuleId, advice::helpful,
    },
    schema::{ColumnId, ExistingLoaded, ExistingUser, load_existing, note_existing},
    values::birthdate::DateOrder,
};

use super::{
    Error, FileStart, FileStatement, FileSummary, HashCounts, JoinCount, Mode, Options, Preflight,
    Sink, Summary, advice,
    column_readings::DateReading,
    commit::{Committer, FileState, Sinks, once_per_rule},
    cut_rows::Layout,
    file_statement,
    open::{Opened, Start, open},
    pipeline::Pipeline,
    plan::Plan,
    read::{Cursor, ReadAt},
};

/// A run over one or several files, judged in order as one migration.
///
/// Made by [`Preflight::run`].
#[derive(Debug)]
pub struct Run<'p> {
    preflight: &'p Preflight,
    committer: Committer<'p>,
    files: Vec<FileSummary>,
    cleaned: u64,
    cleaned_uncertain: u64,
    rejected: u64,
    hashes: HashCounts,
    locked_out: u64,
    existing_users_given: bool,
    /// How many users were confirmed in the files so far.
    confirmed: u64,
}

impl<'p> Run<'p> {
    pub(crate) fn new(preflight: &'p Preflight) -> Self {
        Self {
            preflight,
            committer: Committer::new(&preflight.plan),
            files: Vec::new(),
            cleaned: 0,
            cleaned_uncertain: 0,
            rejected: 0,
            hashes: HashCounts::default(),
            locked_out: 0,
            existing_users_given: false,
            confirmed: 0,
        }
    }

    /// Reads users that exist already: ListUsers JSON, plain usernames one a line, or a file in
    /// Cognito's dialect. Call it before the first file; several lists add up.
    ///
    /// # Errors
    ///
    /// [`Error::Schema`] where the list cannot be read or understood; `name` stands in its message.
    pub fn existing_users(
        &mut self,
        name: &str,
        reader: impl BufRead,
    ) -> Result<ExistingLoaded, Error> {
        self.existing_users_given = true;
        let plan = &self.preflight.plan;
        let index = &mut self.committer.index;
        Ok(load_existing(
            reader,
            name,
            &plan.names,
            plan.schema.pool(),
            index,
        )?)
    }

    /// Adds one user that exists already. Call it before the first file.
    pub fn existing_user(&mut self, user: &ExistingUser) {
        self.existing_users_given = true;
        let plan = &self.preflight.plan;
        let index = &mut self.committer.index;
        note_existing(user, &plan.names, plan.schema.pool(), index);
    }

    /// Judges one file and hands every row to the sinks, in the order of the file.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the file cannot be read to its end, [`Error::Write`] where a sink
    /// cannot write, [`Error::Header`] where a file to be cleaned has no columns,
    /// [`Error::AmbiguousDateOrder`] where its dates are said to be day first and its detected dialect
    /// says otherwise, [`Error::RenameWithoutColumn`] where it lacks a column that was to be renamed,
    /// [`Error::NeedsCleaning`] where a sink writes what only a cleaning has, such as
    /// [`Cleaned`](crate::output::Cleaned) in a check,
    /// [`Error::ReadAgain`] where the end of a file to be cleaned shows that its columns are to be read
    /// otherwise than its beginning showed, [`Error::RowsLost`] where the counts of rows do not add up, [`Error::Interrupted`]. A bad row
    /// is never an error. After an error the run cannot go on, and nothing that its sinks have
    /// written is complete.
    pub fn file(
        &mut self,
        name: &str,
        reader: impl Read + Send,
        sinks: &mut [&mut dyn Sink],
    ) -> Result<FileSummary, Error> {
        self.judge_file(name, reader, None, sinks)
    }

    /// [`Run::file`] for a file that can be read at any place: with several threads it is faster,
    /// because each of them reads what it judges.
    ///
    /// # Errors
    ///
    /// Those of [`Run::file`].
    ///
    /// # Example
    ///
    /// ```no_run
    /// # use cognito_preflight::{engine::{Options, Preflight}, schema::{CsvHeader, Schema}};
    /// # let header = CsvHeader::parse("email,email_verified,cognito:username")?;
    /// # let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
    /// let file = std::fs::File::open("users.csv")?;
    /// let summary = preflight.run().file_at("users.csv", &file, &mut [])?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn file_at(
        &mut self,
        name: &str,
        file: &dyn ReadAt,
        sinks: &mut [&mut dyn Sink],
    ) -> Result<FileSummary, Error> {
        self.judge_file(name, Cursor::new(file, 0), Some(file), sinks)
    }

    fn judge_file(
        &mut self,
        name: &str,
        reader: impl Read + Send,
        file: Option<&dyn ReadAt>,
        sinks: &mut [&mut dyn Sink],
    ) -> Result<FileSummary, Error> {
        let preflight = self.preflight;
        refuse_cleaning_sinks(&preflight.plan, sinks)?;
        let keeps_values = sinks.iter().any(|sink| sink.interest().in_values());
        let begun = Start::read(preflight.plan.options.mode, name, reader)?;
        let given = file_statement::given(&preflight.plan, name, &begun.bytes, begun.at_end)?;
        let settled = given.as_ref().map(|given| given.settled);
        let own_plan = given
            .map(|given| preflight.plan.with_options(given.options))
            .transpose()?;
        let plan = own_plan.as_ref().unwrap_or(&preflight.plan);
        let opened = open(plan, name, begun, settled, keeps_values)?;
        let statement =
            FileStatement::new(opened.input.dialect, opened.input.encoding, &plan.options)
                .with_readings(opened.context.readings.stated(plan));
        let number = self.files.len();
        let mut sinks = Sinks::new(sinks);
        let start = FileStart {
            schema: &plan.schema,
            input: &opened.input,
            findings: &opened.findings,
            raw_header: &opened.raw_header,
            line_end: &opened.line_end,
            statement: &statement,
            file: number,
        };
        sinks.each(|sink| sink.begin(&start))?;
        self.committer
            .count_file_findings(number, opened.header, &opened.findings);
        for (repair, times) in &opened.repairs {
            self.committer.tally.repair(*repair, *times);
        }
        let applies_to_all_rows = once_per_rule(&opened.findings)
            .into_iter()
            .filter(counts_for_rows)
            .collect();
        let dialect = RawDialect::new(opened.input.dialect, opened.input.encoding);
        let layout = Layout::new(dialect, &opened.context.names);
        let mut state = FileState::new(number, applies_to_all_rows, opened.line, layout);
        let Opened {
            mut reader,
            context,
            mut input,
            findings,
            ..
        } = opened;
        let mut pipeline = Pipeline {
            plan,
            name,
            context: &context,
            committer: &mut self.committer,
            state: &mut state,
            sinks: &mut sinks,
        };
        // Where quotation marks have to be followed, the file is read in order.
        let is_as_it_is = reader.body().is_as_it_is();
        let file = file.filter(|_| context.framer.is_by_line() && is_as_it_is);
        input.bytes = preflight.pool.install(|| match file {
            Some(file) => pipeline.run_at(file, reader.offset()),
            None => pipeline.run(&mut reader).map(|()| reader.offset()),
        })?;
        self.committer.end(&mut state, &mut sinks)?;
        let readings = &context.readings;
        if let Some(other) = readings.other(plan, &state.counts) {
            return Err(Error::ReadAgain {
                name: name.to_owned(),
                readings: Box::new(other),
            });
        }
        let apostrophes: Vec<_> = readings.apostrophes(&state.counts).collect();
        let shown = Shown {
            date_order: asked_order(&plan.options, context.dialect, readings.dates),
            apostrophes: &apostrophes,
        };
        let summary = self.end_file(input, &findings, &state, shown, &mut sinks)?;
        self.files.push(summary.clone());
        Ok(summary)
    }

    fn end_file(
        &mut self,
        input: super::Input,
        header_findings: &[Finding],
        state: &FileState,
        shown: Shown<'_>,
        sinks: &mut Sinks<'_, '_>,
    ) -> Result<FileSummary, Error> {
        let plan = &self.preflight.plan;
        let schema = &plan.schema;
        let cleans = plan.options.mode == Mode::Clean;
        let mut findings: Vec<Finding> = Vec::new();
        // In a job that names an algorithm, a user who need not reset a password has a hash.
        let confirmed = self.committer.tally.confirmed();
        let has_hashes = schema.imports_password_hashes() && confirmed > self.confirmed;
        self.confirmed = confirmed;
        let mut facts = if cleans {
            let rows = state.records - state.blank_lines;
            if rows != state.cleaned + state.rejected {
                return Err(Error::RowsLost {
                    input: rows,
                    cleaned: state.cleaned,
                    rejected: state.rejected,
                });
            }
            if !plan.options.split
                && schema.password_hashing_algorithm().is_none()
                && state.hashes.of.len() > 1
            {
                return Err(Error::MixedHashes {
                    counts: state.hashes.clone(),
                });
            }
            self.hashes.merge(&state.hashes);
            self.locked_out += state.locked_out;
            self.cleaned += state.cleaned;
            self.cleaned_uncertain += state.uploaded.may_be_imported;
            self.rejected += state.rejected;
            let bytes = schema.header_line().len() as u64 + state.cleaned_bytes;
            FileStats::new(state.cleaned, 0, bytes, schema).with_hashes(has_hashes)
        } else {
            FileStats::new(state.records, state.blank_lines, input.bytes, schema)
                .with_hashes(has_hashes)
        };
        facts.birthdates = state.counts.birthdates;
        facts.date_order = shown.date_order;
        facts.apostrophes = shown.apostrophes;
        plan.find_in_file(&facts, &mut findings);
        if cleans && plan.options.split {
            // Each part keeps within the limits.
            findings.retain(|finding| !finding.rule.rule().decides());
        }
        self.committer
            .count_file_findings(state.number, Position::default(), &findings);
        let about_the_job: Vec<Finding> = header_findings
            .iter()
            .filter(|finding| {
                // A cleaned file has a header of its own, which is right.
                !cleans
                    || finding.rule.rule().effect == Effect::JobDoesNotStart
                    || finding.rule == PASSWORD_HASH_COLUMN_MISSING
            })
            .chain(&findings)
            .copied()
            .collect();
        let prediction = predict_job_with(
            &state.uploaded,
            &about_the_job,
            plan.options.learned.as_deref(),
        );
        sinks.each(|sink| sink.end_of_file(&prediction, &findings))?;
        Ok(FileSummary {
            input,
            prediction,
            rows: state.rows,
        })
    }

    /// Ends the run: the sum of all files, and the end of every sink's output.
    ///
    /// # Errors
    ///
    /// [`Error::Write`] where a sink cannot complete its output, [`Error::NeedsCleaning`] as for
    /// [`Run::file`].
    pub fn finish(self, sinks: &mut [&mut dyn Sink]) -> Result<Summary, Error> {
        refuse_cleaning_sinks(&self.preflight.plan, sinks)?;
        let mut counts = self.committer.tally.into_counts();
        for file in &self.files {
            counts.rows.merge(&file.rows);
        }
        counts.cleaned = self.cleaned;
        counts.cleaned_uncertain = self.cleaned_uncertain;
        counts.rejected = self.rejected;
        counts.hashes = self.hashes;
        counts.locked_out = self.locked_out;
        let tables = self.preflight.plan.mapper.iter().flat_map(Mapper::tables);
        counts.joins = tables.map(JoinCount::of).collect();
        let plan = &self.preflight.plan;
        let given = advice::given(&plan.options);
        let dialects: Vec<Dialect> = self.files.iter().map(|file| file.input.dialect).collect();
        for (rule, count) in &mut counts.rules {
            let circumstances = Circumstances {
                schema: &plan.schema,
                cleans: plan.options.mode == Mode::Clean,
                dialects: &dialects,
                given: &given,
                kinds: &count.kinds,
            };
            count.advice = helpful(rule.rule().advice, &circumstances);
        }
        let summary = Summary {
            prediction: whole(&self.files),
            files: self.files,
            counts,
            existing_users_given: self.existing_users_given,
        };
        Sinks::new(sinks).each(|sink| sink.finish(&summary))?;
        Ok(summary)
    }
}

/// Refuses sinks that write what only a cleaning has. A check would leave them empty, and an empty
/// rejected file says that every user will be imported.
fn refuse_cleaning_sinks(plan: &Plan, sinks: &[&mut dyn Sink]) -> Result<(), Error> {
    if plan.options.mode == Mode::Clean {
        return Ok(());
    }
    match sinks
        .iter()
        .find(|sink| sink.interest().is_only_for_cleaning())
    {
        Some(sink) => Err(Error::NeedsCleaning {
            output: sink.name().into_owned(),
        }),
        None => Ok(()),
    }
}

/// What the columns of a file have shown, beside what was counted in its rows.
#[derive(Clone, Copy)]
struct Shown<'a> {
    date_order: AskedOrder,
    apostrophes: &'a [(ColumnId, ApostropheCounts)],
}

/// The order of dates that was asked for, as far as it counts in a file of this dialect.
fn asked_order(options: &Options, dialect: Dialect, reading: DateReading) -> AskedOrder {
    match options.repairs.date_order {
        _ if matches!(reading, DateReading::Shown(_)) => AskedOrder::FromColumn,
        Some(DateOrder::DayMonthYear) if dialect == Dialect::Cognito => AskedOrder::Ignored,
        Some(order) => AskedOrder::Order(order),
        None if options.repairs.date_order_from_column => AskedOrder::FromColumn,
        None => AskedOrder::None,
    }
}

const PASSWORD_HASH_COLUMN_MISSING: RuleId = RuleId::of("password-hash-column-missing");

/// Whether what was found about a file decides about its rows.
fn counts_for_rows(finding: &Finding) -> bool {
    let rule = finding.rule.rule();
    // A job that never starts says nothing about rows.
    rule.decides() && rule.effect != Effect::JobDoesNotStart
}

/// The prediction about several files as one migration: as bad as the worst of them.
fn whole(files: &[FileSummary]) -> JobPrediction {
    if let [only] = files {
        return only.prediction.clone();
    }
    let mut rows = RowTally::NONE;
    for file in files {
        rows.merge(&file.rows);
    }
    let mut whole = predict_job(&rows, &[]);
    let of = |status: Status| {
        files
            .iter()
            .filter(move |file| file.prediction.status == status)
    };
    whole.status = if of(Status::NotStarted).next().is_some() {
        Status::NotStarted
    } else if of(Status::Failed).next().is_some() {
        Status::Failed
    } else if files.is_empty() || of(Status::Unknown).next().is_some() {
        Status::Unknown
    } else {
        Status::Succeeded
    };
    let sum = |count: fn(&JobPrediction) -> Option<u64>| {
        files.iter().map(|file| count(&file.prediction)).sum()
    };
    whole.imported_users = sum(|job| job.imported_users);
    whole.skipped_users = sum(|job| job.skipped_users);
    whole.failed_users = sum(|job| job.failed_users);
    whole.completion_message = files
        .iter()
        .map(|file| file.prediction.completion_message)
        .reduce(|one, two| if one == two { one } else { None })
        .flatten();
    whole.certainty = of(whole.status)
        .map(|file| file.prediction.certainty)
        .min()
        .unwrap_or(Certainty::Unknown);
    whole.alternatives = if whole.status == Status::Unknown {
        vec![Status::Succeeded, Status::Failed]
    } else {
        Vec::new()
    };
    whole.reasons = files
        .iter()
        .flat_map(|file| {
            file.prediction
                .reasons
                .iter()
                .map(|reason| format!("{}: {reason}", file.input.name))
        })
        .collect();
    whole
}
