//! What one name of a file's header is, decided once for all rules and for the cleaning.
//!
//! Nobody has published how the service compares names. What is certain is only that the names of
//! GetCSVHeader are right; everything else is put into one class for each way in which it differs
//! from them, so that each way can have its own rule with its own certainty.

use crate::{
    rules::Header,
    schema::{Column, ColumnId, Schema},
    values::white_space,
};

use crate::schema::synonyms;

/// What one name of a header is. Each name is exactly one of these, so that only one rule fires
/// about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameClass {
    /// A column's name as the CSVHeader spells it.
    Exact(ColumnId),
    /// It begins with a quotation mark; the column that its inside names, where it names one.
    QuotationMarks(Option<ColumnId>),
    /// A column's name in other letter case, with other word separators, or with characters in it
    /// that are invisible.
    OtherLetterCase(ColumnId),
    /// A column's name with white space around it.
    SurroundingWhiteSpace(ColumnId),
    /// Nothing but white space, after the last name of the header.
    BlankAtEnd,
    /// No column's name; the one that it resembles, where it resembles just one. That is a hint
    /// for a person and never enough to take the field for the column.
    Unexpected(Option<ColumnId>),
}

impl NameClass {
    /// The column that the name means, however it is spelt.
    pub(crate) const fn meant(self) -> Option<ColumnId> {
        match self {
            Self::Exact(column)
            | Self::OtherLetterCase(column)
            | Self::SurroundingWhiteSpace(column)
            | Self::QuotationMarks(Some(column)) => Some(column),
            Self::QuotationMarks(None) | Self::BlankAtEnd | Self::Unexpected(_) => None,
        }
    }
}

/// What a name is. `is_at_end` says that no name follows which is not blank.
pub(crate) fn classify(schema: &Schema, name: &str, is_at_end: bool) -> NameClass {
    if let Some(column) = schema.column_named(name) {
        return NameClass::Exact(column.id);
    }
    // Zero-width characters are no white space: no importer that trims takes them off.
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return if is_at_end {
            NameClass::BlankAtEnd
        } else {
            NameClass::Unexpected(None)
        };
    }
    if trimmed.starts_with('"') {
        return NameClass::QuotationMarks(spelled(schema, trimmed.trim_matches('"')));
    }
    if let Some(column) = schema.column_named(trimmed) {
        return NameClass::SurroundingWhiteSpace(column.id);
    }
    match spelled(schema, trimmed) {
        Some(column) => NameClass::OtherLetterCase(column),
        None => NameClass::Unexpected(guess(schema, trimmed).map(|(column, _)| column)),
    }
}

/// The column that an unexpected name probably means, and how far it is from it: what other systems
/// call the column, or the column's own name with a slip of the pen.
fn guess(schema: &Schema, name: &str) -> Option<(ColumnId, usize)> {
    let synonym = synonyms::meant(name)
        .and_then(|(column, distance)| Some((schema.column_named(column)?.id, distance)));
    synonym.or_else(|| Some((resembling(schema, name)?, 0)))
}

/// The unexpected names of a header, by their fields, counted from 1: each with the column that it
/// probably means, where no other name means it, or probably means it more.
pub(crate) fn unexpected(header: &Header<'_>) -> Vec<(u32, Option<ColumnId>)> {
    let schema = header.schema;
    let is_meant = meant(header);
    let is_free = |column: ColumnId| is_meant.get(column.index()) == Some(&false);
    let mut fields: Vec<(u32, Option<(ColumnId, usize)>)> = Vec::new();
    for ((field, class), name) in classes(header).zip(header.names) {
        if let NameClass::Unexpected(_) = class {
            let guess = guess(schema, name.trim()).filter(|(column, _)| is_free(*column));
            fields.push((field, guess));
        }
    }
    let mut nearest: Vec<Option<(usize, u32)>> = vec![None; schema.columns().len()];
    for (field, guess) in &fields {
        if let Some((column, distance)) = guess
            && let Some(nearest) = nearest.get_mut(column.index())
            && nearest.is_none_or(|nearest| (*distance, *field) < nearest)
        {
            *nearest = Some((*distance, *field));
        }
    }
    let is_nearest = |column: ColumnId, field: u32| {
        let nearest = nearest.get(column.index()).copied().flatten();
        nearest.is_some_and(|(_, nearest)| nearest == field)
    };
    fields
        .into_iter()
        .map(|(field, guess)| {
            let column = guess.map(|(column, _)| column);
            (field, column.filter(|column| is_nearest(*column, field)))
        })
        .collect()
}

/// Whether these are values of a user rather than names of columns, as in a file that lacks its header:
/// none means a column, or one has the form of an address, a number or a flag.
pub(crate) fn are_values(schema: &Schema, names: &[String]) -> bool {
    let is_value = |name: &str| {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let is_number = digits > 0
            && name.bytes().all(|byte| {
                matches!(
                    byte,
                    b'0'..=b'9' | b'+' | b'-' | b'/' | b'.' | b' ' | b'(' | b')'
                )
            });
        let is_address = name
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
        let is_flag = name.eq_ignore_ascii_case("true") || name.eq_ignore_ascii_case("false");
        is_number || is_address || is_flag
    };
    let is_known = |name: &String| {
        !matches!(
            classify(schema, name, false),
            NameClass::Unexpected(None) | NameClass::QuotationMarks(None)
        )
    };
    names.iter().any(|name| is_value(name.trim())) || !names.iter().any(is_known)
}

/// The fields of a header, counted from 1, with what their names are.
pub(crate) fn classes(header: &Header<'_>) -> impl Iterator<Item = (u32, NameClass)> {
    let named = header
        .names
        .iter()
        .rposition(|name| !name.trim().is_empty())
        .map_or(0, |place| place + 1);
    let schema = header.schema;
    (1_u32..)
        .zip(header.names)
        .map(move |(field, name)| (field, classify(schema, name, field as usize > named)))
}

/// For each column of the CSVHeader, whether some name of the header means it.
pub(crate) fn meant(header: &Header<'_>) -> Vec<bool> {
    let mut meant = vec![false; header.schema.columns().len()];
    for (_, class) in classes(header) {
        if let Some(column) = class.meant()
            && let Some(is_meant) = meant.get_mut(column.index())
        {
            *is_meant = true;
        }
    }
    meant
}

/// The one column whose name is this in another spelling. The narrower reading goes first, so that
/// `Custom:A_B` is `custom:a_b` though `custom:ab` exists, too.
fn spelled(schema: &Schema, name: &str) -> Option<ColumnId> {
    let name = white_space::trim_invisible(name);
    // A name of its own: programs put an underscore before what is not data of the user.
    let is_marked = |name: &str| name.starts_with('_');
    only(schema, |column| folded(column.name()).eq(folded(name))).or_else(|| {
        only(schema, |column| {
            bare(column.name()).eq(bare(name)) && is_marked(column.name()) == is_marked(name)
        })
    })
}

/// The one column whose name is nearest to this one, prefixes such as `custom:` apart, if it is near
/// enough to be the same name with a slip of the pen.
fn resembling(schema: &Schema, name: &str) -> Option<ColumnId> {
    let name: String = bare(without_prefix(name)).collect();
    let (length, characters) = outline(name.chars());
    let slips = slips_allowed(length);
    let distance = |column: &Column| {
        let known = bare(without_prefix(column.name()));
        if slips == 0 {
            return known.eq(name.chars()).then_some(0);
        }
        // A slip changes the length by one at most and exchanges one character at most. That tells
        // most names apart, of which a file may have 100,000.
        let (known_length, known_characters) = outline(known.clone());
        if known_length.abs_diff(length) > slips
            || (known_characters ^ characters).count_ones() as usize > 2 * slips
        {
            return None;
        }
        let distance = strsim::osa_distance(&known.collect::<String>(), &name);
        (distance <= slips).then_some(distance)
    };
    let near: Vec<(usize, ColumnId)> = schema
        .columns()
        .iter()
        .filter_map(|column| Some((distance(column)?, column.id)))
        .collect();
    let nearest = near.iter().map(|(distance, _)| *distance).min()?;
    let mut nearest = near.iter().filter(|(distance, _)| *distance == nearest);
    let (_, column) = nearest.next()?;
    nearest.next().is_none().then_some(*column)
}

/// The column that fits, where no other does.
fn only(schema: &Schema, fits: impl Fn(&Column) -> bool) -> Option<ColumnId> {
    let mut fitting = schema.columns().iter().filter(|column| fits(column));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.id)
}

fn without_prefix(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// A name in lower case, its words joined by underscores, without invisible characters.
fn folded(name: &str) -> impl Iterator<Item = char> + Clone {
    name.chars()
        .filter(|character| !white_space::is_invisible(*character))
        .map(|character| match character {
            ' ' | '-' => '_',
            other => other.to_ascii_lowercase(),
        })
}

/// The same with its words run together.
fn bare(name: &str) -> impl Iterator<Item = char> + Clone {
    folded(name).filter(|character| !matches!(character, '_' | '.'))
}

/// A name's length, and the set of its characters, in which some share a bit.
fn outline(name: impl Iterator<Item = char>) -> (usize, u64) {
    name.fold((0, 0), |(length, characters), character| {
        (length + 1, characters | 1 << (u32::from(character) % 64))
    })
}

/// How many slips of the pen (a character left out, put in, exchanged, or swapped with its neighbour)
/// still leave a name of this many characters recognisable. In short names one slip makes another
/// word.
const fn slips_allowed(length: usize) -> usize {
    match length {
        4..=8 => 1,
        9..=64 => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::CsvHeader;

    fn schema(names: &str) -> Schema {
        Schema::new(Some(CsvHeader::parse(names).unwrap()), None).unwrap()
    }

    fn id(schema: &Schema, name: &str) -> ColumnId {
        schema.column_named(name).unwrap().id
    }

    /// Each name with the column that it means, in a class made by `class`.
    fn all_are(schema: &Schema, class: fn(ColumnId) -> NameClass, names: &[(&str, &str)]) {
        for (name, column) in names {
            let expected = class(id(schema, column));
            assert_eq!(classify(schema, name, false), expected, "{name:?}");
            assert_eq!(classify(schema, name, true), expected, "{name:?}");
        }
    }

    #[test]
    fn a_name_as_the_csv_header_has_it_is_exact() {
        let schema = schema("email,custom:Level,cognito:username");
        for column in ["email", "custom:Level", "cognito:username"] {
            all_are(&schema, NameClass::Exact, &[(column, column)]);
        }
    }

    #[test]
    fn letter_case_separators_and_invisible_characters_make_another_spelling() {
        all_are(
            &schema("email,given_name,birthdate,custom:shoe_size,cognito:username"),
            NameClass::OtherLetterCase,
            &[
                ("Email", "email"),
                (" EMAIL ", "email"),
                ("E-Mail", "email"),
                ("Given Name", "given_name"),
                ("given-name", "given_name"),
                ("givenName", "given_name"),
                ("Given\u{a0}Name", "given_name"),
                ("birth_date", "birthdate"),
                ("Custom:Shoe Size", "custom:shoe_size"),
                ("COGNITO:USERNAME", "cognito:username"),
                ("\u{200b}email", "email"),
                ("\u{feff}email", "email"),
                (" \u{200b}email", "email"),
                ("em\u{ad}ail", "email"),
            ],
        );
    }

    #[test]
    fn white_space_around_a_right_name_is_a_class_of_its_own() {
        all_are(
            &schema("email,custom:shoe_size"),
            NameClass::SurroundingWhiteSpace,
            &[
                (" email", "email"),
                ("email\t", "email"),
                ("\u{a0}email\u{3000}", "email"),
                ("custom:shoe_size ", "custom:shoe_size"),
            ],
        );
    }

    #[test]
    fn whatever_begins_with_a_quotation_mark_is_quoted() {
        let schema = schema("email,given_name");
        for (name, column) in [
            ("\"email\"", Some("email")),
            (" \"Email\" ", Some("email")),
            ("\" given name \"", Some("given_name")),
            ("\"\"\"email\"\"\"", Some("email")),
            ("\"email", Some("email")),
            ("\"shoe size\"", None),
            ("\"\"", None),
            ("\"", None),
        ] {
            let expected = NameClass::QuotationMarks(column.map(|name| id(&schema, name)));
            assert_eq!(classify(&schema, name, true), expected, "{name:?}");
        }
        assert_eq!(
            classify(&schema, "email\"", false),
            NameClass::Unexpected(Some(id(&schema, "email")))
        );
    }

    #[test]
    fn blank_names_are_told_by_their_place() {
        let schema = schema("email");
        for name in ["", " ", "\t", "\u{a0}"] {
            assert_eq!(classify(&schema, name, true), NameClass::BlankAtEnd);
            assert_eq!(classify(&schema, name, false), NameClass::Unexpected(None));
        }
        // A name that only looks blank is one.
        assert_eq!(
            classify(&schema, "\u{200b}", true),
            NameClass::Unexpected(None)
        );
    }

    #[test]
    fn a_spelling_that_fits_two_columns_means_neither() {
        let schema = schema("custom:level,custom:Level,custom:ab,custom:a_b,custom:A-B");
        for name in ["custom:LEVEL", "CUSTOM:AB_"] {
            assert_eq!(
                classify(&schema, name, false),
                NameClass::Unexpected(None),
                "{name}"
            );
        }
        all_are(
            &schema,
            NameClass::OtherLetterCase,
            &[("Custom:AB", "custom:ab")],
        );
    }

    #[test]
    fn a_name_without_its_prefix_is_unexpected_and_resembles_its_column() {
        all_are(
            &schema("email,custom:email,custom:shoe_size,cognito:username"),
            |column| NameClass::Unexpected(Some(column)),
            &[
                ("shoe_size", "custom:shoe_size"),
                ("Shoe Size", "custom:shoe_size"),
                ("dev:custom:shoe_size", "custom:shoe_size"),
                ("username", "cognito:username"),
            ],
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_unexpected_and_resembles_its_column() {
        all_are(
            &Schema::new(None, None).unwrap(),
            |column| NameClass::Unexpected(Some(column)),
            &[
                ("emial", "email"),
                ("mail", "email"),
                ("emails", "email"),
                ("adress", "address"),
                ("local", "locale"),
                ("phone_nubmer_verfied", "phone_number_verified"),
                ("cognito:usernme", "cognito:username"),
            ],
        );
    }

    #[test]
    fn what_other_systems_call_a_column_resembles_it() {
        all_are(
            &Schema::new(None, None).unwrap(),
            |column| NameClass::Unexpected(Some(column)),
            &[
                ("_id", "cognito:username"),
                ("First Name", "given_name"),
                // One slip away from `name`, and still the name of another column.
                ("lname", "family_name"),
                ("mname", "middle_name"),
                ("phone", "phone_number"),
            ],
        );
    }

    #[test]
    fn of_two_names_for_one_column_the_likelier_is_proposed() {
        let schema = schema("email,cognito:username,given_name");
        let names = ["id", "Mail", "Username", "Vorname", "email_address"].map(str::to_owned);
        let columns = [None; 5];
        let header = Header::new(
            &names,
            &columns,
            &schema,
            crate::rules::HeaderFlags::default(),
        );
        let id = |name| Some(id(&schema, name));
        assert_eq!(
            unexpected(&header),
            [
                (1, None),
                (2, id("email")),
                (3, id("cognito:username")),
                (4, id("given_name")),
                (5, None),
            ]
        );
    }

    #[test]
    fn a_row_of_values_is_told_from_names() {
        let schema = Schema::new(None, None).unwrap();
        let are = |line: &str| {
            let names: Vec<String> = line.split(',').map(str::to_owned).collect();
            are_values(&schema, &names)
        };
        for values in [
            "ana,Ana,Lopez,ana@example.com,true",
            "ana,Lopez",
            "email,+15550100123",
            "x",
            "",
        ] {
            assert!(are(values), "{values}");
        }
        for names in ["E-Mail,Notes", "uid,Ort", "\"email\",x", "address1,email"] {
            assert!(!are(names), "{names}");
        }
    }

    #[test]
    fn other_words_resemble_nothing() {
        let schema = Schema::new(None, None).unwrap();
        for name in [
            "nam",
            "city",
            "notes",
            "ana@example.com",
            "TRUE",
            "name email",
            &"x".repeat(100_000),
        ] {
            assert_eq!(
                classify(&schema, name, false),
                NameClass::Unexpected(None),
                "{name:.20}"
            );
        }
    }

    #[test]
    fn each_slip_of_the_pen_counts_once() {
        let schema = schema("shoe_colour,email");
        let resembles = |name: &str| match classify(&schema, name, false) {
            NameClass::Unexpected(column) => column.is_some(),
            class => panic!("{name}: {class:?}"),
        };
        for near in [
            "shoecolor",
            "hsoecolour",
            "hseocolour",
            "shoecolour12",
            "xhoecoloux",
            "emial",
        ] {
            assert!(resembles(near), "{near}");
        }
        for far in [
            "hseoclour",
            "shoecolour123",
            "xyoecoloux",
            "socolour",
            "meial",
        ] {
            assert!(!resembles(far), "{far}");
        }
    }

    #[test]
    fn of_two_columns_the_nearer_one_is_meant_and_of_equals_none() {
        let schema = schema("custom:account_a,custom:account_number,custom:email,mail");
        let id = |name| Some(id(&schema, name));
        for (name, column) in [
            ("account_numbr", id("custom:account_number")),
            ("account", id("custom:account_a")),
            ("email", id("custom:email")),
            ("mmail", None),
        ] {
            assert_eq!(
                classify(&schema, name, false),
                NameClass::Unexpected(column),
                "{name}"
            );
        }
    }

    #[test]
    fn only_what_is_spelt_after_a_column_means_it() {
        let schema = schema("email");
        let email = id(&schema, "email");
        for name in ["email", "Email", " email", "\"email\""] {
            assert_eq!(
                classify(&schema, name, false).meant(),
                Some(email),
                "{name}"
            );
        }
        for name in ["emial", "x:email", "", "\"x\""] {
            assert_eq!(classify(&schema, name, true).meant(), None, "{name}");
        }
    }
}
