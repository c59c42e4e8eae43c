//! JSON by hand, for what is written once a row: numbers and strings into a buffer that is reused.

use std::{borrow::Cow, fmt::Write as _, io};

use serde::Serialize;

use super::redact::is_terminal_control;

/// Appends a number in decimal digits.
pub(super) fn push_number(number: u64, bytes: &mut Vec<u8>) {
    // Twenty digits hold every u64.
    let mut digits = [0_u8; 20];
    let mut rest = number;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        // The remainder of a division by ten fits a byte.
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(digits.get(digits.len() - used..).unwrap_or_default());
}

/// Appends a JSON string with its quotation marks.
///
/// Besides what JSON itself asks for, every character that could act on a terminal or hide in it is
/// escaped, since reports are read there too.
pub(super) fn push_string(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(b'"');
    if text.bytes().all(is_unescaped) {
        bytes.extend_from_slice(text.as_bytes());
    } else {
        for character in text.chars() {
            push_character(character, bytes);
        }
    }
    bytes.push(b'"');
}

const fn is_unescaped(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

fn push_character(character: char, bytes: &mut Vec<u8>) {
    match character {
        '"' => bytes.extend_from_slice(b"\\\""),
        '\\' => bytes.extend_from_slice(b"\\\\"),
        '\n' => bytes.extend_from_slice(b"\\n"),
        '\r' => bytes.extend_from_slice(b"\\r"),
        '\t' => bytes.extend_from_slice(b"\\t"),
        _ if is_terminal_control(character) => {
            for unit in character.encode_utf16(&mut [0; 2]) {
                bytes.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
            }
        }
        _ => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
    }
}

/// Appends a value as compact JSON, guarded as [`push_string`] guards a string.
pub(super) fn push_json(value: &impl Serialize, bytes: &mut Vec<u8>) -> io::Result<()> {
    let text = serde_json::to_string(value)?;
    bytes.extend_from_slice(guarded(&text).as_bytes());
    Ok(())
}

/// JSON text with every character escaped that could act on a terminal or hide in it. Such a
/// character can only be in a string there, but for the line ends between the members.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let acts = |c: char| c != '\n' && is_terminal_control(c);
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + 32);
    for character in text.chars() {
        if acts(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(guarded, "\\u{unit:04x}");
            }
        } else {
            guarded.push(character);
        }
    }
    Cow::Owned(guarded)
}

/// Appends a member's name and its number: `,"name":7`.
pub(super) fn push_number_member(name: &str, number: u64, bytes: &mut Vec<u8>) {
    push_name(name, bytes);
    push_number(number, bytes);
}

/// Appends a member's name and its string: `,"name":"text"`.
pub(super) fn push_string_member(name: &str, text: &str, bytes: &mut Vec<u8>) {
    push_name(name, bytes);
    push_string(text, bytes);
}

pub(super) fn push_name(name: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b",\"");
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b"\":");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        for number in [0, 7, 10, 99, 100, 1_234_567_890, u64::MAX] {
            let mut bytes = Vec::new();
            push_number(number, &mut bytes);
            assert_eq!(String::from_utf8(bytes).unwrap(), number.to_string());
        }
    }

    #[test]
    fn every_string_reads_back_as_itself() {
        for text in [
            "",
            "ordinary",
            "quote \" and \\ backslash",
            "line\nbreak\r\ttab",
            "\u{0}\u{1b}[31m\u{7f}\u{85}",
            "Ünïcödé 𝄞",
            "\u{202e}bidi\u{2066}\u{200b}\u{e0041}",
        ] {
            let mut bytes = Vec::new();
            push_string(text, &mut bytes);
            assert_eq!(serde_json::from_slice::<String>(&bytes).unwrap(), text);
        }
    }

    #[test]
    fn characters_that_act_on_a_terminal_are_escaped() {
        let mut bytes = Vec::new();
        push_string("\u{1b}\u{9b}\u{202e}\u{e0041}", &mut bytes);
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            r#""\u001b\u009b\u202e\udb40\udc41""#
        );
    }
}
