//! Rules about the e-mail address.

super::rules! {
    email_is_invalid,
    email_has_display_text,
    email_has_domain_literal,
    email_domain_has_no_dot,
    email_domain_is_not_a_host_name,
    email_is_not_ascii,
}
