//! Where in a file a record begins.

use serde::Serialize;

/// The place of one record in its file.
///
/// All three numbers are coordinates of the file itself, never of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a place in a file, which callers make"
)]
pub struct Position {
    /// The physical line on which the record begins: 1-based, the header counts, exactly as the
    /// import job's log counts (LOG2020).
    pub line: u64,
    /// The number of the record: 0 is the header, 1 the first user.
    pub record: u64,
    /// The offset of the record's first byte from the start of the file, in bytes.
    pub byte: u64,
}
