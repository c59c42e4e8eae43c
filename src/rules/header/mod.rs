//! Rules about the file’s first line, and about the pool as far as it concerns every file.

mod blank_line_before_header;
mod byte_order_mark;
mod column_is_not_in_the_pool;
mod column_missing;
mod column_twice;
mod file_is_empty;
mod header_ends_in_empty_name;
mod header_has_invalid_encoding;
mod header_has_unexpected_column;
mod header_is_too_long;
mod header_name_has_white_space;
mod header_name_in_other_letter_case;
mod header_name_in_quotation_marks;
mod line_ends_are_carriage_returns;
pub(crate) mod name;
mod no_auto_verified_attribute;
mod password_hash_column_missing;

pub use blank_line_before_header::BLANK_LINE_BEFORE_HEADER;
pub use byte_order_mark::BYTE_ORDER_MARK;
pub use column_is_not_in_the_pool::COLUMN_IS_NOT_IN_THE_POOL;
pub use column_missing::COLUMN_MISSING;
pub use column_twice::COLUMN_TWICE;
pub use file_is_empty::FILE_IS_EMPTY;
pub use header_ends_in_empty_name::HEADER_ENDS_IN_EMPTY_NAME;
pub use header_has_invalid_encoding::HEADER_HAS_INVALID_ENCODING;
pub use header_has_unexpected_column::HEADER_HAS_UNEXPECTED_COLUMN;
pub use header_is_too_long::HEADER_IS_TOO_LONG;
pub use header_name_has_white_space::HEADER_NAME_HAS_WHITE_SPACE;
pub use header_name_in_other_letter_case::HEADER_NAME_IN_OTHER_LETTER_CASE;
pub use header_name_in_quotation_marks::HEADER_NAME_IN_QUOTATION_MARKS;
pub use line_ends_are_carriage_returns::LINE_ENDS_ARE_CARRIAGE_RETURNS;
pub use no_auto_verified_attribute::NO_AUTO_VERIFIED_ATTRIBUTE;
pub use password_hash_column_missing::PASSWORD_HASH_COLUMN_MISSING;
