//! Rules about the birthdate.

super::rules! {
    birthdate_is_malformed,
    birthdate_is_iso_date,
    birthdate_day_not_in_month,
    birthdate_can_be_read_two_ways,
}
