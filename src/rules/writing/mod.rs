//! Rules about values that Cognito’s dialect cannot express.

mod value_ends_in_backslash;
mod value_has_backslash_before_comma;
mod value_has_line_break;

pub use value_ends_in_backslash::VALUE_ENDS_IN_BACKSLASH;
pub use value_has_backslash_before_comma::VALUE_HAS_BACKSLASH_BEFORE_COMMA;
pub use value_has_line_break::VALUE_HAS_LINE_BREAK;
