//! Schemas, rows and files made of arbitrary bytes.

use arbitrary::{Arbitrary, Result, Unstructured};
use cognito_preflight::{
    schema::{CsvHeader, Schema, UserPool},
    values::password_hash::PasswordHashingAlgorithm,
};
use serde_json::{Value, json};

const STANDARD: [&str; 9] = [
    "name",
    "email",
    "email_verified",
    "birthdate",
    "phone_number",
    "phone_number_verified",
    "updated_at",
    "preferred_username",
    "cognito:mfa_enabled",
];

/// Values near those on which rules speak.
const NEAR: [&str; 46] = [
    "",
    "ana",
    "bo",
    "eve",
    "ANA",
    "ana@example.com",
    "bo@example.com",
    "Ana@Example.com",
    "a@b",
    "\"Ana\" <ana@example.com>",
    "ana@[127.0.0.1]",
    "josé@example.com",
    "true",
    "TRUE",
    "True",
    "false",
    "FALSE",
    "Yes",
    "1",
    "0",
    "+12065550100",
    "+16502530000",
    "+1 (206) 555-0100",
    "2065550100",
    "1.20656E+10",
    "'+12065550100",
    "01/31/1990",
    "1990-01-31",
    "02/30/1990",
    "2/1/90",
    "1700000000",
    "1700000000000",
    "2016-08-17T17:04:31Z",
    "5",
    "-3",
    "99999999999999999999",
    "x y",
    " ana ",
    "\u{200b}ana",
    "a\\",
    "a\\,b",
    "\"quoted\"",
    "a\nb",
    "=cmd|x",
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    "16384$8$1$00112233445566778899aabbccddeeff$486091c25e18d443ad5794075fc005374193315d715a8a04622fad7f38ada111",
];

/// One value.
pub(crate) fn value(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(match u.int_in_range(0..=9)? {
        0..=6 => (*u.choose(&NEAR)?).to_owned(),
        7 => u.arbitrary::<&str>()?.chars().take(40).collect(),
        8 => {
            let length = u.int_in_range(0..=6)?;
            (0..length)
                .map(|_| {
                    u.choose(&[
                        'a', ',', '"', '\\', ' ', '\u{200b}', '\u{a0}', '\r', '\n', '\t', '\'',
                        '\0', '\u{202e}', 'é', '😀',
                    ])
                    .copied()
                })
                .collect::<Result<String>>()?
        }
        _ => u.choose(&NEAR)?.repeat(u.int_in_range(1..=150)?),
    })
}

/// A pool, its columns and a job's algorithm.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) schema: Schema,
    pub(crate) columns: Vec<String>,
    /// Whether nothing but the username signs in, so that a simple reference knows every duplicate.
    pub(crate) has_plain_names: bool,
    pub(crate) is_case_sensitive: bool,
}

impl<'a> Arbitrary<'a> for Input {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut columns: Vec<String> = Vec::new();
        for name in STANDARD {
            if u.ratio(4, 5)? {
                columns.push(name.to_owned());
            }
        }
        let mut attributes: Vec<Value> = Vec::new();
        for number in 0..u.int_in_range(0..=3)? {
            let name = format!("custom:c{number}");
            let kind = *u.choose(&["String", "Number", "Boolean", "DateTime"])?;
            let mut attribute = json!({"Name": name, "AttributeDataType": kind, "Mutable": true});
            let low = u.int_in_range(0..=4)?;
            let high = low + u.int_in_range(0..=300)?;
            match kind {
                "String" => {
                    attribute["StringAttributeConstraints"] =
                        json!({"MinLength": low.to_string(), "MaxLength": high.to_string()});
                }
                "Number" => {
                    attribute["NumberAttributeConstraints"] =
                        json!({"MinValue": low.to_string(), "MaxValue": high.to_string()});
                }
                _ => {}
            }
            attributes.push(attribute);
            columns.push(name);
        }
        if u.ratio(1, 4)? && columns.iter().any(|name| name == "name") {
            attributes.push(json!({"Name": "name", "AttributeDataType": "String", "Required": true, "Mutable": true}));
        }
        let algorithm = if u.ratio(1, 3)? {
            Some(*u.choose(&PasswordHashingAlgorithm::ALL)?)
        } else {
            None
        };
        if algorithm.is_some() || u.ratio(1, 5)? {
            columns.push("password_hash".to_owned());
        }
        columns.push("cognito:username".to_owned());
        let turn = u.choose_index(columns.len())?;
        columns.rotate_left(turn);
        let mut pool = json!({
            "SchemaAttributes": attributes,
            "AutoVerifiedAttributes": u.choose(&[vec!["email"], vec!["phone_number"], vec!["email", "phone_number"]])?,
            "MfaConfiguration": u.choose(&["OFF", "ON", "OPTIONAL"])?,
        });
        let is_case_sensitive = u.ratio(1, 2)?;
        pool["UsernameConfiguration"] = json!({"CaseSensitive": is_case_sensitive});
        let names = u.int_in_range(0..=3)?;
        match names {
            1 => pool["AliasAttributes"] = json!(["email", "preferred_username"]),
            2 => pool["AliasAttributes"] = json!(["phone_number"]),
            3 => pool["UsernameAttributes"] = json!(["email"]),
            _ => {}
        }
        if u.ratio(1, 4)? {
            pool["Policies"] =
                json!({"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}});
        }
        let header = CsvHeader::parse(&json!(columns).to_string()).expect("a header");
        let pool = UserPool::parse(&pool.to_string()).expect("a pool");
        let schema = Schema::new(Some(header), Some(pool))
            .expect("a schema")
            .with_password_hashing_algorithm(algorithm);
        Ok(Self {
            schema,
            columns,
            has_plain_names: names == 0,
            is_case_sensitive,
        })
    }
}

/// Rows of about as many values as there are columns.
pub(crate) fn rows(u: &mut Unstructured<'_>, columns: usize) -> Result<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    for _ in 0..u.int_in_range(0..=8)? {
        let count = match u.int_in_range(0..=7)? {
            0 => columns.saturating_sub(1),
            1 => columns + 1,
            _ => columns,
        };
        rows.push((0..count).map(|_| value(u)).collect::<Result<_>>()?);
    }
    Ok(rows)
}

/// A file of these rows, in one dialect or the other, with one line end or the other.
pub(crate) fn file(
    u: &mut Unstructured<'_>,
    columns: &[String],
    rows: &[Vec<String>],
) -> Result<Vec<u8>> {
    let end = *u.choose(&["\n", "\r\n"])?;
    let quotes = u.ratio(1, 2)?;
    let mut text = if u.ratio(1, 8)? {
        "\u{feff}".to_owned()
    } else {
        String::new()
    };
    text += &columns.join(",");
    for row in rows {
        text += end;
        let fields: Vec<String> = row
            .iter()
            .map(|value| {
                if quotes {
                    format!("\"{}\"", value.replace('"', "\"\""))
                } else {
                    value.clone()
                }
            })
            .collect();
        text += &fields.join(",");
    }
    if u.ratio(7, 8)? {
        text += end;
    }
    Ok(text.into_bytes())
}
