//! Rules about one line: its bytes, its length, its fields, and characters that any value may hold.

mod backslashes_before_comma;
mod carriage_return_in_line;
mod control_character_in_value;
mod invisible_character_at_end_of_value;
mod line_ends_in_backslash;
mod line_is_blank;
mod quotation_mark_at_start_of_value;
mod quotation_mark_inside_value;
mod quotation_mark_never_closes;
mod record_exceeds_bound;
mod record_has_invalid_encoding;
mod row_has_extra_empty_fields;
mod row_has_too_few_fields;
mod row_has_too_many_fields;
mod row_is_too_long;
mod row_length_depends_on_unit;
mod unicode_space_around_value;
mod white_space_around_value;

pub use backslashes_before_comma::BACKSLASHES_BEFORE_COMMA;
pub use carriage_return_in_line::CARRIAGE_RETURN_IN_LINE;
pub use control_character_in_value::CONTROL_CHARACTER_IN_VALUE;
pub use invisible_character_at_end_of_value::INVISIBLE_CHARACTER_AT_END_OF_VALUE;
pub use line_ends_in_backslash::LINE_ENDS_IN_BACKSLASH;
pub use line_is_blank::LINE_IS_BLANK;
pub use quotation_mark_at_start_of_value::QUOTATION_MARK_AT_START_OF_VALUE;
pub use quotation_mark_inside_value::QUOTATION_MARK_INSIDE_VALUE;
pub use quotation_mark_never_closes::QUOTATION_MARK_NEVER_CLOSES;
pub use record_exceeds_bound::RECORD_EXCEEDS_BOUND;
pub use record_has_invalid_encoding::RECORD_HAS_INVALID_ENCODING;
pub use row_has_extra_empty_fields::ROW_HAS_EXTRA_EMPTY_FIELDS;
pub use row_has_too_few_fields::ROW_HAS_TOO_FEW_FIELDS;
pub use row_has_too_many_fields::ROW_HAS_TOO_MANY_FIELDS;
pub use row_is_too_long::ROW_IS_TOO_LONG;
pub use row_length_depends_on_unit::ROW_LENGTH_DEPENDS_ON_UNIT;
pub use unicode_space_around_value::UNICODE_SPACE_AROUND_VALUE;
pub use white_space_around_value::WHITE_SPACE_AROUND_VALUE;
