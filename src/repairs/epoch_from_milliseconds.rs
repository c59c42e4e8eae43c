//! Epoch milliseconds in `updated_at` become epoch seconds.

use crate::{
    rules::{POOL_EMAIL_OFF, RuleId},
    values::{epoch, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "epoch-from-milliseconds",
    fixes: &[RuleId::of("updated-at-in-milliseconds")],
    applicability: Applicability::Safe,
    summary: "Epoch milliseconds in updated_at become epoch seconds.",
    explanation: "updated_at has seconds since 1970. A number of thirteen digits would be a time more than thirty thousand years from now. Read as milliseconds, as JavaScript and Java write them, it is between 2001 and 2286. The fraction of a second is cut off.",
    apply: Apply::Value {
        reads: columns::updated_at,
        rewrite,
    },
    examples: &[
        RepairExample::new("updated_at", "1471453471123", "1471453471"),
        RepairExample::new("updated_at", "1471453471", "1471453471"),
        RepairExample::new("custom:serial", "1471453471123", "1471453471123")
            .pool(POOL_EMAIL_OFF.with(r#"{"Name":"custom:serial","AttributeDataType":"Number"}"#)),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    epoch::from_milliseconds(white_space::trim(field)).map(|seconds| seconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn thirteen_digits_lose_three() {
        assert_eq!(rewritten("1471453471123").as_deref(), Some("1471453471"));
        assert_eq!(rewritten(" 1000000000000").as_deref(), Some("1000000000"));
    }

    #[test]
    fn seconds_and_other_numbers_stay() {
        for field in [
            "1471453471",
            "14714534711234",
            "1471453471.123",
            "-1471453471123",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
