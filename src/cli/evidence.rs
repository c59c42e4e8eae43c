//! `evidence`: what do real jobs teach? And evidence as `check` and `clean` use it.

use std::{
    fmt::Write as _,
    fs,
    hash::Hasher,
    io::{self, Write},
    path::{Path, PathBuf},
    slice,
};

use siphasher::sip::SipHasher13;

use crate::{
    outcome::Outcome,
    output::{Existing, Outputs, redact::Escaped},
    reconcile::evidence::{Evidence, EvidenceSource, PoolFeatures, Teaching, pool_features},
    schema::Schema,
};

use super::{
    args::evidence::{EvidenceArguments, EvidenceCommandArguments},
    documents,
    exit::Exit,
    failure::Failure,
    inputs,
    interrupt::Interrupt,
    outputs, print,
    stdout::OnBrokenPipe,
};

pub(super) fn run(arguments: &EvidenceCommandArguments) -> Result<Exit, Failure> {
    let evidence = read(&arguments.files)?;
    if let Some(path) = &arguments.output {
        write(arguments, &evidence, path)?;
    }
    let since = arguments.evidence_since.as_deref();
    let mut text = String::new();
    if arguments.documents.user_pool.is_some() || arguments.documents.csv_header.is_some() {
        let schema = documents::described(&arguments.documents)?;
        let pool = features(&schema)?;
        let algorithm = arguments.password_hashing_algorithm;
        let algorithm =
            algorithm.map(crate::values::password_hash::PasswordHashingAlgorithm::as_str);
        add_lessons(&mut text, &evidence.teach(&pool, algorithm, since));
    } else {
        // Without a pool, for each pool of which there is a job.
        let mut pools: Vec<(&PoolFeatures, Option<&str>)> = Vec::new();
        for job in &evidence.jobs {
            let algorithm = job.file.algorithm.as_deref();
            if job.source != EvidenceSource::Service || pools.contains(&(&job.pool, algorithm)) {
                continue;
            }
            pools.push((&job.pool, algorithm));
            let _ = writeln!(text, "For a pool as that of the job of {}:", job.date);
            add_lessons(&mut text, &evidence.teach(&job.pool, algorithm, since));
        }
        if pools.is_empty() {
            text.push_str("No job is one of the service: rehearsals teach nothing.\n");
        }
    }
    if arguments.output.as_deref().is_some_and(inputs::is_standard) {
        print::to_stderr(&text);
    } else {
        print::to_styled_stdout(&text)?;
    }
    Ok(Exit::Success)
}

fn add_lessons(text: &mut String, teaching: &Teaching) {
    if teaching.lessons.is_empty() {
        text.push_str("  nothing that is not known already\n");
    }
    for lesson in &teaching.lessons {
        let lesson = lesson.to_string();
        let _ = writeln!(text, "  {}", Escaped(&lesson));
    }
}

fn write(
    arguments: &EvidenceCommandArguments,
    evidence: &Evidence,
    path: &Path,
) -> Result<(), Failure> {
    let existing = if arguments.force {
        Existing::Replace
    } else {
        Existing::Refuse
    };
    let outputs = Outputs::new(existing, &arguments.files);
    let interrupt = Interrupt::watch(&outputs)?;
    let mut writer = outputs::create(&outputs, path, OnBrokenPipe::Fail)?;
    let evidence = evidence.clone();
    let evidence = if arguments.without_pools {
        evidence.without_pools()
    } else {
        evidence
    };
    write_to(&evidence, &mut writer, path)?;
    drop(writer);
    for folder in interrupt
        .commit()
        .map_err(|failure| interrupt.or(failure))?
    {
        print::note(&folder.to_string());
    }
    Ok(())
}

/// Writes evidence to an output of this path.
pub(super) fn write_to(
    evidence: &Evidence,
    writer: &mut dyn Write,
    path: &Path,
) -> Result<(), Failure> {
    let written = serde_json::to_vec_pretty(evidence)
        .map_err(io::Error::other)
        .and_then(|text| {
            writer.write_all(&text)?;
            writer.write_all(b"\n")?;
            writer.flush()
        });
    written.map_err(|source| {
        Failure::Engine(crate::engine::Error::Write {
            name: inputs::name(path),
            source,
        })
    })
}

/// All jobs of some files, each once.
fn read(paths: &[PathBuf]) -> Result<Evidence, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let (name, bytes) = inputs::document(path)?;
        files.push(Evidence::read(&name, &bytes)?);
    }
    Ok(Evidence::merged(files))
}

/// What the evidence and the assumptions of a run come to in this pool; nothing where there are none.
pub(super) fn teach(
    arguments: &EvidenceArguments,
    schema: &Schema,
    algorithm: Option<&str>,
) -> Result<Option<Teaching>, Failure> {
    if arguments.evidence.is_empty() && arguments.assume.is_empty() {
        return Ok(None);
    }
    let mut teaching = Teaching::default();
    if !arguments.evidence.is_empty() {
        let evidence = read(&arguments.evidence)?;
        let since = arguments.evidence_since.as_deref();
        teaching = evidence.teach(&features(schema)?, algorithm, since);
    }
    for assumption in &arguments.assume {
        let (rule, outcome) = assumption
            .split_once('=')
            .and_then(|(rule, outcome)| Some((rule, Outcome::of_name(outcome)?)))
            .ok_or_else(|| {
                Failure::usage(format!(
                    "--assume {assumption}: give RULE=IMPORTED, RULE=SKIPPED or RULE=FAILED"
                ))
            })?;
        teaching
            .learned
            .assume(rule, outcome)
            .map_err(|error| Failure::usage(format!("--assume {assumption}: {error}")))?;
    }
    Ok(Some(teaching))
}

/// A pool's features, with what its owner knows it by where this machine has given it one.
fn features(schema: &Schema) -> Result<PoolFeatures, Failure> {
    let mut features = pool_features(schema);
    features.schema = match &schema.pool().id {
        Some(id) => Key::read()?.map(|key| key.hash(id)),
        None => None,
    };
    Ok(features)
}

/// What this machine knows a pool again by: a keyed hash of its id, with a key that nothing else has.
pub(super) fn known_pool(schema: &Schema) -> Result<Option<String>, Failure> {
    let Some(id) = &schema.pool().id else {
        return Ok(None);
    };
    Ok(Key::read_or_make()?.map(|key| key.hash(id)))
}

/// The key of this user on this machine.
struct Key([u8; 16]);

impl Key {
    fn path() -> Option<PathBuf> {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = variable("XDG_DATA_HOME")
            .or_else(|| variable("LOCALAPPDATA"))
            .map(PathBuf::from)
            .or_else(|| Some(PathBuf::from(variable("HOME")?).join(".local/share")))?;
        Some(folder.join("cognito-preflight").join("evidence.key"))
    }

    /// The key, where there is one.
    fn read() -> Result<Option<Self>, Failure> {
        let Some(path) = Self::path() else {
            return Ok(None);
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::open(&path, &error)),
        };
        let mut key = [0; 16];
        hex::decode_to_slice(text.trim(), &mut key).map_err(|_| {
            Failure::usage(format!(
                "{} is not a key of this tool; remove it to have a new one made",
                path.display()
            ))
        })?;
        Ok(Some(Self(key)))
    }

    fn read_or_make() -> Result<Option<Self>, Failure> {
        if let Some(key) = Self::read()? {
            return Ok(Some(key));
        }
        let Some(path) = Self::path() else {
            return Ok(None);
        };
        let mut key = [0; 16];
        if getrandom::fill(&mut key).is_err() {
            return Ok(None);
        }
        let made = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| {
                let outputs = Outputs::new(Existing::Refuse, slice::from_ref(&path));
                let mut file = outputs.create(&path).map_err(io::Error::other)?;
                file.write_all(format!("{}\n", hex::encode(key)).as_bytes())?;
                file.flush()?;
                drop(file);
                outputs.commit().map_err(io::Error::other)?;
                Ok(())
            });
        match made {
            Ok(()) => Ok(Some(Self(key))),
            Err(error) => {
                // Evidence without it says less about the own pool, and is right all the same.
                print::note(&format!(
                    "{} cannot be written, so that the evidence does not say which pool is yours: {error}",
                    path.display()
                ));
                Ok(None)
            }
        }
    }

    fn hash(&self, pool: &str) -> String {
        let mut hasher = SipHasher13::new_with_key(&self.0);
        hasher.write(pool.as_bytes());
        format!("{:016x}", hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_known_by_a_hash_that_another_key_does_not_give() {
        let (one, two) = (Key([1; 16]), Key([2; 16]));
        let hash = one.hash("eu-west-1_Abc123XyZ");
        assert_eq!(hash.len(), 16);
        assert_eq!(hash, one.hash("eu-west-1_Abc123XyZ"));
        assert_ne!(hash, two.hash("eu-west-1_Abc123XyZ"));
        assert_ne!(hash, one.hash("eu-west-1_Abc123XyA"));
    }
}
