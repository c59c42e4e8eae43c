//! Decisions about usernames, aliases, verified addresses and second factors.

use crate::evidence::Decision;

/// In which unit the length of a username is counted.
pub static USERNAME_LENGTH_UNIT: Decision = Decision {
    name: "username-length-unit",
    question: "In which unit are the 128 characters of a username counted?",
    options: &["code points", "UTF-16 code units"],
    predicted: "over the limit in code points FAILED; only in UTF-16 units FAILED, alternative IMPORTED",
    reason: "The API says 128, but not of which unit.",
};

/// What happens if a username differs from the address in its own column.
pub static USERNAME_AND_ATTRIBUTE: Decision = Decision {
    name: "username-and-attribute",
    question: "In a pool whose users sign in with an address, what happens if the username differs from the address in its own column?",
    options: &[
        "the row is imported with the username",
        "the row is imported with the column",
        "the row fails",
    ],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide shows only rows in which both are the same.",
};

/// What happens to a row with the username of an earlier, uncertain row.
pub static LATER_ROW_OF_AN_UNCERTAIN_USER: Decision = Decision {
    name: "later-row-of-an-uncertain-user",
    question: "An earlier row with this username may have been imported or not, or has, in a pool that ignores letter case, a username that agrees with it in capital letters alone (straße, STRASSE). Is this one skipped?",
    options: &[
        "it is skipped, if the earlier one was imported and the names are one",
        "it is imported, if that one was not, or has another name",
    ],
    predicted: "SKIPPED, alternative IMPORTED",
    reason: "It depends on the earlier row, whose outcome is not known, or on how the service folds letter case, which is not published.",
};

/// Whether a user of whom nothing is known exists already.
pub static USER_THAT_IS_NOT_LISTED: Decision = Decision {
    name: "user-that-is-not-listed",
    question: "Does the pool already have a user of this name among those that are not listed?",
    options: &["it does, and the row is skipped", "it does not"],
    predicted: "IMPORTED, alternative SKIPPED",
    reason: "The list of existing users ends before the pool does, so that it proves of nobody that they are new.",
};

/// What happens to a row whose alias belongs to another user.
pub static ALIAS_CLASH: Decision = Decision {
    name: "alias-clash",
    question: "What happens to a row whose e-mail address, phone number or preferred username already signs in another user?",
    options: &[
        "it is skipped",
        "it fails",
        "it is imported and the alias moves to it",
    ],
    predicted: "FAILED, alternatives SKIPPED and IMPORTED",
    reason: "AdminCreateUser refuses an existing alias unless it is told to move it. Which of the two an import does is not published.",
};

/// Which spellings of a verified flag count as true.
pub static VERIFIED_SPELLING: Decision = Decision {
    name: "verified-spelling",
    question: "Does a verified flag accept any spelling other than true and false?",
    options: &[
        "1, yes, y, t or on count as true",
        "they count as false",
        "the row fails",
    ],
    predicted: "1, yes, y, t and on: FAILED, alternative IMPORTED; any other word is not true: FAILED, alternative IMPORTED only where another flag is true",
    reason: "Only true, TRUE and True are known to have been imported.",
};

/// Which unusual forms of an e-mail address are accepted.
pub static EMAIL_FORM: Decision = Decision {
    name: "email-form",
    question: "Are domain literals, domains without a dot, domains that are not host names, and addresses outside ASCII accepted?",
    options: &["they are", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide names RFC 3696. It allows more addresses than most services accept, and fewer domains than many do.",
};

/// How many digits a phone number may have.
pub static PHONE_NUMBER_DIGITS: Decision = Decision {
    name: "phone-number-digits",
    question: "How many digits may a phone number have?",
    options: &["any", "15, as in E.164"],
    predicted: "more than 15: FAILED, alternative IMPORTED",
    reason: "The guide asks for a plus and digits. E.164 allows at most 15 digits.",
};

/// Whether a phone number may begin with +0.
pub static PHONE_NUMBER_LEADING_ZERO: Decision = Decision {
    name: "phone-number-leading-zero",
    question: "Is a phone number accepted if its first digit is zero?",
    options: &["it is", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "No country code begins with zero. Whether the service checks that is not known.",
};

/// What a blank `cognito:mfa_enabled` means where MFA is optional.
pub static BLANK_MFA_IN_OPTIONAL_POOL: Decision = Decision {
    name: "blank-mfa-in-optional-pool",
    question: "What does a blank cognito:mfa_enabled mean in a pool with MFA OPTIONAL?",
    options: &["false", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The guide of 2021 said that the column cannot be empty. Today’s guide does not mention OPTIONAL.",
};

/// The decisions of this file.
pub(super) static ALL_OF_USER: &[&Decision] = &[
    &USERNAME_LENGTH_UNIT,
    &USERNAME_AND_ATTRIBUTE,
    &LATER_ROW_OF_AN_UNCERTAIN_USER,
    &USER_THAT_IS_NOT_LISTED,
    &ALIAS_CLASH,
    &VERIFIED_SPELLING,
    &EMAIL_FORM,
    &PHONE_NUMBER_DIGITS,
    &PHONE_NUMBER_LEADING_ZERO,
    &BLANK_MFA_IN_OPTIONAL_POOL,
];
