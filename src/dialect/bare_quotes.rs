//! Lines whose writer did not double every quotation mark inside a value.

use std::borrow::Cow;

/// The fields of a line that has this many: with marks doubled where they are, or else with every mark meant as it is.
///
/// A mark opens a value at its start and closes it before a delimiter or the end of the line. Which of the marks before
/// those is doubled is not known from them alone; the number of fields tells. `None` where neither reading has it.
pub(crate) fn fields_with_bare_quotes(
    line: &str,
    delimiter: u8,
    count: usize,
) -> Option<Vec<Cow<'_, str>>> {
    [Marks::Doubled, Marks::Bare].into_iter().find_map(|marks| {
        let fields = fields(line, char::from(delimiter), marks)?;
        (fields.len() == count).then_some(fields)
    })
}

/// What two marks next to one another inside a value mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// One.
    Doubled,
    /// Two, of which the second may close the value.
    Bare,
}

/// `None` where a value is never closed.
fn fields(line: &str, delimiter: char, marks: Marks) -> Option<Vec<Cow<'_, str>>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let end = closing(quoted, delimiter, marks)?;
            let (value, after) = quoted.split_at_checked(end)?;
            fields.push(match marks {
                Marks::Doubled if value.contains("\"\"") => Cow::Owned(value.replace("\"\"", "\"")),
                Marks::Doubled | Marks::Bare => Cow::Borrowed(value),
            });
            let after = after.strip_prefix('"')?;
            if after.is_empty() {
                return Some(fields);
            }
            rest = after.strip_prefix(delimiter)?;
        } else if let Some((value, after)) = rest.split_once(delimiter) {
            fields.push(Cow::Borrowed(value));
            rest = after;
        } else {
            fields.push(Cow::Borrowed(rest));
            return Some(fields);
        }
    }
}

/// Where the mark is that closes a value.
fn closing(quoted: &str, delimiter: char, marks: Marks) -> Option<usize> {
    let mut from = 0;
    loop {
        let place = from + quoted.get(from..)?.find('"')?;
        let after = quoted.get(place + 1..)?;
        if marks == Marks::Doubled && after.starts_with('"') {
            from = place + 2;
        } else if after.is_empty() || after.starts_with(delimiter) {
            return Some(place);
        } else {
            from = place + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(line: &str, count: usize) -> Option<Vec<String>> {
        let fields = fields_with_bare_quotes(line, b',', count)?;
        Some(fields.into_iter().map(Cow::into_owned).collect())
    }

    #[test]
    fn marks_inside_a_value_need_not_be_doubled() {
        let expected = Some(vec![
            "1".to_owned(),
            "Smith, Bo \"Bobby\"".to_owned(),
            String::new(),
        ]);
        assert_eq!(fields("1,\"Smith, Bo \"Bobby\"\",", 3), expected);
        assert_eq!(fields("1,\"Smith, Bo \"\"Bobby\"\"\",", 3), expected);
    }

    #[test]
    fn a_mark_after_a_backslash_is_one_beside_doubled_ones() {
        let expected = Some(vec![r#"{"t":"say \"hi\""}"#.to_owned(), "x".to_owned()]);
        assert_eq!(fields(r#""{""t"":""say \"hi\"""}",x"#, 2), expected);
    }

    #[test]
    fn a_line_with_another_number_of_fields_is_not_read() {
        assert_eq!(fields("1,\"Smith, Bo \"Bobby\"\",", 4), None);
        assert_eq!(fields("1,\"Smith", 2), None);
        assert_eq!(fields("", 1), Some(vec![String::new()]));
    }
}
