//! Each line break inside a value becomes a space.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "newlines-to-space",
    fixes: &[
        RuleId::of("value-has-line-break"),
        RuleId::of("carriage-return-in-line"),
    ],
    applicability: Applicability::OnRequest(Request::NewlinesToSpace),
    summary: "Each line break inside a value becomes a space.",
    explanation: "An import file ends a row at every line break and cannot hold one inside a value. In an address or a note a space usually means the same; request it if that is true of your columns. Without this the row is rejected. A carriage return with its line feed is one line break. A password_hash is never changed.",
    apply: Apply::Value {
        reads: columns::texts,
        rewrite,
    },
    examples: &[
        RepairExample::new(
            "address",
            "1 Main St\r\nSpringfield",
            "1 Main St Springfield",
        )
        .on_request(&[(Request::NewlinesToSpace, "")]),
        RepairExample::new(
            "address",
            "1 Main St\nSpringfield",
            "1 Main St\nSpringfield",
        ),
        RepairExample::new(
            "address",
            "1 Main St  Springfield",
            "1 Main St  Springfield",
        )
        .on_request(&[(Request::NewlinesToSpace, "")]),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    if !options.newlines_to_space || !value.contains(['\n', '\r']) {
        return None;
    }
    Some(value.replace("\r\n", " ").replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(
            field,
            &RepairOptions {
                newlines_to_space: true,
                ..RepairOptions::default()
            },
        )
    }

    #[test]
    fn each_line_break_is_one_space() {
        for (field, joined) in [
            ("a\nb", "a b"),
            ("a\r\nb", "a b"),
            ("a\rb\n\nc", "a b  c"),
            ("a\n\rb\n", "a  b"),
        ] {
            assert_eq!(rewritten(field).as_deref(), Some(joined), "{field:?}");
        }
    }

    #[test]
    fn a_value_on_one_line_stays() {
        for field in ["a b", "a\tb", "ana\n", ""] {
            assert_eq!(rewritten(field), None, "{field:?}");
        }
        assert_eq!(rewrite("a\nb", &RepairOptions::default()), None);
    }
}
