//! The limits of an import, each with its source.

/// Characters in one row of the CSV file, at most (GUIDE, QUOTA).
pub const ROW_CHARACTERS: u64 = 16_000;
/// Users in one CSV file, at most, the header not counted (GUIDE, QUOTA).
pub const USERS: u64 = 500_000;
/// Bytes in one CSV file, at most, where a megabyte is 10^6 bytes (GUIDE; SOLN cuts files there).
pub const FILE_BYTES: u64 = 100_000_000;
/// Bytes in one CSV file, at most, where a megabyte is 2^20 bytes; the guide does not say which.
pub const FILE_BYTES_BINARY: u64 = 100 * 1024 * 1024;
/// Characters in a username, at most (BOTO, QUOTA).
pub const USERNAME_CHARACTERS: u64 = 128;
/// Characters in an attribute's value, at most (ATTR, BOTO); QUOTA says bytes.
pub const VALUE_CHARACTERS: u64 = 2048;
