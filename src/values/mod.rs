//! What a text is by itself: pure functions of `&str`, without a pool, a file or a row.
