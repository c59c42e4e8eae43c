//! Quotation marks at the start of a value are removed.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "strip-leading-quotes",
    fixes: &[RuleId::of("quotation-mark-at-start-of-value")],
    applicability: Applicability::OnRequest(Request::StripLeadingQuotes),
    summary: "Quotation marks at the start of a value are removed.",
    explanation: "The guide says that values should not be in quotation marks, but not what happens to a value that begins with one: the mark may be stored, or may swallow the commas after it. Without this the row is rejected. Where the whole value is between two marks and has no other, the closing one is removed as well; any other mark inside or at the end stays. A password_hash is never changed.",
    apply: Apply::Value {
        reads: columns::all_but_password_hash,
        rewrite,
    },
    examples: &[
        RepairExample::new("nickname", "\"Ana\"", "Ana")
            .on_request(&[(Request::StripLeadingQuotes, "")]),
        RepairExample::new("nickname", "\"Ana\" Lopez", "Ana\" Lopez")
            .on_request(&[(Request::StripLeadingQuotes, "")]),
        RepairExample::new("nickname", "\"Ana\"", "\"Ana\""),
        RepairExample::new("nickname", "Ana", "Ana")
            .on_request(&[(Request::StripLeadingQuotes, "")]),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    if !options.strip_leading_quotes || !value.starts_with('"') {
        return None;
    }
    // The marks may be followed by white space, and then by marks again.
    let rest = value.trim_start_matches(|c| c == '"' || white_space::is_ascii_white_space(c));
    let opening = value.bytes().take_while(|byte| *byte == b'"').count();
    let inner = match rest.strip_suffix('"') {
        Some(inner) if opening == 1 && !inner.contains('"') => inner,
        _ => rest,
    };
    Some(white_space::trim(inner).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        let options = RepairOptions {
            strip_leading_quotes: true,
            ..RepairOptions::default()
        };
        let once = rewrite(field, &options);
        if let Some(once) = &once {
            assert_eq!(rewrite(once, &options), None, "{field} settles");
        }
        once
    }

    #[test]
    fn the_marks_at_the_start_go() {
        for (field, bare) in [
            ("\"Ana", "Ana"),
            (" \" Ana", "Ana"),
            ("\"\"Ana\"\"", "Ana\"\""),
            ("\"Ana\" Lopez", "Ana\" Lopez"),
            ("\"a\" or \"b\"", "a\" or \"b\""),
            ("\" \"Ana", "Ana"),
        ] {
            assert_eq!(rewritten(field).as_deref(), Some(bare), "{field}");
        }
    }

    #[test]
    fn a_pair_around_the_whole_value_goes_together() {
        assert_eq!(rewritten("\"Ana\"").as_deref(), Some("Ana"));
        assert_eq!(rewritten("\" Ana \"").as_deref(), Some("Ana"));
        assert_eq!(rewritten("\"\"").as_deref(), Some(""));
    }

    #[test]
    fn other_marks_stay() {
        for field in [
            "Ana",
            "12\"",
            "Ana \"the cat\" Lopez",
            "\u{201c}Ana\u{201d}",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
        assert_eq!(rewrite("\"Ana\"", &RepairOptions::default()), None);
    }
}
