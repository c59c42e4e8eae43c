//! The repairs that are made only on request.

use clap::Args;

use crate::{
    repairs::RepairOptions,
    values::{birthdate::DateOrder, phone_number::Region},
};

use super::values;

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
#[command(next_help_heading = "Repairs")]
pub(crate) struct RepairArguments {
    /// Rename the column OLD of the file to NEW; can be given again
    #[arg(long, value_name = "OLD=NEW", value_parser = values::pair)]
    rename: Vec<(String, String)>,

    /// Leave out columns that the pool does not have
    #[arg(long)]
    drop_unknown_columns: bool,

    /// Write VALUE where a column is blank or absent; can be given again
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = values::pair)]
    set: Vec<(String, String)>,

    /// The country of national phone numbers, such as US
    #[arg(long, value_name = "REGION")]
    default_region: Option<Region>,

    /// The order of birthdates, dmy or mdy; a file that looks like Cognito's dialect needs --from
    /// with dmy
    #[arg(long, value_name = "ORDER")]
    date_order: Option<DateOrder>,

    /// Replace line breaks inside values with spaces
    #[arg(long)]
    newlines_to_space: bool,

    /// Replace backslashes that Cognito's dialect cannot express with slashes
    #[arg(long)]
    backslash_to_slash: bool,

    /// Remove quotation marks at the start of values
    #[arg(long)]
    strip_leading_quotes: bool,
}

impl RepairArguments {
    /// What the engine is asked to do.
    pub(crate) fn options(&self) -> RepairOptions {
        // Each option has to be named here, so none can be forgotten.
        let Self {
            rename,
            drop_unknown_columns,
            set,
            default_region,
            date_order,
            newlines_to_space,
            backslash_to_slash,
            strip_leading_quotes,
        } = self;
        RepairOptions {
            renames: rename.clone(),
            drop_unknown_columns: *drop_unknown_columns,
            sets: set.clone(),
            default_region: *default_region,
            date_order: *date_order,
            newlines_to_space: *newlines_to_space,
            backslash_to_slash: *backslash_to_slash,
            strip_leading_quotes: *strip_leading_quotes,
        }
    }
}
