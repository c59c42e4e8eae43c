//! The one list of repairs, in the order in which they are applied.

use super::{
    Repair, add_missing_columns::ADD_MISSING_COLUMNS, add_missing_fields::ADD_MISSING_FIELDS,
    backslash_to_slash::BACKSLASH_TO_SLASH, birthdate_from_date_order::BIRTHDATE_FROM_DATE_ORDER,
    birthdate_from_iso_date::BIRTHDATE_FROM_ISO_DATE, decode::DECODE,
    drop_blank_lines::DROP_BLANK_LINES, drop_extra_empty_fields::DROP_EXTRA_EMPTY_FIELDS,
    drop_unknown_columns::DROP_UNKNOWN_COLUMNS, epoch_from_milliseconds::EPOCH_FROM_MILLISECONDS,
    epoch_from_timestamp::EPOCH_FROM_TIMESTAMP, fill_mfa_enabled::FILL_MFA_ENABLED,
    fill_verified_flag::FILL_VERIFIED_FLAG, newlines_to_space::NEWLINES_TO_SPACE,
    normalise_header_names::NORMALISE_HEADER_NAMES, normalise_line_ends::NORMALISE_LINE_ENDS,
    normalise_phone_number::NORMALISE_PHONE_NUMBER, order_columns::ORDER_COLUMNS,
    phone_number_from_region::PHONE_NUMBER_FROM_REGION,
    remove_apostrophe_guard::REMOVE_APOSTROPHE_GUARD,
    remove_byte_order_mark::REMOVE_BYTE_ORDER_MARK,
    remove_invisible_characters::REMOVE_INVISIBLE_CHARACTERS,
    remove_invisible_characters_around_text::REMOVE_INVISIBLE_CHARACTERS_AROUND_TEXT,
    remove_invisible_characters_at_ends::REMOVE_INVISIBLE_CHARACTERS_AT_ENDS,
    remove_surrounding_white_space::REMOVE_SURROUNDING_WHITE_SPACE, rename_columns::RENAME_COLUMNS,
    requote::REQUOTE, set_values::SET_VALUES, spell_boolean::SPELL_BOOLEAN,
    strip_leading_quotes::STRIP_LEADING_QUOTES,
};

/// Every repair.
pub static REPAIRS: &[&Repair] = &[
    // values, safe
    &REMOVE_SURROUNDING_WHITE_SPACE,
    &REMOVE_INVISIBLE_CHARACTERS_AT_ENDS,
    &REMOVE_INVISIBLE_CHARACTERS_AROUND_TEXT,
    &REMOVE_APOSTROPHE_GUARD,
    &REMOVE_INVISIBLE_CHARACTERS,
    &NORMALISE_PHONE_NUMBER,
    &SPELL_BOOLEAN,
    &BIRTHDATE_FROM_ISO_DATE,
    &EPOCH_FROM_TIMESTAMP,
    &EPOCH_FROM_MILLISECONDS,
    // values, asked for
    &PHONE_NUMBER_FROM_REGION,
    &BIRTHDATE_FROM_DATE_ORDER,
    &NEWLINES_TO_SPACE,
    &BACKSLASH_TO_SLASH,
    &STRIP_LEADING_QUOTES,
    // blanks
    &FILL_MFA_ENABLED,
    &FILL_VERIFIED_FLAG,
    // the file
    &REMOVE_BYTE_ORDER_MARK,
    &DECODE,
    &NORMALISE_LINE_ENDS,
    &REQUOTE,
    &NORMALISE_HEADER_NAMES,
    &ADD_MISSING_COLUMNS,
    &ORDER_COLUMNS,
    &DROP_BLANK_LINES,
    &DROP_EXTRA_EMPTY_FIELDS,
    &ADD_MISSING_FIELDS,
    &RENAME_COLUMNS,
    &DROP_UNKNOWN_COLUMNS,
    &SET_VALUES,
];
