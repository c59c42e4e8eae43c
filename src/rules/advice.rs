//! What can be done about what a rule finds, and where it helps.

use crate::{
    dialect::Dialect,
    schema::{Column, Schema, VerifiableAttribute},
};

use super::Finding;

/// One thing that can be done about what a rule finds.
///
/// It is offered only where it helps: nothing that a run has done already, and no option that it was
/// given.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Advice {
    /// What to do, in whole sentences. `COLUMN` stands for the finding's column.
    pub text: &'static str,
    /// Who or what does it.
    pub means: Means,
    /// Where it helps, beyond what its means says.
    helps: fn(&Circumstances<'_>) -> bool,
    /// Values that follow it: columns of the good row that an example changes, and their values.
    pub edit: &'static [(&'static str, &'static str)],
}

/// Who or what does as it is advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Means {
    /// A person: in the source system, in the file, in the pool, or in the job.
    Person,
    /// A cleaning, whatever its options.
    Cleaning,
    /// A cleaning with these arguments of the command line, of which the first names the option. A
    /// value in them is an example, and `COLUMN` stands for the finding's column.
    Options(&'static str),
}

impl Advice {
    /// What a person has to do.
    pub const fn person(text: &'static str) -> Self {
        Self {
            text,
            means: Means::Person,
            helps: |_| true,
            edit: &[],
        }
    }

    /// What a cleaning does.
    pub const fn cleaning(text: &'static str) -> Self {
        let mut advice = Self::person(text);
        advice.means = Means::Cleaning;
        advice
    }

    /// What a cleaning does that is given these arguments.
    pub const fn options(arguments: &'static str, text: &'static str) -> Self {
        let mut advice = Self::person(text);
        advice.means = Means::Options(arguments);
        advice
    }

    /// Only where this holds.
    #[must_use]
    pub const fn when(mut self, helps: fn(&Circumstances<'_>) -> bool) -> Self {
        self.helps = helps;
        self
    }

    /// Who follows it writes these values into the row.
    #[must_use]
    pub const fn edit(mut self, edit: &'static [(&'static str, &'static str)]) -> Self {
        self.edit = edit;
        self
    }

    /// Whether it helps in these circumstances.
    pub fn helps(&self, circumstances: &Circumstances<'_>) -> bool {
        let is_open = match self.means {
            Means::Person => true,
            Means::Cleaning => !circumstances.cleans,
            Means::Options(arguments) => circumstances.may_be_given(arguments),
        };
        is_open && (self.helps)(circumstances)
    }
}

/// What leaves a value out that need not be there: the last resort for a value that nothing repairs.
pub(super) const BLANK: Advice = Advice::options(
    "--blank-invalid COLUMN",
    "`clean --blank-invalid COLUMN` leaves out such values and keeps their users.",
)
.when(|found| found.columns().any(|column| found.may_be_blank(column)));

/// What was found by one rule in a run, and what the run was given.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Circumstances<'a> {
    /// The pool and its columns.
    pub schema: &'a Schema,
    /// Whether the run is a cleaning.
    pub cleans: bool,
    /// The dialects of the files.
    pub dialects: &'a [Dialect],
    /// The options that the run was given.
    pub given: &'a [GivenOption],
    /// What was found: one finding of each column and each number that is told.
    pub kinds: &'a [Finding],
}

/// An option that a run was given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GivenOption {
    /// Its name, without the dashes before it.
    pub name: &'static str,
    /// The column that it is about, where it is about one.
    pub column: Option<String>,
}

impl GivenOption {
    /// An option, which may be about one column.
    pub const fn new(name: &'static str, column: Option<String>) -> Self {
        Self { name, column }
    }
}

impl<'a> Circumstances<'a> {
    /// The columns of the findings.
    pub fn columns(&self) -> impl Iterator<Item = &'a Column> {
        let schema = self.schema;
        let columns = self.kinds.iter().filter_map(|finding| finding.column);
        columns.filter_map(|id| schema.column(id))
    }

    /// Whether a finding says this of its reason.
    pub fn because(&self, reason: &str) -> bool {
        self.kinds.iter().any(
            |finding| matches!(finding.detail, super::Detail::Because(given) if given == reason),
        )
    }

    /// Whether the run was given this option, for whatever column.
    pub fn is_given(&self, name: &str) -> bool {
        self.given.iter().any(|option| option.name == name)
    }

    /// Whether a file is in Cognito's dialect, or is read in it.
    pub fn has_cognito_dialect(&self) -> bool {
        self.dialects.contains(&Dialect::Cognito)
    }

    /// Whether the job imports a user whose column is blank.
    pub fn may_be_blank(&self, column: &Column) -> bool {
        let known = self.schema.known();
        let pool = self.schema.pool();
        let needed = [
            (known.email, VerifiableAttribute::Email),
            (known.phone_number, VerifiableAttribute::PhoneNumber),
        ];
        let is_needed = needed.into_iter().any(|(address, attribute)| {
            address == Some(column.id)
                && (pool.auto_verified == [attribute] || pool.username_attributes == [attribute])
        });
        let is_username = known.username == Some(column.id);
        let is_hash = known.password_hash == Some(column.id);
        !(is_needed || is_username || is_hash || column.attribute.required)
    }

    /// Whether arguments are about something that the run was not given.
    fn may_be_given(&self, arguments: &str) -> bool {
        let mut words = arguments.split([' ', '=']);
        let name = words.next().unwrap_or_default().trim_start_matches('-');
        if !self.is_given(name) || ALWAYS_AGAIN.contains(&name) {
            return true;
        }
        if words.next() != Some(COLUMN) {
            return false;
        }
        let is_given_for = |column: &Column| {
            self.given.iter().any(|option| {
                let of = option.column.as_deref();
                option.name == name && of.is_none_or(|name| name == column.name())
            })
        };
        self.columns().any(|column| !is_given_for(column))
    }
}

/// The options that name a column of the file: that one was given says nothing of another.
const ALWAYS_AGAIN: [&str; 2] = ["rename", "copy"];

/// What stands for the finding's column.
const COLUMN: &str = "COLUMN";

/// Everything that can be done, whatever was found and given.
pub fn all(advice: &[Advice]) -> String {
    joined(advice.iter())
}

/// What helps in these circumstances.
pub fn helpful(advice: &[Advice], circumstances: &Circumstances<'_>) -> String {
    let text = joined(advice.iter().filter(|one| one.helps(circumstances)));
    let mut names: Vec<&str> = circumstances.columns().map(Column::name).collect();
    names.dedup();
    match names.as_slice() {
        [name] => text.replace(COLUMN, name),
        _ => text,
    }
}

/// The texts one after the other; what a person does instead of a cleaning is told with it.
fn joined<'a>(advice: impl Iterator<Item = &'a Advice>) -> String {
    let mut text = String::new();
    let mut last = None;
    for advice in advice {
        let is_instead = last == Some(Means::Cleaning) && advice.means == Means::Person;
        let mut characters = advice.text.chars();
        if is_instead
            && text.pop().is_some()
            && let Some(first) = characters.next()
        {
            text.push_str("; otherwise ");
            text.extend(first.to_lowercase());
            text.push_str(characters.as_str());
        } else {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(advice.text);
        }
        last = Some(advice.means);
    }
    text
}

/// [`Circumstances::has_cognito_dialect`] where a function is wanted.
pub(crate) fn is_in_cognito_dialect(found: &Circumstances<'_>) -> bool {
    found.has_cognito_dialect()
}
