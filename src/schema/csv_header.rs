//! The CSVHeader: which columns a pool's import file has, in the service's order.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, SeqAccess, Unexpected, Visitor},
};

use super::{
    MFA_ENABLED, USERNAME, UserPool,
    error::{DocumentPosition, SchemaError},
    load::{self, Object},
};
use crate::dialect::cognito;

/// The 21 columns of a pool without custom attributes, in the order of the older pools and of every
/// sample that AWS shows (GUIDE). Newer pools have another order.
pub const STANDARD_CSV_HEADER: [&str; 21] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
    MFA_ENABLED,
    USERNAME,
];

/// How many columns have a number of their own.
const MOST_NAMES: usize = u16::MAX as usize;

/// The CSVHeader of a pool, and the pool's id where the document says it.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::CsvHeader;
///
/// let answer = CsvHeader::parse(r#"{"UserPoolId":"us-east-1_EXAMPLE01","CSVHeader":["email"]}"#)?;
/// let array = CsvHeader::parse(r#"["email","cognito:username"]"#)?;
/// let template = CsvHeader::parse("email,cognito:username\r\n")?;
/// assert_eq!(answer.user_pool_id(), Some("us-east-1_EXAMPLE01"));
/// assert_eq!(array, template);
/// # Ok::<(), cognito_preflight::schema::SchemaError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvHeader {
    user_pool_id: Option<String>,
    names: Vec<String>,
}

impl CsvHeader {
    /// Reads GetCSVHeader's answer, a bare JSON array of names, or the first line of a CSV template
    /// in Cognito's dialect. The first byte decides which it is.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] where the document is none of these, names no column, has a name that is empty
    /// or cannot stand in a file's first line, or names more than 65,535 columns.
    pub fn parse(text: &str) -> Result<Self, SchemaError> {
        let text = load::without_mark(text);
        match load::first_byte(text) {
            Some(b'{') => {
                let Object(mut answer) = load::json::<Object<Answer>>(text)?;
                Ok(Self {
                    names: answer.names()?,
                    user_pool_id: answer.user_pool_id,
                })
            }
            Some(b'[') => {
                let Names(names) = load::json(text)?;
                Ok(Self {
                    user_pool_id: None,
                    names,
                })
            }
            _ => Self::parse_template(text),
        }
    }

    /// A header of these columns, in this order.
    ///
    /// # Errors
    ///
    /// [`SchemaError`] where there is no name, one is empty or cannot stand in a file's first line, or
    /// there are more than 65,535.
    pub fn new(names: Vec<String>) -> Result<Self, SchemaError> {
        if names.is_empty() || names.len() > MOST_NAMES {
            let problem = "expected 1 to 65,535 column names";
            return Err(SchemaError::malformed(None, None, problem));
        }
        if let Some(place) = names.iter().position(|name| !can_head_a_column(name)) {
            let path = Some(format!("[{place}]"));
            let problem = "expected a column's name, found another string";
            return Err(SchemaError::malformed(path, None, problem));
        }
        Ok(Self {
            user_pool_id: None,
            names,
        })
    }

    /// The same from a document's bytes: UTF-8, or UTF-16 with a byte order mark. Errors carry the
    /// document's name.
    ///
    /// # Errors
    ///
    /// As [`CsvHeader::parse`], and where the bytes are not text.
    pub fn read(document: &str, bytes: &[u8]) -> Result<Self, SchemaError> {
        load::text_of(bytes)
            .and_then(|text| Self::parse(&text))
            .map_err(|error| error.with_document(document))
    }

    fn parse_template(text: &str) -> Result<Self, SchemaError> {
        let line = text.split(['\n', '\r']).next().unwrap_or_default();
        if line.is_empty() {
            return Err(SchemaError::malformed(
                None,
                Some(DocumentPosition::new(1, 1)),
                "expected GetCSVHeader's answer, a JSON array of names or a CSV template, \
                 found an empty line",
            ));
        }
        let mut names = Vec::new();
        let mut column = 1;
        for field in cognito::raw_fields(line) {
            let here = Some(DocumentPosition::new(1, column));
            if field.trim().is_empty() {
                return Err(SchemaError::malformed(
                    None,
                    here,
                    "expected a column's name, found an empty field",
                ));
            }
            if names.len() == MOST_NAMES {
                return Err(SchemaError::malformed(
                    None,
                    here,
                    "expected at most 65,535 columns",
                ));
            }
            let name = cognito::unescape(field).into_owned();
            if !can_head_a_column(&name) {
                return Err(SchemaError::malformed(
                    None,
                    here,
                    "expected a column's name, found one that ends in a backslash",
                ));
            }
            names.push(name);
            column += load::number(field.chars().count() + 1);
        }
        Ok(Self {
            user_pool_id: None,
            names,
        })
    }

    /// The 21 standard columns, in the older pools' order.
    pub fn standard() -> Self {
        Self {
            user_pool_id: None,
            names: STANDARD_CSV_HEADER.map(str::to_owned).into(),
        }
    }

    /// The columns that follow from a pool's `SchemaAttributes`.
    ///
    /// Every pool has the standard attributes, listed or not; `sub` and `identities` are never
    /// columns (GUIDE). The order is ours, since the service's own is in no document: the standard
    /// attributes as the older pools have them, then the custom attributes as they are listed, then
    /// `cognito:mfa_enabled` and `cognito:username`. An import may have any order (GUIDE), so that
    /// only the look of the file depends on it. `password_hash` is not derived: which pools are
    /// eligible for it is in no document either.
    pub fn of_pool(pool: &UserPool) -> Self {
        let custom = pool
            .attributes
            .iter()
            .filter(|attribute| !attribute.is_standard() && attribute.name != "identities")
            .map(|attribute| attribute.name.as_str());
        let (service, standard): (Vec<_>, Vec<_>) = STANDARD_CSV_HEADER
            .iter()
            .copied()
            .partition(|name| matches!(*name, MFA_ENABLED | USERNAME));
        Self {
            user_pool_id: pool.id.clone(),
            names: standard
                .into_iter()
                .chain(custom)
                .chain(service)
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The pool's id, where the document says it.
    pub fn user_pool_id(&self) -> Option<&str> {
        self.user_pool_id.as_deref()
    }

    /// The columns' names, in the document's order.
    pub fn names(&self) -> &[String] {
        &self.names
    }
}

/// Whether a name is there at all and reads back as itself from a file's first line.
pub(super) fn can_head_a_column(name: &str) -> bool {
    !name.trim().is_empty() && cognito::inexpressible(name).is_none()
}

/// GetCSVHeader's answer.
#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "UserPoolId")]
    user_pool_id: Option<String>,
    #[serde(rename = "CSVHeader")]
    csv_header: Option<Names>,
    // Members of DescribeUserPool's answer, with and without its outer one.
    #[serde(rename = "UserPool")]
    user_pool: Option<IgnoredAny>,
    #[serde(rename = "SchemaAttributes")]
    attributes: Option<IgnoredAny>,
}

impl Answer {
    fn names(&mut self) -> Result<Vec<String>, SchemaError> {
        if let Some(Names(names)) = self.csv_header.take() {
            return Ok(names);
        }
        let found = if self.user_pool.is_some() || self.attributes.is_some() {
            "DescribeUserPool's answer; the CSVHeader and the user pool may be swapped"
        } else {
            "an object without CSVHeader"
        };
        let problem = format!("expected GetCSVHeader's answer, found {found}");
        Err(SchemaError::malformed(None, None, problem))
    }
}

struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;

        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of 1 to 65,535 column names")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(Name(name)) = seq.next_element()? {
                    if names.len() == MOST_NAMES {
                        return Err(de::Error::invalid_value(Unexpected::Seq, &self));
                    }
                    names.push(name);
                }
                if names.is_empty() {
                    return Err(de::Error::invalid_value(Unexpected::Seq, &self));
                }
                Ok(Names(names))
            }
        }

        deserializer.deserialize_seq(NamesVisitor)
    }
}

struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl Visitor<'_> for NameVisitor {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column's name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                if !can_head_a_column(name) {
                    return Err(E::invalid_value(Unexpected::Str(name), &self));
                }
                Ok(Name(name.to_owned()))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        CsvHeader::parse(text).unwrap().names
    }

    fn message(text: &str) -> String {
        CsvHeader::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn all_three_shapes_are_read() {
        let answer = CsvHeader::parse(
            "\u{feff} {\"CSVHeader\":[\"b\",\"a\"],\"UserPoolId\":\"p_1\",\"Other\":{}}\n",
        )
        .unwrap();
        assert_eq!(answer.names(), ["b", "a"]);
        assert_eq!(answer.user_pool_id(), Some("p_1"));
        assert_eq!(names("\n[\"b\", \"a\"]"), ["b", "a"]);
        assert_eq!(names("b,a"), ["b", "a"]);
        assert_eq!(names("\u{feff}b,a\r\nrow,row\r\n"), ["b", "a"]);
        assert_eq!(names("b,custom:x\\,y\n"), ["b", "custom:x,y"]);
        assert_eq!(CsvHeader::parse("b").unwrap().user_pool_id(), None);
    }

    #[test]
    fn a_header_without_names_is_refused() {
        for text in ["", "\u{feff}", "\n", "[]", r#"{"CSVHeader":[]}"#, "  "] {
            assert!(CsvHeader::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(
            message("[]"),
            "line 1, column 2: expected an array of 1 to 65,535 column names, found another array"
        );
        assert_eq!(
            message(r#"{"UserPool":{}}"#),
            "expected GetCSVHeader's answer, found DescribeUserPool's answer; the CSVHeader and the user \
             pool may be swapped"
        );
        assert_eq!(
            message("{}"),
            "expected GetCSVHeader's answer, found an object without CSVHeader"
        );
    }

    #[test]
    fn an_empty_name_is_refused_with_its_place() {
        assert_eq!(
            message("[\"a\",\n\"\"]"),
            "line 2, column 2, at [1]: expected a column's name, found another string"
        );
        assert_eq!(
            message("é,b,,c"),
            "line 1, column 5: expected a column's name, found an empty field"
        );
        assert_eq!(
            message("a,"),
            "line 1, column 3: expected a column's name, found an empty field"
        );
        assert_eq!(
            message(r#"{"CSVHeader":["a",7]}"#),
            "line 1, column 19, at CSVHeader[1]: expected a column's name, found a number"
        );
    }

    #[test]
    fn a_name_that_cannot_stand_in_a_file_is_refused_with_its_place() {
        for name in [r"a\nb", r"a\r", r"a\\", r"a\\,b"] {
            assert_eq!(
                message(&format!(r#"["{name}"]"#)),
                "line 1, column ".to_owned()
                    + &(name.len() + 3).to_string()
                    + ", at [0]: expected a column's name, found another string"
            );
        }
        assert_eq!(
            message(r"email,x\"),
            "line 1, column 7: expected a column's name, found one that ends in a backslash"
        );
        assert_eq!(names(r#"["a,b","c\\d"]"#), ["a,b", r"c\d"]);
    }

    #[test]
    fn at_most_65_535_names_are_accepted() {
        let list = |count: usize| -> Vec<String> { (0..count).map(|n| n.to_string()).collect() };
        let most = list(65_535);
        assert_eq!(names(&most.join(",")).len(), 65_535);
        assert_eq!(names(&serde_json::to_string(&most).unwrap()).len(), 65_535);
        let more = list(65_536);
        assert!(message(&more.join(",")).contains("65,535"));
        assert!(message(&serde_json::to_string(&more).unwrap()).contains("65,535"));
    }

    #[test]
    fn names_become_a_header_as_a_document_does() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let header = CsvHeader::new(names(&["b", "custom:x,y"])).unwrap();
        assert_eq!(header, CsvHeader::parse(r#"["b","custom:x,y"]"#).unwrap());
        let error = CsvHeader::new(names(&["a", " "])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "at [1]: expected a column's name, found another string"
        );
        for refused in [Vec::new(), names(&["a\nb"]), vec!["a".to_owned(); 65_536]] {
            assert!(CsvHeader::new(refused).is_err());
        }
    }

    #[test]
    fn a_document_read_from_bytes_is_named_in_errors() {
        let error = CsvHeader::read("header.json", b"[1]").unwrap_err();
        assert_eq!(error.document(), Some("header.json"));
        assert!(CsvHeader::read("x", b"name\xff").is_err());
        assert_eq!(CsvHeader::read("x", b"name").unwrap().names(), ["name"]);
    }

    #[test]
    fn the_standard_columns_are_the_older_pools() {
        let standard = CsvHeader::standard();
        assert_eq!(standard.names(), STANDARD_CSV_HEADER);
        assert_eq!(standard.user_pool_id(), None);
    }

    #[test]
    fn a_pool_adds_its_custom_attributes_after_updated_at() {
        let pool = UserPool::parse(
            r#"{"Id":"p_1","SchemaAttributes":[{"Name":"custom:b"},{"Name":"sub"},
                {"Name":"identities"},{"Name":"email"},{"Name":"dev:custom:a"}]}"#,
        )
        .unwrap();
        let header = CsvHeader::of_pool(&pool);
        assert_eq!(header.user_pool_id(), Some("p_1"));
        assert_eq!(header.names()[..19], STANDARD_CSV_HEADER[..19]);
        assert_eq!(
            header.names()[18..],
            [
                "updated_at",
                "custom:b",
                "dev:custom:a",
                "cognito:mfa_enabled",
                "cognito:username"
            ]
        );
        assert_eq!(
            CsvHeader::of_pool(&UserPool::default()),
            CsvHeader::standard()
        );
    }
}
