//! Rules about the username and the other names with which a user signs in.

super::rules! {
    username_missing,
    username_has_white_space,
    username_has_forbidden_character,
    username_is_too_long,
    username_length_depends_on_unit,
    username_is_an_email_address,
    username_is_a_phone_number,
    username_is_not_an_email_address,
    username_is_not_a_phone_number,
    username_is_neither_email_nor_phone_number,
    username_differs_from_attribute,
    username_already_exists,
    username_is_duplicated,
    username_may_exist,
    alias_already_taken,
}
