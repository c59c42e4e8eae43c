//! `explain`: the page of a rule, a repair or a decision, or the list of all.

use crate::output::page;

use super::{args::ExplainArguments, failure::Failure, print};

pub(super) fn run(arguments: &ExplainArguments) -> Result<u8, Failure> {
    let Some(name) = &arguments.name else {
        return print(page::list().as_bytes());
    };
    if let Some(page) = page::named(name) {
        return print(page.as_bytes());
    }
    let near = page::nearest(name)
        .map(|near| format!("; did you mean {near}?"))
        .unwrap_or_default();
    Err(Failure::usage(format!(
        "no rule, repair or decision has the name {name}{near}"
    )))
}
