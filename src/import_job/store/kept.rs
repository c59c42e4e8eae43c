//! Users and log lines as the memory keeps them: half a million of each in little room.

use crate::{
    finding::Outcome,
    import_job::{
        AccountStatus, Attributes, Moment, User, UserNumber, store::log_text,
        user::AttributesBuilder,
    },
};

use super::LogEvent;

/// A user with all texts in one, packed as [`Attributes`] packs them: the username and the password
/// hash, then each attribute's value behind the place of its name among [`AttributeNames`].
struct KeptUser {
    /// As bytes, which need no alignment.
    sub: [u8; 16],
    created: Moment,
    modified: Moment,
    texts: Box<str>,
    status: AccountStatus,
    enabled: bool,
    mfa_enabled: bool,
    has_hash: bool,
}

/// The names of attributes, each once and not with every user.
#[derive(Default)]
struct AttributeNames(Vec<Box<str>>);

impl AttributeNames {
    /// The place of a name as a text. A pool has so few attributes that looking through them is fast.
    fn place(&mut self, name: &str) -> String {
        let place = self.0.iter().position(|one| **one == *name);
        place
            .unwrap_or_else(|| {
                self.0.push(name.into());
                self.0.len() - 1
            })
            .to_string()
    }

    fn name(&self, place: &str) -> &str {
        let place: Option<usize> = place.parse().ok();
        place
            .and_then(|place| self.0.get(place))
            .map_or("", |name| name)
    }
}

impl KeptUser {
    fn new(user: &User, names: &mut AttributeNames) -> Self {
        let mut texts = AttributesBuilder::default();
        let hash = user.password_hash.as_deref();
        texts.push(&user.username, hash.unwrap_or_default());
        for (name, value) in user.attributes.iter() {
            texts.push(&names.place(name), value);
        }
        Self {
            sub: user.sub.to_be_bytes(),
            created: user.created,
            modified: user.modified,
            texts: texts.take().packed().into(),
            status: user.status,
            enabled: user.enabled,
            mfa_enabled: user.mfa_enabled,
            has_hash: hash.is_some(),
        }
    }

    fn user(&self, names: &AttributeNames) -> User {
        let texts = Attributes::of_packed(self.texts.clone());
        let mut texts = texts.iter();
        let (username, hash) = texts.next().unwrap_or_default();
        let mut attributes = AttributesBuilder::default();
        for (place, value) in texts {
            attributes.push(names.name(place), value);
        }
        User {
            username: username.into(),
            sub: u128::from_be_bytes(self.sub),
            attributes: attributes.take(),
            status: self.status,
            enabled: self.enabled,
            mfa_enabled: self.mfa_enabled,
            password_hash: self.has_hash.then(|| hash.into()),
            created: self.created,
            modified: self.modified,
        }
    }
}

/// How many users stand in one piece of memory. Pieces are never moved when users are added.
const PIECE: usize = 4096;

/// The users of a pool by number, from 1; a user that was removed leaves a gap.
#[derive(Default)]
pub(super) struct KeptUsers {
    pieces: Vec<Vec<Option<KeptUser>>>,
    names: AttributeNames,
    last: UserNumber,
    count: u64,
}

impl KeptUsers {
    pub(super) const fn last(&self) -> UserNumber {
        self.last
    }

    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// Adds a user, whose number is then the last one.
    pub(super) fn push(&mut self, user: &User) {
        if self.pieces.last().is_none_or(|piece| piece.len() == PIECE) {
            self.pieces.push(Vec::with_capacity(PIECE));
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.push(Some(KeptUser::new(user, &mut self.names)));
        }
        self.last += 1;
        self.count += 1;
    }

    fn place(number: UserNumber) -> Option<(usize, usize)> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        Some((place / PIECE, place % PIECE))
    }

    pub(super) fn get(&self, number: UserNumber) -> Option<User> {
        let (piece, place) = Self::place(number)?;
        let kept = self.pieces.get(piece)?.get(place)?;
        kept.as_ref().map(|kept| kept.user(&self.names))
    }

    pub(super) fn remove(&mut self, number: UserNumber) {
        let kept = Self::place(number)
            .and_then(|(piece, place)| self.pieces.get_mut(piece)?.get_mut(place));
        if kept.and_then(Option::take).is_some() {
            self.count -= 1;
        }
    }

    /// The users behind one, with their numbers.
    pub(super) fn after(&self, after: UserNumber) -> impl Iterator<Item = (UserNumber, User)> {
        (after.saturating_add(1)..=self.last)
            .filter_map(|number| self.get(number).map(|user| (number, user)))
    }

    pub(super) fn of_sub(&self, sub: u128) -> Option<(UserNumber, User)> {
        let kept = self.pieces.iter().flatten().zip(1..);
        let (_, number) = kept.into_iter().find(|(kept, _)| {
            kept.as_ref()
                .is_some_and(|kept| kept.sub == sub.to_be_bytes())
        })?;
        Some((number, self.get(number)?))
    }
}

/// A line of a log.
enum Line {
    /// About a row of the file. The text is one of the log's own list.
    Row {
        at: Moment,
        line: u32,
        text: u16,
        outcome: Outcome,
    },
    /// About something else.
    Text(Box<LogEvent>),
}

/// The log of one job.
#[derive(Default)]
pub(super) struct KeptLog {
    lines: Vec<Line>,
    texts: Vec<&'static str>,
}

impl KeptLog {
    pub(super) fn len(&self) -> u64 {
        self.lines.len() as u64
    }

    /// Adds a line about a row.
    pub(super) fn push_row(&mut self, at: Moment, row: u64, outcome: Outcome, text: &'static str) {
        let place = self.texts.iter().position(|one| *one == text);
        let place = place.unwrap_or_else(|| {
            self.texts.push(text);
            self.texts.len() - 1
        });
        let line = match (u32::try_from(row), u16::try_from(place)) {
            (Ok(line), Ok(text)) => Line::Row {
                at,
                line,
                text,
                outcome,
            },
            // A file has fewer lines, and there are fewer rules; nothing is lost all the same.
            _ => Line::Text(Box::new(LogEvent {
                at,
                message: log_text(outcome, row, text),
            })),
        };
        self.lines.push(line);
    }

    /// Adds a line about something else.
    pub(super) fn push_text(&mut self, at: Moment, text: &str) {
        self.lines.push(Line::Text(Box::new(LogEvent {
            at,
            message: text.to_owned(),
        })));
    }

    /// The lines from this one on.
    pub(super) fn from(&self, from: u64) -> impl Iterator<Item = LogEvent> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        self.lines.iter().skip(from).map(|line| match line {
            Line::Row {
                at,
                line,
                text,
                outcome,
            } => {
                let text = self.texts.get(usize::from(*text)).copied();
                LogEvent {
                    at: *at,
                    message: log_text(*outcome, u64::from(*line), text.unwrap_or_default()),
                }
            }
            Line::Text(event) => (**event).clone(),
        })
    }
}
