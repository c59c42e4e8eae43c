//! Texts of the service as evidence may hold them: without anything that looks like a value.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// The longest text, in characters.
const LONGEST: usize = 300;

/// What no text of evidence holds, as in `docs/evidence.schema.json`.
static FORBIDDEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"Line Number|@[A-Za-z0-9-]+\.|[0-9]{4,}|\+[0-9]{6,}|[0-9a-f]{8}-[0-9a-f]{4}-|\$2[abxy]\$|\$argon2",
    )
    .ok()
});

/// What is replaced, and by what, in this order.
static REPLACED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"\$(2[abxy]|argon2)[^\s,;]*", "<hash>"),
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]*", "<id>"),
        (r"[^\s<>]*@[A-Za-z0-9-]+\.[^\s<>]*", "<address>"),
        (r"\+?[0-9]{4,}", "<number>"),
        ("Line Number", "line"),
    ]
    .into_iter()
    .filter_map(|(pattern, by)| Some((Regex::new(pattern).ok()?, by)))
    .collect()
});

/// Whether evidence may hold a text.
pub(super) fn is_clean(text: &str) -> bool {
    let Some(forbidden) = &*FORBIDDEN else {
        return false;
    };
    text.chars().count() <= LONGEST && !forbidden.is_match(text)
}

/// A text with what looks like a value replaced; `None` where it still may hold one.
pub(super) fn clean(text: &str) -> Option<String> {
    let mut text = Cow::Borrowed(text);
    for (pattern, by) in &*REPLACED {
        if let Cow::Owned(replaced) = pattern.replace_all(&text, *by) {
            text = Cow::Owned(replaced);
        }
    }
    let text: String = text.chars().take(LONGEST).collect();
    is_clean(&text).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_the_service_stay_as_they_are() {
        for text in [
            "The import succeeded.",
            "The User Record does not set any of the auto verified attributes to verified. (Example: email_verified to true).",
            "Too many users have failed or been skipped during the import.",
        ] {
            assert_eq!(clean(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_looks_like_a_value_is_replaced() {
        for (text, expected) in [
            ("ana@example.com is taken", "<address> is taken"),
            ("+15551234567 is not valid", "<number> is not valid"),
            ("born 1970", "born <number>"),
            ("see 8b9d2f0e-0000-4000-8000-000000000001.", "see <id>."),
            ("$2a$10$abc.def is malformed", "<hash> is malformed"),
            ("Line Number 7", "line 7"),
        ] {
            assert!(!is_clean(text), "{text}");
            assert_eq!(clean(text).as_deref(), Some(expected));
        }
        assert_eq!(clean(&"x ".repeat(400)).unwrap().chars().count(), 300);
    }
}
