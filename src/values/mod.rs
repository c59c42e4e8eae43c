//! What a text is by itself: pure functions of `&str`, without a pool, a file or a row.
//!
//! Nothing here says whether a user is imported. These functions name the form of a text; the rules decide what
//! that form means in a pool. None of them allocates where nothing has to change.

pub mod birthdate;
pub mod boolean;
mod calendar;
pub mod date_time;
mod digits;
pub mod email;
pub mod epoch;
pub mod face_value;
mod iso_8601;
pub mod length;
pub mod letter;
pub mod number;
pub mod password_hash;
pub(crate) mod percent;
pub mod phone_number;
pub mod terminal;
pub mod username;
pub mod white_space;
