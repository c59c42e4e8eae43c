//! The ways in which a line of Cognito's dialect can be read, where the importer's is not known.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::{
    dialect::cognito,
    engine::{column_map::ColumnMap, plan::Plan},
    rules::{Detail, Finding, RuleId},
    schema::{ColumnId, Schema},
    values::{password_hash::PasswordHashingAlgorithm, white_space},
};

/// The fields of a line in one of the ways in which it can be read.
#[derive(Debug)]
pub(super) struct Interpretation<'a> {
    pub(super) fields: Vec<Cow<'a, str>>,
    /// What makes the line ambiguous; nothing in the first interpretation.
    pub(super) because: Vec<Finding>,
}

/// Every way in which a line can be read. The first is as AWS's own importer writes lines.
pub(super) fn of<'a>(
    line: &'a str,
    schema: &Schema,
    columns: &ColumnMap,
) -> impl Iterator<Item = Interpretation<'a>> {
    let first = Interpretation {
        fields: cognito::fields(line).collect(),
        because: Vec::new(),
    };
    let other = other(line, &first.fields, schema, columns);
    let quoted = quoted(line, columns);
    std::iter::once(first).chain(other).chain(quoted)
}

/// What is found in the readings of one row, with what comes along with each.
///
/// What makes a row ambiguous is reported where the readings lead to different outcomes, or where none is
/// certain; and then the reading counts in which the row may be imported.
#[derive(Debug)]
pub(super) struct Readings<T> {
    because: Vec<Finding>,
    findings: Vec<Finding>,
    with: T,
}

impl<T> Readings<T> {
    /// The first reading.
    pub(super) const fn new(findings: Vec<Finding>, with: T) -> Self {
        Self {
            because: Vec::new(),
            findings,
            with,
        }
    }

    /// Another reading, and why there is one.
    pub(super) fn add(
        &mut self,
        plan: &Plan,
        because: Vec<Finding>,
        findings: Vec<Finding>,
        with: T,
    ) {
        let judgement = plan.judge(&self.findings);
        let other = plan.judge(&findings);
        if judgement.predicts_the_same_as(other) && judgement.is_certain() {
            return;
        }
        self.because.extend(because);
        if other.may_be_imported() && !judgement.may_be_imported() {
            self.findings = findings;
            self.with = with;
        }
    }

    /// What is to be reported.
    pub(super) fn finish(self) -> (Vec<Finding>, T) {
        let Self {
            because: mut all,
            findings,
            with,
        } = self;
        all.retain(|reason| !findings.contains(reason));
        all.extend(findings);
        (all, with)
    }
}

/// What makes a line ambiguous, its white space aside.
pub(super) fn ambiguities(
    line: &str,
    fields: &[Cow<'_, str>],
    schema: &Schema,
    columns: &ColumnMap,
) -> Vec<Finding> {
    let mut findings = other(line, fields, schema, columns)
        .map(|other| other.because)
        .unwrap_or_default();
    findings.retain(|finding| finding.rule != UNICODE_SPACE);
    findings
}

/// The rule about a value in quotation marks, which may be data or may quote it.
const QUOTED: RuleId = const { RuleId::of("quotation-mark-at-start-of-value") };

/// Whether a value begins with a quotation mark, its white space aside.
pub(super) fn begins_with_quotation_mark(value: &str) -> bool {
    white_space::trim(value).starts_with('"')
}

/// The reading in which quotation marks quote, as in RFC 4180.
fn quoted<'a>(line: &'a str, columns: &ColumnMap) -> Option<Interpretation<'a>> {
    memchr(b'"', line.as_bytes())?;
    let mut because = Vec::new();
    let mut fields: Vec<Cow<'a, str>> = Vec::new();
    let mut rest = Some(line);
    while let Some(text) = rest {
        if let Some((value, after)) = quoted_field(text) {
            because.push(is_quoted(
                columns.fields.get(fields.len()).copied().flatten(),
            ));
            fields.push(Cow::Owned(cognito::unescape(&value).into_owned()));
            rest = after;
        } else {
            let field = cognito::raw_fields(text).next().unwrap_or_default();
            fields.push(cognito::unescape(field));
            rest = text
                .strip_prefix(field)
                .and_then(|after| after.strip_prefix(','));
        }
    }
    (!because.is_empty()).then_some(Interpretation { fields, because })
}

fn is_quoted(column: Option<ColumnId>) -> Finding {
    Finding {
        rule: QUOTED,
        column,
        detail: Detail::None,
    }
}

/// The values of a row without the quotation marks around them, and what makes the row ambiguous, where
/// there are any.
pub(super) fn unquoted<'a>(
    values: &'a [Cow<'a, str>],
    schema: &Schema,
) -> Option<(Vec<Cow<'a, str>>, Vec<Finding>)> {
    let mut because = Vec::new();
    let values = values
        .iter()
        .enumerate()
        .map(|(place, value)| match quoted_field(value) {
            Some((value, None)) => {
                because.push(is_quoted(
                    schema.columns().get(place).map(|column| column.id),
                ));
                Cow::Owned(value)
            }
            _ => Cow::Borrowed(value.as_ref()),
        })
        .collect();
    (!because.is_empty()).then_some((values, because))
}

/// The text of the field in quotation marks with which a text begins, and what follows the comma after it.
/// `None` where it does not begin with one, where the mark never closes and where text follows it: then
/// no reading makes a quoted value of it.
fn quoted_field(text: &str) -> Option<(String, Option<&str>)> {
    let space = [' ', '\t'];
    let mut inner = text.trim_start_matches(space).strip_prefix('"')?;
    let mut value = String::new();
    loop {
        let (before, after) = inner.split_once('"')?;
        value.push_str(before);
        if let Some(after) = after.strip_prefix('"') {
            value.push('"');
            inner = after;
        } else {
            let after = after.trim_start_matches(space);
            let rest = after.strip_prefix(',');
            return (rest.is_some() || after.is_empty()).then_some((value, rest));
        }
    }
}

/// The rule about white space that may or may not be trimmed.
pub(super) const UNICODE_SPACE: RuleId = const { RuleId::of("unicode-space-around-value") };

/// Whether a value has white space at its ends that may or may not be trimmed.
pub(super) fn has_unicode_space(value: &str) -> bool {
    !value.is_ascii() && {
        let trimmed = white_space::trim(value);
        trimmed.trim().len() != trimmed.len()
    }
}

/// The other way in which a line can be read: two backslashes are one, an Argon2 hash has its commas
/// without backslashes, and white space outside ASCII is trimmed.
fn other<'a>(
    line: &'a str,
    fields: &[Cow<'a, str>],
    schema: &Schema,
    columns: &ColumnMap,
) -> Option<Interpretation<'a>> {
    let argon2 = schema.password_hashing_algorithm() == Some(PasswordHashingAlgorithm::Argon2id);
    let has_ambiguous_backslashes = has_ambiguous_backslashes(line);
    if !argon2 && !has_ambiguous_backslashes && line.is_ascii() {
        return None;
    }
    let mut because = Vec::new();
    let mut ambiguous = |rule: RuleId, column: Option<ColumnId>| {
        because.push(Finding {
            rule,
            column,
            detail: Detail::None,
        });
    };
    let mut other = if has_ambiguous_backslashes {
        ambiguous(const { RuleId::of("backslashes-before-comma") }, None);
        with_escaped_backslashes(line)
    } else {
        fields.to_vec()
    };
    if argon2
        && let Some(column) = schema.known().password_hash
        && let Some(place) = columns.field_of(column)
        && other.len() == columns.len() + 2
        && let Some(parts) = other.get(place..place + 3)
        && parts
            .first()
            .is_some_and(|part| part.trim_start().starts_with("$argon2"))
    {
        let joined = parts.join(",");
        ambiguous(
            const { RuleId::of("argon2-commas-not-escaped") },
            Some(column),
        );
        other.splice(place..place + 3, [Cow::Owned(joined)]);
    }
    for (place, field) in other.iter_mut().enumerate() {
        if has_unicode_space(field) {
            ambiguous(UNICODE_SPACE, columns.fields.get(place).copied().flatten());
            *field = Cow::Owned(field.trim().to_owned());
        }
    }
    (!because.is_empty()).then_some(Interpretation {
        fields: other,
        because,
    })
}

/// The fields where two backslashes are one, so that a comma is escaped only after an odd number of
/// them.
fn with_escaped_backslashes(line: &str) -> Vec<Cow<'_, str>> {
    let mut fields = Vec::new();
    let mut rest = line;
    let mut from = 0;
    while let Some(length) = rest.get(from..).and_then(|text| text.find(',')) {
        let comma = from + length;
        let (before, after) = rest.split_at(comma);
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        if backslashes % 2 == 0 {
            fields.push(cognito::unescape(before));
            rest = after.strip_prefix(',').unwrap_or(after);
            from = 0;
        } else {
            from = comma + 1;
        }
    }
    fields.push(cognito::unescape(rest));
    fields
}

/// Whether an even number of backslashes, and not none, is before some comma.
fn has_ambiguous_backslashes(line: &str) -> bool {
    memmem::find(line.as_bytes(), b"\\\\,").is_some()
        && line.match_indices("\\,").any(|(place, _)| {
            let (before, _) = line.split_at(place);
            let backslashes = 1 + before.len() - before.trim_end_matches('\\').len();
            backslashes % 2 == 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_is_escaped_after_an_odd_number_of_backslashes() {
        for (line, expected) in [
            (r"a,b", &["a", "b"][..]),
            (r"a\,b,c", &["a,b", "c"]),
            (r"a\\,b", &[r"a\\", "b"]),
            (r"a\\\,b,", &[r"a\\,b", ""]),
            ("", &[""]),
        ] {
            assert_eq!(with_escaped_backslashes(line), expected, "{line}");
        }
    }

    #[test]
    fn a_field_is_quoted_where_its_mark_closes_before_a_comma_or_the_end() {
        for (text, expected) in [
            (r#""a""#, Some(("a", None))),
            (r#""a, b",c"#, Some(("a, b", Some("c")))),
            (r#" "a" ,"#, Some(("a", Some("")))),
            (r#""a ""b""","#, Some((r#"a "b""#, Some("")))),
            (r#""""#, Some(("", None))),
            (r#"a"b""#, None),
            (r#""a"b"#, None),
            (r#""a"#, None),
            ("", None),
        ] {
            let found = quoted_field(text);
            let found = found.as_ref().map(|(value, rest)| (value.as_str(), *rest));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn an_even_number_of_backslashes_before_a_comma_is_ambiguous() {
        for (line, expected) in [(r"a\\,b", true), (r"a\,b\\,c", true), (r"a\,b", false)] {
            assert_eq!(has_ambiguous_backslashes(line), expected, "{line}");
        }
        assert!(!has_ambiguous_backslashes(r"a\\\,b"));
    }
}
