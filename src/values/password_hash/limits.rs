//! The highest parameters that an import job takes (GUIDE).

pub(super) const BCRYPT_COST: u64 = 12;
pub(super) const SCRYPT_N: u64 = 65_536;
pub(super) const SCRYPT_R: u64 = 8;
pub(super) const SCRYPT_P: u64 = 1;
pub(super) const ARGON2_M: u64 = 19_456;
pub(super) const ARGON2_T: u64 = 2;
pub(super) const ARGON2_P: u64 = 1;
pub(super) const PBKDF2_ITERATIONS: u64 = 600_000;
