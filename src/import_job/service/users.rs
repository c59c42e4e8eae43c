//! The operations around users. No answer has a password hash.

use super::{ImportService, filter::Filter, wire};
use crate::{
    import_job::{
        ApiError, Factors, Pool, User, UserNumber,
        constraints::{self, Violations},
        names::folded,
        sign_in,
        user::uuid_bits,
    },
    schema::UserPool,
};

/// How many users an answer has at most, also where the request does not say (BOTO).
const MOST: i64 = 60;
/// How many users are looked at in one reading while a filter is at work.
const AT_A_TIME: usize = 1_000;

impl ImportService {
    /// ListUsers, in the order in which the users were made.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException.
    pub fn list_users(
        &self,
        request: &wire::ListUsersRequest,
    ) -> Result<wire::ListUsersResponse, ApiError> {
        let mut violations = Violations::default();
        let pool_id = violations.required(
            "userPoolId",
            request.user_pool_id.as_deref(),
            &constraints::USER_POOL_ID,
        );
        violations.number("limit", request.limit, 0, MOST);
        let token = violations.optional(
            "paginationToken",
            request.pagination_token.as_deref(),
            &constraints::PAGINATION_KEY,
        );
        let wanted = request.attributes_to_get.as_deref();
        for (place, name) in wanted.into_iter().flatten().enumerate() {
            violations.optional(
                &format!("attributesToGet.{}.member", place + 1),
                Some(name),
                &constraints::FULL_ATTRIBUTE_NAME,
            );
        }
        let filter = violations.optional("filter", request.filter.as_deref(), &constraints::FILTER);
        violations.check()?;
        let filter = Filter::parse(filter.unwrap_or_default())?;
        let (_, pool) = self.pool_settings(pool_id)?;
        self.check_wanted(pool_id, request.attributes_to_get.as_deref(), &pool)?;
        let after = token.map_or(Ok(0), number_of_token)?;
        let wanted = request.limit.filter(|limit| *limit > 0).unwrap_or(MOST);
        let wanted = usize::try_from(wanted).unwrap_or(1);
        let mut users = self.matching(pool_id, after, wanted + 1, filter.as_ref())?;
        let has_more = users.len() > wanted;
        users.truncate(wanted);
        let pagination_token = users
            .last()
            .filter(|_| has_more)
            .map(|(number, _)| token_of(*number));
        Ok(wire::ListUsersResponse {
            users: users
                .iter()
                .map(|(_, user)| listed(user, request.attributes_to_get.as_deref()))
                .collect(),
            pagination_token,
        })
    }

    /// Users after one, as many as are wanted, that a filter admits.
    fn matching(
        &self,
        pool_id: &str,
        mut after: UserNumber,
        wanted: usize,
        filter: Option<&Filter>,
    ) -> Result<Vec<(UserNumber, User)>, ApiError> {
        let Some(filter) = filter else {
            return Ok(self.store().users(pool_id, after, wanted)?);
        };
        if let Some(sub) = filter.sub() {
            let found = match uuid_bits(sub) {
                Some(sub) => self.store().user_of_sub(pool_id, sub)?,
                None => None,
            };
            return Ok(found
                .into_iter()
                .filter(|(number, _)| *number > after)
                .collect());
        }
        let mut found = Vec::new();
        loop {
            let users = self.store().users(pool_id, after, AT_A_TIME)?;
            let Some((last, _)) = users.last() else {
                return Ok(found);
            };
            after = *last;
            found.extend(users.into_iter().filter(|(_, user)| filter.admits(user)));
            if found.len() >= wanted {
                found.truncate(wanted);
                return Ok(found);
            }
        }
    }

    /// AdminGetUser, by username, alias or `sub`.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, UserNotFoundException.
    pub fn admin_get_user(
        &self,
        request: &wire::AdminUserRequest,
    ) -> Result<wire::AdminGetUserResponse, ApiError> {
        let (pool_id, (number, user)) = self.user_of(request)?;
        let factors = self.store().factors(pool_id, number)?;
        Ok(wire::AdminGetUserResponse::of(&user, &factors))
    }

    /// AdminDeleteUser.
    ///
    /// # Errors
    ///
    /// InvalidParameterException, ResourceNotFoundException, UserNotFoundException.
    pub fn admin_delete_user(&self, request: &wire::AdminUserRequest) -> Result<(), ApiError> {
        let (pool_id, (number, _)) = self.user_of(request)?;
        Ok(self.store().delete_user(pool_id, number)?)
    }

    fn user_of<'r>(
        &self,
        request: &'r wire::AdminUserRequest,
    ) -> Result<(&'r str, (UserNumber, User)), ApiError> {
        let mut violations = Violations::default();
        let pool_id = violations.required(
            "userPoolId",
            request.user_pool_id.as_deref(),
            &constraints::USER_POOL_ID,
        );
        let name = violations.required(
            "username",
            request.username.as_deref(),
            &constraints::USERNAME,
        );
        violations.check()?;
        let (_, pool) = self.pool_settings(pool_id)?;
        let user = self.find_user(pool_id, &pool, name)?;
        Ok((pool_id, user.ok_or_else(ApiError::no_user)?))
    }

    /// The user of this username, alias or `sub`.
    pub(in crate::import_job) fn find_user(
        &self,
        pool_id: &str,
        pool: &UserPool,
        name: &str,
    ) -> Result<Option<(UserNumber, User)>, ApiError> {
        let user = self.store().user_named(pool_id, &folded(pool, name))?;
        match uuid_bits(name) {
            Some(sub) if user.is_none() => Ok(self.store().user_of_sub(pool_id, sub)?),
            _ => Ok(user),
        }
    }

    /// The user of this number.
    pub(in crate::import_job) fn user_numbered(
        &self,
        pool_id: &str,
        number: UserNumber,
    ) -> Result<Option<User>, ApiError> {
        let users = self.store().users(pool_id, number.saturating_sub(1), 1)?;
        let found = users.into_iter().find(|(other, _)| *other == number);
        Ok(found.map(|(_, user)| user))
    }

    /// Attributes that the pool does not have cannot be asked for.
    fn check_wanted(
        &self,
        pool_id: &str,
        wanted: Option<&[String]>,
        pool: &UserPool,
    ) -> Result<(), ApiError> {
        let Some(wanted) = wanted else { return Ok(()) };
        let columns = self.csv_header(pool_id)?;
        let is_known = |name: &String| {
            name == "sub" || columns.contains(name) || pool.attribute(name).is_some()
        };
        if wanted.iter().all(is_known) {
            Ok(())
        } else {
            Err(ApiError::invalid(
                "One or more requested attributes do not exist in user pool.",
            ))
        }
    }
}

impl wire::AdminGetUserResponse {
    pub(in crate::import_job) fn of(user: &User, factors: &Factors) -> Self {
        let listed = listed(user, None);
        let enabled = sign_in::enabled(user, factors);
        let names = enabled.iter().map(|factor| factor.as_str().to_owned());
        let preferred = sign_in::preferred(user, factors);
        Self {
            username: listed.username,
            user_attributes: listed.attributes,
            user_create_date: listed.user_create_date,
            user_last_modified_date: listed.user_last_modified_date,
            enabled: listed.enabled,
            user_status: listed.user_status,
            mfa_options: listed.mfa_options,
            user_mfa_setting_list: (!enabled.is_empty()).then(|| names.collect()),
            preferred_mfa_setting: preferred.map(|factor| factor.as_str().to_owned()),
        }
    }
}

/// A user with the pool that the user belongs to.
pub(in crate::import_job) struct Account {
    pub(in crate::import_job) pool: Pool,
    pub(in crate::import_job) settings: UserPool,
    pub(in crate::import_job) number: UserNumber,
    pub(in crate::import_job) user: User,
}

impl ImportService {
    /// The user of this username, alias or `sub`, who has to be there.
    pub(in crate::import_job) fn account(
        &self,
        pool_id: &str,
        name: &str,
    ) -> Result<Account, ApiError> {
        let (pool, settings) = self.pool_settings(pool_id)?;
        let found = self.find_user(pool_id, &settings, name)?;
        let (number, user) = found.ok_or_else(ApiError::no_user)?;
        Ok(Account {
            pool,
            settings,
            number,
            user,
        })
    }
}

impl wire::UserType {
    /// A user as a list shows one.
    pub(in crate::import_job) fn of(user: &User) -> Self {
        listed(user, None)
    }
}

/// A user as a list shows one.
fn listed(user: &User, wanted: Option<&[String]>) -> wire::UserType {
    let is_wanted = |name: &str| wanted.is_none_or(|wanted| wanted.iter().any(|one| one == name));
    let sub = user.sub_text();
    let attributes = std::iter::once(("sub", sub.as_str()))
        .chain(user.attributes.iter())
        .filter(|(name, _)| is_wanted(name))
        .map(|(name, value)| wire::AttributeType {
            name: name.to_owned(),
            value: value.to_owned(),
        });
    wire::UserType {
        username: user.username.to_string(),
        attributes: attributes.collect(),
        user_create_date: user.created,
        user_last_modified_date: user.modified,
        enabled: user.enabled,
        user_status: user.status.as_str().to_owned(),
        mfa_options: user.mfa_enabled.then(|| {
            vec![wire::MfaOptionType {
                delivery_medium: "SMS".to_owned(),
                attribute_name: "phone_number".to_owned(),
            }]
        }),
    }
}

pub(in crate::import_job) fn token_of(number: UserNumber) -> String {
    format!("{number:016x}")
}

pub(in crate::import_job) fn number_of_token(token: &str) -> Result<UserNumber, ApiError> {
    let number = UserNumber::from_str_radix(token, 16).ok();
    number
        .filter(|number| token_of(*number) == token)
        .ok_or_else(|| ApiError::invalid("Invalid pagination token."))
}
