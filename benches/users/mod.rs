//! Realistic files of any size and error rate, the same for the same seed.

use std::io::{self, Write};

/// The columns of the CSVHeader that most pools have.
pub(crate) const COLUMNS: [&str; 21] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
    "cognito:mfa_enabled",
    "cognito:username",
];

/// How the file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Cognito's dialect.
    Cognito,
    /// RFC 4180.
    Quoted,
}

/// A file to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Users {
    /// How many rows.
    pub(crate) rows: u64,
    /// How many of 1,000 rows break three rules.
    pub(crate) broken: u64,
    /// The dialect.
    pub(crate) written: Written,
    /// The seed.
    pub(crate) seed: u64,
}

const GIVEN: [&str; 16] = [
    "Ana", "Ben", "Carla", "Deniz", "Emil", "Fatou", "Gita", "Hugo", "Ines", "Jonas", "Kaya",
    "Liam", "Mara", "Nils", "Olga", "Zoë",
];
const FAMILY: [&str; 16] = [
    "Almeida", "Becker", "Costa", "Dubois", "Eriksson", "Fischer", "Garcia", "Hansen", "Ivanova",
    "Jensen", "Kowalski", "Lopez", "Meyer", "Núñez", "Olsen", "Petrov",
];
const AREAS: [&str; 8] = ["206", "212", "312", "415", "512", "617", "702", "808"];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let place = usize::try_from(self.below(words.len() as u64)).unwrap_or(0);
        words.get(place).copied().unwrap_or_default()
    }
}

impl Users {
    /// Writes the file.
    ///
    /// # Errors
    ///
    /// Whatever prevents the writer from writing.
    pub(crate) fn write(&self, mut out: impl Write) -> io::Result<()> {
        let mut random = Random(self.seed.max(1));
        writeln!(out, "{}", COLUMNS.join(","))?;
        for number in 0..self.rows {
            let given = random.of(&GIVEN);
            let family = random.of(&FAMILY);
            let area = random.of(&AREAS);
            let broken = random.below(1000) < self.broken;
            let address = format!("{} Main St, Springfield, IL", random.below(999) + 1);
            let address = match self.written {
                Written::Cognito => address.replace(',', "\\,"),
                Written::Quoted => format!("\"{address}\""),
            };
            let phone = format!(
                "+1{area}{:03}{:04}",
                200 + random.below(700),
                random.below(10_000)
            );
            let (email, birthdate, phone) = if broken {
                (
                    format!("user{number} at example.com"),
                    "31.12.1990".to_owned(),
                    "1.2E+10".to_owned(),
                )
            } else {
                let birthdate = format!(
                    "{:02}/{:02}/{}",
                    number % 12 + 1,
                    number % 28 + 1,
                    1950 + number % 55
                );
                (format!("user{number}@example.com"), birthdate, phone)
            };
            writeln!(
                out,
                "{given} {family},{given},{family},,,,,,,{email},true,,{birthdate},America/Chicago,en-US,\
                 {phone},false,{address},{},false,user{number}",
                1_700_000_000 + number
            )?;
        }
        out.flush()
    }
}
