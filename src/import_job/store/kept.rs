//! Users and log lines as the memory keeps them: half a million of each in little room.

use crate::{
    import_job::{
        AccountStatus, Moment, User, UserNumber, store::log_text, user::AttributesBuilder,
    },
    outcome::Outcome,
};

use super::LogEvent;

/// How many bytes of users stand in one piece of memory. Pieces are never moved when users are added.
const PIECE: usize = 1024 * 1024;

/// What the first byte of a user says. A user that was removed is all zeros.
const PRESENT: u8 = 1;
const ENABLED: u8 = 1 << 1;
const MFA_ENABLED: u8 = 1 << 2;
const HAS_HASH: u8 = 1 << 3;
const WAS_MODIFIED: u8 = 1 << 4;

/// Where the `sub` of a user begins and ends.
const SUB: std::ops::Range<usize> = 2..18;

/// Users one behind the other, each as: what the first byte says, the status, the `sub`, the moment of
/// its making, that of its change where it is another, the username, the hash where there is one, and
/// for each attribute the place of its name among [`AttributeNames`] and its value. Before a text
/// stands its length.
#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    /// Where each user ends.
    ends: Vec<u32>,
    /// The number of the first.
    first: UserNumber,
}

impl Piece {
    fn range(&self, number: UserNumber) -> Option<std::ops::Range<usize>> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        let end = *self.ends.get(place)? as usize;
        let before = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        Some(before.map_or(0, |end| *end as usize)..end)
    }

    fn user(&self, number: UserNumber) -> Option<&[u8]> {
        let kept = self.bytes.get(self.range(number)?)?;
        (*kept.first()? & PRESENT != 0).then_some(kept)
    }
}

/// The names of attributes, each once and not with every user.
#[derive(Default)]
struct AttributeNames(Vec<Box<str>>);

impl AttributeNames {
    /// The place of a name. A pool has so few attributes that looking through them is fast.
    fn place(&mut self, name: &str) -> usize {
        let place = self.0.iter().position(|one| **one == *name);
        place.unwrap_or_else(|| {
            self.0.push(name.into());
            self.0.len() - 1
        })
    }
}

/// Adds a number: seven bits in a byte, the lowest first, with the highest bit set but for the last.
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(low_bits(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low_bits(number));
}

fn low_bits(number: usize) -> u8 {
    u8::try_from(number & 0x7f).unwrap_or_default()
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push_number(bytes, text.len());
    bytes.extend_from_slice(text.as_bytes());
}

/// Writes a user as [`Piece`] has it.
fn write(bytes: &mut Vec<u8>, user: &User, names: &mut AttributeNames) {
    let mut says = PRESENT;
    for (is_so, flag) in [
        (user.enabled, ENABLED),
        (user.mfa_enabled, MFA_ENABLED),
        (user.password_hash.is_some(), HAS_HASH),
        (user.modified != user.created, WAS_MODIFIED),
    ] {
        if is_so {
            says |= flag;
        }
    }
    let status = AccountStatus::ALL
        .iter()
        .position(|status| *status == user.status);
    bytes.extend([says, low_bits(status.unwrap_or_default())]);
    bytes.extend_from_slice(&user.sub.to_be_bytes());
    bytes.extend_from_slice(&user.created.millis().to_be_bytes());
    if user.modified != user.created {
        bytes.extend_from_slice(&user.modified.millis().to_be_bytes());
    }
    push_text(bytes, &user.username);
    if let Some(hash) = &user.password_hash {
        push_text(bytes, hash);
    }
    for (name, value) in user.attributes.iter() {
        push_number(bytes, names.place(name));
        push_text(bytes, value);
    }
}

/// Takes apart what [`write`] wrote.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let [byte] = self.array()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn moment(&mut self) -> Option<Moment> {
        Some(Moment::of_millis(i64::from_be_bytes(self.array()?)))
    }

    fn user(mut self, names: &AttributeNames) -> Option<User> {
        let [says, status] = self.array()?;
        let has = |flag: u8| says & flag != 0;
        let sub = u128::from_be_bytes(self.array()?);
        let created = self.moment()?;
        let modified = if has(WAS_MODIFIED) {
            self.moment()?
        } else {
            created
        };
        let username = self.text()?.into();
        let password_hash = if has(HAS_HASH) {
            Some(self.text()?.into())
        } else {
            None
        };
        let mut attributes = AttributesBuilder::default();
        while !self.0.is_empty() {
            let place = self.number()?;
            attributes.push(names.0.get(place)?, self.text()?);
        }
        Some(User {
            username,
            sub,
            attributes: attributes.take(),
            status: *AccountStatus::ALL.get(usize::from(status))?,
            enabled: has(ENABLED),
            mfa_enabled: has(MFA_ENABLED),
            password_hash,
            created,
            modified,
        })
    }
}

/// The users of a pool by number, from 1; a user that was removed leaves a gap.
#[derive(Default)]
pub(super) struct KeptUsers {
    pieces: Vec<Piece>,
    names: AttributeNames,
    last: UserNumber,
    count: u64,
    /// Where the next user is written first.
    next: Vec<u8>,
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
        self.next.clear();
        write(&mut self.next, user, &mut self.names);
        self.last += 1;
        self.count += 1;
        let has_room = |piece: &Piece| piece.bytes.len() + self.next.len() <= PIECE;
        if !self.pieces.last().is_some_and(has_room) {
            // The first piece grows with its users: many pools have only few.
            let room = if self.pieces.is_empty() { 0 } else { PIECE };
            self.pieces.push(Piece {
                bytes: Vec::with_capacity(room),
                ends: Vec::new(),
                first: self.last,
            });
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.bytes.extend_from_slice(&self.next);
            // Rows have 16,000 characters at most, so even a piece of one user ends far below 4 GiB.
            let end = u32::try_from(piece.bytes.len()).unwrap_or(u32::MAX);
            piece.ends.push(end);
        }
    }

    fn place(&self, number: UserNumber) -> Option<usize> {
        self.pieces
            .partition_point(|piece| piece.first <= number)
            .checked_sub(1)
    }

    pub(super) fn get(&self, number: UserNumber) -> Option<User> {
        let piece = self.pieces.get(self.place(number)?)?;
        Reader(piece.user(number)?).user(&self.names)
    }

    pub(super) fn remove(&mut self, number: UserNumber) {
        let place = self.place(number);
        let Some(piece) = place.and_then(|place| self.pieces.get_mut(place)) else {
            return;
        };
        if piece.user(number).is_some()
            && let Some(range) = piece.range(number)
            && let Some(kept) = piece.bytes.get_mut(range)
        {
            kept.fill(0);
            self.count -= 1;
        }
    }

    /// The users behind one, with their numbers.
    pub(super) fn after(&self, after: UserNumber) -> impl Iterator<Item = (UserNumber, User)> {
        (after.saturating_add(1)..=self.last)
            .filter_map(|number| self.get(number).map(|user| (number, user)))
    }

    pub(super) fn of_sub(&self, sub: u128) -> Option<(UserNumber, User)> {
        let wanted = sub.to_be_bytes();
        let number = self.pieces.iter().find_map(|piece| {
            let numbers = (piece.first..).take(piece.ends.len());
            numbers.into_iter().find(|number| {
                piece
                    .user(*number)
                    .is_some_and(|kept| kept.get(SUB) == Some(&wanted[..]))
            })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u64) -> User {
        let mut attributes = AttributesBuilder::default();
        attributes.push("email", &format!("user{number}@example.com"));
        let length = usize::try_from(number % 400).unwrap();
        attributes.push("custom:note", &"é".repeat(length));
        let place = usize::try_from(number).unwrap() % AccountStatus::ALL.len();
        User {
            username: format!("user{number}").into(),
            sub: u128::from(number) << 64 | 1,
            attributes: attributes.take(),
            status: AccountStatus::ALL[place],
            enabled: number.is_multiple_of(2),
            mfa_enabled: number.is_multiple_of(3),
            password_hash: number.is_multiple_of(5).then(|| "secret".into()),
            created: Moment::of_millis(-7),
            modified: Moment::of_millis(-7 + i64::try_from(number % 2).unwrap()),
        }
    }

    #[test]
    fn users_come_back_as_they_went_in_over_many_pieces() {
        let mut kept = KeptUsers::default();
        for number in 1..=9_000 {
            kept.push(&user(number));
        }
        assert!(kept.pieces.len() > 2, "{}", kept.pieces.len());
        for (number, found) in kept.after(0) {
            assert!(found == user(number), "{number}");
        }
        assert_eq!((kept.last(), kept.count()), (9_000, 9_000));
        assert!(kept.get(0).is_none() && kept.get(9_001).is_none());
        for number in [1, 4_321, 9_000] {
            let (found, _) = kept.of_sub(user(number).sub).unwrap();
            assert_eq!(found, number);
            kept.remove(number);
            kept.remove(number);
            assert!(kept.get(number).is_none() && kept.of_sub(user(number).sub).is_none());
        }
        assert_eq!((kept.last(), kept.count()), (9_000, 8_997));
        assert_eq!(
            kept.after(4_319).map(|(number, _)| number).nth(1),
            Some(4_322)
        );
    }

    #[test]
    fn a_user_larger_than_a_piece_has_one_of_its_own() {
        let mut kept = KeptUsers::default();
        let mut large = user(1);
        large.username = "x".repeat(PIECE + 1).into();
        kept.push(&user(2));
        kept.push(&large);
        kept.push(&user(3));
        assert!(kept.get(2).unwrap() == large);
        assert!(kept.get(3).unwrap() == user(3));
        assert_eq!(kept.pieces.len(), 3);
    }

    #[test]
    fn numbers_of_any_size_come_back() {
        for number in [0, 0x7f, 0x80, 0x3fff, 0x4000, usize::MAX] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, number);
            assert_eq!(Reader(&bytes).number(), Some(number));
        }
        assert_eq!(Reader(&[0x80; 20]).number(), None);
    }
}
