//! Texts by which systems say that a user has no password.

/// What is written in place of a hash: markers of databases, of `/etc/shadow`, of Django, and masks.
const MARKERS: &[&str] = &[
    "NULL", "null", "\\N", "x", "!", "!!", "!*", "*LK*", "*NP*", "{}", "None", "NaN",
];

/// Characters of Django's marker after its `!`.
const DJANGO_SUFFIX: usize = 40;

pub(super) fn is_unusable(text: &str) -> bool {
    let is_mask = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
    let is_marked = text.strip_prefix('!').is_some_and(|rest| {
        let is_django =
            rest.len() == DJANGO_SUFFIX && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // `/etc/shadow` keeps the hash of a locked user after one or two marks.
        is_django || rest.trim_start_matches('!').starts_with('$')
    });
    text.is_empty() || is_mask || is_marked || MARKERS.contains(&text)
}
