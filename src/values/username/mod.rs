//! What a username is made of, and what it resembles.

mod characters;

use super::email::{self, EmailForm};

/// The first character that the API's pattern for a username leaves out, with its place counted in characters from 0.
///
/// The pattern is `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`: letters, marks, symbols, numbers and punctuation (BOTO). It shuts
/// out spaces of all kinds, control characters, and invisible ones such as the zero-width joiner. Which edition of
/// Unicode the service has is not known; this is the edition of the table in `characters.rs`.
///
/// ```
/// use cognito_preflight::values::username;
///
/// assert_eq!(username::first_outside_pattern("\u{5c71}\u{7530}!"), None);
/// assert_eq!(username::first_outside_pattern("ana\u{a0}silva"), Some((3, '\u{a0}')));
/// ```
pub fn first_outside_pattern(username: &str) -> Option<(usize, char)> {
    let plain = username
        .bytes()
        .position(|byte| !matches!(byte, b'!'..=b'~'))?;
    // Everything before that byte is ASCII, so it begins a character and its index is also that character's place.
    let rest = username.get(plain..)?;
    let (place, character) = rest
        .chars()
        .enumerate()
        .find(|&(_, character)| !characters::in_pattern(character))?;
    Some((plain + place, character))
}

/// Whether a username might be taken for an e-mail address, which a pool with e-mail aliases refuses (ATTR).
///
/// How the service decides is not published. Here: one `@`, something before it, something after it, and no white
/// space. That is wider than a valid address, since to be refused a name need only resemble one. See
/// [`is_email_address`] for a pool that demands an address.
///
/// ```
/// use cognito_preflight::values::username;
///
/// assert!(username::is_email_shaped("ana@example.com"));
/// assert!(!username::is_email_shaped("@ana"));
/// ```
pub fn is_email_shaped(username: &str) -> bool {
    match username.split_once('@') {
        Some((local_part, domain)) => {
            !local_part.is_empty()
                && !domain.is_empty()
                && !domain.contains('@')
                && !username.chars().any(char::is_whitespace)
        }
        None => false,
    }
}

/// Whether a username is an e-mail address, which a pool with e-mail as username attribute demands (ATTR).
///
/// How the service decides is not published. Here: it [resembles one](is_email_shaped), and it has a form that the
/// attribute `email` might be accepted in.
///
/// ```
/// use cognito_preflight::values::username;
///
/// assert!(username::is_email_address("ana@example.com"));
/// assert!(!username::is_email_address("ana@exa!mple.com"));
/// ```
pub fn is_email_address(username: &str) -> bool {
    is_email_shaped(username) && email::form(username) != EmailForm::Invalid
}

/// Whether a username would be taken for a phone number, which a pool with phone aliases refuses (ATTR) and a pool
/// with phone number as username attribute demands.
///
/// How the service decides is not published. Here: a `+`, then ASCII digits only, at least one, which is how the
/// attribute itself is written (ATTR).
///
/// ```
/// use cognito_preflight::values::username;
///
/// assert!(username::is_phone_shaped("+12025550123"));
/// assert!(!username::is_phone_shaped("12025550123"));
/// ```
pub fn is_phone_shaped(username: &str) -> bool {
    match username.strip_prefix('+') {
        Some(digits) => !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_marks_symbols_numbers_and_punctuation_are_inside() {
        for username in [
            "ana",
            "ana!silva",
            "\u{5c71}\u{7530}\u{82b1}\u{5b50}",
            "e\u{301}",
            "\u{1f600}\u{20ac}",
            "~",
            "\u{2163}",
        ] {
            assert_eq!(first_outside_pattern(username), None, "{username}");
        }
        assert_eq!(first_outside_pattern(""), None);
    }

    #[test]
    fn spaces_controls_and_invisible_characters_are_outside() {
        for (username, expected) in [
            ("ana silva", (3, ' ')),
            ("ana\tsilva", (3, '\t')),
            ("\u{7f}", (0, '\u{7f}')),
            ("\u{e9}\u{a0}", (1, '\u{a0}')),
            ("ana\u{200d}silva", (3, '\u{200d}')),
            ("\u{5c71}\u{7530}\u{3000}\u{82b1}", (2, '\u{3000}')),
            ("\u{1f600} x", (1, ' ')),
            ("ana\u{ad}", (3, '\u{ad}')),
            ("ana\u{e000}", (3, '\u{e000}')),
            ("ana\u{10ffff}", (3, '\u{10ffff}')),
        ] {
            assert_eq!(
                first_outside_pattern(username),
                Some(expected),
                "{username:?}"
            );
        }
    }

    #[test]
    fn an_email_shape_needs_both_sides_of_one_at_sign() {
        for username in [
            "ana@example.com",
            "a@b",
            "ana+x@localhost",
            "jos\u{e9}@example.com",
        ] {
            assert!(is_email_shaped(username), "{username}");
        }
        for username in [
            "",
            "ana",
            "@",
            "@ana",
            "ana@",
            "a@b@c",
            "a@@b",
            "ana @b",
            "ana@b c",
            "ana@b\u{a0}c",
        ] {
            assert!(!is_email_shaped(username), "{username}");
        }
    }

    #[test]
    fn an_email_address_has_its_shape_and_a_form_that_may_be_accepted() {
        for username in [
            "ana@example.com",
            "ana@localhost",
            "ana@exa_mple.com",
            "jos\u{e9}@example.com",
        ] {
            assert!(is_email_address(username), "{username}");
            assert!(is_email_shaped(username), "{username}");
        }
        for username in [
            "ana@exa!mple.com",
            "ana@example..com",
            "ana@example.com/path",
        ] {
            assert!(!is_email_address(username), "{username}");
            // What is not an address may still resemble one to a pool that refuses them.
            assert!(is_email_shaped(username), "{username}");
        }
        assert!(!is_email_address("Ana <ana@example.com>"));
    }

    #[test]
    fn a_phone_shape_is_a_plus_and_digits() {
        for username in ["+1", "+12025550123", "+0123456789012345678901234567890"] {
            assert!(is_phone_shaped(username), "{username}");
        }
        for username in [
            "",
            "+",
            "12025550123",
            "+1 202",
            "++1",
            "+1a",
            "+\u{661}",
            "+1-202",
            " +1",
        ] {
            assert!(!is_phone_shaped(username), "{username}");
        }
    }
}
