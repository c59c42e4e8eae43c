//! A blank `cognito:mfa_enabled` becomes the value that it means in the pool.

use crate::{
    rules::{POOL_EMAIL_OFF, RuleId},
    schema::{Column, ColumnKind, MfaConfiguration, Schema},
};

use super::{Applicability, Apply, Repair, RepairExample};

pub(super) static REPAIR: Repair = Repair {
    name: "fill-mfa-enabled",
    fixes: &[RuleId::of("mfa-enabled-is-blank")],
    applicability: Applicability::Safe,
    summary: "A blank cognito:mfa_enabled becomes the value that it means in the pool.",
    explanation: "Today’s guide allows a blank column and gives each user the state that the pool requires; the guide of 2021 to 2023 did not allow a blank. Written out, the value is right under both: true in a pool with MFA ON, false in one with MFA OFF. Where MFA is OPTIONAL, a user who has chosen nothing has no MFA, so it is false there, too.",
    apply: Apply::Fill { blank_means },
    examples: &[
        RepairExample::new("cognito:mfa_enabled", "", "false"),
        RepairExample::new("cognito:mfa_enabled", " ", "false")
            .pool(POOL_EMAIL_OFF.mfa("OPTIONAL")),
        RepairExample::new("cognito:mfa_enabled", "", "true").pool(POOL_EMAIL_OFF.mfa("ON")),
        RepairExample::new("cognito:mfa_enabled", "FALSE", "FALSE"),
    ],
};

fn blank_means(schema: &Schema, column: &Column) -> Option<&'static str> {
    (column.kind == ColumnKind::MfaEnabled).then(|| match schema.pool().mfa {
        MfaConfiguration::On => "true",
        MfaConfiguration::Off | MfaConfiguration::Optional => "false",
    })
}

#[cfg(test)]
mod tests {
    use crate::schema::UserPool;

    use super::*;

    #[test]
    fn the_pool_decides_what_a_blank_means_in_this_column_alone() {
        for (mfa, meaning) in [("ON", "true"), ("OFF", "false"), ("OPTIONAL", "false")] {
            let pool =
                UserPool::parse(&format!(r#"{{"UserPool":{{"MfaConfiguration":"{mfa}"}}}}"#))
                    .unwrap();
            let schema = Schema::new(None, Some(pool)).unwrap();
            for column in schema.columns() {
                let expected = (column.name() == "cognito:mfa_enabled").then_some(meaning);
                assert_eq!(blank_means(&schema, column), expected, "{}", column.name());
            }
        }
    }
}
