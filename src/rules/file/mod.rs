//! Rules about the file as a whole, asked at its end.

super::rules! {
    too_many_users,
    too_many_lines,
    file_is_too_large,
    file_size_depends_on_unit,
    users_with_hashes_cannot_use_srp_at_first,
    birthdates_are_day_first,
    birthdates_contradict_date_order,
    date_order_is_not_applied,
    values_are_in_apostrophes,
}
