//! The pool of an example: one that is otherwise usual, and what differs in it.

use std::fmt;

/// A pool for an example, made from [`POOL_EMAIL_OFF`] by naming what differs.
///
/// Its [`Display`](fmt::Display) names only that; [`ExamplePool::to_json`] gives the pool as
/// DescribeUserPool describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExamplePool {
    auto_verified: &'static [&'static str],
    mfa: &'static str,
    aliases: &'static [&'static str],
    username_attributes: &'static [&'static str],
    ignores_case: bool,
    attribute: &'static str,
}

/// A pool that verifies e-mail addresses and has MFA off.
pub const POOL_EMAIL_OFF: ExamplePool = ExamplePool {
    auto_verified: &["email"],
    mfa: "OFF",
    aliases: &[],
    username_attributes: &[],
    ignores_case: false,
    attribute: "",
};

impl ExamplePool {
    /// With these `AutoVerifiedAttributes`.
    #[must_use]
    pub const fn auto_verified(mut self, names: &'static [&'static str]) -> Self {
        self.auto_verified = names;
        self
    }

    /// With this `MfaConfiguration`.
    #[must_use]
    pub const fn mfa(mut self, configuration: &'static str) -> Self {
        self.mfa = configuration;
        self
    }

    /// With these `AliasAttributes`.
    #[must_use]
    pub const fn aliases(mut self, names: &'static [&'static str]) -> Self {
        self.aliases = names;
        self
    }

    /// With these `UsernameAttributes`.
    #[must_use]
    pub const fn username_attributes(mut self, names: &'static [&'static str]) -> Self {
        self.username_attributes = names;
        self
    }

    /// With usernames whose letter case does not count.
    #[must_use]
    pub const fn ignores_case(mut self) -> Self {
        self.ignores_case = true;
        self
    }

    /// With this attribute, as one of the `SchemaAttributes`.
    #[must_use]
    pub const fn with(mut self, attribute: &'static str) -> Self {
        self.attribute = attribute;
        self
    }

    /// The members of the description, each with its value in JSON.
    fn members(&self) -> impl Iterator<Item = (&'static str, String)> {
        let optional = |names: &[&str]| (!names.is_empty()).then(|| format!("{names:?}"));
        [
            (
                "AutoVerifiedAttributes",
                Some(format!("{:?}", self.auto_verified)),
            ),
            ("MfaConfiguration", Some(format!("{:?}", self.mfa))),
            ("AliasAttributes", optional(self.aliases)),
            ("UsernameAttributes", optional(self.username_attributes)),
            (
                "UsernameConfiguration",
                self.ignores_case
                    .then(|| r#"{"CaseSensitive":false}"#.to_owned()),
            ),
            (
                "SchemaAttributes",
                (!self.attribute.is_empty()).then(|| format!("[{}]", self.attribute)),
            ),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| (name, value)))
    }

    /// The pool as DescribeUserPool describes it.
    pub fn to_json(&self) -> String {
        let members: Vec<String> = self
            .members()
            .map(|(name, value)| format!("{name:?}:{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

impl fmt::Display for ExamplePool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let usual: Vec<_> = POOL_EMAIL_OFF.members().collect();
        let mut is_first = true;
        for member in self.members().filter(|member| !usual.contains(member)) {
            if !std::mem::take(&mut is_first) {
                f.write_str(", ")?;
            }
            write!(f, "{} {}", member.0, member.1)?;
        }
        if is_first {
            f.write_str("AutoVerifiedAttributes [\"email\"], MfaConfiguration \"OFF\"")?;
        }
        Ok(())
    }
}
