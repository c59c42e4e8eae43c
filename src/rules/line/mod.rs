//! Rules about one line: its bytes, its length, its fields, and characters that any value may hold.

super::rules! {
    line_is_blank,
    record_has_invalid_encoding,
    row_is_too_long,
    row_length_depends_on_unit,
    record_exceeds_limit,
    quotation_mark_never_closes,
    text_after_quotation_mark,
    line_break_hides_a_row,
    line_ends_in_backslash,
    carriage_return_in_line,
    row_has_too_many_fields,
    row_has_extra_empty_fields,
    row_has_too_few_fields,
    quotation_mark_at_start_of_value,
    quotation_mark_inside_value,
    control_character_in_value,
    white_space_around_value,
    unicode_space_around_value,
    invisible_character_around_value,
    backslashes_before_comma,
}
