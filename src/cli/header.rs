//! `header`: the header that a file must begin with.

use crate::{dialect::cognito, output::assumptions, schema::HeaderOrigin};

use super::{args::HeaderArguments, documents, exit::Exit, failure::Failure, print};

pub(super) fn run(arguments: &HeaderArguments) -> Result<Exit, Failure> {
    let schema = documents::described(&arguments.documents)?;
    if schema.header_origin() != HeaderOrigin::Given
        && let Some(assumed) = assumptions(&schema).first()
    {
        print::note(assumed);
    }
    let mut line = Vec::new();
    for (place, column) in schema.columns().iter().enumerate() {
        if place > 0 {
            line.push(b',');
        }
        cognito::write_field(column.name(), &mut line);
    }
    line.push(b'\n');
    print::to_stdout(&line)?;
    Ok(Exit::Success)
}
