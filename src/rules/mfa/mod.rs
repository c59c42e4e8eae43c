//! Rules about the second factor.

super::rules! {
    mfa_enabled_is_not_a_boolean,
    mfa_enabled_is_false,
    mfa_enabled_is_true,
    mfa_enabled_is_blank,
    mfa_enabled_without_phone_number,
}
