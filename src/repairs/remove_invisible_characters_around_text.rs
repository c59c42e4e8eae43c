//! Invisible characters are removed from the ends of a name or another text.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns, if_shorter};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-invisible-characters-around-text",
    fixes: &[
        RuleId::of("invisible-character-around-value"),
        RuleId::of("unicode-space-around-value"),
    ],
    applicability: Applicability::Safe,
    summary: "Invisible characters are removed from the ends of a name or another text.",
    explanation: "Zero-width spaces, byte order marks, direction marks and the like are copied along with a value from a web page, an address book or a spreadsheet. At the ends of a text they mean nothing, but the import would store them. Inside the text they stay. At its ends, what may be spelling stays: a joiner or non-joiner beside a letter outside ASCII, which gives the letter its shape, and each direction mark where another one is left inside to which it may belong.",
    apply: Apply::Value {
        reads: columns::free_texts,
        rewrite,
    },
    examples: &[
        RepairExample::new("given_name", "Ana\u{200b}", "Ana"),
        RepairExample::new("given_name", "\u{202a}Ana\u{202c}", "Ana"),
        RepairExample::new(
            "given_name",
            "\u{639}\u{644}\u{6cc}\u{200c}\u{631}\u{636}\u{627}",
            "\u{639}\u{644}\u{6cc}\u{200c}\u{631}\u{636}\u{627}",
        ),
        RepairExample::new(
            "given_name",
            "\u{d30}\u{d3e}\u{d1c}\u{d28}\u{d4d}\u{200d}",
            "\u{d30}\u{d3e}\u{d1c}\u{d28}\u{d4d}\u{200d}",
        ),
        RepairExample::new(
            "nickname",
            "\u{5e9}\u{5e8}\u{5d4} \u{202a}Ana\u{202c}",
            "\u{5e9}\u{5e8}\u{5d4} \u{202a}Ana\u{202c}",
        ),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    if_shorter(white_space::trim_invisible_text(field), field)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn both_ends_are_bared() {
        for field in ["\u{feff}ana", "ana\u{200b}\u{a0}", "\u{2067} ana\u{2069} "] {
            assert_eq!(rewritten(field).as_deref(), Some("ana"), "{field:?}");
        }
        assert_eq!(rewritten("\u{200b}\u{200b}").as_deref(), Some(""));
    }

    #[test]
    fn spelling_and_a_visible_end_stay() {
        for field in [
            "\u{645}\u{200c}\u{646}",
            "\u{647}\u{200d}",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "\u{2764}\u{fe0f}",
            "e\u{301}",
            "ana",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field:?}");
        }
    }
}
