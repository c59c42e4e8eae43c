//! Rules about what a caller chose: rows that are left out.

super::rules! {
    row_is_left_out,
    outcome_is_not_certain,
}
