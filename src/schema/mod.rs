//! What a pool accepts: its CSVHeader, its attributes and its settings.
//!
//! Documents are parsed into these types and need no second look later. Where a document is silent,
//! the default is the service's own, and says its source.

pub(crate) mod api_name;
mod attribute;
mod bounds;
mod csv_header;
mod error;
mod existing_users;
pub mod limits;
mod load;
mod name_index;
mod pool_document;
mod sign_in_names;
mod standard_attributes;
pub(crate) mod synonyms;
mod user_pool;

use std::collections::HashSet;

use crate::{dialect::cognito, values::password_hash::PasswordHashingAlgorithm};

pub use self::{
    attribute::{Attribute, AttributeDataType},
    csv_header::{CsvHeader, STANDARD_CSV_HEADER},
    error::{DocumentPosition, SchemaError, UnknownName},
    existing_users::{ExistingLoaded, ExistingShape, ExistingUser, load_existing, note_existing},
    name_index::{NameIndex, Presence},
    sign_in_names::{SignInName, SignInNames},
    user_pool::{
        AliasAttribute, FirstAuthFactor, MfaConfiguration, UserPool, UserPoolTier,
        VerifiableAttribute,
    },
};

/// The name of the column that holds the username.
pub const USERNAME: &str = "cognito:username";
/// The name of the column that says whether the user must sign in with a second factor.
pub const MFA_ENABLED: &str = "cognito:mfa_enabled";
/// The name of the column that holds the password's hash, on eligible pools.
pub const PASSWORD_HASH: &str = "password_hash";

/// A column of the CSVHeader: its place in that list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(u16);

impl ColumnId {
    /// The column's place in the CSVHeader, from 0.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ColumnKind {
    /// `cognito:username`.
    Username,
    /// `cognito:mfa_enabled`.
    MfaEnabled,
    /// `password_hash`.
    PasswordHash,
    /// An attribute of the pool.
    Attribute,
}

/// One column of the CSVHeader.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its place in the CSVHeader.
    pub id: ColumnId,
    /// What it holds.
    pub kind: ColumnKind,
    /// The attribute's definition. For the three columns that are not attributes it has their
    /// name, the type that their values have, and no constraint.
    pub attribute: Attribute,
}

impl Column {
    /// The column's name.
    pub fn name(&self) -> &str {
        &self.attribute.name
    }

    /// Whether the column is `email_verified` or `phone_number_verified`.
    pub fn is_verified_flag(&self) -> bool {
        matches!(self.name(), "email_verified" | "phone_number_verified")
    }
}

/// Where a [`Schema`]'s CSVHeader came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderOrigin {
    /// It was given, as `GetCSVHeader` answers it.
    Given,
    /// It was derived from the pool's `SchemaAttributes`; the order is ours.
    DerivedFromPool,
    /// Neither was given: the 21 standard columns.
    Standard,
}

/// Columns that the rules ask for by name, where the CSVHeader has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct KnownColumns {
    /// `cognito:username`.
    pub username: Option<ColumnId>,
    /// `cognito:mfa_enabled`.
    pub mfa_enabled: Option<ColumnId>,
    /// `password_hash`.
    pub password_hash: Option<ColumnId>,
    /// `email`.
    pub email: Option<ColumnId>,
    /// `email_verified`.
    pub email_verified: Option<ColumnId>,
    /// `phone_number`.
    pub phone_number: Option<ColumnId>,
    /// `phone_number_verified`.
    pub phone_number_verified: Option<ColumnId>,
    /// `preferred_username`.
    pub preferred_username: Option<ColumnId>,
    /// `birthdate`.
    pub birthdate: Option<ColumnId>,
    /// `updated_at`.
    pub updated_at: Option<ColumnId>,
}

/// What a pool accepts: the CSVHeader, each column's definition, and the pool's settings.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::{CsvHeader, Schema, UserPool};
///
/// let header = CsvHeader::parse(r#"{"UserPoolId":"us-east-1_EXAMPLE01",
///     "CSVHeader":["email","email_verified","cognito:mfa_enabled","cognito:username"]}"#)?;
/// let pool = UserPool::parse(r#"{"UserPool":{"Id":"us-east-1_EXAMPLE01",
///     "AutoVerifiedAttributes":["email"]}}"#)?;
/// let schema = Schema::new(Some(header), Some(pool))?;
/// assert_eq!(schema.columns().len(), 4);
/// # Ok::<(), cognito_preflight::schema::SchemaError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Schema {
    columns: Vec<Column>,
    known: KnownColumns,
    pool: UserPool,
    header_origin: HeaderOrigin,
    pool_is_given: bool,
    algorithm: Option<PasswordHashingAlgorithm>,
    has_algorithms_of_hashes: bool,
}

impl Schema {
    /// Joins a CSVHeader and a pool.
    ///
    /// Without a header, one is derived from the pool; without a pool, [`UserPool::assumed`]
    /// is used, so that the caller can say what is assumed.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] if the header and the pool name different pools, or if the header names a
    /// column twice or more than 65,535 columns.
    pub fn new(header: Option<CsvHeader>, pool: Option<UserPool>) -> Result<Self, SchemaError> {
        match pool {
            Some(pool) => Self::join(header, pool, true),
            None => Self::join(header, UserPool::assumed(), false),
        }
    }

    /// The same where the pool's description is not known and the caller assumes one.
    ///
    /// # Errors
    ///
    /// As [`Schema::new`].
    pub fn assuming(header: Option<CsvHeader>, assumed: UserPool) -> Result<Self, SchemaError> {
        Self::join(header, assumed, false)
    }

    fn join(
        header: Option<CsvHeader>,
        pool: UserPool,
        pool_is_given: bool,
    ) -> Result<Self, SchemaError> {
        let (header, header_origin) = match header {
            Some(header) => (header, HeaderOrigin::Given),
            None if pool_is_given => (CsvHeader::of_pool(&pool), HeaderOrigin::DerivedFromPool),
            None => (CsvHeader::standard(), HeaderOrigin::Standard),
        };
        if let (Some(of_header), Some(of_pool)) = (header.user_pool_id(), pool.id.as_deref())
            && of_header != of_pool
        {
            return Err(SchemaError::pools_differ(of_header, of_pool));
        }
        let mut columns: Vec<Column> = Vec::with_capacity(header.names().len());
        let mut seen = HashSet::with_capacity(header.names().len());
        for (place, name) in header.names().iter().enumerate() {
            if !seen.insert(name.as_str()) {
                return Err(SchemaError::column_is_duplicated(name));
            }
            let index = u16::try_from(place).map_err(|_| SchemaError::TooManyColumns)?;
            columns.push(pool.column(name, ColumnId(index)));
        }
        let mut known = KnownColumns::default();
        for column in &columns {
            let place = match column.name() {
                USERNAME => &mut known.username,
                MFA_ENABLED => &mut known.mfa_enabled,
                PASSWORD_HASH => &mut known.password_hash,
                "email" => &mut known.email,
                "email_verified" => &mut known.email_verified,
                "phone_number" => &mut known.phone_number,
                "phone_number_verified" => &mut known.phone_number_verified,
                "preferred_username" => &mut known.preferred_username,
                "birthdate" => &mut known.birthdate,
                "updated_at" => &mut known.updated_at,
                _ => continue,
            };
            *place = Some(column.id);
        }
        Ok(Self {
            columns,
            known,
            pool,
            header_origin,
            pool_is_given,
            algorithm: None,
            has_algorithms_of_hashes: false,
        })
    }

    /// The same for a job that names a password hashing algorithm.
    #[must_use]
    pub const fn with_password_hashing_algorithm(
        mut self,
        algorithm: Option<PasswordHashingAlgorithm>,
    ) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// The same for several jobs, each of which takes the hashes of one algorithm: what a hash looks like says which
    /// job it goes to.
    #[must_use]
    pub const fn with_algorithms_of_hashes(mut self) -> Self {
        self.algorithm = None;
        self.has_algorithms_of_hashes = true;
        self
    }

    /// Whether password hashes are imported: by a job that names an algorithm, or by one for each.
    pub const fn imports_password_hashes(&self) -> bool {
        self.algorithm.is_some() || self.has_algorithms_of_hashes
    }

    /// The algorithm of the job that a hash goes to.
    pub fn algorithm_of(&self, hash: &str) -> Option<PasswordHashingAlgorithm> {
        if self.has_algorithms_of_hashes {
            crate::values::password_hash::looks_like(hash)
        } else {
            self.algorithm
        }
    }

    /// The columns, in the order of the CSVHeader.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The header of an import file, with its line end.
    pub fn header_line(&self) -> Vec<u8> {
        let mut line = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            if place > 0 {
                line.push(b',');
            }
            cognito::write_field(column.name(), &mut line);
        }
        line.push(b'\n');
        line
    }

    /// One column.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.get(id.index())
    }

    /// A column's name, for a report.
    pub fn column_name(&self, id: ColumnId) -> &str {
        self.column(id).map_or("", Column::name)
    }

    /// The column of exactly this name.
    pub fn column_named(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name() == name)
    }

    /// The columns that the rules ask for by name.
    pub const fn known(&self) -> &KnownColumns {
        &self.known
    }

    /// The pool's settings.
    pub const fn pool(&self) -> &UserPool {
        &self.pool
    }

    /// Where the CSVHeader came from.
    pub const fn header_origin(&self) -> HeaderOrigin {
        self.header_origin
    }

    /// Whether a pool was given; otherwise its settings are assumed.
    pub const fn pool_is_given(&self) -> bool {
        self.pool_is_given
    }

    /// The job's password hashing algorithm.
    pub const fn password_hashing_algorithm(&self) -> Option<PasswordHashingAlgorithm> {
        self.algorithm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> CsvHeader {
        CsvHeader::parse(text).unwrap()
    }

    fn pool(text: &str) -> UserPool {
        UserPool::parse(text).unwrap()
    }

    #[test]
    fn without_documents_the_standard_columns_and_the_assumed_pool_stand_in() {
        let schema = Schema::new(None, None).unwrap();
        assert_eq!(schema.header_origin(), HeaderOrigin::Standard);
        assert!(!schema.pool_is_given());
        assert_eq!(schema.pool(), &UserPool::assumed());
        assert_eq!(schema.columns().len(), 21);
        let known = schema.known();
        assert_eq!(known.password_hash, None);
        assert_eq!(
            known.username.map(|id| schema.column_name(id)),
            Some(USERNAME)
        );
        assert_eq!(
            known.updated_at.map(|id| schema.column_name(id)),
            Some("updated_at")
        );
    }

    #[test]
    fn a_given_header_keeps_its_order_and_gets_the_pool_s_definitions() {
        let schema = Schema::new(
            Some(header("password_hash,custom:age,email,cognito:username")),
            Some(pool(
                r#"{"SchemaAttributes":[{"Name":"custom:age","AttributeDataType":"Number"},
                    {"Name":"custom:other"}]}"#,
            )),
        )
        .unwrap();
        assert_eq!(schema.header_origin(), HeaderOrigin::Given);
        assert!(schema.pool_is_given());
        let names: Vec<_> = schema.columns().iter().map(Column::name).collect();
        assert_eq!(
            names,
            ["password_hash", "custom:age", "email", "cognito:username"]
        );
        for (index, column) in schema.columns().iter().enumerate() {
            assert_eq!(column.id.index(), index);
            assert_eq!(schema.column(column.id), Some(column));
        }
        let age = schema.column_named("custom:age").unwrap();
        assert_eq!(age.attribute.data_type, AttributeDataType::Number);
        assert_eq!(schema.known().password_hash, Some(ColumnId(0)));
        assert_eq!(schema.known().mfa_enabled, None);
        assert_eq!(schema.column_named("custom:other"), None);
    }

    #[test]
    fn a_header_is_derived_from_a_pool_alone() {
        let schema = Schema::new(
            None,
            Some(pool(r#"{"SchemaAttributes":[{"Name":"custom:a"}]}"#)),
        )
        .unwrap();
        assert_eq!(schema.header_origin(), HeaderOrigin::DerivedFromPool);
        assert_eq!(schema.columns().len(), 22);
    }

    #[test]
    fn documents_of_different_pools_do_not_join() {
        let answer = r#"{"UserPoolId":"a_1","CSVHeader":["email"]}"#;
        let error = Schema::new(
            Some(header(answer)),
            Some(pool(r#"{"UserPool":{"Id":"b_2"}}"#)),
        )
        .unwrap_err();
        assert!(error.is_conflict());
        assert!(
            Schema::new(
                Some(header(answer)),
                Some(pool(r#"{"UserPool":{"Id":"a_1"}}"#))
            )
            .is_ok()
        );
        assert!(Schema::new(Some(header(answer)), Some(pool(r#"{"Policies":{}}"#))).is_ok());
        assert!(
            Schema::new(
                Some(header("email")),
                Some(pool(r#"{"UserPool":{"Id":"b_2"}}"#))
            )
            .is_ok()
        );
    }

    #[test]
    fn a_column_stands_once() {
        let error = Schema::new(Some(header("email,name,email")), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the CSVHeader names the column email twice"
        );
        assert!(Schema::new(Some(header("email,Email")), None).is_ok());
    }

    #[test]
    fn as_many_columns_as_a_header_may_have_are_joined_soon() {
        let names: Vec<String> = (0..65_535).map(|n| format!("custom:{n}")).collect();
        let schema = Schema::new(Some(header(&names.join(","))), None).unwrap();
        assert_eq!(schema.columns().len(), 65_535);
        assert_eq!(schema.columns().last().unwrap().id.index(), 65_534);
    }
}
