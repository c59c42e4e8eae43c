//! How a file is read, as its rejected rows state it, so that the next cleaning need not guess from
//! the few rows that are left.

use crate::{
    bug,
    dialect::{Delimited, Dialect, Encoding, RecordSplitter, cognito},
    repairs::Words,
    schema::Schema,
    values::{
        birthdate::{self, BirthdateForm, DateOrder},
        percent,
        phone_number::Region,
    },
};

use super::{
    ColumnReadings, DateReading, DialectChoice, Error, HeaderProblem, Mode, Options, plan::Plan,
};

/// The columns after the fields of each rejected row: its line in the input, its outcome, and the rules
/// that say why. The name of a fourth one is a [`FileStatement`]. An input that has them is read
/// without them.
pub const PREFLIGHT_COLUMNS: [&str; 3] =
    ["preflight:line", "preflight:outcome", "preflight:reasons"];

/// The column that a file of rows to try again has after those: what the job's log says of the row.
pub(crate) const LOG_COLUMN: &str = "preflight:log";

/// The first word of the name of the column that says how its file is read. Its values are blank.
const STATEMENT: &str = "preflight:file";

/// Which of the columns after a rejected row has this name: its place in [`PREFLIGHT_COLUMNS`], or the
/// one after them where it is a [`FileStatement`]. [`LOG_COLUMN`] comes after that.
pub(crate) fn preflight_column(name: &str) -> Option<usize> {
    let name = name.trim();
    PREFLIGHT_COLUMNS
        .iter()
        .position(|known| *known == name)
        .or_else(|| words(name).map(|_| PREFLIGHT_COLUMNS.len()))
        .or_else(|| (name == LOG_COLUMN).then_some(PREFLIGHT_COLUMNS.len() + 1))
}

/// Whether a column's name says that cells of its file are guarded against spreadsheets.
pub(crate) fn says_guarded(name: &str) -> bool {
    words(name).is_some_and(|mut words| words.any(|word| word == GUARDS_FORMULAS))
}

const GUARDS_FORMULAS: &str = "guards=formulas";

/// The words of a statement after the first; `None` where the name is not one.
fn words(name: &str) -> Option<impl Iterator<Item = &str>> {
    let words = name.trim().strip_prefix(STATEMENT)?;
    let is_whole_word = words.is_empty() || words.starts_with(BETWEEN);
    // A plus separates the words where the delimiter is a space.
    is_whole_word.then(|| words.split(BETWEEN).filter(|word| !word.is_empty()))
}

const BETWEEN: [char; 2] = [' ', '+'];

/// What a rejected file says of itself, because its few rows may not show it: how it is read.
///
/// It is the name of a column, such as `preflight:file dialect=rfc4180 delimiter=semicolon
/// encoding=windows-1252 date-order=dmy`, and holds only letters, digits and `:=-_%.~/`, so that it can be
/// written in every dialect.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileStatement {
    /// `dialect=`, with `delimiter=`, `quote=`, `escape=backslash` and `blanks=skipped` where they
    /// belong to it: the dialect.
    pub dialect: Dialect,
    /// `encoding=`: the encoding.
    pub encoding: Encoding,
    /// `encoding-fallback=`: the encoding of those rows that are not UTF-8.
    pub encoding_fallback: Option<Encoding>,
    /// `date-order=`: the order of day and month that was asked for.
    pub date_order: Option<DateOrder>,
    /// `null=`, once for each: the texts that mean that there is no value.
    pub null: Vec<String>,
    /// `true=`, once for each: the words for true.
    pub yes: Vec<Words>,
    /// `false=`, once for each: the words for false.
    pub no: Vec<Words>,
    /// `default-region=`: the region of national phone numbers.
    pub default_region: Option<Region>,
    /// `time-zone=UTC`: whether moments without a zone are UTC.
    pub assume_utc: bool,
    /// `dates=dmy` or `dates=mdy`, the order that the dates of the file show, or `dates=open` where those
    /// that can be read in two ways are held back.
    pub dates: DateReading,
    /// `apostrophes=`, once for each column: the columns whose values an apostrophe guards.
    pub guarded: Vec<String>,
    /// `guards=formulas`: an apostrophe was put before each cell that a spreadsheet would take for a
    /// formula.
    pub guards_formulas: bool,
}

impl FileStatement {
    /// How a file in this dialect and encoding is read with these options.
    pub(crate) fn new(dialect: Dialect, encoding: Encoding, options: &Options) -> Self {
        Self {
            dialect,
            encoding,
            encoding_fallback: options.encoding_fallback,
            date_order: options.repairs.date_order,
            null: options.repairs.null.clone(),
            yes: options.repairs.yes.clone(),
            no: options.repairs.no.clone(),
            default_region: options.repairs.default_region,
            assume_utc: options.repairs.assume_utc,
            dates: DateReading::AsAsked,
            guarded: Vec::new(),
            guards_formulas: false,
        }
    }

    /// The same, with what the columns of the file show.
    pub(crate) fn with_readings(self, readings: ColumnReadings) -> Self {
        Self {
            dates: readings.dates,
            guarded: readings.guarded,
            ..self
        }
    }

    /// What a column's name says; `None` where it is not a statement, or not every word of it is
    /// known.
    pub fn of_name(name: &str) -> Option<Self> {
        let mut dialect = None;
        let mut delimited = Delimited::new(b',');
        let mut encoding = None;
        let mut encoding_fallback = None;
        let mut date_order = None;
        let mut null = Vec::new();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        let mut default_region = None;
        let mut assume_utc = false;
        let mut dates = DateReading::AsAsked;
        let mut guarded = Vec::new();
        let mut guards_formulas = false;
        for word in words(name)? {
            match word.split_once('=')? {
                ("dialect", value) => dialect = Some(value),
                ("delimiter", value) => delimited.delimiter = byte_of(value)?,
                ("quote", value) => delimited.quote = Some(byte_of(value)?),
                ("escape", "backslash") => delimited.escapes = true,
                ("blanks", "skipped") => delimited.skips_blanks = true,
                ("encoding", value) => encoding = Some(value.parse().ok()?),
                ("encoding-fallback", value) => encoding_fallback = Some(value.parse().ok()?),
                ("date-order", value) => date_order = Some(value.parse().ok()?),
                ("null", value) => null.push(text_of(value)?),
                ("dates", "open") => dates = DateReading::Open,
                ("dates", value) => dates = DateReading::Shown(value.parse().ok()?),
                ("apostrophes", value) => guarded.push(text_of(value)?),
                ("true", value) => yes.push(words_for(value)?),
                ("false", value) => no.push(words_for(value)?),
                ("default-region", value) => default_region = Some(value.parse().ok()?),
                ("time-zone", "UTC") => assume_utc = true,
                _ if word == GUARDS_FORMULAS => guards_formulas = true,
                _ => return None,
            }
        }
        Some(Self {
            dialect: match dialect? {
                "cognito" => Dialect::Cognito,
                "json" => Dialect::Json,
                "rfc4180" => Dialect::Rfc4180 {
                    delimiter: delimited.delimiter,
                },
                "delimited" => Dialect::of(delimited),
                _ => return None,
            },
            encoding: encoding?,
            encoding_fallback,
            date_order,
            null,
            yes,
            no,
            default_region,
            assume_utc,
            dates,
            guarded,
            guards_formulas,
        })
    }

    /// The name of the column, with this between its words.
    pub fn name(&self, between: char) -> String {
        let mut words = vec![STATEMENT.to_owned()];
        match self.dialect {
            Dialect::Cognito => words.push("dialect=cognito".to_owned()),
            Dialect::Json => words.push("dialect=json".to_owned()),
            Dialect::Rfc4180 { delimiter } => {
                words.push("dialect=rfc4180".to_owned());
                words.push(format!("delimiter={}", byte_word(delimiter)));
            }
            Dialect::Delimited(delimited) => {
                words.push("dialect=delimited".to_owned());
                words.push(format!("delimiter={}", byte_word(delimited.delimiter)));
                words.extend(
                    delimited
                        .quote
                        .map(|quote| format!("quote={}", byte_word(quote))),
                );
                words.extend(delimited.escapes.then(|| "escape=backslash".to_owned()));
                words.extend(delimited.skips_blanks.then(|| "blanks=skipped".to_owned()));
            }
        }
        words.push(format!("encoding={}", self.encoding));
        let fallback = self.encoding_fallback;
        words.extend(fallback.map(|encoding| format!("encoding-fallback={encoding}")));
        words.extend(self.date_order.map(|order| format!("date-order={order}")));
        words.extend(
            self.null
                .iter()
                .map(|text| format!("null={}", percent::encoded(text.as_bytes()))),
        );
        words.extend(self.yes.iter().map(|yes| word_of("true", yes)));
        words.extend(self.no.iter().map(|no| word_of("false", no)));
        let region = self.default_region;
        words.extend(region.map(|region| format!("default-region={region}")));
        words.extend(self.assume_utc.then(|| "time-zone=UTC".to_owned()));
        match self.dates {
            DateReading::AsAsked => {}
            DateReading::Open => words.push("dates=open".to_owned()),
            DateReading::Shown(order) => words.push(format!("dates={order}")),
        }
        words.extend(
            self.guarded
                .iter()
                .map(|name| format!("apostrophes={}", percent::encoded(name.as_bytes()))),
        );
        if self.guards_formulas {
            words.push(GUARDS_FORMULAS.to_owned());
        }
        words.join(between.encode_utf8(&mut [0; 4]))
    }

    /// Whether the caller's options allow this dialect.
    fn is_allowed_by(&self, options: &Options) -> bool {
        let dialect = self.dialect;
        let is_chosen = match options.dialect {
            None => true,
            Some(DialectChoice::Cognito) => dialect == Dialect::Cognito,
            Some(DialectChoice::Database) => dialect.escapes(),
            Some(DialectChoice::Rfc4180) => dialect != Dialect::Cognito,
        };
        let is_quoted_so = options
            .quote
            .is_none_or(|quote| quote.character() == dialect.quote());
        is_chosen
            && is_quoted_so
            && options
                .delimiter
                .is_none_or(|one| one == dialect.delimiter())
            && (!options.escapes || dialect.escapes())
    }

    /// Completes options by what the file says. What the caller gave is stronger, but for what was
    /// before the header of the first file.
    fn complete(&self, options: &mut Options) {
        options.delimiter = options.delimiter.or(Some(self.dialect.delimiter()));
        options.encoding = options.encoding.or(Some(self.encoding));
        options.encoding_fallback = options.encoding_fallback.or(self.encoding_fallback);
        options.repairs.date_order = options.repairs.date_order.or(self.date_order);
        if options.repairs.null.is_empty() {
            options.repairs.null.clone_from(&self.null);
        }
        if options.repairs.yes.is_empty() && options.repairs.no.is_empty() {
            options.repairs.yes.clone_from(&self.yes);
            options.repairs.no.clone_from(&self.no);
        }
        options.repairs.default_region = options.repairs.default_region.or(self.default_region);
        options.repairs.assume_utc |= self.assume_utc;
        // An order that the caller names is stronger than what the dates of the source show.
        let repairs = &options.repairs;
        let is_named = repairs.date_order.is_some() && self.date_order.is_none();
        let dates = if is_named {
            DateReading::AsAsked
        } else {
            self.dates
        };
        options
            .column_readings
            .get_or_insert_with(|| ColumnReadings {
                dates,
                guarded: self.guarded.clone(),
                quoted: Vec::new(),
            });
        options.columns = Vec::new();
        options.skip_lines = 0;
    }
}

/// `true=email_verified=ja=oui`, or `true==ja=oui` for every column.
fn word_of(name: &str, words: &Words) -> String {
    let column = words.column.as_deref().unwrap_or_default();
    let texts = std::iter::once(column).chain(words.words.iter().map(String::as_str));
    let texts: Vec<String> = texts
        .map(|text| percent::encoded(text.as_bytes()))
        .collect();
    format!("{name}={}", texts.join("="))
}

/// The words after the first sign of equality.
fn words_for(value: &str) -> Option<Words> {
    let mut texts = value
        .split('=')
        .map(|text| String::from_utf8(percent::decoded(text)?).ok());
    let column = texts.next()??;
    let column = (!column.is_empty()).then_some(column);
    Some(Words::new(column, texts.collect::<Option<_>>()?))
}

/// The text that a word holds, percent-encoded.
fn text_of(word: &str) -> Option<String> {
    String::from_utf8(percent::decoded(word)?).ok()
}

/// The bytes that have a word.
const BYTES: [(u8, &str); 6] = [
    (b',', "comma"),
    (b';', "semicolon"),
    (b'\t', "tab"),
    (b'|', "pipe"),
    (b':', "colon"),
    (b' ', "space"),
];

fn byte_word(byte: u8) -> String {
    BYTES
        .iter()
        .find(|(known, _)| *known == byte)
        .map_or_else(|| format!("0x{byte:02x}"), |(_, word)| (*word).to_owned())
}

fn byte_of(word: &str) -> Option<u8> {
    BYTES
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(byte, _)| *byte)
        .or_else(|| u8::from_str_radix(word.strip_prefix("0x")?, 16).ok())
}

/// How one file of a cleaning is to be read, where its beginning says or shows that.
pub(crate) struct Given {
    pub(crate) options: Options,
    pub(crate) settled: Settled,
}

/// What is known without a guess.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settled {
    /// The dialect; `None` where the caller has chosen another one than the file says.
    pub(crate) dialect: Option<Dialect>,
    /// How that is known.
    pub(crate) because: &'static str,
    /// Whether the file is as `clean` writes it, and was not said to be anything.
    pub(crate) looks_cleaned: bool,
}

/// What the beginning of a file says or shows about how it is to be read.
///
/// # Errors
///
/// [`Error::Header`] where the file holds rejected rows, its header does not say how they are read,
/// and it matters.
pub(crate) fn given(
    plan: &Plan,
    name: &str,
    start: &[u8],
    is_whole: bool,
) -> Result<Option<Given>, Error> {
    let mut options = plan.options.clone();
    // JSON states its names with each record.
    let is_json = matches!(start.trim_ascii_start().first(), Some(b'{' | b'['));
    if options.mode == Mode::Check || is_json {
        return Ok(None);
    }
    if let Some(header) = previous_header(start) {
        if let Some(stated) = header.statement() {
            let dialect = Some(stated.dialect).filter(|_| stated.is_allowed_by(&options));
            stated.complete(&mut options);
            return Ok(Some(Given {
                options,
                settled: Settled {
                    dialect,
                    because: "its header says so",
                    looks_cleaned: false,
                },
            }));
        }
        let may_mean_two_things = |byte: &u8| matches!(byte, b'"' | b'\\');
        let is_one = is_whole && !start.iter().any(may_mean_two_things);
        if is_one || options.dialect.is_some() {
            return Ok(None);
        }
        return Err(Error::Header {
            name: name.to_owned(),
            line: 1,
            problem: HeaderProblem::ReadingNotStated,
        });
    }
    if is_cleaned_file(&plan.schema, &options, start, is_whole) {
        // The encoding of its source is that of rows which are not UTF-8, of which it has none.
        let of_source = options.encoding.take().filter(|one| one.unit() == 1);
        options.encoding_fallback = options.encoding_fallback.or(of_source);
        // Nothing is left of the columns of its source, nor of lines before them.
        options.columns = Vec::new();
        options.skip_lines = 0;
        options.source = None;
        options.repairs.copies = Vec::new();
        // A value that was replaced says no more which row was wanted.
        let repairs = &options.repairs;
        let is_there = |(name, _): &(String, _)| {
            plan.schema.column_named(name).is_some()
                && !repairs.overrides.iter().any(|(column, _)| column == name)
                && !repairs.blank_invalid.contains(name)
        };
        options.only.retain(is_there);
        options.except.retain(is_there);
        return Ok(Some(Given {
            options,
            settled: Settled {
                dialect: Some(Dialect::Cognito),
                because: "its header and lines are as clean writes them, with the month first in dates",
                looks_cleaned: true,
            },
        }));
    }
    Ok(None)
}

/// The header of a file of rejected rows.
struct PreviousHeader {
    text: String,
    /// The encoding in which it was found, where that is not left to the statement.
    utf_16: Option<Encoding>,
}

/// The header of a file that carries our columns; `None` where it carries none.
fn previous_header(start: &[u8]) -> Option<PreviousHeader> {
    let marked = Encoding::of_byte_order_mark(start);
    let (candidates, text): (&[Encoding], &[u8]) = match &marked {
        Some((encoding, length)) => (
            std::slice::from_ref(encoding),
            start.get(*length..).unwrap_or_default(),
        ),
        // Every other encoding has ASCII as UTF-8 has it.
        None => (
            &[Encoding::UTF_8, Encoding::UTF_16LE, Encoding::UTF_16BE],
            start,
        ),
    };
    candidates.iter().find_map(|encoding| {
        let text = encoding.decode_lossy(text.get(..LOOKED_AT).unwrap_or(text));
        let text = header(&text);
        has_our_columns(text).then(|| PreviousHeader {
            text: text.to_owned(),
            utf_16: (encoding.unit() == 2).then_some(*encoding),
        })
    })
}

fn has_our_columns(header: &str) -> bool {
    let mut ours = PREFLIGHT_COLUMNS.iter().chain([&STATEMENT]);
    ours.any(|name| header.contains(name))
}

/// How far a header is looked for.
const LOOKED_AT: usize = 64 * 1024;

/// The first line that is neither blank nor announces a delimiter, with those after it where quotation
/// marks open in it and do not close.
fn header(text: &str) -> &str {
    let is_passed_over = |line: &str| {
        let line = line.trim();
        line.is_empty()
            || line
                .get(..4)
                .is_some_and(|word| word.eq_ignore_ascii_case("sep="))
    };
    let mut start = 0;
    let mut end = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        end += line.len();
        if start + line.len() == end && is_passed_over(line) {
            start = end;
            continue;
        }
        let header = text.get(start..end).unwrap_or_default();
        if header.bytes().filter(|byte| *byte == b'"').count() % 2 == 0 {
            return header.trim_end_matches(['\n', '\r']);
        }
    }
    text.get(start..end).unwrap_or_default()
}

impl PreviousHeader {
    /// How the file is to be read.
    fn statement(&self) -> Option<FileStatement> {
        let (before, words) = self.text.split_once(STATEMENT)?;
        let may_be_said = |c: char| c.is_ascii_alphanumeric() || "=-_%.~/ +".contains(c);
        let length = words.find(|c| !may_be_said(c)).unwrap_or(words.len());
        let words = words.get(..length).unwrap_or_default();
        let mut stated = FileStatement::of_name(&format!("{STATEMENT}{words}"))?;
        let delimiter = before.trim_end_matches(['"', '\'']).bytes().next_back();
        if let Some(delimiter) = delimiter
            && delimiter != stated.dialect.delimiter()
        {
            // A spreadsheet has read the file and written it again in a form of its own.
            stated.dialect = Dialect::Rfc4180 { delimiter };
        }
        match self.utf_16 {
            Some(encoding) => stated.encoding = encoding,
            None if stated.encoding.unit() == 2 => stated.encoding = Encoding::UTF_8,
            None => {}
        }
        Some(stated)
    }
}

/// Whether a file is as `clean` writes it: the header of the pool, and after it only lines of as many
/// fields, in Cognito's dialect and UTF-8, that cannot be read otherwise. Such a file is not read
/// otherwise, whatever options its source needed.
///
/// A file that has not been cleaned may look the same. What is lost then is an order of its dates, so
/// a caller who names RFC 4180 with the day first is believed, unless a date can only be month first.
fn is_cleaned_file(schema: &Schema, options: &Options, start: &[u8], is_whole: bool) -> bool {
    let day_first = options.repairs.date_order == Some(DateOrder::DayMonthYear);
    let needs_proof = day_first && options.dialect == Some(DialectChoice::Rfc4180);
    let mut has_proof = false;
    let Some(rows) = start.strip_prefix(schema.header_line().as_slice()) else {
        return false;
    };
    let rows = match std::str::from_utf8(rows) {
        Ok(rows) => rows,
        // The sample may end within a character.
        Err(error) if !is_whole && error.error_len().is_none() => {
            match std::str::from_utf8(bug::slice(rows, ..error.valid_up_to())) {
                Ok(rows) => rows,
                Err(_) => return false,
            }
        }
        Err(_) => return false,
    };
    // A cleaned file ends with a line end; a sample may end anywhere.
    let Some((lines, rest)) = rows.rsplit_once('\n') else {
        return rows.is_empty();
    };
    if is_whole && !rest.is_empty() {
        return false;
    }
    let birthdate = schema.known().birthdate;
    let columns = schema.columns().len();
    let can_only_be_month_first = |date: &str| {
        let day = date.split('/').nth(1).and_then(|day| day.parse().ok());
        day.is_some_and(|day: u32| day > 12)
    };
    let mut splitter = RecordSplitter::new(Dialect::Rfc4180 { delimiter: b',' });
    let are_as_written = lines.split('\n').all(|line| {
        let mut fields = 0;
        let is_as_written = cognito::raw_fields(line).all(|field| {
            let is_birthdate = birthdate.is_some_and(|column| column.index() == fields);
            fields += 1;
            has_proof |= is_birthdate && can_only_be_month_first(field);
            let is_in_order = !is_birthdate
                || field.is_empty()
                || birthdate::form(field) == BirthdateForm::MonthDayYear;
            is_in_order && !field.starts_with('"') && !field.contains('\r')
        });
        let may_be_quoted =
            line.contains('"') && line.contains("\\,") && splitter.split(line).1.len() == columns;
        is_as_written && fields == columns && !may_be_quoted
    });
    are_as_written && (has_proof || !needs_proof)
}

#[cfg(test)]
mod tests;
