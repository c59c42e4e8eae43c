//! Rules about the username and the other names with which a user signs in.

mod alias_already_taken;
mod username_already_exists;
mod username_differs_from_attribute;
mod username_has_forbidden_character;
mod username_has_white_space;
mod username_is_a_phone_number;
mod username_is_an_email_address;
mod username_is_neither_address;
mod username_is_not_a_phone_number;
mod username_is_not_an_email_address;
mod username_is_too_long;
mod username_length_depends_on_unit;
mod username_may_exist;
mod username_missing;
mod username_twice_in_file;

pub use alias_already_taken::ALIAS_ALREADY_TAKEN;
pub use username_already_exists::USERNAME_ALREADY_EXISTS;
pub use username_differs_from_attribute::USERNAME_DIFFERS_FROM_ATTRIBUTE;
pub use username_has_forbidden_character::USERNAME_HAS_FORBIDDEN_CHARACTER;
pub use username_has_white_space::USERNAME_HAS_WHITE_SPACE;
pub use username_is_a_phone_number::USERNAME_IS_A_PHONE_NUMBER;
pub use username_is_an_email_address::USERNAME_IS_AN_EMAIL_ADDRESS;
pub use username_is_neither_address::USERNAME_IS_NEITHER_ADDRESS;
pub use username_is_not_a_phone_number::USERNAME_IS_NOT_A_PHONE_NUMBER;
pub use username_is_not_an_email_address::USERNAME_IS_NOT_AN_EMAIL_ADDRESS;
pub use username_is_too_long::USERNAME_IS_TOO_LONG;
pub use username_length_depends_on_unit::USERNAME_LENGTH_DEPENDS_ON_UNIT;
pub use username_may_exist::USERNAME_MAY_EXIST;
pub use username_missing::USERNAME_MISSING;
pub use username_twice_in_file::USERNAME_TWICE_IN_FILE;
