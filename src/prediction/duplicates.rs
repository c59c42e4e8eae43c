//! Users that exist already, or are in the file twice: decided in file order, the first wins.

use crate::{
    outcome::Outcome,
    rules::{Detail, Finding, RuleId},
    schema::{ColumnId, NameIndex, Presence, SignInName},
};

use super::Judgement;

const MAY_EXIST: RuleId = RuleId::of("username-may-exist");
const ALIAS_TAKEN: RuleId = RuleId::of("alias-already-taken");

/// A name beside the username that must not be another user's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OtherName {
    /// The row it belongs to, in its batch.
    pub(crate) row: u32,
    /// The column it is in.
    pub(crate) column: Option<ColumnId>,
    /// The name, as the kind of name that it is.
    pub(crate) name: SignInName,
    /// The same text as another kind of name that would clash with it.
    pub(crate) as_other_kind: Option<SignInName>,
    /// Whether it signs in, once its user exists.
    pub(crate) signs_in: bool,
    /// Whether it is the username as it would be if letters were compared in capitals.
    pub(crate) is_in_capitals: bool,
}

/// Looks up a row's names and adds what is to be said about them.
pub(crate) fn find(
    index: &NameIndex,
    username: Option<(SignInName, Option<ColumnId>)>,
    others: &[OtherName],
    ignores_case: bool,
    findings: &mut Vec<Finding>,
) {
    let mut push = |rule, column| {
        // How names are compared there was not seen in a job.
        let is_compared = ignores_case && rule != ALIAS_TAKEN && rule != MAY_EXIST;
        findings.push(Finding {
            rule,
            column,
            detail: if is_compared {
                Detail::LetterCaseAside
            } else {
                Detail::None
            },
        });
    };
    if let Some((name, column)) = username {
        let rule = match index.get(name) {
            Presence::Absent => None,
            Presence::PossiblyInFile => Some(MAY_EXIST),
            Presence::InFile => Some(const { RuleId::of("username-is-duplicated") }),
            Presence::InPool => Some(const { RuleId::of("username-already-exists") }),
        };
        if let Some(rule) = rule {
            push(rule, column);
            // The user that exists is most likely the same one, with the same aliases.
            return;
        }
    }
    for other in others {
        let is_taken = [Some(other.name), other.as_other_kind]
            .into_iter()
            .flatten()
            .any(|name| index.get(name) != Presence::Absent);
        if is_taken && other.is_in_capitals {
            push(MAY_EXIST, other.column);
        } else if is_taken {
            push(ALIAS_TAKEN, other.column);
        }
    }
}

/// Remembers the names of a row that is imported, or may be.
pub(crate) fn remember(
    index: &mut NameIndex,
    username: Option<SignInName>,
    others: &[OtherName],
    judgement: Judgement,
) {
    if !judgement.may_be_imported() {
        return;
    }
    let alternatives = judgement.alternatives;
    // A row that is either imported or skipped leaves its username in the pool either way.
    let exists_surely =
        !alternatives.contains(Outcome::Failed) && !alternatives.contains(Outcome::NotCounted);
    let presence = |is_sure| {
        if is_sure {
            Presence::InFile
        } else {
            Presence::PossiblyInFile
        }
    };
    if let Some(name) = username {
        index.insert(name, presence(exists_surely));
    }
    for other in others.iter().filter(|other| other.signs_in) {
        let is_sure = judgement.is_certain() && !other.is_in_capitals;
        index.insert(other.name, presence(is_sure));
    }
}
