//! Tokens: issued at a sign-in, issued again for a refresh token, and read back.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::passwords::disabled;
use crate::{
    import_job::{
        ApiError, ErrorKind, Group, ImportService, Moment, SignIn, User, UserNumber,
        client::Client,
        random,
        user::{uuid_bits, uuid_of_random, uuid_text},
    },
    schema::STANDARD_CSV_HEADER,
    values::boolean,
};

/// How many groups a user may be in (QUOTA).
const GROUPS_IN_TOKENS: usize = 100;
/// The scope of a sign-in by the API, which the operations on a user's own account demand.
const SCOPE: &str = "aws.cognito.signin.user.admin";
/// The header of a refresh token, which is a JWE.
const REFRESH_HEADER: &str = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ";
/// How long the other parts of a refresh token are, as long as the service's.
const REFRESH_PARTS: [usize; 4] = [342, 16, 1360, 22];

/// What signs in a client: the tokens of one sign-in.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::import_job) struct AuthenticationResult {
    access_token: String,
    expires_in: u64,
    token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    id_token: String,
}

#[derive(Serialize, Deserialize)]
struct AccessClaims {
    sub: String,
    #[serde(
        rename = "cognito:groups",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    groups: Vec<String>,
    iss: String,
    client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin_jti: Option<String>,
    event_id: String,
    token_use: String,
    scope: String,
    auth_time: i64,
    exp: i64,
    iat: i64,
    jti: String,
    username: String,
}

#[derive(Serialize)]
struct IdClaims<'a> {
    sub: &'a str,
    #[serde(rename = "cognito:groups", skip_serializing_if = "<[_]>::is_empty")]
    groups: &'a [String],
    #[serde(rename = "cognito:roles", skip_serializing_if = "Vec::is_empty")]
    roles: Vec<&'a str>,
    #[serde(
        rename = "cognito:preferred_role",
        skip_serializing_if = "Option::is_none"
    )]
    preferred_role: Option<&'a str>,
    iss: &'a str,
    #[serde(rename = "cognito:username")]
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin_jti: Option<String>,
    aud: &'a str,
    event_id: &'a str,
    token_use: &'static str,
    auth_time: i64,
    exp: i64,
    iat: i64,
    jti: String,
    /// The attributes that the client may read.
    #[serde(flatten)]
    attributes: Map<String, Value>,
}

fn uuid() -> Result<u128, ApiError> {
    let mut bytes = [0; 16];
    random::fill(&mut bytes)?;
    Ok(uuid_of_random(u128::from_be_bytes(bytes)))
}

fn new_refresh_token() -> Result<String, ApiError> {
    let mut token = REFRESH_HEADER.to_owned();
    for length in REFRESH_PARTS {
        token.push('.');
        token.push_str(&random::letters(length)?);
    }
    Ok(token)
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// A token that is not taken, in the service's words.
fn refused(message: &'static str) -> ApiError {
    ApiError::new(ErrorKind::NotAuthorized, message)
}

/// The attributes of a user in an ID token. The two flags are booleans, all else is text.
fn readable(client: &Client, user: &User) -> Map<String, Value> {
    let may_read = |name: &str| {
        client.settings.read_attributes.as_ref().map_or_else(
            // Without a list of its own a client reads the standard attributes (BOTO).
            || STANDARD_CSV_HEADER.contains(&name),
            |names| names.iter().any(|one| one == name),
        )
    };
    user.attributes
        .iter()
        .filter(|(name, _)| may_read(name))
        .map(|(name, value)| {
            let value = match name {
                "email_verified" | "phone_number_verified" => {
                    Value::from(boolean::parse(value) == Some(true))
                }
                _ => Value::from(value),
            };
            (name.to_owned(), value)
        })
        .collect()
}

/// The roles of a user's groups.
fn roles(groups: &[Group]) -> Vec<&str> {
    let roles = groups.iter().filter_map(|group| group.role_arn.as_deref());
    roles.collect()
}

/// The role of the group that comes first; none where groups of other roles come first as well (D).
fn preferred_role(groups: &[Group]) -> Option<&str> {
    let first = groups
        .iter()
        .filter(|group| group.role_arn.is_some())
        .filter_map(|group| group.precedence)
        .min()?;
    let mut roles = groups
        .iter()
        .filter(|group| group.precedence == Some(first))
        .filter_map(|group| group.role_arn.as_deref());
    let role = roles.next()?;
    roles.all(|other| other == role).then_some(role)
}

/// Who an access token says is signed in.
pub(in crate::import_job) struct SignedIn {
    pub(in crate::import_job) pool_id: String,
    pub(in crate::import_job) number: UserNumber,
    pub(in crate::import_job) user: User,
}

impl ImportService {
    /// Signs a user in: the tokens, of which the refresh token is kept as a hash.
    pub(in crate::import_job) fn issue(
        &self,
        client: &Client,
        (number, user): (UserNumber, &User),
    ) -> Result<AuthenticationResult, ApiError> {
        let now = self.settings().clock.now();
        let refresh_token = new_refresh_token()?;
        let sign_in = SignIn {
            event: uuid()?,
            pool_id: client.user_pool_id.clone(),
            user: number,
            client_id: client.client_id.clone(),
            origin: uuid()?,
            refresh: hash_of(&refresh_token),
            previous: None,
            at: now,
            expires: now.after(client.settings.refresh_token_life()),
            is_ended: false,
        };
        let mut result = self.tokens(client, user, &sign_in, now)?;
        self.store().insert_sign_in(&sign_in)?;
        result.refresh_token = Some(refresh_token);
        Ok(result)
    }

    /// The groups of a user, by their precedence and then in the order of their making.
    fn groups_in_tokens(&self, pool_id: &str, user: UserNumber) -> Result<Vec<Group>, ApiError> {
        let mut groups = self
            .store()
            .groups_of_user(pool_id, user, None, GROUPS_IN_TOKENS)?;
        groups.sort_by_key(|group| group.precedence.unwrap_or(u32::MAX));
        Ok(groups)
    }

    /// The access token and the ID token of a sign-in.
    fn tokens(
        &self,
        client: &Client,
        user: &User,
        sign_in: &SignIn,
        now: Moment,
    ) -> Result<AuthenticationResult, ApiError> {
        let settings = &client.settings;
        let keys = self.keys(&client.user_pool_id)?;
        let expires = |life: Duration| now.after(life).seconds();
        let (sub, iss) = (user.sub_text(), self.issuer(&client.user_pool_id));
        let event_id = uuid_text(sign_in.event);
        let groups = self.groups_in_tokens(&sign_in.pool_id, sign_in.user)?;
        let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
        let origin = settings.revokes_tokens().then(|| uuid_text(sign_in.origin));
        let id_token = keys.id.sign(&IdClaims {
            sub: &sub,
            groups: &names,
            roles: roles(&groups),
            preferred_role: preferred_role(&groups),
            iss: &iss,
            username: &user.username,
            origin_jti: origin.clone(),
            aud: &client.client_id,
            event_id: &event_id,
            token_use: "id",
            auth_time: sign_in.at.seconds(),
            exp: expires(settings.id_token_life()),
            iat: now.seconds(),
            jti: uuid_text(uuid()?),
            attributes: readable(client, user),
        })?;
        let access_token = keys.access.sign(&AccessClaims {
            sub,
            groups: names,
            iss,
            client_id: client.client_id.clone(),
            origin_jti: origin,
            event_id,
            token_use: "access".to_owned(),
            scope: SCOPE.to_owned(),
            auth_time: sign_in.at.seconds(),
            exp: expires(settings.access_token_life()),
            iat: now.seconds(),
            jti: uuid_text(uuid()?),
            username: user.username.to_string(),
        })?;
        Ok(AuthenticationResult {
            access_token,
            expires_in: settings.access_token_life().as_secs(),
            token_type: "Bearer",
            refresh_token: None,
            id_token,
        })
    }

    /// The sign-in that a refresh token of this client belongs to, and its user.
    pub(in crate::import_job) fn sign_in_of_refresh_token(
        &self,
        client: &Client,
        token: &str,
    ) -> Result<(SignIn, (UserNumber, User)), ApiError> {
        let now = self.settings().clock.now();
        let hash = hash_of(token);
        let sign_in = self
            .store()
            .sign_in_of_token(hash)?
            .filter(|sign_in| sign_in.client_id == client.client_id)
            .ok_or_else(|| refused("Invalid Refresh Token"))?;
        if sign_in.is_ended {
            return Err(refused("Refresh Token has been revoked"));
        }
        if now >= sign_in.expires {
            return Err(refused("Refresh Token has expired"));
        }
        if let Some((previous, replaced)) = sign_in.previous
            && previous == hash
        {
            let grace = client.settings.rotation().unwrap_or_default();
            if now >= replaced.after(grace) {
                return Err(ApiError::new(
                    ErrorKind::RefreshTokenReuse,
                    "Refresh token has been used before",
                ));
            }
        }
        let user = self
            .user_numbered(&sign_in.pool_id, sign_in.user)?
            .ok_or_else(|| refused("Invalid Refresh Token"))?;
        if !user.enabled {
            return Err(disabled());
        }
        let user = (sign_in.user, user);
        Ok((sign_in, user))
    }

    /// Tokens for a refresh token; another refresh token as well where the client rotates them.
    pub(in crate::import_job) fn refresh(
        &self,
        client: &Client,
        token: &str,
        sign_in: &SignIn,
        user: &User,
    ) -> Result<AuthenticationResult, ApiError> {
        let now = self.settings().clock.now();
        let mut result = self.tokens(client, user, sign_in, now)?;
        if client.settings.rotation().is_some() {
            let next = new_refresh_token()?;
            let from = hash_of(token);
            // The token before may be sent again in its grace: it has its successor then already.
            if self
                .store()
                .rotate_token(sign_in.event, from, hash_of(&next), now)?
            {
                result.refresh_token = Some(next);
            }
        }
        Ok(result)
    }

    /// Ends the sign-in of a refresh token of a client. A token that is not known is as good as revoked.
    pub(in crate::import_job) fn revoke(
        &self,
        client: &Client,
        token: &str,
    ) -> Result<(), ApiError> {
        let sign_in = self.store().sign_in_of_token(hash_of(token))?;
        match sign_in.filter(|sign_in| sign_in.client_id == client.client_id) {
            Some(sign_in) => Ok(self.store().end_sign_in(sign_in.event)?),
            None => Ok(()),
        }
    }

    /// Who an access token says is signed in: by its signature, its life time, and whether the sign-in
    /// still holds.
    pub(in crate::import_job) fn signed_in(&self, token: &str) -> Result<SignedIn, ApiError> {
        let invalid = || refused("Invalid Access Token");
        let (message, signature) = token.rsplit_once('.').ok_or_else(invalid)?;
        let (_, payload) = message.split_once('.').ok_or_else(invalid)?;
        let decoded = |text: &str| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| invalid());
        let claims: AccessClaims =
            serde_json::from_slice(&decoded(payload)?).map_err(|_| invalid())?;
        // Whose keys verify the token; nothing else is believed before they have.
        let pool_id = claims.iss.rsplit('/').next().unwrap_or_default();
        let pool = self.store().pool(pool_id)?.ok_or_else(invalid)?;
        let keys = self.keys(&pool.id)?;
        let is_good = keys.access.made(message, &decoded(signature)?)
            && claims.token_use == "access"
            && claims.scope.split(' ').any(|scope| scope == SCOPE);
        if !is_good {
            return Err(invalid());
        }
        if self.settings().clock.now().seconds() >= claims.exp {
            return Err(refused("Access Token has expired"));
        }
        let event = uuid_bits(&claims.event_id).ok_or_else(invalid)?;
        let sign_in = self.store().sign_in(event)?;
        let sign_in = sign_in.filter(|sign_in| !sign_in.is_ended);
        let sign_in = sign_in.ok_or_else(|| refused("Access Token has been revoked"))?;
        let user = self
            .user_numbered(&pool.id, sign_in.user)?
            .ok_or_else(ApiError::no_user)?;
        if !user.enabled {
            return Err(disabled());
        }
        Ok(SignedIn {
            pool_id: pool.id,
            number: sign_in.user,
            user,
        })
    }

    /// The `iss` of a pool's tokens.
    pub(in crate::import_job) fn issuer(&self, pool_id: &str) -> String {
        self.sign_in().local_issuer.get().map_or_else(
            || {
                let region = &self.settings().region;
                format!("https://cognito-idp.{region}.amazonaws.com/{pool_id}")
            },
            |base| format!("{base}/{pool_id}"),
        )
    }

    /// What `/.well-known/openid-configuration` of a pool has. `base` is where the server is reached,
    /// such as `http://127.0.0.1:9230`.
    ///
    /// # Errors
    ///
    /// ResourceNotFoundException where there is no such pool.
    pub fn openid_configuration(&self, pool_id: &str, base: &str) -> Result<Value, ApiError> {
        self.pool(pool_id)?;
        Ok(serde_json::json!({
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": self.issuer(pool_id),
            "jwks_uri": format!("{base}/{pool_id}/.well-known/jwks.json"),
            "response_types_supported": ["code", "token"],
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
        }))
    }

    /// Lets the issuer of tokens be this server, reached as `base`, such as `http://127.0.0.1:9230`, and
    /// not the service. Only the first call counts.
    pub fn set_local_issuer(&self, base: impl Into<String>) {
        let _ = self.sign_in().local_issuer.set(base.into());
    }
}
