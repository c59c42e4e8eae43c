//! Whose calls they are: keys of the environment or of a profile.

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use aws_credential_types::Credentials as Keys;
use serde::Deserialize;
use thiserror::Error;

/// A profile that nothing names.
const DEFAULT_PROFILE: &str = "default";

/// An access key with its secret.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

/// Shows no key.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

/// Why there are no credentials.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CredentialsError {
    /// Nothing has any.
    #[error(
        "no credentials were found in the environment or in the profile {profile}; set AWS_PROFILE, or AWS_ACCESS_KEY_ID \
         and AWS_SECRET_ACCESS_KEY, or install version 2 of the AWS CLI, which this tool asks for all other kinds"
    )]
    None {
        /// The profile that was looked for.
        profile: String,
    },
    /// A program that was to print them failed.
    #[error(
        "the credentials of the profile {profile} could not be had from {program}; where they are those of single \
         sign-on, run: aws sso login --profile {profile}"
    )]
    Program {
        /// The profile.
        profile: String,
        /// The program.
        program: String,
    },
}

/// What `credential_process` and `aws configure export-credentials` print.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Printed {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
}

impl Credentials {
    /// The credentials of a profile; without one, those of the environment, or of the profile that it names.
    ///
    /// A profile with keys or a `credential_process` in its files is read here. For every other kind, such as single
    /// sign-on, a role or a machine's own, `aws configure export-credentials` is asked.
    ///
    /// # Errors
    ///
    /// [`CredentialsError`] where there are none.
    pub fn find(profile: Option<&str>) -> Result<Self, CredentialsError> {
        let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        if profile.is_none()
            && let (Some(access_key_id), Some(secret_access_key)) = (
                variable("AWS_ACCESS_KEY_ID"),
                variable("AWS_SECRET_ACCESS_KEY"),
            )
        {
            return Ok(Self {
                access_key_id,
                secret_access_key,
                session_token: variable("AWS_SESSION_TOKEN"),
            });
        }
        let profile = profile
            .map(str::to_owned)
            .or_else(|| variable("AWS_PROFILE"))
            .unwrap_or_else(|| DEFAULT_PROFILE.to_owned());
        let members = members(&profile);
        if let (Some(access_key_id), Some(secret_access_key)) = (
            members.get("aws_access_key_id"),
            members.get("aws_secret_access_key"),
        ) {
            return Ok(Self {
                access_key_id: access_key_id.clone(),
                secret_access_key: secret_access_key.clone(),
                session_token: members.get("aws_session_token").cloned(),
            });
        }
        if let Some(line) = members.get("credential_process") {
            return printed_by(shell(line)).ok_or_else(|| CredentialsError::Program {
                profile,
                program: "its credential_process".to_owned(),
            });
        }
        let mut command = Command::new("aws");
        command.args([
            "configure",
            "export-credentials",
            "--format",
            "process",
            "--profile",
        ]);
        command.arg(&profile);
        printed_by(command).ok_or_else(|| {
            if members.is_empty() {
                CredentialsError::None { profile }
            } else {
                CredentialsError::Program {
                    profile,
                    program: "aws configure export-credentials".to_owned(),
                }
            }
        })
    }

    pub(super) fn keys(&self) -> Keys {
        Keys::new(
            self.access_key_id.clone(),
            self.secret_access_key.clone(),
            self.session_token.clone(),
            None,
            "cognito-preflight",
        )
    }
}

/// What the files say of a profile.
fn members(profile: &str) -> BTreeMap<String, String> {
    let home = || {
        let home = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".aws"))
    };
    let file = |variable: &str, name: &str| {
        let path = env::var_os(variable)
            .map(PathBuf::from)
            .or_else(|| Some(home()?.join(name)))?;
        fs::read_to_string(path).ok()
    };
    let mut members = BTreeMap::new();
    if let Some(text) = file("AWS_CONFIG_FILE", "config") {
        let heading = if profile == DEFAULT_PROFILE {
            profile.to_owned()
        } else {
            format!("profile {profile}")
        };
        members.extend(section(&text, &heading));
    }
    // What both files have counts as the second says.
    if let Some(text) = file("AWS_SHARED_CREDENTIALS_FILE", "credentials") {
        members.extend(section(&text, profile));
    }
    members
}

/// The members of one section.
fn section(text: &str, heading: &str) -> BTreeMap<String, String> {
    let mut is_wanted = false;
    let mut members = BTreeMap::new();
    for line in text.lines() {
        if let Some(name) = line
            .trim()
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
        {
            let words: Vec<&str> = name.0.split_whitespace().collect();
            is_wanted = words.join(" ") == heading;
        } else if is_wanted
            && !line.starts_with([' ', '\t', '#', ';'])
            && let Some((name, value)) = line.split_once('=')
        {
            members.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    members
}

#[cfg(unix)]
fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line]);
    command
}

#[cfg(not(unix))]
fn shell(line: &str) -> Command {
    let mut command = Command::new("cmd");
    command.args(["/C", line]);
    command
}

/// The credentials that a program prints.
fn printed_by(mut command: Command) -> Option<Credentials> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let printed: Printed = serde_json::from_slice(&output.stdout).ok()?;
    Some(Credentials {
        access_key_id: printed.access_key_id,
        secret_access_key: printed.secret_access_key,
        session_token: printed.session_token,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_has_the_members_of_its_section() {
        let text = "[default]\naws_access_key_id = A\n\n[ profile  shop ]\n# x = y\nsso_session=s\nnested =\n  inner = 1\n[profile other]\nregion = x\n";
        let shop = section(text, "profile shop");
        assert_eq!(shop.get("sso_session").map(String::as_str), Some("s"));
        assert!(!shop.contains_key("inner") && !shop.contains_key("region"));
        assert_eq!(section(text, "default").len(), 1);
        assert!(section(text, "shop").is_empty());
    }

    #[test]
    fn a_program_prints_credentials() {
        let printed = r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","SessionToken":"T"}"#;
        let found = printed_by(shell(&format!("echo '{printed}'")));
        if cfg!(unix) {
            assert_eq!(found.unwrap().session_token.as_deref(), Some("T"));
        }
        assert!(printed_by(shell("exit 1")).is_none());
        let shown = Credentials {
            access_key_id: "AKIA".into(),
            secret_access_key: "SECRET".into(),
            session_token: None,
        };
        assert!(!format!("{shown:?}").contains("SECRET"));
    }
}
