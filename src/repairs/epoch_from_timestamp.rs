//! An ISO timestamp with a zone in `updated_at` becomes epoch seconds.

use crate::{
    rules::RuleId,
    values::{epoch, white_space},
};

use super::{Applicability, Apply, Repair, RepairExample, RepairOptions, columns};

pub(super) static REPAIR: Repair = Repair {
    name: "epoch-from-timestamp",
    fixes: &[RuleId::of("number-is-malformed")],
    applicability: Applicability::Safe,
    summary: "An ISO timestamp with a zone in updated_at becomes epoch seconds.",
    explanation: "updated_at is a number, the seconds since 1970. A timestamp with a zone means exactly one second, so it is converted; a fraction of a second is cut off. A timestamp without a zone could be several moments, and a date without a time is a whole day, so neither is converted.",
    apply: Apply::Value {
        reads: columns::updated_at,
        rewrite,
    },
    examples: &[
        RepairExample::new("updated_at", "2016-08-17T17:04:31Z", "1471453471"),
        RepairExample::new("updated_at", "2016-08-17 19:04:31.25+02:00", "1471453471"),
        RepairExample::new("updated_at", "2016-08-17T17:04:31", "2016-08-17T17:04:31"),
        RepairExample::new("updated_at", "1471453471", "1471453471"),
        RepairExample::new("nickname", "2016-08-17T17:04:31Z", "2016-08-17T17:04:31Z"),
    ],
};

fn rewrite(field: &str, _: &RepairOptions) -> Option<String> {
    epoch::from_iso_timestamp(white_space::trim(field)).map(|seconds| seconds.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(field: &str) -> Option<String> {
        rewrite(field, &RepairOptions::default())
    }

    #[test]
    fn a_moment_with_a_zone_becomes_seconds() {
        for field in [
            "2016-08-17T17:04:31Z",
            " 2016-08-17T13:04:31-04:00",
            "20160817T170431Z",
        ] {
            assert_eq!(rewritten(field).as_deref(), Some("1471453471"), "{field}");
        }
    }

    #[test]
    fn a_moment_that_is_not_known_stays() {
        for field in [
            "2016-08-17T17:04:31",
            "2016-08-17",
            "1471453471",
            "yesterday",
            "",
        ] {
            assert_eq!(rewritten(field), None, "{field}");
        }
    }
}
