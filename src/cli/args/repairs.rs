//! The repairs that are made only on request.

use clap::Args;

use crate::{
    repairs::{RepairOptions, Words},
    values::{password_hash::source::Pbkdf2Alphabet, phone_number::Region},
};

use super::values::{self, AskedDateOrder};

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

    /// Use the column OLD of the file as NEW, too; can be given again
    #[arg(long, value_name = "OLD=NEW", value_parser = values::pair)]
    copy: Vec<(String, String)>,

    /// Texts that mean that there is no value, or common for the usual ones; can be given again
    #[arg(long, value_name = "TEXT,…", value_delimiter = ',')]
    null: Vec<String>,

    /// Words for true, in all columns or in one; present means any value; can be given again
    #[arg(long = "true", value_name = "[COLUMN=]WORDS", value_parser = values::words)]
    yes: Vec<Words>,

    /// Words for false, in all columns or in one; can be given again
    #[arg(long = "false", value_name = "[COLUMN=]WORDS", value_parser = values::words)]
    no: Vec<Words>,

    /// Write VALUE into every row, whatever is there; can be given again
    #[arg(long = "override", value_name = "COLUMN=VALUE", value_parser = values::pair)]
    overrides: Vec<(String, String)>,

    /// Turn the letters of a column into lower case; can be given again
    #[arg(long, value_name = "COLUMN")]
    lower_case: Vec<String>,

    /// Blank a value of the column that would fail its row; can be given again
    #[arg(long, value_name = "COLUMN")]
    blank_invalid: Vec<String>,

    /// The zone of moments in `updated_at` that have none: UTC
    #[arg(long, value_name = "ZONE", value_parser = ["UTC"])]
    time_zone: Option<String>,

    /// Leave out rows whose value of a column of the file is none of these; can be given again
    #[arg(long, value_name = "COLUMN=VALUES", value_parser = values::choice)]
    pub(crate) only: Vec<(String, Vec<String>)>,

    /// Leave out rows whose value of a column of the file is one of these; can be given again
    #[arg(long, value_name = "COLUMN=VALUES", value_parser = values::choice)]
    pub(crate) except: Vec<(String, Vec<String>)>,

    /// Reject every row whose outcome is not certain
    #[arg(long)]
    pub(crate) reject_uncertain: bool,

    /// Leave out columns that the pool does not have
    #[arg(long)]
    drop_unknown_columns: bool,

    /// Write VALUE where a column is blank or absent; can be given again
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = values::pair)]
    set: Vec<(String, String)>,

    /// The country of national phone numbers, such as US
    #[arg(long, value_name = "REGION")]
    default_region: Option<Region>,

    /// The order of birthdates: dmy, mdy, or from-column for the one that they show; a file that looks
    /// like Cognito's dialect needs --from with dmy
    #[arg(long, value_name = "ORDER", value_parser = values::date_order)]
    date_order: Option<AskedDateOrder>,

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
            copy,
            null,
            yes,
            no,
            overrides,
            lower_case,
            blank_invalid,
            time_zone,
            // What is chosen is no repair.
            only: _,
            except: _,
            reject_uncertain: _,
        } = self;
        RepairOptions {
            renames: rename.clone(),
            drop_unknown_columns: *drop_unknown_columns,
            sets: set.clone(),
            default_region: *default_region,
            date_order: match date_order {
                Some(AskedDateOrder::Named(order)) => Some(*order),
                Some(AskedDateOrder::FromColumn) | None => None,
            },
            date_order_from_column: matches!(date_order, Some(AskedDateOrder::FromColumn)),
            newlines_to_space: *newlines_to_space,
            backslash_to_slash: *backslash_to_slash,
            strip_leading_quotes: *strip_leading_quotes,
            copies: copy.clone(),
            null: null
                .iter()
                .flat_map(|text| values::null_markers(text))
                .collect(),
            yes: yes.clone(),
            no: no.clone(),
            overrides: overrides.clone(),
            lower_case: lower_case.clone(),
            blank_invalid: blank_invalid.clone(),
            assume_utc: time_zone.is_some(),
            // It is an option of sources.
            pbkdf2_alphabet: Pbkdf2Alphabet::default(),
        }
    }
}
