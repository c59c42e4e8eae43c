//! Rules about values that Cognito’s dialect cannot express.

super::rules! {
    value_has_line_break,
    value_ends_in_backslash,
    value_has_backslash_before_comma,
}
