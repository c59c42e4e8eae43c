//! Enumerations that carry the API's own names: each spelling is written once, in a table.

/// An enumeration that a document names by the API's spelling.
pub(crate) trait ApiName: Copy + 'static {
    /// The accepted names, as an error lists them.
    const EXPECTED: &'static str;

    /// The variant of exactly this name.
    fn of_name(name: &str) -> Option<Self>;
}

/// Gives an enumeration its API names, in the order of the API model: `ALL`, `NAMES`, `as_str`,
/// `Display`, `FromStr` and `Serialize`.
macro_rules! api_names {
    ($type:ident, $expected:literal, { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl $type {
            /// Every value, in the order of the API model (BOTO).
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The API's name of each value, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            /// The API's name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl $crate::schema::api_name::ApiName for $type {
            const EXPECTED: &'static str = $expected;

            fn of_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::schema::UnknownName;

            /// Reads the API's name; letter case matters.
            fn from_str(name: &str) -> Result<Self, Self::Err> {
                use $crate::schema::api_name::ApiName;
                Self::of_name(name).ok_or($crate::schema::UnknownName::expecting(Self::EXPECTED))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use api_names;

#[cfg(test)]
mod tests {
    use crate::schema::{
        AliasAttribute, AttributeDataType, FirstAuthFactor, MfaConfiguration, UnknownName,
        VerifiableAttribute,
    };

    fn round_trips<T>(all: &[T], names: &[&str])
    where
        T: Copy + PartialEq + std::fmt::Debug + std::fmt::Display + serde::Serialize,
        T: std::str::FromStr<Err = UnknownName>,
    {
        assert_eq!(all.len(), names.len());
        for (&value, name) in all.iter().zip(names) {
            assert_eq!(value.to_string(), *name);
            assert_eq!(name.parse::<T>().ok(), Some(value));
            assert!(name.to_lowercase() == *name || name.to_lowercase().parse::<T>().is_err());
            assert_eq!(
                serde_json::to_string(&value).unwrap(),
                format!("\"{name}\"")
            );
        }
    }

    #[test]
    fn every_name_reads_back_as_its_variant() {
        round_trips(VerifiableAttribute::ALL, &["phone_number", "email"]);
        round_trips(
            AliasAttribute::ALL,
            &["phone_number", "email", "preferred_username"],
        );
        round_trips(MfaConfiguration::ALL, &["OFF", "ON", "OPTIONAL"]);
        round_trips(
            FirstAuthFactor::ALL,
            &[
                "PASSWORD",
                "EMAIL_OTP",
                "SMS_OTP",
                "WEB_AUTHN",
                "SOFTWARE_TOKEN",
            ],
        );
        round_trips(
            AttributeDataType::ALL,
            &["String", "Number", "DateTime", "Boolean"],
        );
    }

    #[test]
    fn an_unknown_name_says_what_was_expected() {
        let error = "off".parse::<MfaConfiguration>().unwrap_err();
        assert_eq!(error.to_string(), "expected OFF, OPTIONAL or ON");
    }
}
