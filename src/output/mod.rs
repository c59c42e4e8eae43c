//! What a run writes: one sink for each file, over any [`Write`](std::io::Write).
//!
//! | Sink | Writes |
//! |---|---|
//! | [`Cleaned`] | the file to upload |
//! | [`Split`] | the same in numbered parts, and a manifest of their lines |
//! | [`Rejected`] | the rejected rows, in their own bytes |
//! | [`ReportJsonl`], [`ReportCsv`] | a record for each notable row |
//! | [`Sarif`], [`Junit`] | findings for a build server |
//! | [`PageFacts`] | nothing yet: [`Page`] writes the report as one HTML file |
//!
//! [`Document`] is the whole run as one JSON document. [`Outputs`] makes several files appear
//! together or not at all.
//!
//! A sink writes what it was given and decides nothing. No user's value leaves through any of them
//! but the cleaned and the rejected file, unless [`ShowValues::Yes`] asks for it, and then only
//! through [`redact`].

mod atomic_file;
mod buffered;
mod cleaned;
mod conclusion;
mod document;
pub mod explain;
#[doc(hidden)]
pub mod faults;
pub(crate) mod header_names;
#[cfg(feature = "html")]
pub(crate) mod html;
mod identity;
mod json;
mod junit;
mod plan;
mod preflight_columns;
pub(crate) mod raw_header;
pub mod redact;
mod rejected;
mod rejected_json;
mod report_csv;
mod report_jsonl;
mod sarif;
mod source_page;
mod split;
pub mod wire;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod json_schema;

#[cfg(feature = "cli")]
pub(crate) use self::{
    atomic_file::is_stream,
    conclusion::{Remedy, grouped, more_options, reasons, remedy},
};
pub use self::{
    atomic_file::{Existing, Leftover, OutputFile, Outputs, UnsyncedFolder},
    cleaned::Cleaned,
    conclusion::{Conclusion, Invocation, Readiness, Shares, Step},
    document::{Document, Files, assumptions},
    explain::{Catalogue, DecisionPage, Entry, RepairPage, RulePage},
    junit::Junit,
    plan::PlanFile,
    preflight_columns::PREFLIGHT_COLUMNS,
    redact::ShowValues,
    rejected::{FormulaCells, Rejected},
    report_csv::ReportCsv,
    report_jsonl::ReportJsonl,
    sarif::Sarif,
    source_page::SourcePage,
    split::{PartFiles, Parts, Split},
};

/// The JSON Schema of [`Evidence`](crate::reconcile::evidence::Evidence), as it ships with the crate.
pub const EVIDENCE_SCHEMA: &str = include_str!("../../docs/evidence.schema.json");

/// JSON text with every character escaped that could act on a terminal.
pub(crate) fn guarded_json(text: &[u8]) -> std::borrow::Cow<'_, str> {
    match String::from_utf8_lossy(text) {
        std::borrow::Cow::Borrowed(text) => json::guarded(text),
        std::borrow::Cow::Owned(text) => json::guarded(&text).into_owned().into(),
    }
}

#[cfg(feature = "html")]
pub use self::html::{Page, PageFacts};

/// The JSON Schema of [`Document`], as it ships with the crate.
pub const DOCUMENT_SCHEMA: &str = include_str!("../../docs/output.schema.json");
/// The JSON Schema of one record of [`ReportJsonl`], as it ships with the crate.
pub const REPORT_SCHEMA: &str = include_str!("../../docs/report.schema.json");

/// What a report says beyond the rows themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ReportOptions {
    /// Whether the values before and after each repair are shown.
    pub show_values: ShowValues,
    /// Whether each record names its file, as a run over several files needs.
    pub name_files: NameFiles,
}

impl ReportOptions {
    /// Values are shown or not.
    #[must_use]
    pub const fn show_values(mut self, show_values: ShowValues) -> Self {
        self.show_values = show_values;
        self
    }

    /// Each record names its file or not.
    #[must_use]
    pub const fn name_files(mut self, name_files: NameFiles) -> Self {
        self.name_files = name_files;
        self
    }

    /// The file's name, where records name it.
    pub(crate) fn named_file(self, name: &str) -> Option<&str> {
        (self.name_files == NameFiles::Yes).then_some(name)
    }
}

/// Whether each record of a report names its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a record either names its file or not"
)]
pub enum NameFiles {
    /// The run has one file, and naming it would say nothing.
    #[default]
    No,
    /// Every record begins with its file.
    Yes,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Error, Mode, Options, Preflight, Sink};

    fn preflight(mode: Mode) -> Preflight {
        let options = Options {
            mode,
            ..Options::default()
        };
        Preflight::new(fixtures::Fixture::new().schema, options).unwrap()
    }

    #[test]
    fn a_check_refuses_outputs_that_only_a_cleaning_fills() {
        let file = "cognito:username,email\nana,ana@example.com\n";
        let mut cleaned = Cleaned::new(Vec::new());
        let mut rejected = Rejected::new(Vec::new());
        let sinks: [&mut dyn Sink; 2] = [&mut cleaned, &mut rejected];
        for sink in sinks {
            let name = sink.name().into_owned();
            let check = preflight(Mode::Check);
            let error = check
                .run()
                .file("users.csv", file.as_bytes(), &mut [&mut *sink])
                .unwrap_err();
            assert!(
                matches!(&error, Error::NeedsCleaning { output } if *output == name),
                "{error}"
            );
            let error = check.run().finish(&mut [&mut *sink]).unwrap_err();
            assert!(matches!(error, Error::NeedsCleaning { .. }), "{error}");
        }
        assert!(cleaned.into_inner().is_empty());
        assert!(rejected.into_inner().is_empty());

        let mut rejected = Rejected::new(Vec::new());
        preflight(Mode::Clean)
            .run()
            .file("users.csv", file.as_bytes(), &mut [&mut rejected])
            .unwrap();
    }
}
