//! `explain`: the page of a rule, a repair or a decision, or the list of all.

use crate::output::{Catalogue, Entry};

use super::{
    args::{ExplainArguments, values::Format},
    exit::Exit,
    failure::Failure,
    print,
};

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let text = match (&arguments.name, arguments.format) {
        (None, Format::Human) => Some(Catalogue::new().to_string().into_bytes()),
        (None, Format::Json) => Some(json(|text| Catalogue::new().write(text))?),
        (Some(name), Format::Human) => {
            Entry::named(name).map(|entry| entry.to_string().into_bytes())
        }
        (Some(name), Format::Json) => Entry::named(name)
            .map(|entry| json(|text| entry.write(text)))
            .transpose()?,
    };
    if let Some(text) = text {
        print::to_stdout(&text)?;
        return Ok(Exit::Success);
    }
    let name = arguments.name.as_deref().unwrap_or_default();
    let near = Entry::nearest(name)
        .map(|near| format!("; did you mean {near}?"))
        .unwrap_or_default();
    Err(Failure::usage(format!(
        "no rule, repair or decision has the name {name}{near}"
    )))
}

fn json(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    write(&mut text).map_err(|error| Failure::stdout(&error))?;
    Ok(text)
}
