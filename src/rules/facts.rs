//! What a cheap look at a row can prove, and with what rules say when they need not be asked.

use std::fmt;

/// A set of facts about one value, one line or one row.
///
/// A rule names the facts that clear it, in [`Rule::cleared_by`](super::Rule::cleared_by): where all
/// of them hold, it has nothing to report. The fast path proves facts and knows no rule. A rule that
/// names none is asked about everything it reads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Facts(u64);

/// The set of the facts of these names: `facts![TRIMMED, PRINTABLE]`.
macro_rules! facts {
    ($($fact:ident),+ $(,)?) => {
        $crate::rules::Facts::NONE$(.union($crate::rules::Facts::$fact))+
    };
}
pub(crate) use facts;

macro_rules! define {
    ($($(#[$doc:meta])+ $fact:ident)+) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers for the constants of the same names")]
        enum Number { $($fact),+ }

        impl Facts {
            $($(#[$doc])+ pub const $fact: Self = Self(1 << Number::$fact as u32);)+

            const NAMES: &[(&'static str, Self)] = &[$((stringify!($fact), Self::$fact)),+];
        }
    };
}

define! {
    // About one value that is not blank, as it was written.

    /// No white space of ASCII at either end.
    TRIMMED
    /// No control character, of ASCII or of U+0080 to U+009F.
    PRINTABLE
    /// No quotation mark.
    NO_QUOTATION_MARK
    /// No backslash.
    NO_BACKSLASH
    /// A letter, a digit or a visible character of ASCII at either end.
    VISIBLE_ENDS
    /// No apostrophe at its start.
    NO_APOSTROPHE_AT_START
    /// No null marker, nothing that a spreadsheet makes of a value, and no text that was decoded wrongly.
    FACE_VALUE
    /// As many characters as the attribute allows, in whatever unit they are counted.
    LENGTH_IN_BOUNDS
    /// Only characters that a username may have.
    USERNAME_CHARACTERS
    /// No more characters than a username may have, in whatever unit they are counted.
    USERNAME_LENGTH
    /// No at sign.
    NO_AT_SIGN
    /// No plus sign at its start.
    NO_PLUS_AT_START
    /// An e-mail address of the simple form.
    EMAIL
    /// A phone number in E.164 form that can be dialled.
    PHONE_NUMBER
    /// One or the other of these two.
    ADDRESS
    /// `true` or `false`, in lower or in upper case.
    BOOLEAN
    /// Not `true` in any case.
    NOT_TRUE
    /// Not `false` in any case.
    NOT_FALSE
    /// A date that exists, as month, day and year.
    MONTH_DAY_YEAR
    /// An integer of digits only, within 63 bits.
    INTEGER
    /// A number within the bounds of the attribute.
    NUMBER_IN_BOUNDS
    /// A number of at most ten digits.
    TEN_DIGITS
    /// A hash of the pool's algorithm, as the import takes it.
    WELL_FORMED_HASH

    // About one line.

    /// Text that ends where the record ends, shorter than the reader's bound, and not blank.
    TEXT
    /// No more bytes than a row may have characters.
    SHORT_LINE
    /// No carriage return in it.
    NO_CARRIAGE_RETURN
    /// No backslash at its end.
    NO_BACKSLASH_AT_END
    /// No comma after two backslashes.
    ONE_MEANING_OF_BACKSLASHES

    // About one row.

    /// As many fields as the header has.
    FIELDS_OF_HEADER
    /// The username is not blank.
    USERNAME
    /// No required attribute is blank.
    REQUIRED_ATTRIBUTES
    /// An auto-verified attribute is verified.
    AUTO_VERIFIED
    /// The flag of each verifiable attribute is not blank.
    VERIFIED_FLAGS
    /// Each address that is verified is not blank.
    VERIFIED_ADDRESSES
    /// The flag of the second factor is not blank.
    MFA_FLAG
    /// Where the second factor is on, the phone number is not blank.
    MFA_PHONE_NUMBER
    /// The username is, byte for byte, the address that the pool demands.
    USERNAME_IS_ADDRESS
}

impl Facts {
    /// No fact.
    pub const NONE: Self = Self(0);

    /// The facts that are in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The facts that are in both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The facts of this set that are not in the other.
    #[must_use]
    pub const fn difference(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// These facts, where the condition holds; otherwise none.
    #[must_use]
    pub const fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }

    /// Whether all facts of `other` are in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no fact is in the set.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether these facts, where they hold, clear a rule that names `cleared_by`. One that names none is
    /// never cleared.
    pub const fn clear(self, cleared_by: Self) -> bool {
        !cleared_by.is_empty() && self.contains(cleared_by)
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Self::NAMES.iter().filter(|(_, fact)| self.contains(*fact));
        f.debug_set().entries(names.map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_facts_clear_a_rule_that_names_none() {
        assert!(!facts![TRIMMED, TEXT].clear(Facts::NONE));
        assert!(facts![TRIMMED, TEXT].clear(Facts::TEXT));
        assert!(!Facts::TEXT.clear(facts![TRIMMED, TEXT]));
    }

    #[test]
    fn facts_are_shown_by_their_names() {
        assert_eq!(
            format!("{:?}", facts![TEXT, TRIMMED]),
            r#"{"TRIMMED", "TEXT"}"#
        );
    }
}
