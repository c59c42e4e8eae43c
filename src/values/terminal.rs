//! Which characters may not reach a terminal, or a log, as they are.

/// Whether a character could act on a terminal, turn the text around it, or hide in it: control
/// characters, bidirectional marks, zero-width characters, fillers, line separators and tags.
pub const fn is_terminal_control(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_hides_or_commands_acts_and_text_does_not() {
        for character in [
            '\0',
            '\u{1b}',
            '\n',
            '\u{9b}',
            '\u{202e}',
            '\u{200b}',
            '\u{e0041}',
        ] {
            assert!(is_terminal_control(character), "{character:?}");
        }
        for character in ['a', ' ', 'é', '東', '😀', '\u{301}', '\u{a0}'] {
            assert!(!is_terminal_control(character), "{character:?}");
        }
    }
}
