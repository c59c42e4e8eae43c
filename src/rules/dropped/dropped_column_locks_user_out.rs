//! A column that the import leaves out says that the user is locked out.

use crate::{
    evidence::{Certainty, source},
    outcome::Effect,
    rules::{Advice, Check, Claim, Example, Rule},
};

pub(super) static RULE: Rule = Rule {
    name: "dropped-column-locks-user-out",
    effect: Effect::HeldBack,
    claim: Claim::Known(Certainty::Inferred),
    sources: &[&source::OURS],
    summary: "A column that the import leaves out says that the user is locked out.",
    explanation: "An import file has no column for a user who is disabled, blocked or suspended, and the job makes every user enabled: a person who was locked out in the old system could sign in again. So `clean` rejects the row. Names such as Enabled, disabled, blocked, accountEnabled, is_active and Status are understood, with values such as false, 0, suspended, locked and DEPROVISIONED.",
    advice: &[
        Advice::person("Leave the user out."),
        Advice::options(
            "--keep-disabled",
            "`clean --keep-disabled` imports them; disable them afterwards (AdminDisableUser).",
        ),
    ],
    check: Check::UnknownColumn,
    examples: &[
        Example::fires_on_file(b"{header},Enabled\n{row},false\n")
            .and(&["header-has-unexpected-column"])
            .message("field 22"),
        Example::fires_on_file(b"{header},blocked\n{row},TRUE\n")
            .and(&["header-has-unexpected-column"])
            .message("field 22"),
        Example::fires_on_file(b"{header},Status\n{row},Suspended\n")
            .and(&["header-has-unexpected-column"])
            .message("field 22"),
        Example::passes_on_file(b"{header},Enabled\n{row},true\n"),
        Example::passes_on_file(b"{header},Status\n{row},PASSWORD_EXPIRED\n"),
        Example::passes_on_file(b"{header},blocked\n{row},\n"),
    ],
    ..Rule::BASE
};
