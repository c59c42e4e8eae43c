//! ListUsers' filter: `attribute = "value"` or `attribute ^= "value"` (its API documentation).

use crate::import_job::{ApiError, User};

/// The attributes that can be searched; custom ones cannot.
const SEARCHABLE: [&str; 10] = [
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
];

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equals,
    BeginsWith,
}

/// One filter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter {
    attribute: &'static str,
    comparison: Comparison,
    value: String,
}

impl Filter {
    /// Reads a filter; an empty one is none.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, ApiError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let end = text
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '^'))
            .unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let name = name.trim_matches('"');
        let rest = rest.trim_start();
        let (comparison, rest) = if let Some(rest) = rest.strip_prefix("^=") {
            (Comparison::BeginsWith, rest)
        } else if let Some(rest) = rest.strip_prefix('=') {
            (Comparison::Equals, rest)
        } else {
            return Err(malformed());
        };
        let value = unquoted(rest.trim()).ok_or_else(malformed)?;
        let attribute = SEARCHABLE
            .into_iter()
            .find(|attribute| attribute.eq_ignore_ascii_case(name))
            .ok_or_else(|| not_searchable(name))?;
        Ok(Some(Self {
            attribute,
            comparison,
            value,
        }))
    }

    /// The `sub` that is asked for, which finds its user at once.
    pub(super) fn sub(&self) -> Option<&str> {
        (self.attribute == "sub" && self.comparison == Comparison::Equals)
            .then_some(self.value.as_str())
    }

    /// Whether a user passes. Usernames and `status` are compared exactly, everything else without
    /// letter case (the operation's documentation).
    pub(super) fn admits(&self, user: &User) -> bool {
        match self.attribute {
            "username" => self.fits(&user.username, false),
            "cognito:user_status" => self.fits(user.status.as_str(), true),
            "status" => self.fits(if user.enabled { "Enabled" } else { "Disabled" }, false),
            "sub" => self.fits(&user.sub_text(), true),
            name => user
                .attributes
                .get(name)
                .is_some_and(|value| self.fits(value, true)),
        }
    }

    fn fits(&self, value: &str, folds: bool) -> bool {
        let fold = |text: &str| {
            if folds {
                text.to_lowercase()
            } else {
                text.to_owned()
            }
        };
        let (value, wanted) = (fold(value), fold(&self.value));
        match self.comparison {
            Comparison::Equals => value == wanted,
            Comparison::BeginsWith => value.starts_with(&wanted),
        }
    }
}

/// The text between quotation marks; `\"` is one of them.
fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return None,
            '\\' => value.push(characters.next()?),
            character => value.push(character),
        }
    }
    Some(value)
}

/// What was asked for is not repeated: it may be a user's address.
fn malformed() -> ApiError {
    ApiError::invalid("Error while parsing filter.")
}

/// The name is repeated where it looks like one, and not like an address.
fn not_searchable(name: &str) -> ApiError {
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_:-".contains(&byte));
    if is_name {
        ApiError::invalid(format!("Invalid search attribute: {name}"))
    } else {
        malformed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import_job::{AccountStatus, Moment, user::AttributesBuilder};

    fn ana() -> User {
        let mut attributes = AttributesBuilder::default();
        attributes.push("email", "Ana@Example.com");
        attributes.push("given_name", "A \"x\" \\ b");
        User {
            username: "Ana".into(),
            sub: 7,
            attributes: attributes.take(),
            status: AccountStatus::ResetRequired,
            enabled: true,
            mfa_enabled: false,
            password_hash: None,
            created: Moment::default(),
            modified: Moment::default(),
            verifier: None,
        }
    }

    fn admits(text: &str) -> bool {
        Filter::parse(text).unwrap().unwrap().admits(&ana())
    }

    #[test]
    fn users_are_found_by_what_they_are() {
        for text in [
            r#"username = "Ana""#,
            r#"username ^= "An""#,
            r#"email="ana@example.com""#,
            r#"email ^="ANA""#,
            r#""given_name" = "a \"x\" \\ b""#,
            r#"cognito:user_status = "reset_required""#,
            r#"status = "Enabled""#,
            r#"sub ^= "00000000-0000""#,
        ] {
            assert!(admits(text), "{text}");
        }
        for text in [
            r#"username = "ana""#,
            r#"email = "ana""#,
            r#"phone_number ^= """#,
            r#"status = "Disabled""#,
            r#"status = "enabled""#,
        ] {
            assert!(!admits(text), "{text}");
        }
    }

    #[test]
    fn a_malformed_filter_is_refused_without_its_text() {
        for text in [
            "secret",
            "email",
            "email = secret",
            r#"email ~ "secret""#,
            r#"custom:x = "secret""#,
            r#"email = "a"b""#,
            r#"email = "a\""#,
            "email = \"",
        ] {
            let error = Filter::parse(text).unwrap_err();
            assert!(!error.message().contains("secret"), "{text}");
        }
        assert_eq!(Filter::parse(" ").unwrap(), None);
    }

    #[test]
    fn an_attribute_that_cannot_be_searched_is_named() {
        for (text, message) in [
            (
                r#"custom:tier = "x""#,
                "Invalid search attribute: custom:tier",
            ),
            (r#"gender ^= "x""#, "Invalid search attribute: gender"),
            (r#"ana@example.com = "x""#, "Error while parsing filter."),
            ("custom:tier", "Error while parsing filter."),
        ] {
            assert_eq!(Filter::parse(text).unwrap_err().message(), message);
        }
    }

    #[test]
    fn a_sub_is_asked_for_as_a_whole() {
        let sub = |text| {
            Filter::parse(text)
                .unwrap()
                .unwrap()
                .sub()
                .map(str::to_owned)
        };
        assert_eq!(sub(r#"sub = "x""#).as_deref(), Some("x"));
        assert_eq!(sub(r#"sub ^= "x""#), None);
    }
}
