//! One record to its fields, in whichever dialect quotes or delimits them.

use super::{
    Dialect,
    delimited::DelimitedSplitter,
    rfc4180::{self, text_after_quotation_mark},
};

/// Splits single records of one dialect into fields. Cognito's own dialect has no use for one: there the
/// fields are parts of the line.
#[derive(Debug)]
pub struct RecordSplitter(Kind);

#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one for each thread, made once"
)]
enum Kind {
    Rfc4180 {
        delimiter: u8,
        splitter: rfc4180::Splitter,
    },
    Delimited(DelimitedSplitter),
}

impl RecordSplitter {
    /// A splitter for records of this dialect; for Cognito's, one of commas without quoting.
    pub fn new(dialect: Dialect) -> Self {
        Self(match dialect {
            Dialect::Rfc4180 { delimiter } => Kind::Rfc4180 {
                delimiter,
                splitter: rfc4180::Splitter::new(delimiter),
            },
            Dialect::Delimited(delimited) => Kind::Delimited(DelimitedSplitter::new(delimited)),
            Dialect::Cognito | Dialect::Json => {
                Kind::Delimited(DelimitedSplitter::new(super::Delimited::new(b',')))
            }
        })
    }

    /// Splits one record, given without its line end. Returns the text of all fields without anything
    /// between them, and where each ends; [`rfc4180::fields`] makes fields of that.
    pub fn split(&mut self, record: &str) -> (&str, &[usize]) {
        match &mut self.0 {
            Kind::Rfc4180 { splitter, .. } => splitter.split(record),
            Kind::Delimited(splitter) => splitter.split(record),
        }
    }

    /// The number of the first field, counted from 1, that goes on after the quote character that closes
    /// it.
    pub fn text_after_quote(&mut self, record: &str) -> Option<usize> {
        match &mut self.0 {
            Kind::Rfc4180 { delimiter, .. } => text_after_quotation_mark(record, *delimiter),
            Kind::Delimited(splitter) => splitter.take_apart(record),
        }
    }
}
