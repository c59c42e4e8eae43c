//! Rules about the file as a whole, asked at its end.

super::rules! {
    too_many_users,
    too_many_lines,
    file_is_too_large,
    file_size_depends_on_unit,
    users_with_hashes_cannot_use_srp_at_first,
}
