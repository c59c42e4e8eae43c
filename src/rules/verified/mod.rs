//! Rules about `email_verified` and `phone_number_verified`.

super::rules! {
    no_auto_verified_attribute_is_true,
    email_verified_without_email,
    phone_number_verified_without_phone_number,
    verified_flag_is_blank,
    verified_flag_is_not_a_boolean,
}
