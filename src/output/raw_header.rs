//! What other files in the form of a rejected file need of it: its header and its rows in their own bytes.

use crate::dialect::raw_fields::RawDialect;

pub(crate) use super::preflight_columns::RawHeader;

/// Appends a row's own bytes so that a delimiter can follow.
pub(crate) fn own_bytes(own: &[u8], dialect: RawDialect, bytes: &mut Vec<u8>) {
    super::rejected::push_own(own, dialect, bytes);
}
