//! Decides which values of users may be shown, and makes all shown text harmless.

use std::{borrow::Cow, fmt};

pub use crate::values::terminal::is_terminal_control;

use crate::{
    prediction::{RepairMade, Verdict},
    schema::{ColumnId, ColumnKind},
};

/// Whether values of users may be shown at all. The password hash never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::exhaustive_enums, reason = "values are shown or they are not")]
pub enum ShowValues {
    /// No value is shown.
    #[default]
    No,
    /// Values are shown, escaped where they are printed.
    Yes,
}

impl ShowValues {
    /// A row's value of a column as it was judged, after the repairs: `None` where it may not be
    /// shown or the row has no such field.
    pub fn value<'a>(self, verdict: &Verdict<'a>, column: ColumnId) -> Option<&'a str> {
        self.may_show(verdict, column)
            .then(|| verdict.record.field(column))
            .flatten()
    }

    /// A row's value of a column as it was written in the input, under the same conditions.
    pub fn written<'a>(self, verdict: &Verdict<'a>, column: ColumnId) -> Option<&'a str> {
        self.may_show(verdict, column)
            .then(|| verdict.written.field(column))
            .flatten()
    }

    /// What a repair changed: the value before and after.
    pub fn before_and_after<'a>(
        self,
        verdict: &Verdict<'a>,
        repair: &RepairMade,
    ) -> Option<(&'a str, &'a str)> {
        self.may_show(verdict, repair.column).then(|| {
            (
                verdict.written.field(repair.column).unwrap_or_default(),
                verdict.record.field(repair.column).unwrap_or_default(),
            )
        })
    }

    fn may_show(self, verdict: &Verdict<'_>, column: ColumnId) -> bool {
        // A column that the schema does not know could be anything, so it is not shown either.
        self == Self::Yes
            && verdict
                .schema
                .column(column)
                .is_some_and(|column| column.kind != ColumnKind::PasswordHash)
    }
}

/// Text that did not come from this program, made harmless for a terminal.
///
/// # Example
///
/// ```
/// use cognito_preflight::output::redact::Escaped;
///
/// assert_eq!(Escaped("users\u{1b}[2J.csv").to_string(), r"users\u{1b}[2J.csv");
/// ```
#[derive(Clone, Copy)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the text that it escapes is all it has"
)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((place, character)) = rest
            .char_indices()
            .find(|(_, character)| is_terminal_control(*character))
        {
            let (before, from) = rest.split_at_checked(place).unwrap_or((rest, ""));
            f.write_str(before)?;
            match character {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                _ => write!(f, "\\u{{{:x}}}", u32::from(character))?,
            }
            rest = from.get(character.len_utf8()..).unwrap_or_default();
        }
        f.write_str(rest)
    }
}

/// Shows the length only: the text may be a user's value.
impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Escaped(<{} bytes>)", self.0.len())
    }
}

/// A CSV cell that no spreadsheet takes for a formula: an apostrophe comes before each `=`, `+`,
/// `-`, `@`, tab or line break with which it begins.
///
/// A spreadsheet that expects another delimiter begins a new cell inside this one, so the same
/// holds after every delimiter that is in use.
///
/// # Example
///
/// ```
/// use cognito_preflight::output::redact::guard_formula;
///
/// assert_eq!(guard_formula("=1+1"), "'=1+1");
/// assert_eq!(guard_formula("1;=1+1"), "1;'=1+1");
/// assert_eq!(guard_formula("IMPORTED"), "IMPORTED");
/// ```
pub fn guard_formula(cell: &str) -> Cow<'_, str> {
    guard(cell, true)
}

/// The same for text inside a cell that does not follow a delimiter.
pub(super) fn guard_inside(text: &str) -> Cow<'_, str> {
    guard(text, false)
}

fn guard(cell: &str, is_at_start: bool) -> Cow<'_, str> {
    let mut guarded = String::new();
    let mut copied = 0;
    let mut may_begin = is_at_start;
    for (place, character) in cell.char_indices() {
        if may_begin && begins_formula(character) {
            guarded.push_str(cell.get(copied..place).unwrap_or_default());
            guarded.push('\'');
            copied = place;
        }
        // Quotation marks and spaces are taken off the front of a cell.
        may_begin = matches!(character, ';' | ',' | '|' | '\t')
            || (may_begin && matches!(character, '"' | ' '));
    }
    if copied == 0 && guarded.is_empty() {
        return Cow::Borrowed(cell);
    }
    guarded.push_str(cell.get(copied..).unwrap_or_default());
    Cow::Owned(guarded)
}

/// The full-width forms are taken for formulas by spreadsheets in East Asian locales.
const fn begins_formula(character: char) -> bool {
    matches!(
        character,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::fixtures::Fixture;

    #[test]
    fn escaping_leaves_ordinary_text_alone() {
        for text in ["", "users.csv", "naïve 東京.csv", r"C:\users.csv"] {
            assert_eq!(Escaped(text).to_string(), text);
        }
    }

    #[test]
    fn control_and_bidirectional_characters_are_spelled_out() {
        assert_eq!(
            Escaped("a\n\u{202e}b\u{200b}\u{85}c").to_string(),
            r"a\n\u{202e}b\u{200b}\u{85}c"
        );
    }

    #[test]
    fn escaped_text_is_not_in_its_debug_output() {
        assert!(!format!("{:?}", Escaped("ana")).contains("ana"));
    }

    #[test]
    fn each_start_of_a_formula_is_guarded() {
        for cell in ["=1", "+1", "-1", "@a", "\ta", "\ra"] {
            assert_eq!(guard_formula(cell), format!("'{cell}"));
        }
        assert_eq!(guard_formula("1=1"), "1=1");
        assert_eq!(guard_formula(" \"=1"), " \"'=1");
        assert_eq!(guard_formula("a;=1,@b|\t+c"), "a;'=1,'@b|'\t'+c");
        assert_eq!(guard_inside("+1;-1"), "+1;'-1");
        assert_eq!(guard_formula("a; rule-name; 1+1"), "a; rule-name; 1+1");
    }

    #[test]
    fn a_value_is_shown_only_when_asked_for() {
        let fixture = Fixture::new();
        let row = fixture.row(&[("email", "ana@example.com")]);
        let column = fixture.column("email");
        let verdict = row.verdict();
        assert_eq!(ShowValues::No.value(&verdict, column), None);
        assert_eq!(ShowValues::No.written(&verdict, column), None);
        assert_eq!(
            ShowValues::Yes.value(&verdict, column),
            Some("ana@example.com")
        );
    }

    #[test]
    fn a_password_hash_is_never_shown() {
        let fixture = Fixture::new();
        let row = fixture.row(&[("password_hash", "$2a$10$secret")]);
        let column = fixture.column("password_hash");
        let verdict = row.verdict();
        assert_eq!(ShowValues::Yes.value(&verdict, column), None);
        assert_eq!(ShowValues::Yes.written(&verdict, column), None);
        if let Some(repair) = crate::repairs::RepairId::all().next() {
            let repair = RepairMade::new(repair, column);
            assert_eq!(ShowValues::Yes.before_and_after(&verdict, &repair), None);
        }
    }
}
