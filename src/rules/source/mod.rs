//! Rules about the records of another source, before and while a mapping makes rows of them.

super::rules! {
    source_record_is_not_json,
    source_record_repeats_a_member,
    source_record_is_rejected,
    user_is_locked_out,
    password_hash_cannot_be_imported,
    password_hash_is_demanded,
}
