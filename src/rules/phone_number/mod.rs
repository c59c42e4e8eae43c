//! Rules about the phone number.

super::rules! {
    phone_number_has_no_plus,
    phone_number_has_other_characters,
    phone_number_in_scientific_notation,
    phone_number_has_apostrophe_guard,
    phone_number_is_too_long,
    phone_number_begins_with_zero,
    phone_number_cannot_be_dialled,
}
