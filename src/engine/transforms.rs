//! What the user says about values: which of them mean nothing, or true, and what is to become of others. Applied to
//! the values of a row before any rule is asked.

use std::borrow::Cow;

use crate::{
    prediction::RepairMade,
    repairs::{RepairId, RepairOptions, Words},
    schema::{AttributeDataType, Column, ColumnId, ColumnKind, Schema, VerifiableAttribute},
    values::{epoch, white_space},
};

use super::Error;

/// The transforms of one column, in the order in which they are applied.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent properties of a column and of what was asked for it"
)]
struct OfColumn {
    is_boolean: bool,
    takes_time_zone: bool,
    lower_case: bool,
    replacement: Option<String>,
    yes: Vec<String>,
    no: Vec<String>,
    /// Any value that is not blank means true.
    present: bool,
}

/// The transforms of all columns.
#[derive(Debug)]
pub(crate) struct Transforms {
    columns: Vec<OfColumn>,
    /// Texts that mean that there is no value.
    null: Vec<String>,
    /// Where the username is the one address that the pool signs users in with: username and address.
    username_from: Option<(ColumnId, ColumnId)>,
    are_there: bool,
}

impl Transforms {
    /// The transforms that the options ask for under a schema.
    pub(crate) fn new(schema: &Schema, options: &RepairOptions) -> Result<Self, Error> {
        let mut columns: Vec<OfColumn> = schema.columns().iter().map(OfColumn::of).collect();
        for name in &options.lower_case {
            column_of(&mut columns, schema, name)?.lower_case = true;
        }
        for (name, value) in &options.overrides {
            column_of(&mut columns, schema, name)?.replacement = Some(value.clone());
        }
        let words = options.yes.iter().chain(&options.no);
        let named = words.filter_map(|words| words.column.as_ref());
        for name in named.chain(&options.blank_invalid) {
            column_of(&mut columns, schema, name)?;
        }
        for (column, own) in columns.iter_mut().zip(schema.columns()) {
            let is_about = |words: &&Words| match &words.column {
                Some(name) => name == own.name(),
                None => column.is_boolean,
            };
            let words_of = |list: &[Words]| -> Vec<String> {
                let own = list.iter().filter(is_about);
                own.flat_map(|words| words.words.iter().cloned()).collect()
            };
            column.yes = words_of(&options.yes);
            column.no = words_of(&options.no);
            column.present = column.yes.iter().any(|word| word == PRESENT);
            column.takes_time_zone &= options.assume_utc;
        }
        let known = schema.known();
        let username_from = match schema
            .pool()
            .username_attributes
            .iter()
            .collect::<Vec<_>>()
            .as_slice()
        {
            [VerifiableAttribute::Email] => known.username.zip(known.email),
            [VerifiableAttribute::PhoneNumber] => known.username.zip(known.phone_number),
            _ => None,
        };
        Ok(Self {
            are_there: username_from.is_some()
                || !options.null.is_empty()
                || columns.iter().any(OfColumn::does_anything),
            columns,
            null: options.null.clone(),
            username_from,
        })
    }

    /// Whether a value of a column is left as it is.
    #[inline]
    pub(crate) fn leave_alone(&self, column: ColumnId, value: &str) -> bool {
        !self.are_there || self.change(column, value).is_none()
    }

    /// Whether a blank of a column may become something.
    #[inline]
    pub(crate) fn fill(&self, column: ColumnId) -> bool {
        self.are_there
            && (self
                .username_from
                .is_some_and(|(username, _)| username == column)
                || self.change(column, "").is_some())
    }

    /// Changes the values of a row, which are in the order of the CSVHeader.
    pub(crate) fn apply(
        &self,
        schema: &Schema,
        values: &mut [Cow<'_, str>],
        made: &mut Vec<RepairMade>,
    ) {
        if !self.are_there {
            return;
        }
        for (column, value) in schema.columns().iter().zip(values.iter_mut()) {
            if let Some((better, repair)) = self.change(column.id, value) {
                *value = Cow::Owned(better);
                made.push(RepairMade::new(repair, column.id));
            }
        }
        if let Some((username, address)) = self.username_from
            && let Some(from) = values
                .get(address.index())
                .map(|value| value.trim().to_owned())
            && !from.is_empty()
            && let Some(value) = values.get_mut(username.index())
            && white_space::is_blank(value)
        {
            *value = Cow::Owned(from);
            let repair = const { RepairId::of("username-from-address") };
            made.push(RepairMade::new(repair, username));
        }
    }

    /// What a value becomes, and by which repair; nothing where it stays.
    fn change(&self, column: ColumnId, value: &str) -> Option<(String, RepairId)> {
        let of = self.columns.get(column.index())?;
        if let Some(replacement) = &of.replacement {
            let repair = const { RepairId::of("override-values") };
            return (value != replacement).then(|| (replacement.clone(), repair));
        }
        let trimmed = white_space::trim(value);
        if of.present {
            let is_present = !trimmed.is_empty() && !self.is_null(trimmed);
            let word = if is_present { "true" } else { "false" };
            let repair = const { RepairId::of("boolean-from-words") };
            return (value != word).then(|| (word.to_owned(), repair));
        }
        if trimmed.is_empty() {
            return None;
        }
        if self.is_null(trimmed) {
            return Some((
                String::new(),
                const { RepairId::of("blank-from-null-marker") },
            ));
        }
        let is_one_of =
            |words: &[String]| words.iter().any(|word| trimmed.eq_ignore_ascii_case(word));
        if is_one_of(&of.yes) || is_one_of(&of.no) {
            let word = if is_one_of(&of.yes) { "true" } else { "false" };
            let repair = const { RepairId::of("boolean-from-words") };
            return (trimmed != word).then(|| (word.to_owned(), repair));
        }
        if of.takes_time_zone
            && let Some(seconds) = epoch::from_iso_timestamp(&format!("{trimmed}Z"))
        {
            let repair = const { RepairId::of("epoch-from-local-time") };
            return Some((seconds.to_string(), repair));
        }
        if of.lower_case {
            let lower = value.to_lowercase();
            let repair = const { RepairId::of("lower-case") };
            return (lower != value).then_some((lower, repair));
        }
        None
    }

    fn is_null(&self, value: &str) -> bool {
        self.null.iter().any(|marker| marker == value)
    }
}

/// The transforms of the column of this name.
fn column_of<'c>(
    columns: &'c mut [OfColumn],
    schema: &Schema,
    name: &str,
) -> Result<&'c mut OfColumn, Error> {
    let column = schema.column_named(name).map(|column| column.id.index());
    column
        .and_then(|place| columns.get_mut(place))
        .ok_or_else(|| Error::UnknownSetColumn {
            column: name.to_owned(),
        })
}

/// The word that stands for any value that is not blank.
const PRESENT: &str = "present";

impl OfColumn {
    fn of(column: &Column) -> Self {
        let data_type = column.attribute.data_type;
        Self {
            is_boolean: column.kind == ColumnKind::MfaEnabled
                || (column.kind == ColumnKind::Attribute
                    && data_type == AttributeDataType::Boolean),
            takes_time_zone: column.name() == "updated_at",
            ..Self::default()
        }
    }

    const fn does_anything(&self) -> bool {
        self.takes_time_zone
            || self.lower_case
            || self.replacement.is_some()
            || !self.yes.is_empty()
            || !self.no.is_empty()
    }
}
