//! The beginning of a file: its encoding, its dialect, its header, and what follows from them
//! for every row.

mod json;
mod reading;

use std::io::{self, Read};

use crate::{
    bug,
    dialect::{
        Decompressed, Dialect, Encoding, LineEnds, RecordSplitter, cognito,
        detect::{self, BYTES_LOOKED_AT},
        framing::Framer,
        guards::without_guards,
        json_lines::JsonLines,
        raw_fields::RawDialect,
        rfc4180,
        sniff::{sniff_bytes, sniff_document, sniff_text},
    },
    mapping::{Path, mapper::Mapper, record::Names},
    position::Position,
    repairs::RepairId,
    rules::{Finding, Header, HeaderFlags, header::name::are_values},
    schema::ColumnId,
    values::{birthdate::DateOrder, face_value::in_formula},
};

use super::{
    Error, HeaderProblem, Hint, Input, Mode,
    column_map::ColumnMap,
    column_readings::{HowRead, Readings, SampleOfRows},
    columns::{self, Columns},
    file_statement::Settled,
    judge::{Choice, FileContext, SourceColumns},
    plan::Plan,
    preflight_column,
    read::{Chunk, ChunkReader, FirstRecord, fill},
    says_guarded,
};
use json::JsonBody;
use reading::{dialect, encoding, expected_names, given, lines_to_skip, other_dialect};

/// A file whose header has been read.
pub(crate) struct Opened<R> {
    pub(crate) reader: ChunkReader<Body<R>>,
    pub(crate) context: FileContext,
    pub(crate) input: Input,
    /// What was found about the header, except for what a cleaning fixes.
    pub(crate) findings: Vec<Finding>,
    /// The repairs of the file as a whole.
    pub(crate) repairs: Vec<(RepairId, u64)>,
    pub(crate) raw_header: Vec<u8>,
    pub(crate) line_end: Vec<u8>,
    /// Where the header begins.
    pub(crate) header: Position,
    /// The physical line of the first record.
    pub(crate) line: u64,
}

/// What follows the beginning of a file.
#[derive(Debug)]
pub(crate) enum Body<R> {
    /// The file as it is.
    AsIs(Decompressed<R>),
    /// JSON that is not one record a line.
    Json(JsonLines<Decompressed<R>>),
}

impl<R> Body<R> {
    /// Whether it has the bytes of the file at their places.
    pub(crate) const fn is_as_it_is(&self) -> bool {
        matches!(self, Self::AsIs(reader) if reader.compression().is_none())
    }
}

impl<R: Read> Read for Body<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::AsIs(reader) => reader.read(buffer),
            Self::Json(lines) => lines.read(buffer),
        }
    }
}

/// The beginning of a file while it is being read.
struct Beginning {
    raw: Vec<u8>,
    line_end: Vec<u8>,
    lines: u64,
    header_line: u64,
    header_byte: u64,
    blank_lines: u64,
    names: Option<Vec<String>>,
    /// How many fields each record has, where the mapping says so.
    fields: Option<usize>,
    /// Whether the file says that its cells are guarded against spreadsheets.
    is_guarded: bool,
    notes: HeaderFlags,
    /// What it looks like where none of its names is known.
    other_text: Option<&'static str>,
}

/// The first MiB of a file, or all of it.
pub(crate) struct Start<R> {
    pub(crate) bytes: Vec<u8>,
    pub(crate) at_end: bool,
    reader: Decompressed<R>,
}

impl<R: Read> Start<R> {
    /// Reads it. A cleaning reads what is in a compressed file; a check reads what the job would.
    pub(crate) fn read(mode: Mode, name: &str, reader: R) -> Result<Self, Error> {
        let begin = |reader| {
            let mut reader = match mode {
                Mode::Check => Decompressed::as_it_is(reader),
                Mode::Clean => Decompressed::new(reader)?,
            };
            let mut bytes = Vec::new();
            let mut at_end = false;
            fill(&mut reader, &mut bytes, BYTES_LOOKED_AT, &mut at_end)?;
            Ok(Self {
                bytes,
                at_end,
                reader,
            })
        };
        begin(reader).map_err(|source| Error::Read {
            name: name.to_owned(),
            byte: 0,
            source,
        })
    }
}

/// Opens a file: reads its beginning, decides how to read the rest.
#[expect(
    clippy::too_many_lines,
    reason = "one step after the other, each of which needs what those before it found"
)]
pub(crate) fn open<R: Read>(
    plan: &Plan,
    name: &str,
    start: Start<R>,
    settled: Option<Settled>,
    keeps_values: bool,
) -> Result<Opened<R>, Error> {
    let Start {
        bytes: mut start,
        at_end,
        reader,
    } = start;
    let (encoding, mark) = encoding(plan, &start);
    if let Some(mapper) = &plan.mapper
        && mapper.mapping().input.is_json(bug::slice(&start, mark..))
    {
        let body = JsonBody {
            reader,
            start,
            mark,
            at_end,
        };
        return Ok(body.open(plan, mapper, name, keeps_values));
    }
    let skipped = lines_to_skip(plan, encoding, bug::slice(&start, mark..));
    let begin = mark + skipped.bytes;
    let text = bug::slice(&start, begin..);
    if let Some(looks_like) = sniff_bytes(text).or_else(|| sniff_document(text)) {
        return Err(Error::OtherContent {
            name: name.to_owned(),
            looks_like,
        });
    }
    let (detected, line_ends, is_detected) = dialect(plan, settled, encoding, text, at_end);
    let dialect = detected.dialect;
    let framer = Framer::new(dialect, encoding, line_ends);
    let mut beginning = Beginning::new(bug::slice(&start, ..mark), text, line_ends);
    beginning.lines = skipped.lines;
    let hint_text = encoding.decode_lossy(text).into_owned();
    let chunk_bytes = plan.options.chunk_bytes();
    let rest = start.split_off(begin);
    // What the rows of the sample show about their columns is looked at once the columns are known.
    let is_sampled = plan.options.mode == Mode::Clean && plan.mapper.is_none();
    let sample = if is_sampled { rest.clone() } else { Vec::new() };
    let body = Body::AsIs(reader);
    let mut reader = ChunkReader::new(body, framer, chunk_bytes, rest, begin as u64, at_end);
    if !beginning.take_given_names(plan, &hint_text, dialect, encoding) {
        beginning
            .read(plan, &mut reader, dialect, encoding)
            .map_err(|source| Error::Read {
                name: name.to_owned(),
                byte: reader.offset(),
                source,
            })?;
    }
    if plan.options.mode == Mode::Clean {
        beginning.refuse(name)?;
    }
    let names = beginning.names.clone().unwrap_or_default();
    let source = plan
        .mapper
        .as_ref()
        .map(|_| SourceColumns::new(names.clone(), beginning.fields, plan));
    let columns = match &source {
        // Every column comes out of the mapping, under its own name.
        Some(_) => Columns::find(plan, &column_names(plan)),
        None => Columns::find(plan, &names),
    };
    if let Some(source) = &source {
        refuse_unknown_names(plan, name, &source.names)?;
    } else {
        refuse_rename(plan, name, &columns, &names)?;
        if is_detected && dialect == Dialect::Cognito {
            refuse_date_order(plan, name, &columns)?;
        }
    }
    let findings = find(plan, &columns, beginning.notes);
    let repairs = beginning.repairs(plan, &columns, dialect, encoding);
    let unnamed = columns.unnamed(plan);
    let (copies, choices) = match &source {
        // The mapping reads them.
        Some(_) => (Vec::new(), Vec::new()),
        None => (
            columns.copies(plan, name, &names)?,
            Choice::find(plan, name, &names, &columns)?,
        ),
    };
    let header = columns.shown(plan, names.clone());
    let hint = beginning.hint(plan, &columns, &hint_text);
    let mut columns = ColumnMap::new(columns.by_field, unnamed, &plan.schema, &plan.fast_path)
        .with_account_fields(&columns.names, &plan.options);
    columns.copy(&copies);
    let consumed = usize::try_from(reader.offset()).unwrap_or(usize::MAX) - begin;
    let readings = match plan.options.mode {
        Mode::Check => Readings::of_check(plan, &columns),
        Mode::Clean => {
            let sample = is_sampled.then(|| SampleOfRows {
                rows: sample.get(consumed..).unwrap_or_default(),
                encoding,
                framer,
                is_whole: at_end,
                names: &names,
            });
            let file = HowRead {
                dialect,
                looks_cleaned: settled.is_some_and(|settled| settled.looks_cleaned),
            };
            Readings::new(plan, &columns, file, sample.as_ref())
        }
    };
    let guarded = readings.stated(plan).guarded;
    Ok(Opened {
        reader,
        context: FileContext {
            dialect,
            is_detected,
            encoding,
            encoding_fallback: plan.options.encoding_fallback,
            names,
            framer,
            columns,
            readings,
            has_guards: beginning.is_guarded,
            source,
            choices,
            keeps_values,
        },
        input: Input {
            name: name.to_owned(),
            dialect,
            dialect_detected: is_detected || settled.is_some(),
            because: settled.map_or(detected.because, |settled| settled.because),
            encoding,
            byte_order_mark: mark > 0,
            bytes: 0,
            hint,
            header,
            username_rule: plan.mapper.as_ref().map(Mapper::username_rule),
            guarded,
        },
        findings,
        repairs,
        raw_header: beginning.raw,
        line_end: beginning.line_end,
        header: Position {
            line: beginning.header_line.max(1),
            record: 0,
            byte: beginning.header_byte,
        },
        line: beginning.lines + 1,
    })
}

/// The names of the CSVHeader's columns.
fn column_names(plan: &Plan) -> Vec<String> {
    let columns = plan.schema.columns().iter();
    columns.map(|column| column.name().to_owned()).collect()
}

impl Beginning {
    /// Nothing is read of the text after the byte order mark yet.
    fn new(mark: &[u8], text: &[u8], line_ends: LineEnds) -> Self {
        Self {
            raw: mark.to_vec(),
            line_end: Vec::new(),
            lines: 0,
            header_line: 0,
            header_byte: 0,
            blank_lines: 0,
            names: None,
            fields: None,
            is_guarded: false,
            notes: HeaderFlags {
                byte_order_mark: !mark.is_empty(),
                carriage_return_ends: line_ends == LineEnds::CarriageReturn,
                ..HeaderFlags::default()
            },
            other_text: sniff_text(text),
        }
    }

    /// Reads up to the end of the header.
    fn read<R: Read>(
        &mut self,
        plan: &Plan,
        reader: &mut ChunkReader<R>,
        dialect: Dialect,
        encoding: Encoding,
    ) -> io::Result<()> {
        let mut chunk = Chunk::default();
        let mut may_announce = plan.options.mode == Mode::Clean;
        loop {
            let record = match reader.next_record(&mut chunk)? {
                FirstRecord::None => {
                    self.notes.file_is_empty = true;
                    return Ok(());
                }
                FirstRecord::TooLong => {
                    self.notes.too_long = true;
                    self.lines += 1;
                    return if plan.options.mode == Mode::Check {
                        reader.skip_long_line()
                    } else {
                        Ok(())
                    };
                }
                FirstRecord::Record(record) => record,
            };
            let (content, line_end) = chunk
                .bytes
                .split_at_checked(record.content_end as usize)
                .unwrap_or_else(|| bug::found("the header ends after its chunk"));
            self.header_line = self.lines + 1;
            self.header_byte = chunk.offset;
            self.lines += u64::from(record.lines);
            let fallback = plan.options.encoding_fallback;
            let Ok((line, _)) = encoding.decode_or(fallback, content) else {
                self.raw.extend_from_slice(content);
                line_end.clone_into(&mut self.line_end);
                self.notes.invalid_encoding = true;
                return Ok(());
            };
            if line.trim_ascii().is_empty() {
                self.notes.blank_line_before = true;
                self.blank_lines += 1;
                continue;
            }
            if std::mem::take(&mut may_announce)
                && dialect != Dialect::Cognito
                && detect::separator_line(&line).is_some()
            {
                // It announces the delimiter of whatever is taken out of this file, too.
                self.raw.extend_from_slice(&chunk.bytes);
                continue;
            }
            self.raw.extend_from_slice(content);
            line_end.clone_into(&mut self.line_end);
            let mut names = split(&line, dialect);
            if plan.options.mode == Mode::Clean {
                self.is_guarded = names.iter().any(|name| says_guarded(name));
            }
            if self.is_guarded {
                let bare = without_guards(content, RawDialect::new(dialect, encoding));
                // An apostrophe is text in every encoding, and so is what is left without it.
                if let Ok(line) = encoding.decode(&bare) {
                    names = split(&line, dialect);
                }
            }
            if plan.options.mode == Mode::Clean {
                for name in &mut names {
                    if let Some(text) = in_formula(name.trim()) {
                        *name = text.into_owned();
                    }
                }
            }
            self.names = Some(names);
            return Ok(());
        }
    }

    /// Takes the names that the caller gave, where the file does not begin with them as its header.
    fn take_given_names(
        &mut self,
        plan: &Plan,
        text: &str,
        dialect: Dialect,
        encoding: Encoding,
    ) -> bool {
        let given = &plan.options.columns;
        if plan.options.mode == Mode::Check || given.is_empty() {
            return false;
        }
        let first = split(detect::first_line(text), dialect);
        let is_ours = |name: &&String| preflight_column(name).is_some();
        let own = first.iter().filter(|name| !is_ours(name));
        if own
            .map(|name| name.trim())
            .eq(given.iter().map(|name| name.trim()))
        {
            return false;
        }
        let mut names = given.clone();
        let mapping = plan.mapper.as_ref().map(Mapper::mapping);
        self.fields = mapping.and_then(|mapping| mapping.input.fields_of_each_line(first.len()));
        if let Some(fields) = self.fields {
            names.resize(fields, String::new());
        }
        let delimiter = char::from(dialect.delimiter()).to_string();
        encoding.encode_ascii(&names.join(&delimiter), &mut self.raw);
        encoding.encode_ascii("\n", &mut self.line_end);
        self.header_line = self.lines + 1;
        self.names = Some(names);
        true
    }

    /// What a cleaning repairs in the file as a whole, and how often.
    fn repairs(
        &self,
        plan: &Plan,
        columns: &Columns,
        dialect: Dialect,
        encoding: Encoding,
    ) -> Vec<(RepairId, u64)> {
        if plan.options.mode == Mode::Check || self.names.is_none() {
            return Vec::new();
        }
        let mut line_feed = Vec::new();
        encoding.encode_ascii("\n", &mut line_feed);
        let ends_otherwise = !self.line_end.is_empty() && self.line_end != line_feed;
        let of_the_file = [
            (
                const { RepairId::of("remove-byte-order-mark") },
                u64::from(self.notes.byte_order_mark),
            ),
            (
                const { RepairId::of("convert-to-utf-8") },
                u64::from(encoding != Encoding::UTF_8),
            ),
            (
                const { RepairId::of("normalise-line-ends") },
                u64::from(ends_otherwise),
            ),
            (
                const { RepairId::of("convert-to-cognito-dialect") },
                u64::from(dialect != Dialect::Cognito),
            ),
            (const { RepairId::of("drop-blank-lines") }, self.blank_lines),
        ];
        let mut repairs = columns.repairs(plan);
        repairs.extend(of_the_file.into_iter().filter(|(_, times)| *times > 0));
        repairs
    }

    /// What the file may be instead of one of users.
    fn hint(&self, plan: &Plan, columns: &Columns, text: &str) -> Option<Hint> {
        let names = self.names.as_ref()?;
        let is_unknown = columns.are_unknown();
        if let Some(kind) = self.other_text
            && is_unknown
        {
            return Some(Hint::LooksLike(kind));
        }
        if let Some(dialect) = other_dialect(plan, text) {
            return Some(Hint::NeedsCleaning(dialect));
        }
        if !is_unknown {
            return None;
        }
        let skipped = plan.options.skip_lines;
        let header = detect::header_line(text, &expected_names(plan), given(plan));
        Some(match header {
            Some(line) => Hint::HeaderIsOnLine(skipped + line),
            None if are_values(&plan.schema, names) => Hint::NoNameIsKnown,
            None => Hint::NamesOfAnotherSystem,
        })
    }

    /// Refuses to clean a file whose columns cannot be known.
    fn refuse(&self, name: &str) -> Result<(), Error> {
        let is_readable = !self.notes.too_long && !self.notes.invalid_encoding;
        let problem = if is_readable {
            return Ok(());
        } else if self.notes.too_long {
            HeaderProblem::TooLong
        } else {
            HeaderProblem::InvalidEncoding
        };
        Err(Error::Header {
            name: name.to_owned(),
            line: self.lines.max(1),
            problem,
        })
    }
}

/// Refuses to leave a column out because its name was misspelt in a rename.
fn refuse_rename(
    plan: &Plan,
    name: &str,
    columns: &Columns,
    names: &[String],
) -> Result<(), Error> {
    match columns.missing_rename(plan, names) {
        None => Ok(()),
        Some(old) => Err(Error::RenameWithoutColumn {
            name: name.to_owned(),
            old: old.to_owned(),
        }),
    }
}

/// Refuses options that name columns which a source does not have, where its header says which it has.
fn refuse_unknown_names(plan: &Plan, name: &str, names: &Names) -> Result<(), Error> {
    let has = |path: &str| names.has(path) || names.has(Path::lenient(path).first());
    let repairs = &plan.options.repairs;
    let mut renames = repairs.renames.iter().chain(&repairs.copies);
    if let Some((old, _)) = renames.find(|(old, _)| !has(old)) {
        return Err(Error::RenameWithoutColumn {
            name: name.to_owned(),
            old: old.clone(),
        });
    }
    let mut choices = plan.options.only.iter().chain(&plan.options.except);
    match choices.find(|(column, _)| !has(column)) {
        None => Ok(()),
        Some((column, _)) => Err(Error::ChoiceWithoutColumn {
            name: name.to_owned(),
            column: column.clone(),
        }),
    }
}

/// Refuses to guess the order of the dates in a file that only looks like Cognito's dialect.
///
/// A date such as `03/04/1990` is turned in RFC 4180 and not in Cognito's dialect, where every date is
/// month first already.
fn refuse_date_order(plan: &Plan, name: &str, columns: &Columns) -> Result<(), Error> {
    let birthdate = plan.schema.known().birthdate;
    let is_asked = plan.options.repairs.date_order == Some(DateOrder::DayMonthYear);
    if is_asked && birthdate.is_some() && columns.by_field.contains(&birthdate) {
        return Err(Error::AmbiguousDateOrder {
            name: name.to_owned(),
        });
    }
    Ok(())
}

fn split(line: &str, dialect: Dialect) -> Vec<String> {
    if matches!(dialect, Dialect::Cognito | Dialect::Json) {
        return cognito::fields(line).map(Into::into).collect();
    }
    let mut splitter = RecordSplitter::new(dialect);
    let (text, ends) = splitter.split(line);
    rfc4180::fields(text, ends).map(str::to_owned).collect()
}

/// Asks the rules about the header, and in a cleaning keeps only what it does not fix.
fn find(plan: &Plan, columns: &Columns, notes: HeaderFlags) -> Vec<Finding> {
    let exact: Vec<Option<ColumnId>> = columns
        .names
        .iter()
        .map(|name| plan.schema.column_named(name).map(|column| column.id))
        .collect();
    let mut notes = notes;
    notes.existing_users_incomplete = plan.options.existing_users_incomplete;
    let header = Header::new(&columns.names, &exact, &plan.schema, notes);
    let mut findings = Vec::new();
    plan.find_in_header(&header, &mut findings);
    if plan.options.mode == Mode::Clean {
        columns.keep_unfixed(plan, &mut findings);
    } else if notes.file_is_empty || notes.too_long || notes.invalid_encoding {
        // There are no names that could be right or wrong.
        columns::keep_decisive(&mut findings);
    }
    findings
}
