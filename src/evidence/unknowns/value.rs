//! Decisions about values and their constraints.

use crate::evidence::Decision;

/// Whether a birthdate that begins with the year is accepted.
pub static BIRTHDATE_FORM: Decision = Decision {
    name: "birthdate-form",
    question: "Does a birthdate in the form YYYY-MM-DD fail?",
    options: &["the row fails", "it is imported"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The import guide asks for mm/dd/yyyy. The page on attributes names YYYY-MM-DD as the stored form, and AWS’s own importer copies stored values unchanged into the next file.",
};

/// Whether a birthdate must exist in the calendar.
pub static BIRTHDATE_DAY: Decision = Decision {
    name: "birthdate-day",
    question: "Does a birthdate fail if its day does not exist in its month?",
    options: &["it is imported", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "The form mm/dd/yyyy is documented; a check against the calendar is not.",
};

/// In which unit the length of a value is counted.
pub static VALUE_LENGTH_UNIT: Decision = Decision {
    name: "value-length-unit",
    question: "In which unit is the length of a value counted?",
    options: &[
        "code points",
        "UTF-16 code units",
        "against 2,048 also bytes",
    ],
    predicted: "beyond a limit in every unit FAILED; in some units only FAILED, alternative IMPORTED",
    reason: "The API says 2,048 characters and the quota page says bytes. Neither says what a character is.",
};

/// Which numbers a Number attribute accepts.
pub static NUMBER_SYNTAX: Decision = Decision {
    name: "number-syntax",
    question: "Does a Number attribute accept a fraction, an exponent, a plus sign, or more than 64 bits?",
    options: &["it does", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "Values are stored as text. How the import reads them is not published.",
};

/// Which words a Boolean attribute accepts.
pub static BOOLEAN_SPELLING: Decision = Decision {
    name: "boolean-spelling",
    question: "Does a custom Boolean attribute accept 1, yes, t, y, on and their opposites?",
    options: &["it does", "the row fails"],
    predicted: "FAILED, alternative IMPORTED",
    reason: "Only true and false are known.",
};

/// Which forms a `DateTime` attribute accepts.
pub static DATE_TIME_FORM: Decision = Decision {
    name: "date-time-form",
    question: "Which forms of a date and time does a custom DateTime attribute accept?",
    options: &[
        "ISO 8601",
        "epoch seconds",
        "mm/dd/yyyy, as for a birthdate",
        "several of these, or others",
    ],
    predicted: "FAILED, alternative IMPORTED",
    reason: "DateTime attributes can be created only through the API, and no import of one is published.",
};

/// Whether an import can write a developer-only attribute.
pub static DEVELOPER_ONLY_COLUMN: Decision = Decision {
    name: "developer-only-column",
    question: "Can an import write a developer-only attribute?",
    options: &["it can", "the row fails"],
    predicted: "IMPORTED, alternative FAILED",
    reason: "The import runs with the rights of the account, as AdminCreateUser does, which can write them.",
};

/// The decisions of this file.
pub(super) static ALL_OF_VALUE: &[&Decision] = &[
    &BIRTHDATE_FORM,
    &BIRTHDATE_DAY,
    &VALUE_LENGTH_UNIT,
    &NUMBER_SYNTAX,
    &BOOLEAN_SPELLING,
    &DATE_TIME_FORM,
    &DEVELOPER_ONLY_COLUMN,
];
