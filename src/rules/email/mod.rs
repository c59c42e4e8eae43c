//! Rules about the e-mail address.

mod email_domain_has_no_dot;
mod email_domain_is_no_host_name;
mod email_has_display_text;
mod email_has_domain_literal;
mod email_is_invalid;
mod email_is_not_ascii;

pub use email_domain_has_no_dot::EMAIL_DOMAIN_HAS_NO_DOT;
pub use email_domain_is_no_host_name::EMAIL_DOMAIN_IS_NO_HOST_NAME;
pub use email_has_display_text::EMAIL_HAS_DISPLAY_TEXT;
pub use email_has_domain_literal::EMAIL_HAS_DOMAIN_LITERAL;
pub use email_is_invalid::EMAIL_IS_INVALID;
pub use email_is_not_ascii::EMAIL_IS_NOT_ASCII;
