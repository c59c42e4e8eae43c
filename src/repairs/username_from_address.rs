//! A blank username becomes the address that the pool signs users in with.

use crate::rules::RuleId;

use super::{Applicability, Apply, Repair};

pub(super) static REPAIR: Repair = Repair {
    name: "username-from-address",
    fixes: &[RuleId::of("username-missing")],
    applicability: Applicability::Safe,
    summary: "A blank username becomes the address that the pool signs users in with.",
    explanation: "In a pool whose users sign in with one kind of address, the username can only be that address, so that a blank one has one possible value.",
    apply: Apply::File,
    examples: &[],
};
