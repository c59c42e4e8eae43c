//! `header`: the header that a file must begin with.

use crate::{output::assumptions, schema::HeaderOrigin};

use super::{args::HeaderArguments, documents, exit::Exit, failure::Failure, print};

pub(super) fn run(arguments: &HeaderArguments) -> Result<Exit, Failure> {
    let schema = documents::described(&arguments.documents)?;
    if schema.header_origin() != HeaderOrigin::Given
        && let Some(assumed) = assumptions(&schema).first()
    {
        print::note(assumed);
    }
    print::to_stdout(&schema.header_line())?;
    Ok(Exit::Success)
}
