//! The styles of what is printed.

use anstyle::{AnsiColor, Style};

/// An error, and what fails.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// What succeeds.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What needs a look.
pub(super) const CARE: Style = AnsiColor::Yellow.on_default().bold();
/// A heading.
pub(super) const STRONG: Style = Style::new().bold();
/// A detail.
pub(super) const QUIET: Style = Style::new().dimmed();

/// The text in this style.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{}{text}{}", style.render(), style.render_reset())
}
