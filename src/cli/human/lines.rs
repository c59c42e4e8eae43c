//! How wide lines are, and which characters the terminal has.

use std::{env, io::IsTerminal};

/// What is known about the place where the summary is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    /// The width at which lines are broken; none where they are not.
    width: Option<usize>,
    /// Whether there are characters beyond ASCII.
    is_utf_8: bool,
}

impl Lines {
    /// Lines as they are, in ASCII: for a file or another program.
    #[cfg(test)]
    pub(super) const PLAIN: Self = Self {
        width: None,
        is_utf_8: false,
    };

    /// Lines of this width.
    #[cfg(test)]
    pub(super) const fn of_width(width: usize) -> Self {
        Self {
            width: Some(width),
            is_utf_8: true,
        }
    }

    /// What standard output, or where that is taken standard error, can show.
    pub(super) fn detected(on_stderr: bool) -> Self {
        let is_terminal = if on_stderr {
            std::io::stderr().is_terminal()
        } else {
            std::io::stdout().is_terminal()
        };
        let columns = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
        let width = columns.or_else(|| {
            let size = terminal_size::terminal_size().filter(|_| is_terminal);
            size.map(|(width, _)| usize::from(width.0))
        });
        Self {
            width: width.filter(|width| *width >= 40),
            is_utf_8: is_terminal && speaks_utf_8(),
        }
    }

    /// The sign before the first line.
    pub(super) const fn mark(self, utf_8: &'static str, ascii: &'static str) -> &'static str {
        if self.is_utf_8 { utf_8 } else { ascii }
    }

    /// Adds a line, broken between words where it is too wide; what follows begins under `indent`.
    pub(super) fn push(self, text: &mut String, indent: usize, line: &str) {
        let Some(width) = self.width else {
            text.push_str(line);
            text.push('\n');
            return;
        };
        let mut column = 0;
        for (number, word) in line.split(' ').enumerate() {
            let length = anstream::adapter::strip_str(word)
                .to_string()
                .chars()
                .count();
            if number > 0 {
                if column + 1 + length > width && column > indent {
                    text.push('\n');
                    text.push_str(&" ".repeat(indent));
                    column = indent;
                } else {
                    text.push(' ');
                    column += 1;
                }
            }
            text.push_str(word);
            column += length;
        }
        text.push('\n');
    }
}

/// Whether the locale is one of UTF-8, as C programs decide it.
fn speaks_utf_8() -> bool {
    if cfg!(windows) {
        return true;
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok())
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words_and_what_follows_is_indented() {
        let mut text = String::new();
        Lines::of_width(20).push(&mut text, 4, "one two three four five six");
        assert_eq!(text, "one two three four\n    five six\n");
        let mut text = String::new();
        Lines::of_width(10).push(&mut text, 2, "a https://example.com/long/name b");
        assert_eq!(text, "a https://example.com/long/name\n  b\n");
        let mut text = String::new();
        Lines::PLAIN.push(&mut text, 4, "one two three four five six");
        assert_eq!(text, "one two three four five six\n");
    }
}
