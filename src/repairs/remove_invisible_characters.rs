//! Invisible characters are removed from an e-mail address or a phone number.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "remove-invisible-characters",
    fixes: &[
        RuleId::of("email-is-invalid"),
        RuleId::of("email-is-not-ascii"),
        RuleId::of("phone-number-has-no-plus"),
        RuleId::of("phone-number-has-other-characters"),
    ],
    applicability: Applicability::Safe,
    summary: "Invisible characters are removed from an e-mail address or a phone number.",
    explanation: "No e-mail address and no phone number has a zero-width character or a direction mark, so it stays the same without them. A no-break space is visible as a gap. In a phone number it groups digits and is removed. In an e-mail address it is removed only beside the @, because elsewhere it may separate the address from a word that is not part of it. In names and other texts such characters may be part of the spelling and stay.",
    apply: Apply::Value {
        reads: columns::addresses,
        rewrite,
    },
    examples: &[
        RepairExample::new("email", "ana\u{200b}@example.com", "ana@example.com"),
        RepairExample::new("email", "ana@\u{a0}example.com", "ana@example.com"),
        RepairExample::new("phone_number", "+1206\u{2060}5550100", "+12065550100"),
        RepairExample::new(
            "email",
            "ana@example.com\u{a0}home",
            "ana@example.com\u{a0}home",
        ),
        RepairExample::new("nickname", "a\u{200b}na", "a\u{200b}na"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    let bare = match value.split_once('@') {
        None => white_space::without_invisible(value)?,
        Some((local_part, domain)) => {
            let local_part = without_marks(local_part);
            let domain = without_marks(domain);
            format!(
                "{}@{}",
                local_part.trim_end_matches(white_space::is_invisible),
                domain.trim_start_matches(white_space::is_invisible)
            )
        }
    };
    (bare != value).then_some(bare)
}

/// The text without the invisible characters that leave no gap.
fn without_marks(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_whitespace() || !white_space::is_invisible(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn marks_go_wherever_they_stand() {
        for field in [
            "a\u{200b}na@example.com",
            "\u{202a}ana@exam\u{ad}ple.com\u{202c}",
            "ana\u{a0}\u{200b}@\u{a0}example.com",
        ] {
            assert_eq!(
                rewritten(field).as_deref(),
                Some("ana@example.com"),
                "{field:?}"
            );
        }
        assert_eq!(
            rewritten("+1\u{a0}206\u{200b}5550100").as_deref(),
            Some("+12065550100")
        );
    }

    #[test]
    fn a_gap_that_parts_words_stays() {
        for field in [
            "ana\u{a0}lopez@example.com",
            "ana@example.com\u{a0}home",
            "ana @example.com",
            "ana@example.com",
            "+1 206 555 0100",
        ] {
            assert_eq!(rewritten(field), None, "{field:?}");
        }
    }
}
