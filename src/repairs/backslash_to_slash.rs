//! Backslashes at the end of a value or before a comma become slashes.

use crate::{rules::RuleId, values::white_space};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, Request, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "backslash-to-slash",
    fixes: &[
        RuleId::of("value-ends-in-backslash"),
        RuleId::of("value-has-backslash-before-comma"),
        RuleId::of("line-ends-in-backslash"),
    ],
    applicability: Applicability::OnRequest(Request::BackslashToSlash),
    summary: "Backslashes at the end of a value or before a comma become slashes.",
    explanation: "In an import file a backslash before a comma makes the comma part of the value, and there is no known way to write the backslash itself. Request slashes if the values are paths or notes, where they mean the same; a username with a slash is another username. Without this the row is rejected. Every other backslash can be written and stays. A password_hash is never changed.",
    apply: Apply::Value {
        reads: columns::texts,
        rewrite,
    },
    examples: &[
        RepairExample::new("profile", r"C:\users\", r"C:\users/")
            .on_request(&[(Request::BackslashToSlash, "")]),
        RepairExample::new("address", r"Main St\, Springfield", "Main St/, Springfield")
            .on_request(&[(Request::BackslashToSlash, "")]),
        RepairExample::new("profile", r"C:\users\", r"C:\users\"),
        RepairExample::new("profile", r"C:\users", r"C:\users")
            .on_request(&[(Request::BackslashToSlash, "")]),
    ],
};

fn rewrite(field: &str, options: &RepairOptions) -> Option<String> {
    let value = white_space::trim(field);
    if !options.backslash_to_slash || !(value.ends_with('\\') || value.contains("\\,")) {
        return None;
    }
    let pieces: Vec<String> = value.split(',').map(with_slashes_at_end).collect();
    Some(pieces.join(","))
}

/// The piece with each backslash of its last run turned.
fn with_slashes_at_end(piece: &str) -> String {
    let kept = piece.trim_end_matches('\\');
    let turned = piece.len() - kept.len();
    format!("{kept}{}", "/".repeat(turned))
}

#[cfg(test)]
mod tests {
    use crate::dialect::cognito;

    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(
            field,
            &RepairOptions {
                backslash_to_slash: true,
                ..RepairOptions::default()
            },
        )
    }

    #[test]
    fn only_what_cannot_be_written_is_turned() {
        for (field, turned) in [
            (r"C:\users\", r"C:\users/"),
            (r"a\\", "a//"),
            (r"a\,b\c\,", r"a/,b\c/,"),
            (r"a\\,b", "a//,b"),
            (r"a\ ", "a/"),
            (r"\", "/"),
        ] {
            assert_eq!(rewritten(field).as_deref(), Some(turned), "{field}");
            assert_eq!(cognito::inexpressible(turned), None, "{turned}");
        }
    }

    #[test]
    fn other_backslashes_stay() {
        for field in [r"C:\users", r"\a", r"a\ ,b", "a,b", ""] {
            assert_eq!(rewritten(field), None, "{field}");
        }
        assert_eq!(rewrite(r"a\", &RepairOptions::default()), None);
    }
}
