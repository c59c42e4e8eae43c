//! Rules about the records of another source, before and while a mapping makes rows of them.

super::rules! {
    source_record_is_not_json,
    source_record_repeats_a_member,
    source_record_is_rejected,
    user_is_locked_out,
    source_hash_over_limit,
    source_hash_of_another_function,
    source_hash_is_prehashed,
    source_hash_is_keyed,
    source_hash_is_ambiguous,
    source_hash_is_malformed,
    source_hash_never_verifies,
    source_hash_is_clear_text,
    source_hash_is_unknown,
    source_hash_of_faulty_bcrypt,
    password_hash_cannot_be_imported,
    password_hash_is_demanded,
}
