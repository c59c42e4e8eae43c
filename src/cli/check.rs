//! `check`: what would the job do with these files?

use crate::{
    engine::{Mode, Preflight},
    output::NameFiles,
};

use super::{args::CheckArguments, documents, exit::Exit, failure::Failure, session::Session};

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let inputs = &arguments.files;
    let mut session = Session::begin(&arguments.run, &arguments.schema.documents, inputs, &[])?;
    let schema = documents::schema(&arguments.schema)?;
    let mut options = session.options(Mode::Check);
    session.learn(&mut options, &schema)?;
    let preflight = Preflight::new(schema, options)?;
    session.add_reports(if inputs.len() > 1 {
        NameFiles::Yes
    } else {
        NameFiles::No
    })?;
    let invocation = documents::invocation(inputs, &arguments.schema, &arguments.run);
    let summary = session.run(&preflight, inputs, &invocation)?;
    session.end(&preflight, &summary, &invocation)
}
