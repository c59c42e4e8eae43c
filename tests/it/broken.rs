//! Files of known users whose structure is broken. `fuzz/` compiles this file, too.

use cognito_preflight::{
    engine::{Mode, Options},
    schema::{CsvHeader, Schema, UserPool},
};

use super::collect::collect;

/// The headers of such files; what each column holds is known by its name.
const HEADERS: [&[&str]; 6] = [
    &["Username", "email", "email_verified", "Notes"],
    &["Username", "email", "email_verified"],
    &["email", "name", "email_verified", "Username"],
    &["Username", "Notes", "email", "email_verified", "address"],
    &["address", "Username", "email", "email_verified"],
    &[
        "id",
        "Username",
        "email",
        "email_verified",
        "given_name",
        "family_name",
        "address",
        "Notes",
    ],
];

/// Values of columns that take any text.
const TEXTS: [&str; 8] = [
    "",
    "x",
    "call back",
    "Lopez, Ana",
    "say \"hi\"",
    "1 Main St\nApt 2",
    "5\" pipe; rear",
    "a, b, c\nd, e",
];

/// What is put in, or is taken out where it is the next of its kind.
const CHARACTERS: [char; 4] = ['"', '\n', '\r', ','];

/// A file, and how it is broken: bytes of any kind choose both.
pub(crate) struct Broken {
    users: usize,
    delimiter: char,
    text: String,
}

struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn below(&mut self, limit: usize) -> usize {
        let mut next = || usize::from(self.0.next().copied().unwrap_or_default());
        (next() * 256 + next()) % limit.max(1)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

impl Broken {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let mut choices = Choices(bytes.iter());
        let header = choices.of(&HEADERS);
        let delimiter = choices.of(&[',', ';', '\t', '|']);
        let quotes_all = choices.below(2) == 1;
        let users = 1 + choices.below(6);
        let line_end = choices.of(&["\n", "\n", "\r\n"]);
        let breaks = 1 + choices.below(2);
        let mut text = String::new();
        let mut push_row = |fields: &[String], quotes_all: bool| {
            for (place, field) in fields.iter().enumerate() {
                if place > 0 {
                    text.push(delimiter);
                }
                if quotes_all || field.contains([delimiter, '"', '\n']) {
                    text += &format!("\"{}\"", field.replace('"', "\"\""));
                } else {
                    text += field;
                }
            }
            text += line_end;
            text.len()
        };
        let names: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let start = push_row(&names, false);
        for user in 0..users {
            let fields: Vec<String> = header
                .iter()
                .map(|name| match *name {
                    "id" => format!("{}", 7000 + user),
                    "Username" => username(user),
                    "email" => address(user),
                    "email_verified" => "true".to_owned(),
                    _ => choices.of(&TEXTS).to_owned(),
                })
                .collect();
            push_row(&fields, quotes_all);
        }
        for _ in 0..breaks {
            let character = match choices.of(&CHARACTERS) {
                ',' => delimiter,
                other => other,
            };
            let place = start + choices.below(text.len() - start + 1);
            let takes_out = choices.below(2) == 1;
            if takes_out {
                let next = text.get(place..).and_then(|rest| rest.find(character));
                if let Some(next) = next {
                    text.remove(place + next);
                }
            } else if !is_in_name(&text, place) {
                text.insert(place, character);
            }
        }
        Self {
            users,
            delimiter,
            text,
        }
    }

    /// Cleans the file, and says which user is neither in a row of their own nor in a rejected record.
    pub(crate) fn lost(&self, newlines_to_space: bool, threads: usize) -> Option<String> {
        let header = "name,given_name,family_name,address,email,email_verified,\
                      cognito:mfa_enabled,cognito:username";
        let pool = r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#;
        let header = CsvHeader::parse(header).unwrap();
        let pool = UserPool::parse(pool).unwrap();
        let schema = Schema::new(Some(header), Some(pool)).unwrap();
        let mut options = Options::default();
        options.mode = Mode::Clean;
        options.threads = Some(threads);
        options.batch_bytes = (threads > 1).then_some(16);
        options.repairs.renames = vec![("Username".to_owned(), "cognito:username".to_owned())];
        options.repairs.drop_unknown_columns = true;
        options.repairs.newlines_to_space = newlines_to_space;
        let (collected, _) = collect(&schema, options, self.text.as_bytes()).unwrap();
        let cleaned = String::from_utf8(collected.cleaned.clone()).unwrap();
        let rejected: Vec<u8> = collected
            .rows
            .iter()
            .filter(|row| row.is_rejected())
            .flat_map(super::collect::CollectedRow::bytes)
            .collect();
        let rejected = String::from_utf8(rejected).unwrap();
        (0..self.users).find_map(|user| {
            let (name, address) = (username(user), address(user));
            // A mark or a delimiter that was put beside a name in quotation marks is text there, and so is a
            // mark with what follows it where the delimiter before it was lost.
            let of_name = |line: &&str| {
                let last = line.rsplit_once(",false,").map_or("", |(_, last)| last);
                let last = last.trim_start_matches(|c: char| !c.is_alphanumeric());
                let (last, _) = last.split_once('"').unwrap_or((last, ""));
                last.trim_end_matches(|c: char| !c.is_alphanumeric()) == name
            };
            let mut own = cleaned.lines().filter(of_name);
            let is_own = own.all(|line| line.contains(&address));
            let mut lines = cleaned.lines().filter(|line| line.contains(&address));
            let is_found = match lines.next() {
                Some(line) => of_name(&line) && lines.next().is_none(),
                None => rejected.contains(&address),
            };
            (!is_own || !is_found).then(|| {
                format!(
                    "{name} of {:?} with {:?}:\n{}\ncleaned:\n{cleaned}\nrejected:\n{rejected}",
                    self.delimiter, newlines_to_space, self.text
                )
            })
        })
    }
}

fn username(user: usize) -> String {
    format!("user{user}")
}

fn address(user: usize) -> String {
    format!("addr{user}@example.com")
}

/// Whether a place is inside the username or the address of a user, which would be another one then.
fn is_in_name(text: &str, place: usize) -> bool {
    let is_part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"@.".contains(byte))
    };
    let bytes = text.as_bytes();
    is_part(place.checked_sub(1).and_then(|before| bytes.get(before))) && is_part(bytes.get(place))
}
