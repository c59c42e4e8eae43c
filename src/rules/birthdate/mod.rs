//! Rules about the birthdate.

mod birthdate_day_not_in_month;
mod birthdate_is_iso_date;
mod birthdate_is_malformed;

pub use birthdate_day_not_in_month::BIRTHDATE_DAY_NOT_IN_MONTH;
pub use birthdate_is_iso_date::BIRTHDATE_IS_ISO_DATE;
pub use birthdate_is_malformed::BIRTHDATE_IS_MALFORMED;
