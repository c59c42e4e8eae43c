//! Writes a realistic file to standard output.
//!
//! `cargo bench --bench generate -- 500000 0 cognito > users.csv`: rows, broken rows in 1,000, dialect.

use std::io::{self, BufWriter};

mod users;

use users::{Users, Written};

fn main() -> io::Result<()> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let number = |place: usize, otherwise: u64| {
        words
            .get(place)
            .and_then(|word| word.parse().ok())
            .unwrap_or(otherwise)
    };
    let written = match words.get(2).map(String::as_str) {
        Some("quoted") => Written::Quoted,
        _ => Written::Cognito,
    };
    let users = Users {
        rows: number(0, 10),
        broken: number(1, 0),
        written,
        seed: 20_261_123,
    };
    users.write(BufWriter::with_capacity(1 << 20, io::stdout().lock()))
}
