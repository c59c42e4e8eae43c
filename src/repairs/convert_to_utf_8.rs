//! A file in UTF-16, or in the encoding of --encoding, is written in UTF-8.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "convert-to-utf-8",
    fixes: &[
        RuleId::of("header-has-invalid-encoding"),
        RuleId::of("record-has-invalid-encoding"),
    ],
    applicability: Applicability::Safe,
    summary: "A file in UTF-16, or in the encoding of --encoding, is written in UTF-8.",
    explanation: "The import reads UTF-8 only. UTF-16 is recognised by its byte order mark. Any other encoding must be named with --encoding, because the bytes do not say which it is. The text stays the same, character for character. A record with bytes that are not valid in the encoding is rejected, never repaired by a guess.",
    apply: Apply::File,
    examples: &[],
};
