//! Rules about the file as a whole, asked at its end.

mod file_is_too_large;
mod file_size_depends_on_unit;
mod too_many_lines;
mod too_many_users;

pub use file_is_too_large::FILE_IS_TOO_LARGE;
pub use file_size_depends_on_unit::FILE_SIZE_DEPENDS_ON_UNIT;
pub use too_many_lines::TOO_MANY_LINES;
pub use too_many_users::TOO_MANY_USERS;
