//! Rows and files on which a rule fires or passes.

use crate::{
    schema::{CsvHeader, PASSWORD_HASH, STANDARD_CSV_HEADER, Schema, SchemaError, UserPool},
    values::password_hash::PasswordHashingAlgorithm,
};

use super::{ExamplePool, POOL_EMAIL_OFF};

/// The row that every example changes: it passes every rule in the default pool.
pub static GOOD_ROW: &[(&str, &str)] = &[
    ("email", "ana@example.com"),
    ("email_verified", "true"),
    ("phone_number_verified", "false"),
    ("cognito:mfa_enabled", "false"),
    ("cognito:username", "ana"),
];

/// One example: a change to a row, or to a file, that is otherwise known to be good.
///
/// It shows only what matters. It is at once documentation and test: on a firing example exactly
/// this rule fires, and those named by [`Example::and`].
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Example {
    /// The pool.
    pub pool: ExamplePool,
    /// Columns added to the standard CSVHeader, before `cognito:mfa_enabled`.
    pub columns: &'static [&'static str],
    /// The job's password hashing algorithm.
    pub algorithm: Option<PasswordHashingAlgorithm>,
    /// The changes to the good row: column and value.
    pub row: &'static [(&'static str, &'static str)],
    /// The rows before it, as changes to the good row.
    pub rows_before: &'static [&'static [(&'static str, &'static str)]],
    /// A ListUsers document of the users that exist.
    pub existing: &'static str,
    /// The whole file instead of a row. `{header}` is the CSVHeader line without its line
    /// end, `{row}` for the good row.
    pub file: Option<&'static [u8]>,
    /// Whether the rule fires.
    pub fires: bool,
    /// Other rules that must fire as well.
    pub also: &'static [&'static str],
    /// What the finding's numbers say. Empty where it has none.
    pub message: &'static str,
    /// Whether the example is about writing a value: it is read from a quoted file by `clean`.
    pub written: bool,
    /// The mapping by which `clean` reads the file, as TOML. Empty where there is none.
    pub mapping: &'static str,
}

impl Example {
    /// An example on which the rule fires: the changes to the good row.
    pub const fn fires(row: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            pool: POOL_EMAIL_OFF,
            columns: &[],
            algorithm: None,
            row,
            rows_before: &[],
            existing: "",
            file: None,
            fires: true,
            also: &[],
            message: "",
            written: false,
            mapping: "",
        }
    }

    /// Read by this mapping.
    #[must_use]
    pub const fn mapping(mut self, toml: &'static str) -> Self {
        self.mapping = toml;
        self
    }

    /// An example on which the rule passes, though it looks.
    pub const fn passes(row: &'static [(&'static str, &'static str)]) -> Self {
        let mut example = Self::fires(row);
        example.fires = false;
        example
    }

    /// A whole file on which the rule fires.
    pub const fn fires_on_file(file: &'static [u8]) -> Self {
        let mut example = Self::fires(&[]);
        example.file = Some(file);
        example
    }

    /// A whole file on which the rule passes.
    pub const fn passes_on_file(file: &'static [u8]) -> Self {
        let mut example = Self::passes(&[]);
        example.file = Some(file);
        example
    }

    /// In this pool, instead of one that verifies e-mail addresses and has MFA off.
    #[must_use]
    pub const fn pool(mut self, pool: ExamplePool) -> Self {
        self.pool = pool;
        self
    }

    /// With these columns added to the CSVHeader.
    #[must_use]
    pub const fn columns(mut self, columns: &'static [&'static str]) -> Self {
        self.columns = columns;
        self
    }

    /// In a job that names this algorithm, whose header has the column `password_hash`.
    #[must_use]
    pub const fn algorithm(mut self, algorithm: PasswordHashingAlgorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }

    /// After these rows.
    #[must_use]
    pub const fn after(mut self, rows: &'static [&'static [(&'static str, &'static str)]]) -> Self {
        self.rows_before = rows;
        self
    }

    /// In a pool that holds these users already, as ListUsers writes them.
    #[must_use]
    pub const fn existing(mut self, list_users: &'static str) -> Self {
        self.existing = list_users;
        self
    }

    /// And these other rules must fire as well.
    #[must_use]
    pub const fn and(mut self, rules: &'static [&'static str]) -> Self {
        self.also = rules;
        self
    }

    /// Whose finding's numbers say this.
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// When the row comes out of a quoted file and is written in Cognito's dialect.
    #[must_use]
    pub const fn when_written(mut self) -> Self {
        self.written = true;
        self
    }

    /// The schema of its job: the standard CSVHeader with its columns, its pool and its algorithm.
    ///
    /// # Errors
    ///
    /// When the pool or the header is not valid.
    pub fn schema(&self) -> Result<Schema, SchemaError> {
        let mut names = STANDARD_CSV_HEADER.to_vec();
        let before_mfa = names
            .iter()
            .position(|name| *name == "cognito:mfa_enabled")
            .unwrap_or(names.len());
        names.splice(before_mfa..before_mfa, self.columns.iter().copied());
        if self.algorithm.is_some() && !names.contains(&PASSWORD_HASH) {
            names.push(PASSWORD_HASH);
        }
        let header = CsvHeader::parse(&names.join(","))?;
        let pool = UserPool::parse(&self.pool.to_json())?;
        Ok(Schema::new(Some(header), Some(pool))?.with_password_hashing_algorithm(self.algorithm))
    }

    /// The good row with these changes, a value for each column of the schema.
    pub fn values(schema: &Schema, changes: &[(&str, &str)]) -> Vec<String> {
        let of = |row: &[(&str, &str)], name: &str| {
            row.iter()
                .find(|(column, _)| *column == name)
                .map(|(_, value)| (*value).to_owned())
        };
        schema
            .columns()
            .iter()
            .map(|column| {
                let name = column.name();
                of(changes, name)
                    .or_else(|| of(GOOD_ROW, name))
                    .unwrap_or_default()
            })
            .collect()
    }
}
