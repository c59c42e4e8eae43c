//! ListUsers answers, one user at a time.

use std::{fmt, io::BufRead};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor},
};
use serde_path_to_error::Track;

use crate::schema::{
    error::{DocumentPosition, SchemaError},
    load::{malformed, path_text},
};

use super::{
    collector::{Collector, ExistingUser, Member},
    metered::{Meter, Metered},
};

/// Reads answers, arrays of users, or users, one after the other until the reader ends. `begin` is
/// where the reader is in the document.
pub(super) fn load(
    reader: impl BufRead,
    begin: DocumentPosition,
    collector: &mut Collector<'_>,
) -> Result<(), SchemaError> {
    let meter = Meter::new(begin);
    let mut user = ExistingUser::default();
    let mut value = String::new();
    let mut deserializer = serde_json::Deserializer::from_reader(Metered {
        reader,
        meter: &meter,
    });
    loop {
        meter.refill();
        match deserializer.end() {
            Ok(()) => return Ok(()),
            Err(error) if error.is_io() => return Err(failure(error, None, begin, &meter)),
            // Something follows: the next document.
            Err(_) => {}
        }
        let mut track = Track::new();
        let seed = ItemSeed {
            state: &mut State {
                collector,
                meter: &meter,
                user: &mut user,
                value: &mut value,
            },
            may_list: true,
        };
        let tracked = serde_path_to_error::Deserializer::new(&mut deserializer, &mut track);
        if let Err(error) = seed.deserialize(tracked) {
            // A member that is not ours may have a user's name for its own.
            let path = path_text(&track.path(), is_ours);
            return Err(failure(error, path, begin, &meter));
        }
    }
}

fn is_ours(member: &str) -> bool {
    matches!(
        member,
        "Users" | "Username" | "Attributes" | "UserAttributes" | "Name" | "Value"
    )
}

/// The error, with its place in the whole document.
fn failure(
    error: serde_json::Error,
    path: Option<String>,
    begin: DocumentPosition,
    meter: &Meter,
) -> SchemaError {
    if let Some(place) = meter.exceeded_at() {
        return SchemaError::malformed(path, Some(place), "expected a user of at most 1 MiB");
    }
    if error.is_io() {
        return SchemaError::unreadable(error.into());
    }
    let mut failure = malformed(&error, path);
    if let SchemaError::Malformed {
        position: Some(position),
        ..
    } = &mut failure
    {
        if position.line == 1 {
            position.column += begin.column - 1;
        }
        position.line += begin.line - 1;
    }
    failure
}

/// What every level of a document needs.
struct State<'a, 'b> {
    collector: &'a mut Collector<'b>,
    meter: &'a Meter,
    user: &'a mut ExistingUser,
    /// A buffer for one attribute's value.
    value: &'a mut String,
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum ItemKey {
    Users,
    #[serde(alias = "NextToken")]
    PaginationToken,
    Username,
    #[serde(alias = "UserAttributes")]
    Attributes,
    #[serde(other)]
    Other,
}

/// A user, or, where it may, an answer that lists users.
struct ItemSeed<'a, 'b, 'c> {
    state: &'a mut State<'b, 'c>,
    may_list: bool,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.may_list {
            "ListUsers' answer or a user"
        } else {
            "a user"
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.state.meter.refill();
        self.state.user.clear();
        let mut is_list = false;
        let mut has_token = false;
        while let Some(key) = map.next_key()? {
            match key {
                ItemKey::Users if self.may_list => {
                    map.next_value_seed(ListSeed {
                        state: &mut *self.state,
                        may_list: false,
                    })?;
                    is_list = true;
                }
                ItemKey::PaginationToken if self.may_list => {
                    has_token = map.next_value::<Option<IgnoredAny>>()?.is_some();
                }
                ItemKey::Username => map.next_value_seed(UsernameSeed(self.state.user))?,
                ItemKey::Attributes => map.next_value_seed(AttributesSeed {
                    user: self.state.user,
                    value: self.state.value,
                })?,
                ItemKey::Users | ItemKey::PaginationToken | ItemKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if is_list {
            self.state.collector.note_answer(has_token);
            return Ok(());
        }
        if self.state.user.is_empty() {
            return Err(de::Error::missing_field("Username"));
        }
        self.state.collector.add(self.state.user);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        if !self.may_list {
            return Err(de::Error::invalid_type(Unexpected::Seq, &self));
        }
        ListSeed {
            state: self.state,
            may_list: true,
        }
        .visit_seq(seq)
    }
}

/// Users; at the top of a document also answers, as a tool collects them into one array.
struct ListSeed<'a, 'b, 'c> {
    state: &'a mut State<'b, 'c>,
    may_list: bool,
}

impl<'de> DeserializeSeed<'de> for ListSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of users")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let item = ElementSeed(ItemSeed {
                state: &mut *self.state,
                may_list: self.may_list,
            });
            if seq.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// An element of a list: an object, never another list.
struct ElementSeed<'a, 'b, 'c>(ItemSeed<'a, 'b, 'c>);

impl<'de> DeserializeSeed<'de> for ElementSeed<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self.0)
    }
}

struct UsernameSeed<'a>(&'a mut ExistingUser);

impl<'de> DeserializeSeed<'de> for UsernameSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for UsernameSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a username")
    }

    fn visit_str<E: de::Error>(self, username: &str) -> Result<(), E> {
        if username.is_empty() {
            return Err(E::invalid_value(Unexpected::Str(username), &self));
        }
        self.0.set(Member::Username, username);
        Ok(())
    }
}

struct AttributesSeed<'a> {
    user: &'a mut ExistingUser,
    value: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for AttributesSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AttributesSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of attributes")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let attribute = AttributeSeed {
                user: &mut *self.user,
                value: &mut *self.value,
            };
            if seq.next_element_seed(attribute)?.is_none() {
                return Ok(());
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum AttributeKey {
    Name,
    Value,
    #[serde(other)]
    Other,
}

struct AttributeSeed<'a> {
    user: &'a mut ExistingUser,
    value: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for AttributeSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for AttributeSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an attribute with Name and Value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut name = None;
        self.value.clear();
        while let Some(key) = map.next_key()? {
            match key {
                AttributeKey::Name => name = Some(map.next_value::<AttributeName>()?.0),
                AttributeKey::Value => map.next_value_seed(ValueSeed(self.value))?,
                AttributeKey::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let name = name.ok_or_else(|| de::Error::missing_field("Name"))?;
        self.user.set(name, self.value);
        Ok(())
    }
}

struct AttributeName(Member);

impl<'de> Deserialize<'de> for AttributeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl Visitor<'_> for NameVisitor {
            type Value = AttributeName;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an attribute's name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<AttributeName, E> {
                // The username is a member of the user, never one of the attributes.
                Ok(AttributeName(match Member::of_name(name) {
                    Member::Username => Member::Other,
                    member => member,
                }))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

/// A value; `null` is an absent one.
struct ValueSeed<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for ValueSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for ValueSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.0.clear();
        Ok(())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::{ExistingShape, NameIndex, Presence, SignInNames, UserPool, load_existing};

    /// Loads into a pool where every alias signs in; gives the number of users, and the index.
    fn try_load(text: &str) -> Result<(u64, impl Fn(&str) -> bool), String> {
        let pool =
            UserPool::parse(r#"{"AliasAttributes":["email","phone_number","preferred_username"]}"#)
                .unwrap();
        let names = SignInNames::with_key(&pool, [7; 16]);
        let mut index = NameIndex::new();
        let loaded = load_existing(text.as_bytes(), "e", &names, &pool, &mut index)
            .map_err(|error| error.to_string())?;
        assert_eq!(loaded.shape, ExistingShape::ListUsers);
        assert!(!loaded.misses_aliases);
        Ok((loaded.users, move |name: &str| {
            [names.username(name), names.username_as_alias(name)]
                .iter()
                .any(|name| index.get(*name) == Presence::InPool)
        }))
    }

    fn message(text: &str) -> String {
        try_load(text).err().unwrap()
    }

    #[test]
    fn every_shape_of_json_is_read() {
        let ana = r#"{"Username":"ana","Attributes":[]}"#;
        let bo = r#"{"Enabled":true,"Username":"bo"}"#;
        for text in [
            format!(r#"{{"Users":[{ana},{bo}]}}"#),
            format!(r#"{{"PaginationToken":null,"Users":[{ana},{bo}],"Next":{{"a":[1]}}}}"#),
            format!(r#"{{"Users":[{ana}]}}{{"Users":[]}}{{"Users":[{bo}]}}"#),
            format!("{{\"Users\":[{ana}]}}\n\n{{\"Users\":[{bo}]}}\n"),
            format!("[{ana},{bo}]"),
            format!(r#"[{{"Users":[{ana}]}},{{"Users":[{bo}]}}]"#),
            format!("{ana}\n{bo}\n"),
            format!("{ana}\r\n{bo}"),
            format!("\u{feff} \n[{ana}] [{bo}]"),
        ] {
            let (users, has) = try_load(&text).unwrap();
            assert_eq!(users, 2, "{text}");
            assert!(has("ana") && has("bo") && !has("cy"), "{text}");
        }
        assert_eq!(try_load("[]").unwrap().0, 0);
        assert_eq!(try_load(r#"{"Users":[]}"#).unwrap().0, 0);
    }

    #[test]
    fn attributes_are_read_in_any_order_and_belong_to_one_user() {
        let (users, has) = try_load(
            r#"{"Users":[
            {"Attributes":[{"Value":"true","Name":"email_verified"},{"Name":"sub","Value":"1"},
                {"Extra":1,"Value":"ana@example.com","Name":"email"},
                {"Name":"preferred_username","Value":null},
                {"Name":"cognito:username","Value":"zed"}],"Username":"ana"},
            {"Username":"bo","UserAttributes":[{"Name":"email","Value":"bo@example.com"},
                {"Name":"email_verified","Value":"false"},
                {"Name":"phone_number","Value":"+12065550100"},
                {"Name":"phone_number_verified","Value":"true"}]},
            {"Username":"cy","Attributes":null},
            {"Username":"di","Attributes":[{"Name":"email","Value":"di@example.com"},
                {"Name":"preferred_username","Value":"anna"}]}]}"#,
        )
        .unwrap();
        assert_eq!(users, 4);
        for name in ["ana", "bo", "cy", "di", "ana@example.com", "anna"] {
            assert!(has(name), "{name}");
        }
        assert!(has("+12065550100"));
        for name in ["bo@example.com", "di@example.com", "zed", "1", ""] {
            assert!(!has(name), "{name}");
        }
    }

    #[test]
    fn escapes_are_read_as_the_characters_they_mean() {
        let (_, has) = try_load(r#"[{"User\u006eame":"\u00c5sa\n"}]"#).unwrap();
        assert!(has("Åsa\n"));
    }

    #[test]
    fn errors_say_where_and_show_nothing_of_a_user() {
        for (text, expected) in [
            (
                "{\"Users\":[{\"Username\":\"s3cret\"},\n{\"Username\":555}]}",
                "e: line 2, column 16, at Users[1].Username: expected a username, found a number",
            ),
            (
                r#"[{"Username":"s3cret","Attributes":[{"Name":"email","Value":{"s3cret":1}}]}]"#,
                "e: line 1, column 62, at [0].Attributes[0].Value: expected a string, found an object",
            ),
            (
                r#"[{"Username":""}]"#,
                "e: line 1, column 15, at [0].Username: expected a username, found another string",
            ),
            (
                r#"[{"Name":"s3cret"}]"#,
                "e: line 1, column 18, at [0]: missing field `Username`",
            ),
            (
                r#"[{"Username":"s3cret","Attributes":[{"Value":"s3cret"}]}]"#,
                "e: line 1, column 54, at [0].Attributes[0]: missing field `Name`",
            ),
            (
                r#"["s3cret"]"#,
                "e: line 1, column 9, at [0]: expected ListUsers' answer or a user, found a string",
            ),
            (
                r#"{"Users":["s3cret"]}"#,
                "e: line 1, column 18, at Users[0]: expected a user, found a string",
            ),
            (
                r#"{"Users":{"s3cret":1}}"#,
                "e: line 1, column 10, at Users: expected an array of users, found an object",
            ),
            (
                "\n  {\"Username\":\"a\"} s3cret",
                "e: line 2, column 20: not JSON: expected value",
            ),
            (
                r#"{"Username":"a","s3cret":{"s3cret":nul}}"#,
                "e: line 1, column 39, at ?: not JSON: expected ident",
            ),
        ] {
            let message = message(text);
            assert!(!message.contains("s3cret"), "{message}");
            assert_eq!(message, expected);
        }
        assert!(message("[[{\"Username\":\"s3cret\"}]]").contains("found an array"));
        assert!(message("{\"Users\":[{\"Username\":\"s3cret").contains("EOF"));
    }

    #[test]
    fn one_user_is_bounded_and_all_of_them_are_not() {
        let user = |bytes: usize| format!(r#"{{"Username":"a","x":"{}"}}"#, "x".repeat(bytes));
        let many = vec![user(400_000); 8].join(",\n");
        assert_eq!(try_load(&format!("[{many}]")).unwrap().0, 8);
        assert_eq!(
            try_load(&format!("{{\"Users\":[{many}]}}\n{}", user(9)))
                .unwrap()
                .0,
            9
        );
        let message = message(&format!("[{},\n{}]", user(9), user(1_100_000)));
        assert!(message.starts_with("e: line 2, column 1"), "{message}");
        assert!(
            message.ends_with("at [1].?: expected a user of at most 1 MiB"),
            "{message}"
        );
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_overflow() {
        let text = format!(r#"{{"Username":"a","x":{}}}"#, "[".repeat(100_000));
        assert!(message(&text).contains("not JSON: expected value"));
        let text = r#"{"Users":"#.repeat(100_000);
        assert!(message(&text).contains("expected an array of users"));
    }
}
