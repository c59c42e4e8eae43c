//! Challenges that wait for an answer: each is answered once, in its time, by the client that has it.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};

use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{choice::Otp, srp::Handshake};
use crate::import_job::{ApiError, ErrorKind, Factor, Moment, UserNumber, client::Client, random};

/// How many challenges are open at a time at most.
const MOST: usize = 100_000;
/// How many random bytes make a session as long as the service's.
const FILLER: usize = 1_100;
const ID: usize = 16;
const MAC: usize = 32;

/// The challenges that wait for an answer.
#[derive(Default)]
pub(in crate::import_job) struct Challenges {
    /// Signs sessions, so that one which was given out is told from any other text.
    key: OnceLock<[u8; 32]>,
    open: Mutex<HashMap<u128, Challenge>>,
}

/// A challenge that waits for an answer.
pub(super) struct Challenge {
    pub(super) client_id: String,
    /// The user; none where it is made up.
    pub(super) user: Option<UserNumber>,
    /// The stored username, or what was sent for a user who is made up.
    pub(super) username: String,
    pub(super) expires: Moment,
    pub(super) stage: Stage,
    /// How many wrong answers were given.
    pub(super) wrong: u8,
}

/// What is asked.
pub(super) enum Stage {
    /// PASSWORD_VERIFIER.
    Srp(Box<Handshake>),
    /// NEW_PASSWORD_REQUIRED.
    NewPassword,
    /// SOFTWARE_TOKEN_MFA.
    SoftwareToken,
    /// SMS_MFA or EMAIL_OTP, with the code that was sent.
    Code { factor: Factor, code: String },
    /// `SELECT_MFA_TYPE`, out of these.
    SelectMfa(Vec<Factor>),
    /// MFA_SETUP, which can be answered once an authenticator application was added.
    MfaSetup { is_done: bool },
    /// `SELECT_CHALLENGE`, or `PASSWORD` once that is chosen.
    Choice,
    /// EMAIL_OTP or SMS_OTP.
    Otp(Otp),
}

/// What a client is given to answer a challenge with.
pub(super) struct Ticket {
    pub(super) session: String,
    /// The same for PASSWORD_VERIFIER, whose answer some libraries send without a session.
    pub(super) secret_block: String,
}

/// How a client names the challenge that it answers.
#[derive(Clone, Copy)]
pub(super) enum Named<'r> {
    Session(&'r str),
    SecretBlock(&'r str),
}

fn invalid_session(why: &str) -> ApiError {
    ApiError::new(
        ErrorKind::NotAuthorized,
        format!("Invalid session for the user{why}."),
    )
}

impl Challenge {
    /// A challenge of this client that begins now.
    pub(super) fn new(
        client: &Client,
        (user, username): (Option<UserNumber>, &str),
        now: Moment,
        stage: Stage,
    ) -> Self {
        Self {
            client_id: client.client_id.clone(),
            user,
            username: username.to_owned(),
            expires: now.after(client.settings.session_life()),
            stage,
            wrong: 0,
        }
    }
}

impl Challenges {
    fn lock(&self) -> MutexGuard<'_, HashMap<u128, Challenge>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mac(&self, label: &[u8], parts: &[&[u8]]) -> Result<Hmac<Sha256>, ApiError> {
        let key = if let Some(key) = self.key.get() {
            key
        } else {
            let mut fresh = [0; 32];
            random::fill(&mut fresh)?;
            self.key.get_or_init(|| fresh)
        };
        let mut mac = Hmac::<Sha256>::new_from_slice(key)
            .map_err(|_| ApiError::internal_because("a key has no length".to_owned()))?;
        mac.update(label);
        for part in parts {
            mac.update(part);
        }
        Ok(mac)
    }

    /// A salt for a user who is made up, the same whenever it is asked for.
    pub(super) fn made_up_salt(&self, pool_id: &str, name: &str) -> Result<[u8; 16], ApiError> {
        let mac = self.mac(b"salt", &[pool_id.as_bytes(), b":", name.as_bytes()])?;
        let mut salt = [0; 16];
        for (byte, from) in salt.iter_mut().zip(mac.finalize().into_bytes()) {
            *byte = from;
        }
        Ok(salt)
    }

    /// Opens a challenge.
    pub(super) fn open(&self, challenge: Challenge, now: Moment) -> Result<Ticket, ApiError> {
        let mut id = [0; ID];
        random::fill(&mut id)?;
        let expires = challenge.expires;
        {
            let mut open = self.lock();
            if open.len() >= MOST || open.len() % 1024 == 1023 {
                open.retain(|_, challenge| now < challenge.expires);
            }
            if open.len() >= MOST {
                return Err(ApiError::new(
                    ErrorKind::TooManyRequests,
                    "Too many requests.",
                ));
            }
            open.insert(u128::from_be_bytes(id), challenge);
        }
        Ok(Ticket {
            session: BASE64_URL_SAFE_NO_PAD.encode(self.sealed(b"session", id, expires)?),
            secret_block: BASE64_STANDARD.encode(self.sealed(b"block", id, expires)?),
        })
    }

    fn sealed(&self, label: &[u8], id: [u8; ID], expires: Moment) -> Result<Vec<u8>, ApiError> {
        let mut bytes = id.to_vec();
        bytes.extend_from_slice(&expires.millis().to_be_bytes());
        let mut filler = vec![0; FILLER];
        random::fill(&mut filler)?;
        bytes.append(&mut filler);
        let mac = self.mac(label, &[&bytes])?.finalize().into_bytes();
        bytes.extend_from_slice(&mac);
        Ok(bytes)
    }

    /// Takes the challenge that a client names; from here on it is answered. Where the operation is one
    /// of no client, the challenge may be that of any.
    pub(super) fn take(
        &self,
        named: Named<'_>,
        client: Option<&Client>,
        now: Moment,
    ) -> Result<(u128, Challenge), ApiError> {
        let unknown = || invalid_session("");
        let (label, bytes) = match named {
            Named::Session(text) => (&b"session"[..], BASE64_URL_SAFE_NO_PAD.decode(text)),
            Named::SecretBlock(text) => (&b"block"[..], BASE64_STANDARD.decode(text)),
        };
        let bytes = bytes.map_err(|_| unknown())?;
        let (sealed, mac) = bytes.split_last_chunk::<MAC>().ok_or_else(unknown)?;
        self.mac(label, &[sealed])?
            .verify_slice(mac)
            .map_err(|_| unknown())?;
        let (id, rest) = sealed.split_first_chunk::<ID>().ok_or_else(unknown)?;
        let (expires, _) = rest.split_first_chunk::<8>().ok_or_else(unknown)?;
        if now >= Moment::of_millis(i64::from_be_bytes(*expires)) {
            return Err(invalid_session(", session is expired"));
        }
        let id = u128::from_be_bytes(*id);
        let mut open = self.lock();
        match open.remove(&id) {
            Some(challenge)
                if client.is_none_or(|client| challenge.client_id == client.client_id) =>
            {
                Ok((id, challenge))
            }
            Some(challenge) => {
                // A stranger's answer is none.
                open.insert(id, challenge);
                Err(unknown())
            }
            None => Err(invalid_session(", session can only be used once")),
        }
    }

    /// Lets a challenge be answered again, whose answer can be corrected.
    pub(super) fn restore(&self, (id, challenge): (u128, Challenge)) {
        self.lock().insert(id, challenge);
    }
}

/// The session is not one of this challenge.
pub(super) fn other_challenge() -> ApiError {
    invalid_session("")
}

/// How far the time of a claim may be off. “Within a few seconds” is documented; the clocks of a laptop
/// and a container differ by more.
pub(super) const CLAIM_TOLERANCE: Duration = Duration::from_secs(5 * 60);
