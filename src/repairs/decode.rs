//! Writes the file in UTF-8.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "decode",
    fixes: &[
        RuleId::of("header-has-invalid-encoding"),
        RuleId::of("record-has-invalid-encoding"),
    ],
    applicability: Applicability::Safe,
    summary: "A file in UTF-16, or in the encoding of --encoding, is written in UTF-8.",
    explanation: "The import reads UTF-8 and nothing else. UTF-16 is recognised by its byte \
        order mark; any other encoding has to be named with --encoding, since the bytes do not \
        say which it is. The text stays the same, character for character. A record with bytes \
        that the encoding does not know is set aside, never mended by a guess.",
    apply: Apply::File,
    examples: &[],
};
