//! `explain`: the page of a rule, a repair or a decision, or the list of all.

use crate::output::{Catalogue, Page, page};

use super::{
    args::{ExplainArguments, values::Format},
    exit::Exit,
    failure::Failure,
    print,
};

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let text = match (&arguments.name, arguments.format) {
        (None, Format::Human) => Some(page::list().into_bytes()),
        (None, Format::Json) => Some(json(|text| Catalogue::new().write(text))?),
        (Some(name), Format::Human) => page::named(name).map(String::into_bytes),
        (Some(name), Format::Json) => Page::named(name)
            .map(|page| json(|text| page.write(text)))
            .transpose()?,
    };
    if let Some(text) = text {
        print::to_stdout(&text)?;
        return Ok(Exit::Success);
    }
    let name = arguments.name.as_deref().unwrap_or_default();
    let near = page::nearest(name)
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
