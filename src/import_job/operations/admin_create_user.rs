//! AdminCreateUser: makes a user with a temporary password, or invites one again.

use serde::{Deserialize, Serialize};

use crate::{
    import_job::{
        AccountStatus, ApiError, Attributes, ErrorKind, ImportService, NewUser, PasswordVerifier,
        Pool, User,
        attributes::{address_exists, changed, check_attributes, check_required, check_username},
        names::sign_in_keys,
        random::Numbers,
        service::Account,
        sign_in::{Address, check_policy, set_password, temporary_password},
        user::{uuid_of_random, uuid_text},
        wire::{AttributeType, UserType},
    },
    schema::{FirstAuthFactor, UserPool},
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Request {
    user_pool_id: String,
    username: String,
    #[serde(default)]
    user_attributes: Vec<AttributeType>,
    temporary_password: Option<String>,
    force_alias_creation: Option<bool>,
    message_action: Option<String>,
    #[serde(default)]
    desired_delivery_mediums: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Answer {
    user: UserType,
}

pub(super) fn run(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    if request.message_action.as_deref() == Some("RESEND") {
        return invite_again(service, request);
    }
    let _making = service.working();
    let (pool, settings) = service.pool_settings(&request.user_pool_id)?;
    check_username(&settings, &request.username)?;
    check_attributes(&settings, &request.user_attributes, false)?;
    let mut attributes = changed(&Attributes::default(), &request.user_attributes);
    let signs_in_with_address = !settings.username_attributes.is_empty();
    if signs_in_with_address {
        attributes = with_address(&attributes, &request.username);
    }
    check_required(&settings, &attributes)?;
    if service.is_taken(&pool.id, &settings, &request.username)? {
        return Err(exists());
    }
    let now = service.settings().clock.now();
    let sub = uuid_of_random(Numbers::default().next()?);
    let mut user = User {
        username: if signs_in_with_address {
            uuid_text(sub).into()
        } else {
            request.username.as_str().into()
        },
        sub,
        attributes,
        status: AccountStatus::Confirmed,
        enabled: true,
        mfa_enabled: false,
        password_hash: None,
        created: now,
        modified: now,
        verifier: None,
    };
    if request.force_alias_creation != Some(true)
        && let Some(address) = service.alias_of_another(&pool.id, &settings, (None, &user))?
    {
        return Err(address_exists(&address));
    }
    let password = password((&pool, &settings), request)?;
    if let Some(password) = &password {
        let verifier = password.verifier(service, &pool.id, &user.username)?;
        set_password(&mut user, verifier, AccountStatus::ForceChangePassword);
    }
    let new = NewUser {
        names: sign_in_keys(&settings, &user),
        user: user.clone(),
    };
    let answer = Answer {
        user: UserType::of(&user),
    };
    if service.store().insert_users(&pool.id, vec![new])? == 0 {
        return Err(exists());
    }
    invite(service, &pool.id, (request, password), &user);
    Ok(answer)
}

fn exists() -> ApiError {
    ApiError::new(ErrorKind::UsernameExists, "User account already exists")
}

/// In a pool whose users sign in with an address: the attributes with the username as that address.
fn with_address(attributes: &Attributes, username: &str) -> Attributes {
    let name = if username.contains('@') {
        "email"
    } else {
        "phone_number"
    };
    let address = AttributeType {
        name: name.to_owned(),
        value: username.to_owned(),
    };
    // What the request says of the address itself stays: that it is verified.
    let verified = format!("{name}_verified");
    let verified = attributes.get(&verified).map(|value| AttributeType {
        name: verified.clone(),
        value: value.to_owned(),
    });
    let given: Vec<AttributeType> = std::iter::once(address).chain(verified).collect();
    changed(attributes, &given)
}

/// A temporary password.
enum Password {
    Given(String),
    Made(String),
}

impl Password {
    fn verifier(
        &self,
        service: &ImportService,
        pool_id: &str,
        username: &str,
    ) -> Result<PasswordVerifier, ApiError> {
        let (Self::Given(password) | Self::Made(password)) = self;
        let now = service.settings().clock.now();
        Ok(PasswordVerifier::of_password(
            pool_id, username, password, now,
        )?)
    }
}

/// The temporary password of a request, or one that is made here. In a pool that signs users in without
/// passwords a user who is given none has none (D).
fn password(
    (pool, settings): (&Pool, &UserPool),
    request: &Request,
) -> Result<Option<Password>, ApiError> {
    let given = request.temporary_password.as_deref();
    if let Some(given) = given.filter(|password| !password.is_empty()) {
        check_policy(&pool.document, given)?;
        return Ok(Some(Password::Given(given.to_owned())));
    }
    let needs_none = settings
        .first_auth_factors
        .iter()
        .any(|factor| matches!(factor, FirstAuthFactor::EmailOtp | FirstAuthFactor::SmsOtp));
    if needs_none {
        return Ok(None);
    }
    Ok(Some(Password::Made(temporary_password(&pool.document)?)))
}

/// Keeps the message with which a user would be invited. A password that the administrator has chosen
/// is not shown in it.
fn invite(
    service: &ImportService,
    pool_id: &str,
    (request, password): (&Request, Option<Password>),
    user: &User,
) {
    let Some(Password::Made(password)) = password else {
        return;
    };
    if request.message_action.as_deref() == Some("SUPPRESS") {
        return;
    }
    let mediums = &request.desired_delivery_mediums;
    let wants = |medium: &str| mediums.is_empty() || mediums.iter().any(|one| one == medium);
    let has = |address: &Address| user.attributes.get(address.attribute()).is_some();
    let address = [(Address::PhoneNumber, "SMS"), (Address::Email, "EMAIL")]
        .into_iter()
        .find_map(|(address, medium)| (wants(medium) && has(&address)).then_some(address));
    // Without an address nobody is invited, but the person who rehearses needs the password.
    let address = address.unwrap_or(Address::Email);
    service.send_code((pool_id, user), address, "AdminCreateUser", password);
}

/// Gives a user who was invited before another temporary password, and the whole time to use it.
fn invite_again(service: &ImportService, request: &Request) -> Result<Answer, ApiError> {
    let Account {
        pool,
        settings,
        number,
        mut user,
    } = service.account(&request.user_pool_id, &request.username)?;
    if user.status != AccountStatus::ForceChangePassword {
        return Err(ApiError::new(
            ErrorKind::UnsupportedUserState,
            "Resend not possible. The user's status is not FORCE_CHANGE_PASSWORD",
        ));
    }
    let password = password((&pool, &settings), request)?;
    if let Some(password) = &password {
        let verifier = password.verifier(service, &pool.id, &user.username)?;
        service.store().change_user(&pool.id, number, &mut |kept| {
            set_password(kept, verifier.clone(), AccountStatus::ForceChangePassword);
            user = kept.clone();
            None
        })?;
    }
    invite(service, &pool.id, (request, password), &user);
    Ok(Answer {
        user: UserType::of(&user),
    })
}
