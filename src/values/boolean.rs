//! Spellings of a boolean value.
//!
//! The samples of GUIDE have `TRUE` and `FALSE`; `true` and `false` were seen in imports (LOG2020, ASF, SOLN).
//! `True` is inferred from one exporter (ALA). Whether `1`, `yes` or `t` is read as true is not known.

/// The value of `true` or `false` in any letter case; `None` for every other text.
///
/// ```
/// use cognito_preflight::values::boolean;
///
/// assert_eq!(boolean::parse("TRUE"), Some(true));
/// assert_eq!(boolean::parse("yes"), None);
/// ```
pub fn parse(value: &str) -> Option<bool> {
    if value.eq_ignore_ascii_case("true") {
        Some(true)
    } else if value.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether the value is `true` or `false`, all in lower case or all in upper case: the spellings that the guide's
/// samples and published imports show (GUIDE, LOG2020).
pub fn is_canonical(value: &str) -> bool {
    matches!(value, "true" | "TRUE" | "false" | "FALSE")
}

/// The value that a person means by `true`, `yes`, `y`, `t`, `1`, `on` and their opposites, in any letter case.
///
/// ```
/// use cognito_preflight::values::boolean;
///
/// assert_eq!(boolean::parse_spelling("Yes"), Some(true));
/// assert_eq!(boolean::parse_spelling("0"), Some(false));
/// assert_eq!(boolean::parse_spelling("maybe"), None);
/// ```
pub fn parse_spelling(value: &str) -> Option<bool> {
    let means = |spellings: [&str; 6]| {
        spellings
            .iter()
            .any(|spelling| value.eq_ignore_ascii_case(spelling))
    };
    if means(["true", "yes", "y", "t", "1", "on"]) {
        Some(true)
    } else if means(["false", "no", "n", "f", "0", "off"]) {
        Some(false)
    } else {
        None
    }
}

/// The spelling of [`parse_spelling`] that a value has, whatever its letter case, or `another word`.
///
/// ```
/// use cognito_preflight::values::boolean;
///
/// assert_eq!(boolean::spelling("Yes"), "yes");
/// assert_eq!(boolean::spelling("maybe"), "another word");
/// ```
pub fn spelling(value: &str) -> &'static str {
    [
        "true", "yes", "y", "t", "1", "on", "false", "no", "n", "f", "0", "off",
    ]
    .into_iter()
    .find(|spelling| value.eq_ignore_ascii_case(spelling))
    .unwrap_or("another word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_words_are_booleans_in_any_letter_case() {
        for text in ["true", "TRUE", "True", "tRuE"] {
            assert_eq!(parse(text), Some(true), "{text}");
        }
        for text in ["false", "FALSE", "False", "fALSe"] {
            assert_eq!(parse(text), Some(false), "{text}");
        }
        for text in [
            "",
            " true",
            "1",
            "yes",
            "t",
            "truee",
            "\u{ff54}rue",
            "fal\u{17f}e",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn mixed_letter_case_is_not_canonical() {
        for text in ["true", "TRUE", "false", "FALSE"] {
            assert!(is_canonical(text), "{text}");
        }
        for text in ["True", "False", "tRUE", "", "yes", "1"] {
            assert!(!is_canonical(text), "{text}");
        }
    }

    #[test]
    fn each_spelling_means_one_value() {
        for text in ["true", "Yes", "Y", "t", "1", "ON"] {
            assert_eq!(parse_spelling(text), Some(true), "{text}");
        }
        for text in ["FALSE", "No", "n", "F", "0", "off"] {
            assert_eq!(parse_spelling(text), Some(false), "{text}");
        }
        for text in ["", "2", "01", "ja", "yes ", "-", "null"] {
            assert_eq!(parse_spelling(text), None, "{text}");
        }
    }
}
