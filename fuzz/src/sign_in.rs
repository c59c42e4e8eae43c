//! Arbitrary sequences of operations around one user: a session is answered once, a token that was
//! revoked never works, a disabled user gets nothing, and no factor is passed by.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use arbitrary::{Result, Unstructured};
use cognito_preflight::import_job::{ApiError, ImportService};
use serde_json::{Value, json};

const COGNITO: &str = "AWSCognitoIdentityProviderService";
const PASSWORD: &str = "Aa1!aaaa";
const MODES: [&str; 3] = ["OFF", "OPTIONAL", "ON"];

/// One pool for all inputs: making the keys of its tokens takes longer than all else.
struct Kept {
    service: ImportService,
    pool: String,
    client: String,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static NUMBER: Cell<u64> = const { Cell::new(0) };
}

pub(crate) fn run(u: &mut Unstructured<'_>) -> Result<()> {
    KEPT.with_borrow_mut(|kept| {
        let kept = kept.get_or_insert_with(Kept::new);
        let number = NUMBER.get();
        NUMBER.set(number + 1);
        let name = format!("user{number}");
        kept.make(&name);
        let life = Life {
            kept,
            name: &name,
            is_enabled: true,
            mode: 0,
            has_sms: false,
            sessions: Vec::new(),
            tokens: Vec::new(),
        };
        let lived = life.live(u);
        kept.ok(
            "AdminDeleteUser",
            &json!({"UserPoolId": kept.pool, "Username": name}),
        );
        lived
    })
}

impl Kept {
    fn new() -> Self {
        let service = ImportService::in_memory().expect("a service");
        let mut kept = Self {
            service,
            pool: String::new(),
            client: String::new(),
        };
        let made = kept.ok("CreateUserPool", &json!({"PoolName": "fuzz"}));
        kept.pool = text(&made["UserPool"]["Id"]);
        let flows = [
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
        ];
        let client =
            json!({"UserPoolId": kept.pool, "ClientName": "web", "ExplicitAuthFlows": flows});
        let made = kept.ok("CreateUserPoolClient", &client);
        kept.client = text(&made["UserPoolClient"]["ClientId"]);
        kept
    }

    fn make(&self, name: &str) {
        let attributes = json!([
            {"Name": "phone_number", "Value": "+12065550100"},
            {"Name": "phone_number_verified", "Value": "true"},
        ]);
        self.ok(
            "AdminCreateUser",
            &json!({"UserPoolId": self.pool, "Username": name, "MessageAction": "SUPPRESS",
                "UserAttributes": attributes}),
        );
        let password = json!({"UserPoolId": self.pool, "Username": name, "Password": PASSWORD,
            "Permanent": true});
        self.ok("AdminSetUserPassword", &password);
        self.set_mode(0);
    }

    fn set_mode(&self, mode: usize) {
        let sms = json!({"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"});
        let config = json!({"UserPoolId": self.pool, "MfaConfiguration": MODES[mode],
            "SmsMfaConfiguration": {"SmsConfiguration": sms},
            "SoftwareTokenMfaConfiguration": {"Enabled": true}});
        self.ok("SetUserPoolMfaConfig", &config);
    }

    fn call(&self, operation: &str, body: &Value) -> std::result::Result<Value, ApiError> {
        let target = format!("{COGNITO}.{operation}");
        let answer = self.service.call(&target, body.to_string().as_bytes());
        if let Err(error) = &answer {
            assert_eq!(error.kind().status(), 400, "{error}: {:?}", error.cause());
        }
        answer
    }

    fn ok(&self, operation: &str, body: &Value) -> Value {
        let answer = self.call(operation, body);
        answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// A challenge that was given out, and whether it was answered.
struct Session {
    name: String,
    session: String,
    is_spent: bool,
}

/// The tokens of a sign-in, and whether it was ended.
struct Tokens {
    access: String,
    refresh: String,
    is_ended: bool,
}

/// What must be so of the user, whatever is asked.
struct Life<'k> {
    kept: &'k Kept,
    name: &'k str,
    is_enabled: bool,
    mode: usize,
    has_sms: bool,
    sessions: Vec<Session>,
    tokens: Vec<Tokens>,
}

impl Life<'_> {
    fn live(mut self, u: &mut Unstructured<'_>) -> Result<()> {
        for _ in 0..u.int_in_range(0..=10)? {
            self.step(u)?;
        }
        Ok(())
    }

    fn admin(&self, operation: &str, more: &Value) {
        let mut body = json!({"UserPoolId": self.kept.pool, "Username": self.name});
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        self.kept.ok(operation, &body);
    }

    fn step(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        match u.int_in_range(0..=11)? {
            0..=2 => {
                let password = if u.ratio(3, 4)? { PASSWORD } else { "wrong" };
                let parameters = json!({"USERNAME": self.name, "PASSWORD": password});
                let body = json!({"ClientId": self.kept.client, "AuthFlow": "USER_PASSWORD_AUTH",
                    "AuthParameters": parameters});
                let answer = self.kept.call("InitiateAuth", &body);
                let asks = match self.mode {
                    0 => false,
                    1 => self.has_sms,
                    _ => true,
                };
                if let Ok(answer) = &answer {
                    assert!(self.is_enabled && password == PASSWORD, "signed in");
                    assert_eq!(answer["ChallengeName"].is_string(), asks, "{answer}");
                }
                self.note(answer, None);
            }
            3 | 4 => self.respond(u)?,
            5 => self.use_tokens(u)?,
            6 => {
                if self.tokens.is_empty() {
                    return Ok(());
                }
                let at = u.choose_index(self.tokens.len())?;
                let tokens = &mut self.tokens[at];
                let body = json!({"ClientId": self.kept.client, "Token": tokens.refresh});
                self.kept.ok("RevokeToken", &body);
                tokens.is_ended = true;
            }
            7 => {
                if self.tokens.is_empty() {
                    return Ok(());
                }
                let at = u.choose_index(self.tokens.len())?;
                let body = json!({"AccessToken": self.tokens[at].access});
                if self.kept.call("GlobalSignOut", &body).is_ok() {
                    assert!(self.is_enabled && !self.tokens[at].is_ended);
                    self.end_all();
                }
            }
            8 => {
                self.admin("AdminUserGlobalSignOut", &json!({}));
                self.end_all();
            }
            9 => {
                self.is_enabled = u.arbitrary()?;
                if self.is_enabled {
                    self.admin("AdminEnableUser", &json!({}));
                } else {
                    self.admin("AdminDisableUser", &json!({}));
                    self.end_all();
                }
            }
            10 => {
                self.mode = u.int_in_range(0..=2)?;
                self.kept.set_mode(self.mode);
                self.has_sms = u.arbitrary()?;
                let sms = json!({"SMSMfaSettings": {"Enabled": self.has_sms}});
                self.admin("AdminSetUserMFAPreference", &sms);
            }
            _ => {
                let seconds = u.int_in_range(0..=400)?;
                let clock = &self.kept.service.settings().clock;
                clock
                    .advance(Duration::from_secs(seconds))
                    .expect("a moment before the year 10000");
            }
        }
        Ok(())
    }

    fn end_all(&mut self) {
        for tokens in &mut self.tokens {
            tokens.is_ended = true;
        }
    }

    /// Keeps what an answer gives out; the session that it answers is spent.
    fn note(&mut self, answer: std::result::Result<Value, ApiError>, of: Option<usize>) {
        let Ok(answer) = answer else { return };
        if let Some(at) = of {
            let session = &mut self.sessions[at];
            assert!(!session.is_spent, "a session was answered twice");
            session.is_spent = true;
        }
        assert!(self.is_enabled, "a disabled user goes on: {answer}");
        if let Some(session) = answer["Session"].as_str() {
            self.sessions.push(Session {
                name: text(&answer["ChallengeName"]),
                session: session.to_owned(),
                is_spent: false,
            });
        } else {
            let result = &answer["AuthenticationResult"];
            self.tokens.push(Tokens {
                access: text(&result["AccessToken"]),
                refresh: text(&result["RefreshToken"]),
                is_ended: false,
            });
        }
    }

    /// Answers a challenge: with the code that was sent, with any other, or with a session that was
    /// changed.
    fn respond(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        if self.sessions.is_empty() {
            return Ok(());
        }
        let at = u.choose_index(self.sessions.len())?;
        let Session { name, session, .. } = &self.sessions[at];
        let mut changed = session.clone().into_bytes();
        let is_changed = u.ratio(1, 4)?;
        if is_changed {
            let place = u.choose_index(changed.len())?;
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        }
        let session = String::from_utf8_lossy(&changed).into_owned();
        let sent = self.kept.service.messages(Some(&self.kept.pool)).pop();
        let sent = sent.map(|message| message.code).unwrap_or_default();
        let is_sent = u.arbitrary()?;
        let code = if is_sent { sent } else { "nonsense".to_owned() };
        let other = *u.choose(&[
            "SMS_MFA",
            "SOFTWARE_TOKEN_MFA",
            "MFA_SETUP",
            "NEW_PASSWORD_REQUIRED",
        ])?;
        let name = if u.ratio(3, 4)? { name.as_str() } else { other };
        let body = json!({"ClientId": self.kept.client, "ChallengeName": name, "Session": session,
            "ChallengeResponses": {"USERNAME": self.name, "SMS_MFA_CODE": code, "ANSWER": "SMS_MFA",
                "SOFTWARE_TOKEN_MFA_CODE": code, "NEW_PASSWORD": PASSWORD}});
        let answer = self.kept.call("RespondToAuthChallenge", &body);
        if answer.is_ok() {
            assert!(is_sent && !is_changed && name == "SMS_MFA", "{body}");
        }
        self.note(answer, Some(at));
        Ok(())
    }

    fn use_tokens(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        if self.tokens.is_empty() {
            return Ok(());
        }
        let tokens = &self.tokens[u.choose_index(self.tokens.len())?];
        let may = self.is_enabled && !tokens.is_ended;
        let refresh = json!({"ClientId": self.kept.client, "AuthFlow": "REFRESH_TOKEN_AUTH",
            "AuthParameters": {"REFRESH_TOKEN": tokens.refresh}});
        for (operation, body) in [
            ("GetUser", json!({"AccessToken": tokens.access})),
            (
                "AssociateSoftwareToken",
                json!({"AccessToken": tokens.access}),
            ),
            ("InitiateAuth", refresh),
        ] {
            let answer = self.kept.call(operation, &body);
            assert!(
                may || answer.is_err(),
                "{operation} with a token that was revoked"
            );
        }
        let mut changed = tokens.access.clone().into_bytes();
        let place = u.choose_index(changed.len())?;
        changed[place] = u.arbitrary::<u8>()? | 1;
        if changed != tokens.access.as_bytes() {
            let body = json!({"AccessToken": String::from_utf8_lossy(&changed)});
            let answer = self.kept.call("GetUser", &body);
            // The last letter of a signature has bits that belong to no byte.
            assert!(
                answer.is_err() || place + 1 == changed.len(),
                "a token that was changed"
            );
        }
        Ok(())
    }
}
