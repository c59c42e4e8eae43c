//! What columns that the pool does not have say about the state of an account.

use crate::{rules::RuleId, schema::synonyms::letters, values::boolean};

/// What a column that the pool does not have says about a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountState {
    /// The user cannot sign in.
    LockedOut,
    /// The user signs in with another identity provider.
    Federated,
}

impl AccountState {
    /// The rule that reports it.
    pub(crate) const fn rule(self) -> RuleId {
        match self {
            Self::LockedOut => const { RuleId::of("dropped-column-locks-user-out") },
            Self::Federated => const { RuleId::of("dropped-column-says-federated") },
        }
    }
}

/// How a column tells the state of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AccountColumn {
    /// True where the user can sign in.
    Enabled,
    /// True where the user cannot sign in.
    Disabled,
    /// When the user was locked out; blank for all others.
    LockedAt,
    /// A word for the state.
    Status,
    /// A word for the state, never a number: some systems have `user_status` 0 for everyone.
    StatusWord,
    /// The flags of an account in Active Directory, as a number.
    Flags,
    /// The identity provider.
    Provider,
    /// A list of identities as JSON.
    Identities,
}

/// Names of columns, as [`letters`] leaves them.
const NAMES: [(AccountColumn, &[&str]); 8] = [
    (
        AccountColumn::Enabled,
        &[
            "enabled",
            "isenabled",
            "active",
            "isactive",
            "accountenabled",
            "accountactive",
            "useractive",
            "userenabled",
            "isaccountenabled",
            "loginenabled",
            "enable",
            "enabledflag",
            "activeflag",
            "aktiv",
            "actif",
            "activo",
            "attivo",
            "actief",
        ],
    ),
    (
        AccountColumn::Disabled,
        &[
            "disabled",
            "isdisabled",
            "accountdisabled",
            "userdisabled",
            "blocked",
            "isblocked",
            "banned",
            "isbanned",
            "locked",
            "islocked",
            "lockedout",
            "islockedout",
            "accountlocked",
            "isaccountlocked",
            "suspended",
            "issuspended",
            "deactivated",
            "isdeactivated",
            "inactive",
            "isinactive",
            "deleted",
            "isdeleted",
            "archived",
            "isarchived",
            "block",
            "disable",
            "logindisabled",
            "isuserlockedout",
            "gesperrt",
            "deaktiviert",
            "bloqueado",
            "bloccato",
            "geblokkeerd",
        ],
    ),
    (
        AccountColumn::LockedAt,
        &[
            "disabledat",
            "blockedat",
            "bannedat",
            "banneduntil",
            "lockedat",
            "suspendedat",
            "deactivatedat",
            "deletedat",
            "archivedat",
            "blockedsince",
            "lockedsince",
            "suspendedon",
            "deactivatedon",
            "disabledon",
        ],
    ),
    (
        AccountColumn::Status,
        &[
            "status",
            "accountstatus",
            "loginstatus",
            "memberstatus",
            "customerstatus",
            "state",
            "userstate",
            "accountstate",
            "lifecyclestatus",
        ],
    ),
    (
        AccountColumn::StatusWord,
        &["userstatus", "cognitouserstatus"],
    ),
    (AccountColumn::Flags, &["useraccountcontrol"]),
    (AccountColumn::Identities, &["identities"]),
    (
        AccountColumn::Provider,
        &[
            "provider",
            "providername",
            "providertype",
            "identityprovider",
            "idp",
            "authprovider",
            "authenticationprovider",
            "signinprovider",
            "loginprovider",
            "connection",
            "connectionname",
            "connections",
            "authsource",
            "authtype",
            "usertype",
        ],
    ),
];

/// Words for an account that cannot sign in.
const LOCKED_OUT: [&str; 20] = [
    "suspended",
    "disabled",
    "locked",
    "lockedout",
    "deprovisioned",
    "deactivated",
    "inactive",
    "blocked",
    "banned",
    "archived",
    "deleted",
    "removed",
    "terminated",
    "closed",
    "revoked",
    "frozen",
    "compromised",
    "notactive",
    "false",
    "0",
];

/// Words for a user who signs in with another provider.
const FEDERATED: [&str; 27] = [
    "externalprovider",
    "external",
    "federated",
    "federation",
    "social",
    "sociallogin",
    "google",
    "googlecom",
    "googleoauth2",
    "facebook",
    "facebookcom",
    "apple",
    "applecom",
    "signinwithapple",
    "github",
    "githubcom",
    "twitter",
    "twittercom",
    "linkedin",
    "microsoft",
    "microsoftcom",
    "windowslive",
    "amazon",
    "loginwithamazon",
    "waad",
    "azuread",
    "adfs",
];

/// Beginnings of words for protocols of federation, of which systems make names: `samlp|okta`.
const FEDERATED_BEGINNINGS: [&str; 2] = ["saml", "oidc"];

/// Texts that say that there is no value.
const ABSENT: [&str; 6] = ["null", "none", "nan", "n", "na", "nil"];

/// The flag of a disabled account in `userAccountControl`.
const ACCOUNT_DISABLED: u64 = 2;

/// Words for true and false of spreadsheets and people in other languages, and of numbers that a program read as
/// quantities, as [`letters`] leaves them.
const TRUE_WORDS: [&str; 11] = [
    "wahr",
    "vrai",
    "verdadero",
    "vero",
    "ja",
    "oui",
    "si",
    "sí",
    "sim",
    "x",
    "10",
];
const FALSE_WORDS: [&str; 10] = [
    "falsch", "faux", "falso", "nein", "non", "não", "nao", "nee", "onwaar", "00",
];

/// Whether a value means true or false, as a person reads it. `word` is the value as [`letters`] leaves it.
fn truth(value: &str, word: &str) -> Option<bool> {
    let other = || {
        if TRUE_WORDS.contains(&word) {
            Some(true)
        } else if FALSE_WORDS.contains(&word) {
            Some(false)
        } else {
            None
        }
    };
    boolean::parse_spelling(value).or_else(other)
}

impl AccountColumn {
    /// How the column of this name tells the state of an account, if it does.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // `Status [READ ONLY]`, as Google writes it.
        let name = name.split('[').next().unwrap_or_default();
        let name = letters(name);
        NAMES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))
            .map(|(column, _)| *column)
    }

    /// What a value of it says.
    pub(crate) fn says(self, value: &str) -> Option<AccountState> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let word = letters(value);
        let is_locked_out = || LOCKED_OUT.contains(&word.as_str());
        let locks = match self {
            Self::Enabled => match truth(value, &word) {
                Some(is_enabled) => !is_enabled,
                None => is_locked_out(),
            },
            Self::Disabled => match truth(value, &word) {
                Some(is_disabled) => is_disabled,
                None => is_locked_out(),
            },
            Self::LockedAt => {
                truth(value, &word) != Some(false) && !ABSENT.contains(&word.as_str())
            }
            Self::Status => truth(value, &word) == Some(false) || is_locked_out(),
            Self::StatusWord => !word.starts_with(|c: char| c.is_ascii_digit()) && is_locked_out(),
            Self::Flags => value
                .parse()
                .is_ok_and(|flags: u64| flags & ACCOUNT_DISABLED != 0),
            Self::Provider | Self::Identities => false,
        };
        if locks {
            return Some(AccountState::LockedOut);
        }
        if self == Self::Identities {
            // Cognito names the provider of each identity; Auth0 says which is a social one.
            let is_federated = ["providername", "issocialtrue"]
                .iter()
                .any(|sign| word.contains(sign));
            return is_federated.then_some(AccountState::Federated);
        }
        let is_federated = matches!(self, Self::Status | Self::StatusWord | Self::Provider)
            && (FEDERATED.contains(&word.as_str())
                || FEDERATED_BEGINNINGS
                    .iter()
                    .any(|beginning| word.starts_with(beginning)));
        is_federated.then_some(AccountState::Federated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED_OUT: Option<AccountState> = Some(AccountState::LockedOut);
    const FEDERATED: Option<AccountState> = Some(AccountState::Federated);

    #[test]
    fn names_and_words_are_written_as_they_are_compared() {
        let names = NAMES.iter().flat_map(|(_, names)| names.iter());
        let words = TRUE_WORDS.iter().chain(&FALSE_WORDS);
        for name in names
            .chain(&super::LOCKED_OUT)
            .chain(&super::FEDERATED)
            .chain(words)
        {
            assert_eq!(letters(name), **name);
        }
    }

    #[test]
    fn a_value_locks_out_where_a_person_reads_it_so() {
        for (name, value, state) in [
            ("Enabled", "false", LOCKED_OUT),
            ("Enabled", "FALSE", LOCKED_OUT),
            ("Enabled", "true", None),
            ("enabled", "", None),
            ("accountEnabled", "0", LOCKED_OUT),
            ("is_active", "No", LOCKED_OUT),
            ("active", "Inactive", LOCKED_OUT),
            ("blocked", "true", LOCKED_OUT),
            ("blocked", "false", None),
            ("disabled", "1", LOCKED_OUT),
            ("deleted_at", "2024-01-01 00:00:00", LOCKED_OUT),
            ("deleted_at", "NULL", None),
            ("deleted_at", "\\N", None),
            ("Status", "DEPROVISIONED", LOCKED_OUT),
            ("Status [READ ONLY]", "Suspended", LOCKED_OUT),
            ("Status", "Active", None),
            ("status", "locked out", LOCKED_OUT),
            ("UserStatus", "EXTERNAL_PROVIDER", FEDERATED),
            ("UserStatus", "ARCHIVED", LOCKED_OUT),
            ("user_status", "0", None),
            ("Status", "0", LOCKED_OUT),
            ("Enabled", "0.0", LOCKED_OUT),
            ("Enabled", "1.0", None),
            ("Enabled", "FALSCH", LOCKED_OUT),
            ("Aktiv", "nein", LOCKED_OUT),
            ("blocked", "1.0", LOCKED_OUT),
            ("Blocked?", "x", LOCKED_OUT),
            ("block", "1", LOCKED_OUT),
            ("userAccountControl", "514", LOCKED_OUT),
            ("userAccountControl", "66050", LOCKED_OUT),
            ("userAccountControl", "512", None),
            (
                "identities",
                r#"[{"userId":"1","providerName":"Google"}]"#,
                FEDERATED,
            ),
            (
                "identities",
                r#"[{"provider":"auth0","isSocial":false}]"#,
                None,
            ),
            (
                "identities",
                r#"[{"provider":"google-oauth2","isSocial":true}]"#,
                FEDERATED,
            ),
            ("UserStatus", "FORCE_CHANGE_PASSWORD", None),
            ("cognito:user_status", "EXTERNAL_PROVIDER", FEDERATED),
            ("Connection", "google-oauth2", FEDERATED),
            ("provider", "samlp|acme", FEDERATED),
            ("provider", "auth0", None),
            ("provider", "password", None),
        ] {
            let column = AccountColumn::named(name).unwrap();
            assert_eq!(column.says(value), state, "{name}: {value}");
        }
        for name in ["Notes", "Statuses", "", "enabled_features"] {
            assert_eq!(AccountColumn::named(name), None, "{name}");
        }
    }
}
