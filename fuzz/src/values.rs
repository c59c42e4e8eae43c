//! Values by themselves: repairs settle, and the short ways say what the libraries say.

use std::str::FromStr;

use cognito_preflight::values::{
    birthdate::{self, BirthdateForm, DateOrder},
    boolean,
    email::{self, EmailForm},
    epoch, length, number,
    password_hash::{self, PasswordHashingAlgorithm},
    phone_number::{self, Dialability, PhoneNumberForm},
    white_space,
};
use email_address::{EmailAddress, Options};

pub fn run(data: &[u8]) {
    let Ok(value) = std::str::from_utf8(data) else {
        return;
    };
    spaces(value);
    phone(value);
    addresses(value);
    dates(value);
    if let Some(truth) = boolean::parse_spelling(value) {
        assert_eq!(
            boolean::parse(if truth { "true" } else { "false" }),
            Some(truth)
        );
    }
    if boolean::is_canonical(value) {
        assert!(boolean::parse(value).is_some());
    }
    if number::is_number(value) {
        assert_eq!(
            number::compare(value, value),
            Some(std::cmp::Ordering::Equal)
        );
    }
    let _ = (number::form(value), length::of(value));
    for algorithm in PasswordHashingAlgorithm::ALL {
        let form = password_hash::form(value, algorithm);
        assert!(
            !format!("{form:?}").contains(value) || value.len() < 16,
            "a hash in its form"
        );
    }
}

fn spaces(value: &str) {
    let trimmed = white_space::trim(value);
    assert_eq!(white_space::trim(trimmed), trimmed);
    let clear = white_space::trim_invisible(value);
    assert_eq!(white_space::trim_invisible(clear), clear);
    // Less is taken off a text, and nothing visible.
    let text = white_space::trim_invisible_text(value);
    assert_eq!(white_space::trim_invisible_text(text), text);
    assert_eq!(white_space::trim_invisible(text), clear);
    if let Some(without) = white_space::without_invisible(value) {
        assert_eq!(white_space::without_invisible(&without), None);
    }
}

fn phone(value: &str) {
    if let Some(plain) = phone_number::without_punctuation(value) {
        let again = phone_number::without_punctuation(&plain);
        assert!(again.is_none_or(|again| again == plain), "{plain}");
    }
    let form = phone_number::form(value);
    if form == PhoneNumberForm::International {
        let theirs =
            phonenumber::parse(None, value).is_ok_and(|number| phonenumber::is_valid(&number));
        match phone_number::dialability(value) {
            Dialability::Reserved => assert!(value.starts_with('+')),
            ours => {
                // A trunk prefix after the country code is where the table may differ.
                let is_usual = value.len() <= 13 && !value.contains('0');
                assert!(
                    !is_usual || (ours == Dialability::Dialable) == theirs,
                    "{value}"
                );
            }
        }
    }
    for region in ["US", "DE", "IT", "BR"] {
        let region = phone_number::Region::from_str(region).expect("a region");
        if let Some(international) = phone_number::to_e164(value, region) {
            assert_eq!(
                phone_number::form(&international),
                PhoneNumberForm::International,
                "{value:?} in {region}"
            );
        }
    }
}

fn addresses(value: &str) {
    let plain = email::surely_plain(value.as_bytes());
    let form = email::form(value);
    if plain {
        assert_eq!(form, EmailForm::Plain, "{value}");
        assert!(
            EmailAddress::parse_with_options(value, Options::default().with_required_tld()).is_ok(),
            "{value}"
        );
    }
    if matches!(form, EmailForm::Plain | EmailForm::QuotedLocalPart) {
        // The domain is a host's name (RFC 3696, section 2).
        let (_, domain) = value.rsplit_once('@').expect("an address");
        let is_label = |label: &str| {
            label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        assert!(domain.split('.').all(is_label), "{value}");
        let (_, last) = domain.rsplit_once('.').expect("a dot");
        assert!(!last.bytes().all(|byte| byte.is_ascii_digit()), "{value}");
    }
}

fn dates(value: &str) {
    if let Some(date) = birthdate::from_year_first(value) {
        assert_eq!(
            birthdate::form(&date),
            BirthdateForm::MonthDayYear,
            "{date}"
        );
    }
    for order in [DateOrder::DayMonthYear, DateOrder::MonthDayYear] {
        if let Some(date) = birthdate::from_ordered(value, order) {
            assert_eq!(
                birthdate::form(&date),
                BirthdateForm::MonthDayYear,
                "{date}"
            );
        }
    }
    if epoch::looks_like_milliseconds(value) {
        assert!(epoch::from_milliseconds(value).is_some());
    }
    if let Some(seconds) =
        epoch::from_iso_timestamp(value).or_else(|| epoch::from_milliseconds(value))
    {
        assert!(seconds >= 0);
        assert!(!epoch::looks_like_milliseconds(&seconds.to_string()) || seconds > 999_999_999_999);
    }
}
