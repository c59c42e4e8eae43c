//! How the values of a file's columns are read, by what the columns themselves show.
//!
//! What a column shows is decided when the file is opened, from its first MiB, and again at its end, from counts of
//! all rows. Where the two differ, the run ends with [`Error::ReadAgain`](super::Error::ReadAgain), so that a result
//! never depends on where in the file the evidence is.

use crate::{
    bug,
    dialect::{
        Dialect, Encoding, RecordSplitter, cognito,
        framing::{Frame, Framer},
        rfc4180,
    },
    rules::{ApostropheCounts, BirthdateCounts},
    schema::ColumnId,
    values::{
        birthdate::{DateOrder, shown_order},
        white_space,
    },
};

use super::{column_map::ColumnMap, plan::Plan};

/// How the values of a file's columns are read, where the columns themselves show it.
///
/// [`Error::ReadAgain`](super::Error::ReadAgain) gives it, and
/// [`Options::column_readings`](super::Options::column_readings) takes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ColumnReadings {
    /// How birthdates are read.
    pub dates: DateReading,
    /// The columns of which an apostrophe is taken off each value, by their names in the CSVHeader.
    pub guarded: Vec<String>,
    /// The columns of which every value is between apostrophes, which are left there.
    pub quoted: Vec<String>,
}

/// How birthdates are read that can be read in two ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DateReading {
    /// As the options say, or else month first.
    #[default]
    AsAsked,
    /// In the order that the column shows, which the options ask for.
    Shown(DateOrder),
    /// Not at all: their rows are held back.
    Open,
}

impl DateReading {
    /// How dates are read of which these were counted.
    fn of(plan: &Plan, file: HowRead, counts: BirthdateCounts) -> Self {
        let options = &plan.options;
        let repairs = &options.repairs;
        // In Cognito's dialect dates are month first, unless they themselves say otherwise.
        let needs_proof = file.dialect == Dialect::Cognito
            && repairs.date_order == Some(DateOrder::DayMonthYear)
            && counts.day_first > 0;
        let by_column = repairs.date_order.is_none() && repairs.date_order_from_column;
        match (counts.day_first > 0, counts.month_first > 0) {
            (true, false) if needs_proof || by_column => Self::Shown(DateOrder::DayMonthYear),
            (false, true) if by_column => Self::Shown(DateOrder::MonthDayYear),
            // What `clean` has written is month first, even where nothing shows it.
            (false, false) if file.looks_cleaned => Self::AsAsked,
            _ if needs_proof || by_column => Self::Open,
            (true, _) if repairs.date_order.is_none() => Self::Open,
            _ => Self::AsAsked,
        }
    }
}

/// What decides about a file as a whole, beside what its columns show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HowRead {
    pub(crate) dialect: Dialect,
    /// Whether it is as `clean` writes a file.
    pub(crate) looks_cleaned: bool,
}

impl Default for HowRead {
    fn default() -> Self {
        Self {
            dialect: Dialect::Cognito,
            looks_cleaned: false,
        }
    }
}

/// What was counted of the columns of some rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnCounts {
    pub(crate) birthdates: BirthdateCounts,
    /// Of the columns that are watched, in their order.
    pub(crate) apostrophes: Vec<ApostropheCounts>,
}

impl ColumnCounts {
    pub(crate) fn clear(&mut self) {
        self.birthdates = BirthdateCounts::default();
        self.apostrophes.clear();
    }

    /// Adds the counts of other rows.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.birthdates.merge(other.birthdates);
        if self.apostrophes.len() < other.apostrophes.len() {
            let columns = other.apostrophes.len();
            self.apostrophes
                .resize(columns, ApostropheCounts::default());
        }
        for (own, other) in self.apostrophes.iter_mut().zip(&other.apostrophes) {
            own.merge(*other);
        }
    }

    /// Counts the values of one row. `field` gives them by their fields.
    #[inline]
    pub(crate) fn add<'v>(
        &mut self,
        birthdate: Option<usize>,
        watched: &[Watched],
        field: impl Fn(usize) -> Option<&'v str>,
    ) {
        if let Some(value) = birthdate.and_then(&field)
            && !value.is_empty()
        {
            self.birthdates.add(shown_order(white_space::trim(value)));
        }
        if watched.is_empty() {
            return;
        }
        self.apostrophes
            .resize(watched.len(), ApostropheCounts::default());
        for (counts, watched) in self.apostrophes.iter_mut().zip(watched) {
            if let Some(value) = field(watched.field) {
                counts.add(white_space::trim(value));
            }
        }
    }
}

/// A column of which apostrophes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Watched {
    pub(crate) field: usize,
    pub(crate) column: ColumnId,
}

/// How one file is read, and what has to be counted of it.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    pub(crate) dates: DateReading,
    /// The columns of which an apostrophe is taken off each value.
    pub(crate) guarded: Vec<ColumnId>,
    /// The columns of which apostrophes are counted: those of which no value shows yet that they guard
    /// nothing.
    pub(crate) watched: Vec<Watched>,
    /// The field of the birthdate.
    pub(crate) birthdate: Option<usize>,
    file: HowRead,
    /// Whether nothing that comes later changes how the file is read.
    is_settled: bool,
}

/// The rows at the beginning of a file.
pub(crate) struct SampleOfRows<'a> {
    pub(crate) rows: &'a [u8],
    pub(crate) encoding: Encoding,
    pub(crate) framer: Framer,
    /// Whether the file has no more.
    pub(crate) is_whole: bool,
    /// The names of the header.
    pub(crate) names: &'a [String],
}

impl Readings {
    /// The readings of a check, which reads values as the job does and only counts.
    pub(crate) fn of_check(plan: &Plan, columns: &ColumnMap) -> Self {
        let birthdate = plan.schema.known().birthdate;
        Self {
            birthdate: birthdate.and_then(|column| columns.field_of(column)),
            is_settled: true,
            ..Self::default()
        }
    }

    /// The readings of a file that is to be cleaned: those that were given, or what the rows at its beginning show.
    pub(crate) fn new(
        plan: &Plan,
        columns: &ColumnMap,
        file: HowRead,
        sample: Option<&SampleOfRows<'_>>,
    ) -> Self {
        let schema = &plan.schema;
        let mut readings = Self {
            file,
            ..Self::of_check(plan, columns)
        };
        let by_column = schema.columns().iter().zip(&columns.by_column);
        let every: Vec<Watched> = by_column
            .filter_map(|(column, field)| {
                Some(Watched {
                    field: (*field)?,
                    column: column.id,
                })
            })
            .collect();
        if let Some(given) = &plan.options.column_readings {
            readings.dates = given.dates;
            let is_among = |names: &[String], column: &Watched| {
                let own = schema.column_name(column.column);
                names.iter().any(|name| name == own)
            };
            let guarded = every
                .iter()
                .filter(|column| is_among(&given.guarded, column));
            readings.guarded = guarded.map(|column| column.column).collect();
            let quoted = every
                .iter()
                .filter(|column| is_among(&given.quoted, column));
            readings.watched = quoted.copied().collect();
            return readings;
        }
        let counts = sample.map_or_else(ColumnCounts::default, |sample| {
            sample.count(file.dialect, readings.birthdate, &every)
        });
        readings.is_settled = sample.is_some_and(|sample| sample.is_whole);
        readings.dates = DateReading::of(plan, file, counts.birthdates);
        // Apostrophes that `clean` has left are part of the values.
        if sample.is_some() && !file.looks_cleaned {
            let mut shown = counts.apostrophes;
            shown.resize(every.len(), ApostropheCounts::default());
            let guards = every
                .iter()
                .zip(&shown)
                .filter(|(_, counts)| counts.are_guards());
            readings.guarded = guards.map(|(column, _)| column.column).collect();
            let watched = every.iter().zip(&shown).filter(|(_, counts)| {
                counts.are_everywhere() && (counts.values > 0 || !readings.is_settled)
            });
            readings.watched = watched.map(|(column, _)| *column).collect();
        }
        readings
    }

    /// How the file has to be read again, where what was counted of all its rows shows something else than its
    /// beginning did.
    pub(crate) fn other(&self, plan: &Plan, counts: &ColumnCounts) -> Option<ColumnReadings> {
        if self.is_settled {
            return None;
        }
        let dates = DateReading::of(plan, self.file, counts.birthdates);
        let those = |are: fn(ApostropheCounts) -> bool| -> Vec<ColumnId> {
            self.apostrophes(counts)
                .filter(|(_, counts)| are(*counts))
                .map(|(column, _)| column)
                .collect()
        };
        let guarded = those(ApostropheCounts::are_guards);
        (dates != self.dates || guarded != self.guarded).then(|| ColumnReadings {
            dates,
            guarded: names(plan, &guarded),
            quoted: names(plan, &those(ApostropheCounts::are_quotes)),
        })
    }

    /// What was counted of each column that is watched.
    pub(crate) fn apostrophes(
        &self,
        counts: &ColumnCounts,
    ) -> impl Iterator<Item = (ColumnId, ApostropheCounts)> {
        let watched = self.watched.iter().map(|watched| watched.column);
        watched.zip(counts.apostrophes.iter().copied())
    }

    /// The same for another cleaning of some of these rows.
    pub(crate) fn stated(&self, plan: &Plan) -> ColumnReadings {
        ColumnReadings {
            dates: self.dates,
            guarded: names(plan, &self.guarded),
            quoted: Vec::new(),
        }
    }
}

/// The names of columns.
fn names(plan: &Plan, columns: &[ColumnId]) -> Vec<String> {
    let names = columns
        .iter()
        .map(|column| plan.schema.column_name(*column));
    names.map(str::to_owned).collect()
}

impl SampleOfRows<'_> {
    /// Counts its whole records.
    fn count(
        &self,
        dialect: Dialect,
        birthdate: Option<usize>,
        watched: &[Watched],
    ) -> ColumnCounts {
        let mut counts = ColumnCounts::default();
        let mut splitter = RecordSplitter::new(dialect);
        let mut start = 0;
        while start < self.rows.len() {
            let Frame::Record(record) = self.framer.frame(self.rows, start, self.is_whole, true)
            else {
                break;
            };
            start = record.end as usize;
            let place = record.start as usize..record.content_end as usize;
            let text = self.encoding.decode_lossy(bug::slice(self.rows, place));
            let joined;
            let fields: Vec<&str> = if dialect == Dialect::Cognito {
                joined = cognito::fields(&text).collect::<Vec<_>>();
                joined.iter().map(AsRef::as_ref).collect()
            } else {
                let (text, ends) = splitter.split(&text);
                rfc4180::fields(text, ends).collect()
            };
            if fields.len() == self.names.len() && !is_header(&fields, self.names) {
                counts.add(birthdate, watched, |place| fields.get(place).copied());
            }
        }
        counts
    }
}

/// Whether a row is the header again.
pub(crate) fn is_header(fields: &[&str], names: &[String]) -> bool {
    let mut pairs = fields.iter().zip(names);
    pairs.all(|(field, name)| field.trim() == name.trim())
}
