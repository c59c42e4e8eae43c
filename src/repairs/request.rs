//! What a caller may request beyond the safe repairs.

use std::fmt;

use super::{RepairOptions, Words};

/// What a repair that may change a value's meaning waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Request {
    /// The region whose national phone numbers are made international.
    DefaultRegion,
    /// The order of day and month in dates.
    DateOrder,
    /// A space for each line break inside a value.
    NewlinesToSpace,
    /// A slash for each backslash that an import file cannot hold.
    BackslashToSlash,
    /// The removal of quotation marks at the start of a value.
    StripLeadingQuotes,
    /// Other names for columns of the file.
    Rename,
    /// Values for columns that are blank or absent.
    Set,
    /// The removal of columns that the CSVHeader does not have.
    DropUnknownColumns,
    /// A column of the file that is used a second time.
    Copy,
    /// Texts that mean that there is no value.
    Null,
    /// Words for true and false.
    True,
    /// Values for all rows of a column.
    Override,
    /// Columns whose letters become lower case.
    LowerCase,
    /// The zone of moments that have none.
    TimeZone,
    /// Columns of which a value that would fail its row becomes blank.
    BlankInvalid,
}

/// Texts with commas between them.
fn list(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(str::to_owned)
}

/// `ja,oui`, or `COLUMN=ja,oui`.
fn words(value: &str) -> Words {
    match value.split_once('=') {
        Some((column, words)) => Words::new(Some(column.to_owned()), list(words).collect()),
        None => Words::new(None, list(value).collect()),
    }
}

impl Request {
    /// Every request.
    pub const ALL: [Self; 15] = [
        Self::DefaultRegion,
        Self::DateOrder,
        Self::NewlinesToSpace,
        Self::BackslashToSlash,
        Self::StripLeadingQuotes,
        Self::Rename,
        Self::Set,
        Self::DropUnknownColumns,
        Self::Copy,
        Self::Null,
        Self::True,
        Self::Override,
        Self::LowerCase,
        Self::TimeZone,
        Self::BlankInvalid,
    ];

    /// The kebab-case name; the command line has an option of each.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DefaultRegion => "default-region",
            Self::DateOrder => "date-order",
            Self::NewlinesToSpace => "newlines-to-space",
            Self::BackslashToSlash => "backslash-to-slash",
            Self::StripLeadingQuotes => "strip-leading-quotes",
            Self::Rename => "rename",
            Self::Set => "set",
            Self::DropUnknownColumns => "drop-unknown-columns",
            Self::Copy => "copy",
            Self::Null => "null",
            Self::True => "true",
            Self::Override => "override",
            Self::LowerCase => "lower-case",
            Self::TimeZone => "time-zone",
            Self::BlankInvalid => "blank-invalid",
        }
    }

    /// Whether it is about one kind of fault, so that it can be proposed where that is found. Others,
    /// such as a value for all rows of a column, could be the answer to anything.
    pub const fn is_narrow(self) -> bool {
        matches!(
            self,
            Self::DefaultRegion
                | Self::DateOrder
                | Self::NewlinesToSpace
                | Self::BackslashToSlash
                | Self::StripLeadingQuotes
                | Self::DropUnknownColumns
                | Self::TimeZone
        )
    }

    /// What is typed for its value, which only a person knows; empty where it has none.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::DefaultRegion => "REGION",
            Self::DateOrder => "ORDER",
            Self::NewlinesToSpace
            | Self::BackslashToSlash
            | Self::StripLeadingQuotes
            | Self::DropUnknownColumns => "",
            Self::Rename | Self::Copy => "OLD=NEW",
            Self::Set | Self::Override => "COLUMN=VALUE",
            Self::Null => "TEXT",
            Self::True => "WORDS",
            Self::LowerCase | Self::BlankInvalid => "COLUMN",
            Self::TimeZone => "UTC",
        }
    }

    /// Whether the options make this request.
    pub const fn is_met(self, options: &RepairOptions) -> bool {
        match self {
            Self::DefaultRegion => options.default_region.is_some(),
            Self::DateOrder => options.date_order.is_some() || options.date_order_from_column,
            Self::NewlinesToSpace => options.newlines_to_space,
            Self::BackslashToSlash => options.backslash_to_slash,
            Self::StripLeadingQuotes => options.strip_leading_quotes,
            Self::Rename => !options.renames.is_empty(),
            Self::Set => !options.sets.is_empty(),
            Self::DropUnknownColumns => options.drop_unknown_columns,
            Self::Copy => !options.copies.is_empty(),
            Self::Null => !options.null.is_empty(),
            Self::True => !(options.yes.is_empty() && options.no.is_empty()),
            Self::Override => !options.overrides.is_empty(),
            Self::LowerCase => !options.lower_case.is_empty(),
            Self::TimeZone => options.assume_utc,
            Self::BlankInvalid => !options.blank_invalid.is_empty(),
        }
    }

    /// Makes this request, with its value as it is typed: a region, `dmy`, `mdy` or `from-column`, `OLD=NEW`,
    /// `COLUMN=VALUE`; empty where it has none.
    ///
    /// # Errors
    ///
    /// When the value is not one of this request.
    pub fn meet(self, value: &str, options: &mut RepairOptions) -> Result<(), InvalidRequest> {
        let invalid = InvalidRequest(self);
        let pair = || value.split_once('=').ok_or(invalid);
        match self {
            Self::DefaultRegion => {
                options.default_region = Some(value.parse().map_err(|_| invalid)?);
            }
            Self::DateOrder if value == "from-column" => options.date_order_from_column = true,
            Self::DateOrder => options.date_order = Some(value.parse().map_err(|_| invalid)?),
            Self::NewlinesToSpace => options.newlines_to_space = true,
            Self::BackslashToSlash => options.backslash_to_slash = true,
            Self::StripLeadingQuotes => options.strip_leading_quotes = true,
            Self::Rename => {
                let (old, new) = pair()?;
                options.renames.push((old.to_owned(), new.to_owned()));
            }
            Self::Set => {
                let (column, value) = pair()?;
                options.sets.push((column.to_owned(), value.to_owned()));
            }
            Self::DropUnknownColumns => options.drop_unknown_columns = true,
            Self::Copy => {
                let (old, new) = pair()?;
                options.copies.push((old.to_owned(), new.to_owned()));
            }
            Self::Null => options.null.extend(list(value)),
            Self::True => options.yes.push(words(value)),
            Self::Override => {
                let (column, value) = pair()?;
                options
                    .overrides
                    .push((column.to_owned(), value.to_owned()));
            }
            Self::LowerCase => options.lower_case.push(value.to_owned()),
            Self::TimeZone if value == "UTC" => options.assume_utc = true,
            Self::TimeZone => return Err(invalid),
            Self::BlankInvalid => options.blank_invalid.push(value.to_owned()),
        }
        Ok(())
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The value of a request is not one that it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidRequest(Request);

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of {} is not valid", self.0)
    }
}

impl std::error::Error for InvalidRequest {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_met_once_it_is_made() {
        for request in Request::ALL {
            let value = match request {
                Request::DefaultRegion => "US",
                Request::DateOrder => "dmy",
                Request::Rename | Request::Set | Request::Copy | Request::Override => "a=b",
                Request::TimeZone => "UTC",
                _ => "",
            };
            let mut options = RepairOptions::default();
            assert!(!request.is_met(&options), "{request}");
            request.meet(value, &mut options).unwrap();
            assert!(request.is_met(&options), "{request}");
            for other in Request::ALL {
                assert_eq!(other.is_met(&options), other == request, "{request}");
            }
        }
    }

    #[test]
    fn a_value_of_another_form_is_refused() {
        for request in [
            Request::DefaultRegion,
            Request::DateOrder,
            Request::Rename,
            Request::Set,
            Request::Copy,
            Request::Override,
            Request::TimeZone,
        ] {
            let mut options = RepairOptions::default();
            assert!(request.meet("?", &mut options).is_err(), "{request}");
            assert!(!request.is_met(&options), "{request}");
        }
    }
}
