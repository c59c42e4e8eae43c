//! `sources`: the presets, or the mapping of one.

use std::fmt::Write;

use crate::mapping::{PRESETS, preset};

use super::{args::SourcesArguments, exit::Exit, failure::Failure, print};

pub(super) fn run(arguments: &SourcesArguments) -> Result<Exit, Failure> {
    let Some(name) = &arguments.name else {
        print::to_stdout(list()?.as_bytes())?;
        return Ok(Exit::Success);
    };
    let Some(preset) = preset(name) else {
        return Err(unknown(name));
    };
    print::to_stdout(preset.toml.as_bytes())?;
    Ok(Exit::Success)
}

/// The name of a preset that is closest to one that is not there.
fn nearest(name: &str) -> Option<&'static str> {
    PRESETS
        .iter()
        .map(|preset| (strsim::osa_distance(name, preset.name), preset.name))
        .filter(|(distance, near)| *distance <= (near.len() / 3).max(1))
        .min()
        .map(|(_, near)| near)
}

fn list() -> Result<String, Failure> {
    let longest = PRESETS
        .iter()
        .map(|preset| preset.name.len())
        .max()
        .unwrap_or_default();
    let mut text = String::new();
    for preset in PRESETS {
        let mapping = preset
            .mapping()
            .map_err(|error| Failure::usage(format!("the preset {}: {error}", preset.name)))?;
        let _ = writeln!(text, "{:longest$}  {}", preset.name, mapping.description);
    }
    Ok(text)
}

/// The failure for a source that there is not.
pub(super) fn unknown(name: &str) -> Failure {
    let near = nearest(name)
        .map(|near| format!(", did you mean {near}?"))
        .unwrap_or_default();
    Failure::usage(format!(
        "no source has the name {name}{near}; `cognito-preflight sources` lists them"
    ))
}
