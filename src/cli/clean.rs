//! `clean`: the file to upload, and the rejected rows.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    slice,
};

use crate::{
    engine::{DialectChoice, Error, Mode, Options, Preflight, Summary},
    output::{Cleaned, Files, FormulaCells, NameFiles, PartFiles, PlanFile, Rejected, Split},
    repairs::{RepairId, RepairOptions},
    rules::RuleId,
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{
    args::{AlphabetChoice, CleanArguments, values::From},
    documents,
    exit::Exit,
    failure::Failure,
    inputs,
    session::Session,
    source,
    stdout::OnBrokenPipe,
};

pub(super) fn run(arguments: &CleanArguments) -> Result<Exit, Failure> {
    let inputs = slice::from_ref(&arguments.file);
    let rejected = rejected_path(arguments)?;
    let mut session = Session::begin(
        &arguments.run,
        &arguments.schema.documents,
        inputs,
        &[&arguments.output, &rejected],
    )?;
    let mut options = options(arguments, session.options(Mode::Clean))?;
    options.source = source::read(&arguments.source)?;
    let schema = documents::schema(&arguments.schema)?;
    session.learn(&mut options, &schema)?;
    let invocation = documents::invocation(inputs, &arguments.schema, &arguments.run);
    let mut preflight = Preflight::new(schema.clone(), options.clone())?;
    let mut written = add_outputs(arguments, &rejected, &mut session)?;
    let summary = match session.run(&preflight, inputs, &invocation) {
        Err(Failure::Engine(Error::ReadAgain { name, readings })) => {
            refuse_to_read_again(arguments, &rejected, &session, &name)?;
            options.column_readings = Some(*readings);
            session.begin_again();
            preflight = Preflight::new(schema, options)?;
            written = add_outputs(arguments, &rejected, &mut session)?;
            session.run(&preflight, inputs, &invocation)?
        }
        ended => ended?,
    };
    let Written {
        parts,
        formula_cells,
    } = written;
    if let Some(parts) = parts {
        session.files().parts = parts
            .begun()
            .iter()
            .map(|path| inputs::name(path))
            .collect();
        // The parts are complete; a folder that cannot be read does not change that.
        for path in parts.unrelated().unwrap_or_default() {
            session.note(format!(
                "{} has the name of a part, but is not one of this run",
                inputs::name(&path)
            ));
        }
    }
    if let Some(note) = formulas(formula_cells.count()) {
        session.note(note);
    }
    for note in hashes(&summary, arguments.source.pbkdf2_alphabet) {
        session.note(note);
    }
    let note = duplicates(&summary, session.files());
    if let Some(note) = note {
        session.note(note);
    }
    if let Some(note) = missed_renames(&preflight, &summary) {
        session.note(note);
    }
    session.end(&preflight, &summary, &invocation)
}

/// What has to be asked of the outputs when they are complete.
struct Written {
    parts: Option<PartFiles>,
    formula_cells: FormulaCells,
}

/// Adds everything that is written.
fn add_outputs(
    arguments: &CleanArguments,
    rejected: &Path,
    session: &mut Session<'_>,
) -> Result<Written, Failure> {
    let parts = add_cleaned(arguments, session)?;
    let sink = Rejected::new(session.create(rejected, OnBrokenPipe::Fail)?)
        .guard_formulas(arguments.guard_formulas);
    let formula_cells = sink.formula_cells();
    session.add(sink);
    session.files().rejected = Some(inputs::name(rejected));
    if let Some(plan) = &arguments.source.plan {
        session.add(PlanFile::new(session.create(plan, OnBrokenPipe::Fail)?));
        session.files().plan = Some(inputs::name(plan));
    }
    session.add_reports(NameFiles::No)?;
    Ok(Written {
        parts,
        formula_cells,
    })
}

/// Ends a run whose input would have to be read a second time and cannot be, or whose outputs cannot be
/// taken back.
fn refuse_to_read_again(
    arguments: &CleanArguments,
    rejected: &Path,
    session: &Session<'_>,
    name: &str,
) -> Result<(), Failure> {
    let why = format!(
        "the end of {name} shows that its columns are to be read otherwise than its beginning showed"
    );
    let other = "name the order of birthdates with --date-order dmy or mdy, or let clean read and \
                 write files";
    let written = [&*arguments.output, rejected];
    let plan = arguments.source.plan.as_deref();
    let is_stream = written.into_iter().chain(plan).any(inputs::is_special);
    if is_stream || !session.can_begin_again() {
        return Err(Failure::Io(format!(
            "{why}; what was written to standard output or a pipe must be thrown away; {other}"
        )));
    }
    if !inputs::is_file(&arguments.file) {
        return Err(Failure::Io(format!(
            "{why}, and a pipe cannot be read again; nothing was written; {other}"
        )));
    }
    Ok(())
}

fn options(arguments: &CleanArguments, common: Options) -> Result<Options, Failure> {
    if arguments.from == From::Cognito && arguments.delimiter.is_some_and(|one| one != b',') {
        return Err(Failure::usage(
            "--from cognito has commas between its fields; leave out --delimiter, or use --from \
             rfc4180",
        ));
    }
    if arguments.from == From::Cognito && (arguments.quote.is_some() || arguments.escape.is_some())
    {
        return Err(Failure::usage(
            "--from cognito quotes nothing and escapes only commas; leave out --quote and --escape",
        ));
    }
    let is_one_stream =
        inputs::is_standard(&arguments.output) || inputs::is_special(&arguments.output);
    if arguments.split && is_one_stream {
        return Err(Failure::usage(
            "--split writes several files and needs a name for them in --output",
        ));
    }
    Ok(Options {
        dialect: match arguments.from {
            From::Auto => None,
            From::Cognito => Some(DialectChoice::Cognito),
            From::Rfc4180 => Some(DialectChoice::Rfc4180),
            From::PostgresText | From::Mysql => Some(DialectChoice::Database),
        },
        delimiter: arguments.delimiter,
        quote: arguments.quote,
        escapes: arguments.escape.is_some(),
        encoding: arguments.encoding,
        encoding_fallback: arguments.encoding_fallback,
        columns: arguments.columns.clone(),
        skip_lines: arguments.skip_lines,
        keep_disabled: arguments.source.keep_disabled,
        keep_federated: arguments.source.keep_federated,
        repairs: RepairOptions {
            pbkdf2_alphabet: arguments.source.pbkdf2_alphabet.into(),
            ..arguments.repairs.options()
        },
        only: arguments.repairs.only.clone(),
        except: arguments.repairs.except.clone(),
        reject_uncertain: arguments.repairs.reject_uncertain,
        split: arguments.split,
        ..common
    })
}

/// Adds the sink of the file to upload, or of its parts.
fn add_cleaned(
    arguments: &CleanArguments,
    session: &mut Session<'_>,
) -> Result<Option<PartFiles>, Failure> {
    let path = &arguments.output;
    if !arguments.split {
        session.add(Cleaned::new(session.create(path, OnBrokenPipe::Fail)?));
        session.files().cleaned = Some(inputs::name(path));
        return Ok(None);
    }
    let parts = PartFiles::new(session.outputs(), path)?;
    let manifest = parts.manifest();
    let writer = session.create(&manifest, OnBrokenPipe::Fail)?;
    session.add(Split::new(parts.clone(), writer));
    session.files().manifest = Some(inputs::name(&manifest));
    Ok(Some(parts))
}

/// A cell that a spreadsheet takes for a formula can send what stands beside it to anyone.
fn formulas(cells: u64) -> Option<String> {
    let begin = match cells {
        0 => return None,
        1 => "1 cell of the rejected file begins".to_owned(),
        cells => format!("{cells} cells of the rejected file begin"),
    };
    Some(format!(
        "{begin} like a formula, which a spreadsheet may run; --guard-formulas writes an apostrophe \
         before each"
    ))
}

/// What is not known of the password hashes that were written, and of those that were not.
fn hashes(summary: &Summary, alphabet: AlphabetChoice) -> Vec<String> {
    let hashes = &summary.counts.hashes;
    let mut notes = Vec::new();
    let all = hashes.of.get(&PasswordHashingAlgorithm::Pbkdf2Sha256);
    let (all, concerned) = (all.copied().unwrap_or_default(), hashes.alphabet_matters);
    if concerned > 0 {
        let (written, other, option) = match alphabet {
            AlphabetChoice::Dot => ('.', '+', "plus"),
            AlphabetChoice::Plus => ('+', '.', "dot"),
        };
        notes.push(format!(
            "{concerned} of {all} hashes of PBKDF2 ({} %) have a `{written}` in their base64, where another \
             alphabet has a `{other}`; which of both a job reads is not known. Import one such user alone \
             and sign in; where that fails, clean with --pbkdf2-alphabet {option}",
            u128::from(concerned) * 100 / u128::from(all.max(1)),
        ));
    }
    if hashes.without_column > 0 {
        notes.push(format!(
            "{} users have a password hash that a job could import, but the CSVHeader has no column \
             password_hash: they would have to reset the password. Pass the CSVHeader of a pool that \
             takes hashes as --csv-header",
            hashes.without_column,
        ));
    }
    notes
}

/// What the next round needs where rows are rejected for the names of others, which may be in the
/// cleaned file.
fn duplicates(summary: &Summary, files: &Files) -> Option<String> {
    const TAKEN: [RuleId; 2] = [
        RuleId::of("username-is-duplicated"),
        RuleId::of("alias-already-taken"),
    ];
    let rules = &summary.counts.rules;
    let count = |rule| rules.get(rule).map_or(0, |count| count.findings);
    let rows: u64 = TAKEN.iter().map(count).sum();
    let is_file = |path: &&String| *path != "-" && !inputs::is_special(Path::new(path));
    let rejected = files.rejected.as_ref().filter(is_file)?;
    let cleaned: String = files
        .cleaned
        .iter()
        .chain(&files.parts)
        .filter(is_file)
        .map(|path| format!(" --existing-users {}", shell_word(path)))
        .collect();
    let have = if rows == 1 {
        "1 rejected row has"
    } else {
        &format!("{rows} rejected rows have")
    };
    (rows > 0 && !cleaned.is_empty()).then(|| {
        format!(
            "{have} a username or alias that is taken, perhaps by a row of the cleaned file; clean \
             them beside it, with the same options: cognito-preflight clean {}{cleaned}",
            shell_word(rejected)
        )
    })
}

/// A path as a shell reads it back.
fn shell_word(path: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "._-/\\:".contains(c);
    if path.chars().all(is_plain) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(format!("'{}'", path.replace('\'', "'\\''")))
    }
}

/// A name that is mistyped in `--rename` would otherwise go unnoticed. It is not an error: a file that
/// was cleaned before has its new names already.
fn missed_renames(preflight: &Preflight, summary: &Summary) -> Option<String> {
    const RENAME_COLUMNS: RepairId = RepairId::of("rename-columns");
    // A mapping reads the columns that it names.
    if preflight.options().source.is_some() {
        return None;
    }
    let asked = preflight.options().repairs.renames.len();
    let made = summary
        .counts
        .repairs
        .get(&RENAME_COLUMNS)
        .map_or(0, |&times| usize::try_from(times).unwrap_or(usize::MAX));
    (made < asked)
        .then(|| format!("the file has {made} of the {asked} columns that --rename names as OLD"))
}

/// Where the rejected rows go.
fn rejected_path(arguments: &CleanArguments) -> Result<PathBuf, Failure> {
    if let Some(path) = &arguments.rejected {
        return Ok(path.clone());
    }
    if inputs::is_standard(&arguments.output) {
        return Err(Failure::usage(
            "--output - needs --rejected FILE, so that no row is lost",
        ));
    }
    // A file in the folder of a device or a pipe would not be found.
    if inputs::is_special(&arguments.output) {
        return Err(Failure::usage(
            "an --output that is not an ordinary file needs --rejected FILE, so that no row is lost",
        ));
    }
    Ok(beside(&arguments.output))
}

fn beside(output: &Path) -> PathBuf {
    let stem = output.file_stem().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!("{stem}.rejected.csv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejected_rows_go_beside_the_output() {
        assert_eq!(
            beside(Path::new("out/users.csv")),
            Path::new("out/users.rejected.csv")
        );
        assert_eq!(beside(Path::new("users")), Path::new("users.rejected.csv"));
    }
}
