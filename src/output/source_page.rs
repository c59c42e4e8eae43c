//! The page of a preset: how to export, the command, what becomes of the users, what to do afterwards.

use std::fmt::{self, Display, Write as _};

use crate::mapping::{
    Expression, HashFormat, Mapping, MappingError, PRESETS, Paths, Preset, Source,
};

/// The page of one preset in Markdown.
#[derive(Debug)]
pub struct SourcePage {
    name: &'static str,
    mapping: Mapping,
}

impl SourcePage {
    /// The page of a preset.
    ///
    /// # Errors
    ///
    /// None for a preset of the list; see [`Preset::mapping`].
    pub fn new(preset: &Preset) -> Result<Self, MappingError> {
        Ok(Self {
            name: preset.name,
            mapping: preset.mapping()?,
        })
    }

    /// The pages of all presets, in the order of the list.
    ///
    /// # Errors
    ///
    /// As [`SourcePage::new`].
    pub fn all() -> Result<Vec<Self>, MappingError> {
        PRESETS.iter().map(Self::new).collect()
    }

    /// The name of the file that the page is written to.
    pub fn file_name(&self) -> String {
        format!("{}.md", self.name)
    }

    /// The title of the source.
    pub fn title(&self) -> &str {
        &self.mapping.title
    }

    fn write_command(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "```sh\ncognito-preflight clean EXPORT --source {}",
            self.name
        )?;
        for name in self.mapping.join.keys() {
            write!(f, " --join {name}={}", name.to_uppercase())?;
        }
        writeln!(
            f,
            " \\\n    --csv-header header.json --user-pool pool.json --output users.csv --plan plan.jsonl\n```\n"
        )
    }

    fn write_columns(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## Columns\n\n| Column | Is filled from |\n|---|---|")?;
        for (column, source) in &self.mapping.columns {
            writeln!(f, "| `{column}` | {} |", in_words(source))?;
        }
        let username = &self.mapping.username;
        let own = list(&username.from, "");
        let id = list(&username.id, "");
        writeln!(
            f,
            "\nThe username depends on the user pool: an address where the pool signs users in with one; {}{}.\n",
            if own.is_empty() {
                "else the e-mail address or the phone number".to_owned()
            } else {
                format!("else {own}")
            },
            if id.is_empty() {
                String::new()
            } else {
                format!(", and as the last resort {id}")
            }
        )
    }

    fn write_hash(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "## Passwords\n")?;
        if self.mapping.password_hash.is_empty() {
            return writeln!(
                f,
                "The export has no password hashes. Every user resets the password at the first sign-in.\n"
            );
        }
        let mut said = Vec::new();
        for hash in &self.mapping.password_hash {
            if hash.from.0.is_empty() {
                continue;
            }
            let from = list(&hash.from, "");
            let what = match (&hash.refused, hash.format) {
                (Some(reason), _) => format!("cannot be imported. {reason}"),
                (None, HashFormat::Auto) => {
                    "is converted where its form is one that an import job knows and its cost within the limits"
                        .to_owned()
                }
                (None, HashFormat::Pbkdf2) => "is converted as PBKDF2".to_owned(),
                (None, HashFormat::Scrypt) => "is converted as scrypt".to_owned(),
                (None, HashFormat::BcryptParts) => "is put together as bcrypt".to_owned(),
                (None, HashFormat::ClearText) => "is never written".to_owned(),
            };
            let end = if what.ends_with('.') { "" } else { "." };
            let line = format!("- The hash in {from} {what}{end}");
            // Several entries may differ only in how salt and hash are written.
            if !said.contains(&line) {
                writeln!(f, "{line}")?;
                said.push(line);
            }
        }
        writeln!(
            f,
            "\nUsers whose hash cannot be imported are listed in the plan and reset the password at the first sign-in.\n"
        )
    }

    fn write_rejects(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mapping.reject.is_empty() {
            return Ok(());
        }
        writeln!(f, "## Who is rejected\n")?;
        for reject in &self.mapping.reject {
            writeln!(f, "- {}", reject.reason)?;
        }
        writeln!(f)
    }

    fn write_plan(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mapping.plan.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "## What is left to do\n\nThe import job cannot carry these. `--plan FILE` lists them for each user.\n\n| Operation | Why |\n|---|---|"
        )?;
        let mut said = Vec::new();
        for step in &self.mapping.plan {
            let mut why = step.reason.clone();
            if step.locks_out {
                why.push_str(" Until this is done, the user can sign in.");
            }
            let line = format!("| `{}` | {why} |", step.operation);
            if !said.contains(&line) {
                writeln!(f, "{line}")?;
                said.push(line);
            }
        }
        writeln!(f)
    }

    /// What is to be done in any case: users have new identifiers.
    fn write_afterwards(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = list(&self.mapping.username.id, "the identifier of the source");
        writeln!(
            f,
            "## Afterwards\n\nCarry out the plan, and tell the users who have to reset their passwords. Every imported user has a new `sub`: \
             where the pool has a custom attribute such as `custom:old_id`, {id} is written to it, and ListUsers gives the map \
             from old to new identifiers; else the username does.\n"
        )
    }
}

impl Display for SourcePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mapping = &self.mapping;
        writeln!(f, "# From {}\n\n{}\n", mapping.title, mapping.description)?;
        for note in &mapping.notes {
            writeln!(f, "> {}\n", note.text)?;
        }
        writeln!(f, "## Export\n\n{}\n", mapping.export.trim())?;
        self.write_command(f)?;
        self.write_columns(f)?;
        self.write_hash(f)?;
        self.write_rejects(f)?;
        self.write_plan(f)?;
        self.write_afterwards(f)?;
        writeln!(
            f,
            "`cognito-preflight sources {}` prints this mapping, to be changed and given as `--mapping FILE`.",
            self.name
        )
    }
}

/// Paths as code, one after the other.
fn list(paths: &Paths, otherwise: &str) -> String {
    let paths: Vec<String> = paths.0.iter().map(|path| format!("`{path}`")).collect();
    match paths.as_slice() {
        [] => otherwise.to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn in_words(source: &Source) -> String {
    match source {
        Source::Paths(paths) => list(&Paths(paths.clone()), "nothing"),
        Source::Expression(expression) => expression_in_words(expression),
    }
}

fn expression_in_words(expression: &Expression) -> String {
    let mut words = if let Some(paths) = &expression.from {
        list(paths, "nothing")
    } else if let Some(value) = &expression.value {
        format!("`{value}` for everyone")
    } else if let Some(paths) = &expression.present {
        format!("true where {} is not blank", list(paths, "nothing"))
    } else if let Some(list) = &expression.list {
        let names: Vec<String> = list.iter().map(|path| format!("`{path}`")).collect();
        format!("{} one after the other", names.join(", "))
    } else if expression.template.is_some() {
        "a text with several columns".to_owned()
    } else {
        "a condition".to_owned()
    };
    if let Some(when) = expression
        .when
        .as_ref()
        .and_then(|when| when.column.as_ref())
    {
        words = format!("true or false by {}", list(when, "nothing"));
    }
    if let Some(prefix) = &expression.prefix {
        let _ = write!(words, ", with `{prefix}` before it");
    }
    if let Some(paths) = &expression.unless_same_as {
        let _ = write!(
            words,
            ", unless it is the same as {}",
            list(paths, "nothing")
        );
    }
    if let Some(paths) = &expression.unless_local_part_of {
        let _ = write!(
            words,
            ", unless it is the local part of {}",
            list(paths, "nothing")
        );
    }
    words
}
