//! Which options a run was given, so that no advice names them again.

use crate::{repairs::RepairOptions, rules::GivenOption};

use super::Options;

/// The options, by their names on the command line.
pub(super) fn given(options: &Options) -> Vec<GivenOption> {
    // Each option is named here, so none can be forgotten.
    let Options {
        mode: _,
        dialect,
        delimiter,
        quote,
        escapes,
        encoding,
        encoding_fallback,
        columns,
        skip_lines,
        password_hashing_algorithm,
        existing_users_incomplete,
        keep_disabled,
        keep_federated,
        repairs,
        threads: _,
        batch_bytes: _,
        split,
        only,
        except,
        reject_uncertain,
        source: _,
        learned: _,
        column_readings: _,
        interrupt: _,
    } = options;
    let RepairOptions {
        default_region,
        date_order,
        date_order_from_column,
        newlines_to_space,
        backslash_to_slash,
        strip_leading_quotes,
        renames,
        sets,
        drop_unknown_columns,
        copies,
        null,
        yes,
        no,
        overrides,
        lower_case,
        assume_utc,
        blank_invalid,
        pbkdf2_alphabet: _,
    } = repairs;
    let plain = [
        ("from", dialect.is_some()),
        ("delimiter", delimiter.is_some()),
        ("quote", quote.is_some()),
        ("escape", *escapes),
        ("encoding", encoding.is_some()),
        ("encoding-fallback", encoding_fallback.is_some()),
        ("columns", !columns.is_empty()),
        ("skip-lines", *skip_lines > 0),
        (
            "password-hashing-algorithm",
            password_hashing_algorithm.is_some(),
        ),
        ("existing-users-incomplete", *existing_users_incomplete),
        ("keep-disabled", *keep_disabled),
        ("keep-federated", *keep_federated),
        ("split", *split),
        ("reject-uncertain", *reject_uncertain),
        ("default-region", default_region.is_some()),
        (
            "date-order",
            date_order.is_some() || *date_order_from_column,
        ),
        ("newlines-to-space", *newlines_to_space),
        ("backslash-to-slash", *backslash_to_slash),
        ("strip-leading-quotes", *strip_leading_quotes),
        ("drop-unknown-columns", *drop_unknown_columns),
        ("null", !null.is_empty()),
        ("time-zone", *assume_utc),
    ];
    let plain = plain.into_iter().filter(|(_, is_given)| *is_given);
    let mut given: Vec<GivenOption> = plain
        .map(|(name, _)| GivenOption::new(name, None))
        .collect();
    let mut add = |name, columns: &mut dyn Iterator<Item = Option<&String>>| {
        given.extend(columns.map(|column| GivenOption::new(name, column.cloned())));
    };
    add("rename", &mut renames.iter().map(|(old, _)| Some(old)));
    add("set", &mut sets.iter().map(|(column, _)| Some(column)));
    add("copy", &mut copies.iter().map(|(old, _)| Some(old)));
    add("true", &mut yes.iter().map(|words| words.column.as_ref()));
    add("false", &mut no.iter().map(|words| words.column.as_ref()));
    add(
        "override",
        &mut overrides.iter().map(|(column, _)| Some(column)),
    );
    add("lower-case", &mut lower_case.iter().map(Some));
    add("blank-invalid", &mut blank_invalid.iter().map(Some));
    add("only", &mut only.iter().map(|(column, _)| Some(column)));
    add("except", &mut except.iter().map(|(column, _)| Some(column)));
    given
}
