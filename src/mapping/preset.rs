//! The mappings that come with the crate.

use super::{Mapping, MappingError};

/// A mapping for a well-known source.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Preset {
    /// The name by which it is asked for, such as `auth0`.
    pub name: &'static str,
    /// The mapping as it is written.
    pub toml: &'static str,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        &[$(Preset {
            name: $name,
            toml: include_str!(concat!("presets/", $name, ".toml")),
        }),*]
    };
}

/// All presets, the most asked for first.
pub static PRESETS: &[Preset] = presets![
    "cognito",
    "auth0",
    "supabase",
    "keycloak",
    "firebase",
    "clerk",
    "laravel",
    "django",
    "rails-devise",
    "spring",
    "aspnet-identity",
    "okta",
    "entra",
    "b2c",
    "wordpress",
    "fusionauth",
    "stytch",
    "better-auth",
    "google-workspace",
    "descope",
];

/// The preset of this name.
///
/// ```
/// use cognito_preflight::mapping::preset;
///
/// assert_eq!(preset("auth0").unwrap().mapping()?.title, "Auth0");
/// assert!(preset("unknown").is_none());
/// # Ok::<(), cognito_preflight::mapping::MappingError>(())
/// ```
pub fn preset(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}

impl Preset {
    /// The mapping that it is.
    ///
    /// # Errors
    ///
    /// None: a test reads every preset. The type is that of [`Mapping::parse`].
    pub fn mapping(&self) -> Result<Mapping, MappingError> {
        Mapping::parse(self.toml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_a_mapping_with_a_title_and_a_way_to_be_recognised() {
        for preset in PRESETS {
            let mapping = match preset.mapping() {
                Ok(mapping) => mapping,
                Err(error) => panic!("{}: {error}", preset.name),
            };
            assert!(!mapping.title.is_empty(), "{}", preset.name);
            assert!(!mapping.recognise.is_empty(), "{}", preset.name);
        }
    }
}
