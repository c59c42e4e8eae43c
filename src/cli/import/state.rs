//! How far an import is: which job each part has, written before and after each step, so that the same command goes
//! on after whatever ended it.
//!
//! It holds no address of an upload and no user.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::output::{Existing, Outputs};

use super::super::{failure::Failure, inputs};

/// The number of this form.
const VERSION: u64 = 1;

/// The state of an import.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct State {
    import: u64,
    /// The pool.
    pub(super) user_pool_id: String,
    /// The parts, in their order.
    pub(super) parts: Vec<PartState>,
}

/// The state of one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartState {
    /// Its file's name.
    pub(super) file: String,
    /// The hash of what was checked.
    pub(super) sha256: String,
    /// Its job's name, once a job is to be created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) job_name: Option<String>,
    /// Its job's id, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) job_id: Option<String>,
    /// The status of the job when it was last described.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    /// Whether every row was imported, as predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_as_predicted: Option<bool>,
}

/// The file beside an import of this name: `users.manifest.json` and `users.csv` have `users.import.json`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = name
        .strip_suffix(".manifest.json")
        .or_else(|| name.strip_suffix(".csv"))
        .unwrap_or(&name);
    file.with_file_name(format!("{stem}.{ending}"))
}

impl State {
    /// The state of an import of these parts, as its file has it, or that of one that has not begun.
    pub(super) fn read(path: &Path, pool: &str, parts: Vec<PartState>) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self {
                import: VERSION,
                user_pool_id: pool.to_owned(),
                parts,
            });
        }
        let (name, bytes) = inputs::document(path)?;
        let state: Self = serde_json::from_slice(&bytes)
            .ok()
            .filter(|state: &Self| state.import == VERSION)
            .ok_or_else(|| Failure::usage(format!("{name} is not the state of an import")))?;
        if state.user_pool_id != pool {
            return Err(Failure::usage(format!(
                "{name} is the state of an import into {}",
                state.user_pool_id
            )));
        }
        for part in &parts {
            let known = state.parts.iter().find(|known| known.file == part.file);
            if known.is_none_or(|known| known.sha256 != part.sha256) {
                return Err(Failure::usage(format!(
                    "{} is not the file whose import {name} describes; import the changed file under another name, or \
                     move {name} away if nothing of it was imported",
                    part.file
                )));
            }
        }
        if state.parts.len() != parts.len() {
            return Err(Failure::usage(format!(
                "{name} describes {} parts, and there are {}",
                state.parts.len(),
                parts.len()
            )));
        }
        Ok(state)
    }

    /// Writes the state in one step.
    pub(super) fn write(&self, path: &Path) -> Result<(), Failure> {
        let text = serde_json::to_vec_pretty(self).unwrap_or_default();
        write(path, &text)
    }
}

/// Replaces a file in one step, so that it is whole at any moment.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let outputs = Outputs::new(Existing::Replace, std::iter::empty::<&str>());
    let mut file = outputs.create(path)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.flush());
    written.map_err(|source| {
        Failure::Engine(crate::engine::Error::Write {
            name: inputs::name(path),
            source,
        })
    })?;
    drop(file);
    outputs.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_beside_what_is_imported() {
        let beside = |file| beside(Path::new(file), "import.json");
        assert_eq!(
            beside("a/users.manifest.json"),
            Path::new("a/users.import.json")
        );
        assert_eq!(beside("users.csv"), Path::new("users.import.json"));
        assert_eq!(beside("users"), Path::new("users.import.json"));
    }

    #[test]
    fn a_state_is_that_of_the_same_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("users.import.json");
        let part = |sha256: &str| PartState {
            file: "users.csv".into(),
            sha256: sha256.into(),
            job_name: None,
            job_id: None,
            status: None,
            is_as_predicted: None,
        };
        let mut state = State::read(&path, "eu-west-1_A", vec![part("a")]).unwrap();
        state.parts[0].job_id = Some("import-a".into());
        state.write(&path).unwrap();
        let again = State::read(&path, "eu-west-1_A", vec![part("a")]).unwrap();
        assert_eq!(again.parts, state.parts);
        for (pool, parts) in [
            ("eu-west-1_B", vec![part("a")]),
            ("eu-west-1_A", vec![part("b")]),
            ("eu-west-1_A", vec![]),
        ] {
            assert!(State::read(&path, pool, parts).is_err());
        }
    }
}
