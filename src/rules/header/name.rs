//! What one name of a file's header is, told once for all rules and for the cleaning.

use crate::{
    rules::Header,
    schema::{Column, ColumnId, Schema},
    values::white_space,
};

/// What one name of a header is. Each name is exactly one of these, so that only one rule speaks
/// about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameClass {
    /// A column's name as the CSVHeader spells it.
    Exact(ColumnId),
    /// It begins with a quotation mark; the column that its inside names, where it names one.
    QuotationMarks(Option<ColumnId>),
    /// A column's name in other letter case or with other word separators.
    OtherLetterCase(ColumnId),
    /// A column's name with white space around it.
    SurroundingWhiteSpace(ColumnId),
    /// Nothing, behind the last name of the header.
    BlankAtEnd,
    /// No column's name; the one that it resembles, where it resembles just one.
    Unexpected(Option<ColumnId>),
}

/// What a name is. `is_at_end` says that no name follows which is not blank.
pub(crate) fn classify(schema: &Schema, name: &str, is_at_end: bool) -> NameClass {
    if let Some(column) = schema.column_named(name) {
        return NameClass::Exact(column.id);
    }
    let trimmed = white_space::trim_invisible(name);
    if trimmed.is_empty() {
        return if is_at_end {
            NameClass::BlankAtEnd
        } else {
            NameClass::Unexpected(None)
        };
    }
    if trimmed.starts_with('"') {
        let inside = trimmed.trim_matches('"').trim();
        return NameClass::QuotationMarks(spelled(schema, inside));
    }
    if let Some(column) = schema.column_named(trimmed) {
        return NameClass::SurroundingWhiteSpace(column.id);
    }
    match spelled(schema, trimmed) {
        Some(column) => NameClass::OtherLetterCase(column),
        None => NameClass::Unexpected(resembling(schema, trimmed)),
    }
}

/// The fields of a header, counted from 1, with what their names are.
pub(crate) fn classes(header: &Header<'_>) -> impl Iterator<Item = (u32, NameClass)> {
    let named = header
        .names
        .iter()
        .rposition(|name| !white_space::trim_invisible(name).is_empty())
        .map_or(0, |place| place + 1);
    let schema = header.schema;
    (1_u32..)
        .zip(header.names)
        .map(move |(field, name)| (field, classify(schema, name, field as usize > named)))
}

/// The one column whose name is this but for letter case and word separators.
fn spelled(schema: &Schema, name: &str) -> Option<ColumnId> {
    let plain = without_separators(name);
    only(schema, |column| without_separators(column.name()) == plain)
}

/// The one column whose name is this but for a prefix such as `custom:`.
fn resembling(schema: &Schema, name: &str) -> Option<ColumnId> {
    let base = |name: &str| without_separators(name.rsplit(':').next().unwrap_or_default());
    let plain = base(name);
    only(schema, |column| base(column.name()) == plain)
}

fn only(schema: &Schema, fits: impl Fn(&Column) -> bool) -> Option<ColumnId> {
    let mut fitting = schema.columns().iter().filter(|column| fits(column));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.id)
}

fn without_separators(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-' | '.'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::CsvHeader;

    #[test]
    fn each_name_is_one_thing() {
        let header =
            CsvHeader::parse("email,given_name,custom:shoe_size,cognito:username").unwrap();
        let schema = Schema::new(Some(header), None).unwrap();
        let id = |name: &str| schema.column_named(name).unwrap().id;
        let class = |name: &str| classify(&schema, name, false);
        assert_eq!(class("email"), NameClass::Exact(id("email")));
        assert_eq!(class("Email"), NameClass::OtherLetterCase(id("email")));
        assert_eq!(
            class("Given Name"),
            NameClass::OtherLetterCase(id("given_name"))
        );
        assert_eq!(
            class("givenName"),
            NameClass::OtherLetterCase(id("given_name"))
        );
        assert_eq!(
            class(" email"),
            NameClass::SurroundingWhiteSpace(id("email"))
        );
        assert_eq!(
            class("\u{a0}email"),
            NameClass::SurroundingWhiteSpace(id("email"))
        );
        assert_eq!(
            class("\"email\""),
            NameClass::QuotationMarks(Some(id("email")))
        );
        assert_eq!(class("\"x\""), NameClass::QuotationMarks(None));
        assert_eq!(
            class("shoe_size"),
            NameClass::Unexpected(Some(id("custom:shoe_size")))
        );
        assert_eq!(
            class("username"),
            NameClass::Unexpected(Some(id("cognito:username")))
        );
        assert_eq!(class("nonsense"), NameClass::Unexpected(None));
        assert_eq!(class(" "), NameClass::Unexpected(None));
        assert_eq!(classify(&schema, "", true), NameClass::BlankAtEnd);
    }
}
