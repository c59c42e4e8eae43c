//! App clients: what an application may do, and how long its tokens live.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::{ApiError, ErrorKind, ImportService, Moment, StoredClient, random};
use crate::schema::UserPool;

/// How many clients a pool may have (QUOTA).
pub(super) const CLIENTS_PER_POOL: u64 = 1000;
/// How many minutes the session of a challenge lives (BOTO).
const SESSION_MINUTES: u64 = 3;
/// How many days a refresh token lives where the client does not say, or says 0 (BOTO).
const REFRESH_DAYS: u64 = 30;
/// The scopes that every pool has.
const SCOPES: [&str; 5] = [
    "phone",
    "email",
    "openid",
    "profile",
    "aws.cognito.signin.user.admin",
];
const DAY: u64 = 24 * 60 * 60;

/// What a client is set up with: what CreateUserPoolClient and UpdateUserPoolClient both take, and every
/// answer has.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub(super) struct ClientSettings {
    pub(super) refresh_token_validity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) access_token_validity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id_token_validity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token_validity_units: Option<TokenValidityUnits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) write_attributes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) explicit_auth_flows: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) supported_identity_providers: Option<Vec<String>>,
    #[serde(rename = "CallbackURLs", skip_serializing_if = "Option::is_none")]
    pub(super) callback_urls: Option<Vec<String>>,
    #[serde(rename = "LogoutURLs", skip_serializing_if = "Option::is_none")]
    pub(super) logout_urls: Option<Vec<String>>,
    #[serde(rename = "DefaultRedirectURI", skip_serializing_if = "Option::is_none")]
    pub(super) default_redirect_uri: Option<String>,
    #[serde(rename = "AllowedOAuthFlows", skip_serializing_if = "Option::is_none")]
    pub(super) allowed_oauth_flows: Option<Vec<String>>,
    #[serde(rename = "AllowedOAuthScopes", skip_serializing_if = "Option::is_none")]
    pub(super) allowed_oauth_scopes: Option<Vec<String>>,
    #[serde(rename = "AllowedOAuthFlowsUserPoolClient")]
    pub(super) is_oauth_client: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) analytics_configuration: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prevent_user_existence_errors: Option<String>,
    pub(super) enable_token_revocation: Option<bool>,
    pub(super) enable_propagate_additional_user_context_data: Option<bool>,
    pub(super) auth_session_validity: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refresh_token_rotation: Option<RefreshTokenRotation>,
}

/// The units of the three life times.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(
    clippy::struct_field_names,
    reason = "the API model names them so (BOTO)"
)]
pub(super) struct TokenValidityUnits {
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<Unit>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl Unit {
    const fn seconds(self) -> u64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 60 * 60,
            Self::Days => DAY,
        }
    }
}

/// Whether each refresh answers another refresh token.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct RefreshTokenRotation {
    feature: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_grace_period_seconds: Option<u64>,
}

/// A way to sign in that a client allows or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Srp,
    Password,
    AdminPassword,
    Refresh,
    Custom,
    Choice,
}

impl Flow {
    /// The name that allows it.
    const fn name(self) -> &'static str {
        match self {
            Self::Srp => "ALLOW_USER_SRP_AUTH",
            Self::Password => "ALLOW_USER_PASSWORD_AUTH",
            Self::AdminPassword => "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            Self::Refresh => "ALLOW_REFRESH_TOKEN_AUTH",
            Self::Custom => "ALLOW_CUSTOM_AUTH",
            Self::Choice => "ALLOW_USER_AUTH",
        }
    }
}

impl ClientSettings {
    /// What was left out becomes the default where every answer has it (D).
    pub(super) fn with_defaults(mut self) -> Self {
        self.refresh_token_validity = self
            .refresh_token_validity
            .filter(|validity| *validity > 0)
            .or_else(|| {
                Some(REFRESH_DAYS * DAY / self.unit(|units| units.refresh_token, Unit::Days))
            });
        self.is_oauth_client.get_or_insert(false);
        self.enable_token_revocation.get_or_insert(true);
        self.enable_propagate_additional_user_context_data
            .get_or_insert(false);
        self.auth_session_validity.get_or_insert(SESSION_MINUTES);
        self
    }

    fn unit(&self, of: impl Fn(&TokenValidityUnits) -> Option<Unit>, usual: Unit) -> u64 {
        let unit = self.token_validity_units.as_ref().and_then(of);
        unit.unwrap_or(usual).seconds()
    }

    /// How long an access token lives.
    pub(super) fn access_token_life(&self) -> Duration {
        let unit = self.unit(|units| units.access_token, Unit::Hours);
        Duration::from_secs(
            self.access_token_validity
                .map_or(60 * 60, |count| count.saturating_mul(unit)),
        )
    }

    /// How long an ID token lives.
    pub(super) fn id_token_life(&self) -> Duration {
        let unit = self.unit(|units| units.id_token, Unit::Hours);
        Duration::from_secs(
            self.id_token_validity
                .map_or(60 * 60, |count| count.saturating_mul(unit)),
        )
    }

    /// How long a refresh token lives.
    pub(super) fn refresh_token_life(&self) -> Duration {
        let unit = self.unit(|units| units.refresh_token, Unit::Days);
        let count = self.refresh_token_validity.filter(|count| *count > 0);
        Duration::from_secs(count.map_or(REFRESH_DAYS * DAY, |count| count.saturating_mul(unit)))
    }

    /// How long the session of a challenge lives.
    pub(super) fn session_life(&self) -> Duration {
        Duration::from_secs(60 * self.auth_session_validity.unwrap_or(SESSION_MINUTES))
    }

    /// Whether tokens can be revoked.
    pub(super) fn revokes_tokens(&self) -> bool {
        self.enable_token_revocation.unwrap_or(true)
    }

    /// Whether an error must not tell that there is no such user.
    pub(super) fn hides_users(&self) -> bool {
        self.prevent_user_existence_errors.as_deref() == Some("ENABLED")
    }

    /// How long the token before may still be used, where each refresh answers another.
    pub(super) fn rotation(&self) -> Option<Duration> {
        let rotation = self.refresh_token_rotation.as_ref()?;
        (rotation.feature == "ENABLED")
            .then(|| Duration::from_secs(rotation.retry_grace_period_seconds.unwrap_or(0)))
    }

    /// Whether the client allows a way to sign in.
    ///
    /// The three legacy names stand for more than they say: SRP and refreshing are on beside them, but
    /// `CUSTOM_AUTH_FLOW_ONLY` leaves only CUSTOM_AUTH and refreshing (D, older documentation).
    pub(super) fn allows(&self, flow: Flow) -> bool {
        let Some(names) = &self.explicit_auth_flows else {
            return matches!(flow, Flow::Refresh | Flow::Srp | Flow::Custom);
        };
        let has = |name: &str| names.iter().any(|one| one == name);
        if !is_legacy(names) {
            return has(flow.name());
        }
        let is_custom_only = has("CUSTOM_AUTH_FLOW_ONLY");
        match flow {
            Flow::Refresh => true,
            Flow::Custom => is_custom_only,
            Flow::Srp => !is_custom_only,
            Flow::Password => !is_custom_only && has("USER_PASSWORD_AUTH"),
            Flow::AdminPassword => !is_custom_only && has("ADMIN_NO_SRP_AUTH"),
            Flow::Choice => false,
        }
    }

    /// Refuses members that do not fit each other or the pool.
    pub(super) fn check(
        &self,
        (document, pool): (&serde_json::Map<String, Value>, &UserPool),
        has_secret: bool,
        doing: &str,
    ) -> Result<(), ApiError> {
        let flows = self.explicit_auth_flows.as_deref().unwrap_or_default();
        let legacy = flows.iter().filter(|name| !name.starts_with("ALLOW_"));
        let legacy = legacy.count();
        if legacy > 0 && legacy < flows.len() {
            return Err(ApiError::invalid(
                "Legacy authentication flows cannot be set together with those that begin with \
                 ALLOW_.",
            ));
        }
        let has = |name: &str| flows.iter().any(|one| one == name);
        if has(Flow::Choice.name())
            && document.get("UserPoolTier").and_then(Value::as_str) == Some("LITE")
        {
            return Err(ApiError::new(
                ErrorKind::FeatureUnavailableInTier,
                "ALLOW_USER_AUTH is not available in the LITE tier.",
            ));
        }
        if self.rotation().is_some() && has(Flow::Refresh.name()) {
            return Err(ApiError::invalid(
                "Refresh token rotation cannot be enabled together with ALLOW_REFRESH_TOKEN_AUTH.",
            ));
        }
        if self.enable_propagate_additional_user_context_data == Some(true) && !has_secret {
            return Err(ApiError::invalid(
                "EnablePropagateAdditionalUserContextData needs a client that has a secret.",
            ));
        }
        self.check_lives()?;
        for (kind, names) in [
            ("read", &self.read_attributes),
            ("write", &self.write_attributes),
        ] {
            let is_of_pool = |name: &String| {
                pool.attribute(name).is_some()
                    || matches!(name.as_str(), "email_verified" | "phone_number_verified")
            };
            if !names.iter().flatten().all(is_of_pool) {
                return Err(ApiError::invalid(format!(
                    "Invalid {kind} attributes specified while {doing} a client"
                )));
            }
        }
        self.check_oauth(has_secret)
    }

    /// The life times have bounds in seconds, whatever their units are (D).
    fn check_lives(&self) -> Result<(), ApiError> {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        let day = Duration::from_secs(DAY);
        let fits = [
            (self.access_token_life(), minutes(5), day),
            (self.id_token_life(), minutes(5), day),
            (self.refresh_token_life(), minutes(60), day * 3650),
        ]
        .into_iter()
        .all(|(life, least, most)| (least..=most).contains(&life));
        if fits {
            Ok(())
        } else {
            Err(ApiError::invalid("Invalid range for token validity."))
        }
    }

    fn check_oauth(&self, has_secret: bool) -> Result<(), ApiError> {
        let flows = self.allowed_oauth_flows.as_deref().unwrap_or_default();
        let scopes = self.allowed_oauth_scopes.as_deref().unwrap_or_default();
        let invalid = |message| Err(ApiError::new(ErrorKind::InvalidOAuthFlow, message));
        if flows.iter().any(|flow| flow == "client_credentials") {
            if flows.len() > 1 {
                return invalid(
                    "client_credentials flow can not be selected along with code flow or implicit \
                     flow.",
                );
            }
            if !has_secret {
                return invalid(
                    "client_credentials flow can not be selected if client does not have a client \
                     secret.",
                );
            }
        }
        if self.is_oauth_client == Some(true) && (flows.is_empty() || scopes.is_empty()) {
            return Err(ApiError::invalid(
                "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is \
                 allowed to use OAuth flows.",
            ));
        }
        // Resource servers are not served, so a scope of one is taken as it is.
        let is_known = |scope: &String| SCOPES.contains(&scope.as_str()) || scope.contains('/');
        if !scopes.iter().all(is_known) {
            return Err(ApiError::new(
                ErrorKind::ScopeDoesNotExist,
                "A scope does not exist.",
            ));
        }
        if let Some(redirect) = &self.default_redirect_uri
            && !self
                .callback_urls
                .iter()
                .flatten()
                .any(|url| url == redirect)
        {
            return Err(ApiError::invalid(
                "The default redirect URI must be in the list of callback URLs.",
            ));
        }
        Ok(())
    }
}

fn is_legacy(flows: &[String]) -> bool {
    flows.iter().any(|name| !name.starts_with("ALLOW_"))
}

/// A client, as DescribeUserPoolClient answers it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the API model names them so (BOTO)"
)]
pub(super) struct Client {
    pub(super) user_pool_id: String,
    pub(super) client_name: String,
    pub(super) client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) client_secret: Option<String>,
    pub(super) last_modified_date: Moment,
    pub(super) creation_date: Moment,
    #[serde(flatten)]
    pub(super) settings: ClientSettings,
}

impl Client {
    /// A client's id, such as `57cbishk4j24pabc1234567890`.
    pub(super) fn new_id() -> Result<String, ApiError> {
        Ok(random::small_letters(26)?)
    }

    /// A client's secret.
    pub(super) fn new_secret() -> Result<String, ApiError> {
        Ok(random::small_letters(52)?)
    }

    /// Whether this is the client's secret; a client without one has none to send.
    pub(super) fn has_secret(&self, sent: Option<&str>) -> bool {
        match (&self.client_secret, sent) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(secret), Some(sent)) => secret.as_bytes().ct_eq(sent.as_bytes()).into(),
        }
    }

    /// As the store keeps it.
    pub(super) fn to_stored(&self) -> Result<StoredClient, ApiError> {
        match serde_json::to_value(self) {
            Ok(Value::Object(document)) => Ok(StoredClient {
                id: self.client_id.clone(),
                pool_id: self.user_pool_id.clone(),
                document,
            }),
            _ => Err(ApiError::internal_because(
                "an app client cannot be written".into(),
            )),
        }
    }

    fn of_stored(stored: StoredClient) -> Result<Self, ApiError> {
        serde_json::from_value(Value::Object(stored.document))
            .map_err(|_| ApiError::internal_because("an app client cannot be read".into()))
    }
}

impl ApiError {
    /// There is no client of this id, in the service's words.
    pub(super) fn no_client(id: &str) -> Self {
        Self::new(
            ErrorKind::ResourceNotFound,
            format!("User pool client {id} does not exist."),
        )
    }
}

impl ImportService {
    /// The client of this id.
    pub(super) fn client(&self, id: &str) -> Result<Client, ApiError> {
        let stored = self.store().client(id)?;
        Client::of_stored(stored.ok_or_else(|| ApiError::no_client(id))?)
    }

    /// The client of this id in this pool.
    pub(super) fn client_of_pool(&self, pool_id: &str, id: &str) -> Result<Client, ApiError> {
        self.pool(pool_id)?;
        let client = self.client(id)?;
        if client.user_pool_id == pool_id {
            Ok(client)
        } else {
            Err(ApiError::no_client(id))
        }
    }
}
