//! The entry of the library.

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::{
    dialect::cognito::RowWriter,
    outcome::Outcome,
    prediction::{Judgement, RepairMade, UserStatus},
    record::Record,
    rules::Finding,
    schema::Schema,
};

use super::{
    Error, Mode, Options, Run,
    judge::{RecordJudged, judge_record},
    plan::Plan,
};

/// The rules compiled for one pool: checks or cleans any number of files and records.
///
/// It is `Send + Sync`, holds no state between runs and prints nothing.
///
/// # Example
///
/// ```
/// use cognito_preflight::{
///     engine::{Options, Preflight},
///     schema::{CsvHeader, Schema},
/// };
///
/// let header = CsvHeader::parse("email,email_verified,cognito:mfa_enabled,cognito:username")?;
/// let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
/// let file = "email,email_verified,cognito:mfa_enabled,cognito:username\n\
///             ana@example.com,true,false,ana\n\
///             bo@example.com,false,false,bo\n";
/// let mut run = preflight.run();
/// run.file("users.csv", file.as_bytes(), &mut [])?;
/// let summary = run.finish(&mut [])?;
/// assert_eq!(summary.prediction.imported_users, Some(1));
/// assert_eq!(summary.prediction.failed_users, Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Preflight {
    pub(crate) plan: Plan,
    pub(crate) pool: ThreadPool,
}

impl Preflight {
    /// Compiles the rules for a pool.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownSetColumn`] where the options do not fit the schema, [`Error::Schema`] where the system
    /// has no random numbers for the index of names, [`Error::Threads`] where no thread can be
    /// started.
    pub fn new(schema: Schema, options: Options) -> Result<Self, Error> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(options.threads.unwrap_or(0))
            .thread_name(|number| format!("preflight-{number}"))
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        let schema = match options.password_hashing_algorithm {
            None if options.source.is_some() && schema.password_hashing_algorithm().is_none() => {
                schema.with_algorithms_of_hashes()
            }
            None => schema,
            algorithm => schema.with_password_hashing_algorithm(algorithm),
        };
        Ok(Self {
            plan: Plan::new(schema, options)?,
            pool,
        })
    }

    /// The pool, its columns and its settings.
    pub const fn schema(&self) -> &Schema {
        &self.plan.schema
    }

    /// The options.
    pub const fn options(&self) -> &Options {
        &self.plan.options
    }

    /// Begins a run.
    pub fn run(&self) -> Run<'_> {
        Run::new(self)
    }

    /// Judges a single user, as a consumer of a queue does: everything but what depends on other
    /// users and on the file. In [`Mode::Clean`](super::Mode::Clean) the values are repaired first.
    ///
    /// A record with more values than the CSVHeader has columns is judged like a row with too many
    /// fields; cleaning leaves them out where they are blank.
    ///
    /// Where the user passes as they are, nothing is allocated.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::{
    ///     engine::{Options, Preflight},
    ///     outcome::Outcome,
    ///     record::Record,
    ///     schema::{CsvHeader, Schema},
    /// };
    ///
    /// let header = CsvHeader::parse("cognito:username,email,email_verified")?;
    /// let preflight = Preflight::new(Schema::new(Some(header), None)?, Options::default())?;
    /// let values = [Some("ana"), Some("ana@example.com"), Some("no")];
    /// let verdict = preflight.record(&Record::from_values(&values));
    /// assert_eq!(verdict.judgement.outcome, Outcome::Failed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn record(&self, record: &Record<'_>) -> RecordVerdict {
        let RecordJudged {
            findings,
            repairs,
            values,
            user_status,
        } = judge_record(&self.plan, record);
        let judgement = self.plan.judge(&findings);
        RecordVerdict {
            judgement,
            user_status: judgement.may_be_imported().then_some(user_status),
            findings,
            repairs,
            values,
        }
    }
}

impl Preflight {
    /// The line of the cleaned file for a user, in Cognito's dialect and with its line end: what
    /// [`Cleaned`](crate::output::Cleaned) would write for this row of a file. `None` where the user
    /// would be rejected, and in [`Mode::Check`](super::Mode::Check), which repairs nothing.
    ///
    /// `verdict` is what [`Preflight::record`] says about the same record.
    ///
    /// # Example
    ///
    /// ```
    /// use cognito_preflight::{
    ///     engine::{Mode, Options, Preflight},
    ///     record::Record,
    ///     schema::{CsvHeader, Schema},
    /// };
    ///
    /// let header = CsvHeader::parse("cognito:username,email,email_verified,phone_number")?;
    /// let mut options = Options::default();
    /// options.mode = Mode::Clean;
    /// let preflight = Preflight::new(Schema::new(Some(header), None)?, options)?;
    /// let values = [Some("ana"), Some("ana@example.com"), Some("yes"), Some("+1 206 555 0100")];
    /// let record = Record::from_values(&values);
    /// let verdict = preflight.record(&record);
    /// let line = preflight.cleaned_line(&record, &verdict);
    /// assert_eq!(line.as_deref(), Some(&b"ana,ana@example.com,true,+12065550100\n"[..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cleaned_line(&self, record: &Record<'_>, verdict: &RecordVerdict) -> Option<Vec<u8>> {
        if verdict.judgement.outcome != Outcome::Imported || self.plan.options.mode == Mode::Check {
            return None;
        }
        let mut line = Vec::new();
        let mut writer = RowWriter::new(&mut line);
        for column in self.plan.schema.columns() {
            let value = match &verdict.values {
                Some(values) => values.get(column.id.index()).map(String::as_str),
                None => record.field(column.id),
            };
            writer.field(value.unwrap_or_default());
        }
        writer.finish();
        Some(line)
    }
}

/// What the job would do with a single user.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordVerdict {
    /// What is predicted, and how sure that is.
    pub judgement: Judgement,
    /// The status that the user will have, where the user may be imported.
    pub user_status: Option<UserStatus>,
    /// Everything that was found.
    pub findings: Vec<Finding>,
    /// Every repair that was made.
    pub repairs: Vec<RepairMade>,
    /// The values by column as they are after the repairs, where any value was changed or filled.
    pub values: Option<Vec<String>>,
}

/// Shows everything but the values.
impl std::fmt::Debug for RecordVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecordVerdict")
            .field("judgement", &self.judgement)
            .field("user_status", &self.user_status)
            .field("findings", &self.findings)
            .field("repairs", &self.repairs)
            .finish_non_exhaustive()
    }
}
