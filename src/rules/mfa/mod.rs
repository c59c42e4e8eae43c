//! Rules about the second factor.

mod mfa_enabled_is_blank;
mod mfa_enabled_is_false;
mod mfa_enabled_is_not_a_boolean;
mod mfa_enabled_is_true;
mod mfa_enabled_without_phone_number;

pub use mfa_enabled_is_blank::MFA_ENABLED_IS_BLANK;
pub use mfa_enabled_is_false::MFA_ENABLED_IS_FALSE;
pub use mfa_enabled_is_not_a_boolean::MFA_ENABLED_IS_NOT_A_BOOLEAN;
pub use mfa_enabled_is_true::MFA_ENABLED_IS_TRUE;
pub use mfa_enabled_without_phone_number::MFA_ENABLED_WITHOUT_PHONE_NUMBER;
