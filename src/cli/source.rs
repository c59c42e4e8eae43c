//! A mapping and the files that are joined to it, as `clean` is told.

use std::{
    path::Path,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::mapping::{LockedOut, MappedSource, Mapping, preset};

use super::{args::SourceArguments, failure::Failure, inputs, sources};

/// The source that the arguments name, if they name one.
pub(super) fn read(arguments: &SourceArguments) -> Result<Option<Arc<MappedSource>>, Failure> {
    let Some(mapping) = mapping(arguments)? else {
        return refuse_without_mapping(arguments);
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    });
    let mut source = MappedSource::new(mapping, now);
    source.pbkdf2_alphabet = arguments.pbkdf2_alphabet.into();
    source.peppered = arguments.peppered;
    source.unusable_hash = arguments.unusable_hash.into();
    source.locked_out = if arguments.keep_disabled {
        LockedOut::Keep
    } else if arguments.plan.is_some() {
        LockedOut::Plan
    } else {
        LockedOut::Reject
    };
    for (name, path) in &arguments.join {
        let path = Path::new(path);
        let reader = inputs::open_buffered(path)?;
        source.join(name, reader).map_err(|error| {
            Failure::usage(format!("--join {name}={}: {error}", inputs::name(path)))
        })?;
    }
    Ok(Some(Arc::new(source)))
}

fn mapping(arguments: &SourceArguments) -> Result<Option<Mapping>, Failure> {
    if let Some(name) = &arguments.source {
        let Some(preset) = preset(name) else {
            return Err(sources::unknown(name));
        };
        let mapping = preset.mapping();
        return mapping
            .map(Some)
            .map_err(|error| Failure::usage(format!("the preset {name}: {error}")));
    }
    let Some(path) = &arguments.mapping else {
        return Ok(None);
    };
    let (name, bytes) = inputs::document(path)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::usage(format!("{name}: a mapping is TOML, which is UTF-8")))?;
    Mapping::parse(&text)
        .map(Some)
        .map_err(|error| Failure::usage(format!("{name}: {error}")))
}

/// Options that are about a mapping do nothing without one.
fn refuse_without_mapping<T>(arguments: &SourceArguments) -> Result<Option<T>, Failure> {
    let given = if !arguments.join.is_empty() {
        "--join"
    } else if arguments.plan.is_some() {
        "--plan"
    } else {
        return Ok(None);
    };
    Err(Failure::usage(format!(
        "{given} needs --source NAME or --mapping FILE, which says what is joined and planned"
    )))
}
