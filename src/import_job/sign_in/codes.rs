//! Codes that the service would send by e-mail or text message. Nothing is sent: the messages are kept in
//! memory, where the person who rehearses can read them.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use crate::{
    import_job::{ApiError, ErrorKind, ImportService, Moment, User, UserNumber, random},
    values::boolean,
};

/// How long a code for another password is valid (D).
const LIFE: Duration = Duration::from_secs(60 * 60);
/// How many messages are kept.
const MESSAGES: usize = 1_000;

/// Codes, messages, and how many of both.
#[derive(Default)]
pub(in crate::import_job) struct Codes(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The codes for another password, by pool and user.
    codes: HashMap<(String, UserNumber), Code>,
    messages: VecDeque<Message>,
}

#[derive(Default)]
struct Code {
    digits: String,
    /// The attribute whose value the code was sent to.
    address: &'static str,
    expires: Moment,
    /// When codes were asked for within the last hour.
    asked: Vec<Moment>,
    wrong: u32,
}

/// A message that the service would have sent.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Message {
    /// The pool's id.
    pub pool: String,
    /// What the message is for: the operation that asked for it.
    pub kind: &'static str,
    /// The username.
    pub username: String,
    /// Where it would have been sent to.
    pub destination: String,
    /// The code in it.
    pub code: String,
    /// When it would have been sent.
    pub sent: Moment,
}

impl fmt::Debug for Message {
    /// Without the code and the person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .field("sent", &self.sent)
            .finish_non_exhaustive()
    }
}

/// Where a code was sent to, as a client is told.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(in crate::import_job) struct CodeDeliveryDetails {
    pub(super) destination: String,
    pub(super) delivery_medium: &'static str,
    pub(super) attribute_name: &'static str,
}

/// An address of a user that a code can be sent to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::import_job) enum Address {
    Email,
    PhoneNumber,
}

impl Address {
    /// The attribute that has it.
    pub(in crate::import_job) const fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }

    /// The attribute that says whether it is verified.
    pub(in crate::import_job) const fn flag(self) -> &'static str {
        match self {
            Self::Email => "email_verified",
            Self::PhoneNumber => "phone_number_verified",
        }
    }

    const fn medium(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::PhoneNumber => "SMS",
        }
    }

    /// Whether a user has it, verified.
    pub(in crate::import_job) fn is_verified(self, user: &User) -> bool {
        let value = |name| user.attributes.get(name).unwrap_or_default();
        !value(self.attribute()).is_empty() && boolean::parse(value(self.flag())) == Some(true)
    }

    /// What a client is told of it, the value masked.
    pub(super) fn details(self, value: &str) -> CodeDeliveryDetails {
        CodeDeliveryDetails {
            destination: masked(value),
            delivery_medium: self.medium(),
            attribute_name: self.attribute(),
        }
    }
}

/// An address with only what its owner needs to recognise it: `a***@e***` or `+*******0123`.
pub(super) fn masked(address: &str) -> String {
    if let Some((name, domain)) = address.split_once('@') {
        let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        return format!("{}***@{}***", first(name), first(domain));
    }
    let shown = address.chars().count().saturating_sub(4);
    let mask = |(place, c): (usize, char)| if place == 0 || place >= shown { c } else { '*' };
    address.chars().enumerate().map(mask).collect()
}

/// The verified address that a code for another password goes to, by the pool's recovery setting; without
/// one to the phone number before the e-mail address (D).
pub(in crate::import_job) fn recovery_address(
    document: &Map<String, Value>,
    user: &User,
) -> Result<Address, ApiError> {
    let mechanisms = document
        .get("AccountRecoverySetting")
        .and_then(|setting| setting.get("RecoveryMechanisms"))
        .and_then(Value::as_array);
    let mut wanted = vec![Address::PhoneNumber, Address::Email];
    if let Some(mechanisms) = mechanisms {
        let mut by_priority: Vec<&Value> = mechanisms.iter().collect();
        by_priority.sort_by_key(|one| one.get("Priority").and_then(Value::as_i64));
        let name = |one: &Value| match one.get("Name").and_then(Value::as_str) {
            Some("verified_email") => Some(Address::Email),
            Some("verified_phone_number") => Some(Address::PhoneNumber),
            _ => None,
        };
        wanted = by_priority.into_iter().filter_map(name).collect();
        if wanted.is_empty() {
            return Err(ApiError::new(
                ErrorKind::NotAuthorized,
                "Contact administrator to reset password.",
            ));
        }
    }
    wanted
        .into_iter()
        .find(|address| address.is_verified(user))
        .ok_or_else(|| {
            ApiError::invalid(
                "Cannot reset password for the user as there is no registered/verified email or \
                 phone_number",
            )
        })
}

fn too_many() -> ApiError {
    ApiError::new(
        ErrorKind::LimitExceeded,
        "Attempt limit exceeded, please try after some time.",
    )
}

impl Codes {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ImportService {
    /// A code of six digits, or the one that every code is in this rehearsal.
    pub(in crate::import_job) fn new_code(&self) -> Result<String, ApiError> {
        match &self.settings().code {
            Some(code) => Ok(code.clone()),
            None => Ok(random::digits(6)?),
        }
    }

    /// Keeps a message that the service would have sent to a user.
    pub(in crate::import_job) fn send_code(
        &self,
        (pool_id, user): (&str, &User),
        address: Address,
        kind: &'static str,
        code: String,
    ) -> CodeDeliveryDetails {
        let destination = user.attributes.get(address.attribute()).unwrap_or_default();
        let message = Message {
            pool: pool_id.to_owned(),
            kind,
            username: user.username.to_string(),
            destination: destination.to_owned(),
            code,
            sent: self.settings().clock.now(),
        };
        let details = address.details(destination);
        let mut kept = self.sign_in().codes.lock();
        if kept.messages.len() >= MESSAGES {
            kept.messages.pop_front();
        }
        kept.messages.push_back(message);
        tracing::info!("a code would have been sent; /_messages and the page of the pool show it");
        details
    }

    /// Sends a code with which a user can set another password.
    pub(in crate::import_job) fn send_reset_code(
        &self,
        pool_id: &str,
        (number, user): (UserNumber, &User),
        address: Address,
        kind: &'static str,
    ) -> Result<CodeDeliveryDetails, ApiError> {
        let now = self.settings().clock.now();
        let digits = self.new_code()?;
        {
            let mut kept = self.sign_in().codes.lock();
            let code = kept.codes.entry((pool_id.to_owned(), number)).or_default();
            code.asked.retain(|asked| now < asked.after(LIFE));
            if code.asked.len() >= self.settings().behaviour.codes_per_hour {
                return Err(too_many());
            }
            code.asked.push(now);
            code.digits.clone_from(&digits);
            code.address = address.attribute();
            code.expires = now.after(LIFE);
            code.wrong = 0;
        }
        Ok(self.send_code((pool_id, user), address, kind, digits))
    }

    /// Refuses a code for another password that is not the last one sent, or old; answers the attribute
    /// whose value it was sent to. A code that was right is used up by [`Self::spend_reset_code`].
    pub(in crate::import_job) fn check_reset_code(
        &self,
        user: (&str, UserNumber),
        sent: &str,
    ) -> Result<&'static str, ApiError> {
        let now = self.settings().clock.now();
        let mut kept = self.sign_in().codes.lock();
        let code = kept.codes.get_mut(&(user.0.to_owned(), user.1));
        let Some(code) = code.filter(|code| now < code.expires) else {
            return Err(ApiError::new(
                ErrorKind::ExpiredCode,
                "Invalid code provided, please request a code again.",
            ));
        };
        if code.wrong >= self.settings().behaviour.wrong_codes {
            return Err(too_many());
        }
        if !bool::from(code.digits.as_bytes().ct_eq(sent.as_bytes())) {
            code.wrong += 1;
            return Err(wrong_code());
        }
        Ok(code.address)
    }

    /// Lets no code set a user's password any more.
    pub(in crate::import_job) fn spend_reset_code(&self, user: (&str, UserNumber)) {
        let mut kept = self.sign_in().codes.lock();
        if let Some(code) = kept.codes.get_mut(&(user.0.to_owned(), user.1)) {
            code.expires = Moment::default();
        }
    }

    /// The messages that the service would have sent, the newest last: those of one pool, or all.
    pub fn messages(&self, pool_id: Option<&str>) -> Vec<Message> {
        let kept = self.sign_in().codes.lock();
        let is_wanted = |message: &&Message| pool_id.is_none_or(|id| message.pool == id);
        kept.messages.iter().filter(is_wanted).cloned().collect()
    }
}

/// The code for another password is not right.
pub(in crate::import_job) fn wrong_code() -> ApiError {
    ApiError::new(
        ErrorKind::CodeMismatch,
        "Invalid verification code provided, please try again.",
    )
}

/// What a client is told of a user who does not exist, the same whenever it asks: no code was sent.
pub(in crate::import_job) fn made_up_details(name: &str) -> CodeDeliveryDetails {
    if name.contains('@') {
        return Address::Email.details(name);
    }
    let first = name.chars().next().unwrap_or('a');
    Address::Email.details(&format!("{first}@{first}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked_as_the_service_does() {
        assert_eq!(masked("fred@example.com"), "f***@e***");
        assert_eq!(masked("+12025550123"), "+*******0123");
        assert_eq!(masked("ána@éx"), "á***@é***");
        assert_eq!(masked("123"), "123");
        assert_eq!(masked(""), "");
    }
}
