//! The constraints of the API's members, and the service's words for each that is broken.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::{ApiError, ErrorKind};

/// A pattern of the API model: its text as the service quotes it, and its match over a whole value.
pub(crate) struct Pattern {
    text: &'static str,
    regex: LazyLock<Option<Regex>>,
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)+) => {$(
        $(#[$doc])*
        pub(crate) static $name: Pattern = Pattern {
            text: $text,
            regex: LazyLock::new(|| compile($text).ok()),
        };
    )+
    #[cfg(test)]
    const ALL: &[&Pattern] = &[$(&$name),+];};
}

patterns! {
    /// `UserPoolIdType` (BOTO).
    USER_POOL_ID_PATTERN = r"[\w-]+_[0-9a-zA-Z]+";
    /// `UserImportJobIdType` (BOTO).
    JOB_ID_PATTERN = r"import-[0-9a-zA-Z-]+";
    /// `UserImportJobNameType` and `UserPoolNameType` (BOTO).
    NAME_PATTERN = r"[\w\s+=,.@-]+";
    /// `ArnType` (BOTO).
    ARN_PATTERN = r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?";
    /// `PaginationKeyType` (BOTO).
    TOKEN_PATTERN = r"[\S]+";
    /// `UsernameType` and `CustomAttributeNameType` (BOTO).
    PRINTED_PATTERN = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+";
    /// `AttributeNameType` (BOTO).
    FULL_NAME_PATTERN = r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+";
    /// `LogGroupName` of CloudWatch Logs (its API model).
    LOG_GROUP_PATTERN = r"[\.\-_/#A-Za-z0-9]+";
    /// `LogStreamName` of CloudWatch Logs (its API model).
    LOG_STREAM_PATTERN = r"[^:*]*";
}

/// Compiles a pattern of the API model. `\w` and `\s` are those of ASCII, as in the service's own
/// language.
pub(crate) fn compile(text: &str) -> Result<Regex, regex::Error> {
    let text = text
        .replace(r"[\S]", r"[^\s]")
        .replace(r"\w", "0-9A-Za-z_")
        .replace(r"\s", r"\t\n\x0B\x0C\r ");
    RegexBuilder::new(&format!(r"\A(?:{text})\z")).build()
}

/// What the API model asks of a text.
pub(crate) struct Text {
    min: usize,
    max: usize,
    pattern: Option<&'static Pattern>,
    is_sensitive: bool,
}

const fn text(min: usize, max: usize, pattern: &'static Pattern) -> Text {
    Text {
        min,
        max,
        pattern: Some(pattern),
        is_sensitive: false,
    }
}

pub(crate) const USER_POOL_ID: Text = text(1, 55, &USER_POOL_ID_PATTERN);
pub(crate) const JOB_ID: Text = text(1, 55, &JOB_ID_PATTERN);
pub(crate) const JOB_NAME: Text = text(1, 128, &NAME_PATTERN);
pub(crate) const POOL_NAME: Text = text(1, 128, &NAME_PATTERN);
pub(crate) const ARN: Text = text(20, 2048, &ARN_PATTERN);
pub(crate) const PAGINATION_KEY: Text = text(1, 131_072, &TOKEN_PATTERN);
pub(crate) const ATTRIBUTE_NAME: Text = text(1, 20, &PRINTED_PATTERN);
/// `AttributeNameType`: a name with its prefix.
pub(crate) const FULL_ATTRIBUTE_NAME: Text = text(1, 32, &FULL_NAME_PATTERN);
pub(crate) const LOG_GROUP: Text = text(1, 512, &LOG_GROUP_PATTERN);
pub(crate) const LOG_STREAM: Text = text(1, 512, &LOG_STREAM_PATTERN);
/// Sensitive in the API model: the service does not repeat such a value, and nor do we.
pub(crate) const USERNAME: Text = Text {
    min: 1,
    max: 128,
    pattern: Some(&PRINTED_PATTERN),
    is_sensitive: true,
};
pub(crate) const FILTER: Text = Text {
    min: 0,
    max: 256,
    pattern: None,
    is_sensitive: true,
};

/// Collects what is wrong with one request, all of it.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<String>);

impl Violations {
    /// A text that must be there; returns it, or an empty one that [`Violations::check`] refuses.
    pub(crate) fn required<'a>(
        &mut self,
        member: &str,
        value: Option<&'a str>,
        text: &Text,
    ) -> &'a str {
        if value.is_none() {
            self.null(member);
        }
        self.optional(member, value, text).unwrap_or_default()
    }

    /// A text that may be absent.
    pub(crate) fn optional<'a>(
        &mut self,
        member: &str,
        value: Option<&'a str>,
        text: &Text,
    ) -> Option<&'a str> {
        let pattern = text.pattern.and_then(|pattern| {
            let regex = pattern.regex.as_ref()?;
            Some((pattern.text, regex))
        });
        let bounds = (Some(text.min), Some(text.max));
        self.text(member, value?, bounds, pattern, text.is_sensitive);
        value
    }

    /// A text with bounds of its length and a pattern.
    pub(crate) fn text(
        &mut self,
        member: &str,
        text: &str,
        (min, max): (Option<usize>, Option<usize>),
        pattern: Option<(&str, &Regex)>,
        is_sensitive: bool,
    ) {
        let subject = if is_sensitive {
            format!("Value at '{member}'")
        } else {
            format!("Value '{text}' at '{member}'")
        };
        // The service counts as its language does, in UTF-16.
        let length = text.encode_utf16().count();
        if let Some(min) = min.filter(|min| length < *min) {
            let constraint = format!("Member must have length greater than or equal to {min}");
            self.push(&subject, &constraint);
        }
        if let Some(max) = max.filter(|max| length > *max) {
            let constraint = format!("Member must have length less than or equal to {max}");
            self.push(&subject, &constraint);
        }
        if let Some((pattern, regex)) = pattern
            && !regex.is_match(text)
        {
            let constraint = format!("Member must satisfy regular expression pattern: {pattern}");
            self.push(&subject, &constraint);
        }
    }

    /// A number that must be there.
    pub(crate) fn required_number(&mut self, member: &str, value: Option<i64>, min: i64, max: i64) {
        if value.is_none() {
            self.null(member);
        }
        self.number(member, value, min, max);
    }

    /// A number that may be absent.
    pub(crate) fn number(&mut self, member: &str, value: Option<i64>, min: i64, max: i64) {
        let Some(value) = value else { return };
        let subject = format!("Value '{value}' at '{member}'");
        if value < min {
            self.push(
                &subject,
                &format!("Member must have value greater than or equal to {min}"),
            );
        }
        if value > max {
            self.push(
                &subject,
                &format!("Member must have value less than or equal to {max}"),
            );
        }
    }

    /// One of a list of names; may be absent.
    pub(crate) fn one_of(&mut self, member: &str, value: Option<&str>, names: &[&str]) {
        if let Some(value) = value
            && !names.contains(&value)
        {
            self.push(
                &format!("Value '{value}' at '{member}'"),
                &format!("Member must satisfy enum value set: [{}]", names.join(", ")),
            );
        }
    }

    /// A list of names, each one of a list.
    pub(crate) fn each_one_of(&mut self, member: &str, values: &[&str], names: &[&str]) {
        if values.iter().any(|value| !names.contains(value)) {
            self.push(
                &format!("Value '[{}]' at '{member}'", values.join(", ")),
                &format!(
                    "Member must satisfy constraint: [Member must satisfy enum value set: [{}]]",
                    names.join(", ")
                ),
            );
        }
    }

    /// A list whose length has bounds.
    pub(crate) fn length_of_list(&mut self, member: &str, length: usize, min: usize, max: usize) {
        let subject = format!("Value at '{member}'");
        if length < min {
            self.push(
                &subject,
                &format!("Member must have length greater than or equal to {min}"),
            );
        }
        if length > max {
            self.push(
                &subject,
                &format!("Member must have length less than or equal to {max}"),
            );
        }
    }

    /// A member that must be there and is not.
    pub(crate) fn null(&mut self, member: &str) {
        self.push(
            &format!("Value null at '{member}'"),
            "Member must not be null",
        );
    }

    fn push(&mut self, subject: &str, constraint: &str) {
        self.0.push(format!(
            "{subject} failed to satisfy constraint: {constraint}"
        ));
    }

    /// Refuses the request if anything is wrong, and names all of it.
    pub(crate) fn check(self) -> Result<(), ApiError> {
        let count = self.0.len();
        if count == 0 {
            return Ok(());
        }
        let errors = if count == 1 { "error" } else { "errors" };
        Err(ApiError::new(
            ErrorKind::InvalidParameter,
            format!(
                "{count} validation {errors} detected: {}",
                self.0.join("; ")
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(find: impl FnOnce(&mut Violations)) -> String {
        let mut violations = Violations::default();
        find(&mut violations);
        violations
            .check()
            .map_or_else(|error| error.message().to_owned(), |()| String::new())
    }

    #[test]
    fn every_pattern_compiles() {
        for pattern in ALL {
            assert!(pattern.regex.is_some(), "{}", pattern.text);
        }
    }

    #[test]
    fn an_absent_member_is_null() {
        assert_eq!(
            message(|v| {
                v.required("userPoolId", None, &USER_POOL_ID);
            }),
            "1 validation error detected: Value null at 'userPoolId' failed to satisfy \
             constraint: Member must not be null"
        );
    }

    #[test]
    fn all_that_is_wrong_is_counted_and_joined() {
        let found = message(|v| {
            v.required("userPoolId", Some("pool"), &USER_POOL_ID);
            v.required_number("maxResults", Some(61), 1, 60);
        });
        assert_eq!(
            found,
            "2 validation errors detected: Value 'pool' at 'userPoolId' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+; \
             Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less \
             than or equal to 60"
        );
    }

    #[test]
    fn a_user_s_name_is_not_repeated() {
        let found = message(|v| {
            v.required("username", Some("ana maria"), &USERNAME);
        });
        assert!(found.contains("Value at 'username' failed"), "{found}");
        assert!(!found.contains("ana"), "{found}");
    }

    #[test]
    fn what_the_patterns_allow_passes() {
        for (value, text) in [
            ("us-east-1_EXAMPLE01", &USER_POOL_ID),
            ("import-mAgUtd8PMm", &JOB_ID),
            ("first job +=,.@-", &JOB_NAME),
            ("arn:aws:iam::123456789012:role/import", &ARN),
            ("us-east-1_E#import-a#1606", &PAGINATION_KEY),
            ("ana.lópez✓", &USERNAME),
            ("/aws/cognito/userpools/us-east-1_E/shop", &LOG_GROUP),
        ] {
            assert_eq!(
                message(|v| {
                    v.required("x", Some(value), text);
                }),
                "",
                "{value}"
            );
        }
    }

    #[test]
    fn what_the_patterns_forbid_is_refused() {
        for (value, text) in [
            ("us-east-1_EXAMPLE01\n", &USER_POOL_ID),
            ("us-east-1_É", &USER_POOL_ID),
            ("import-", &JOB_ID),
            ("jób", &JOB_NAME),
            ("", &JOB_NAME),
            ("arn:aws:iam::x:role/import", &ARN),
            ("a b", &PAGINATION_KEY),
            ("ana\u{200d}", &USERNAME),
        ] {
            assert_ne!(
                message(|v| {
                    v.required("x", Some(value), text);
                }),
                "",
                "{value}"
            );
        }
    }
}
