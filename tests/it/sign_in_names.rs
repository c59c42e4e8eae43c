//! The names under which users sign in beside their usernames, in rows that the fast path clears
//! and in rows that the rules have to look at.

use cognito_preflight::{
    engine::{DialectChoice, Mode},
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{collect, options};

const HEADER: &str = "name,email,email_verified,phone_number,phone_number_verified,\
                      preferred_username,cognito:mfa_enabled,cognito:username";

fn schema(pool: &str) -> Schema {
    let pool = format!(
        r#"{{"AutoVerifiedAttributes":["email","phone_number"],"MfaConfiguration":"OFF",{pool}}}"#
    );
    let header = CsvHeader::parse(HEADER).unwrap();
    Schema::new(Some(header), Some(UserPool::parse(&pool).unwrap())).unwrap()
}

/// The rules about names that speak on each row, told alike whether every row begins with a value that
/// is cleared, or with one at which the rules have to look.
fn rules(schema: &Schema, rows: &[&str]) -> Vec<Vec<&'static str>> {
    let mut all = Vec::new();
    for name in ["Ana", "Ana·Lopez"] {
        for mode in [Mode::Check, Mode::Clean] {
            let mut file = format!("{HEADER}\n");
            for row in rows {
                file += &format!("{name},{row}\n");
            }
            let mut options = options(mode);
            options.dialect = Some(DialectChoice::Cognito);
            let (collected, _) = collect(schema, options, file.as_bytes()).unwrap();
            let told: Vec<Vec<&str>> = collected
                .rows
                .iter()
                .map(|row| {
                    let rules = row.rules.iter().copied();
                    rules
                        .filter(|rule| rule.contains("alias") || rule.starts_with("username"))
                        .collect()
                })
                .collect();
            if all.is_empty() {
                all.clone_from(&told);
            }
            assert_eq!(told, all, "{name} {mode:?}");
        }
    }
    all
}

#[test]
fn an_alias_belongs_to_the_first_who_has_it_verified() {
    let schema = schema(r#""AliasAttributes":["email","phone_number","preferred_username"]"#);
    let taken = vec!["alias-already-taken"];
    for (first, second, expected) in [
        // Verified in both.
        (
            "a@example.com,true,,false,,false,ana",
            "a@example.com,true,,false,,false,bo",
            &taken,
        ),
        (
            "a@example.com,true,+12065550100,true,,false,ana",
            "b@example.com,true,+12065550100,true,,false,bo",
            &taken,
        ),
        // Verified in one of them only.
        (
            "a@example.com,false,+12065550100,true,,false,ana",
            "a@example.com,true,,false,,false,bo",
            &Vec::new(),
        ),
        (
            "a@example.com,true,+12065550100,false,,false,ana",
            "b@example.com,true,+12065550100,true,,false,bo",
            &Vec::new(),
        ),
        // A preferred username needs no verification, and is nobody else's username.
        (
            "a@example.com,true,,false,star,false,ana",
            "b@example.com,true,,false,star,false,bo",
            &taken,
        ),
        (
            "a@example.com,true,,false,star,false,ana",
            "b@example.com,true,,false,,false,star",
            &taken,
        ),
        (
            "a@example.com,true,,false,star,false,ana",
            "b@example.com,true,,false,moon,false,bo",
            &Vec::new(),
        ),
    ] {
        let found = rules(&schema, &[first, second]);
        assert_eq!(found, [Vec::new(), expected.clone()], "{first} {second}");
    }
}

#[test]
fn an_address_that_is_no_username_signs_in_all_the_same() {
    let schema = schema(r#""UsernameAttributes":["email","phone_number"]"#);
    let ana = "a@example.com,true,+12065550100,true,,false,a@example.com";
    for (second, expected) in [
        // Her number is the username of the next user, or the address beside it.
        (
            "b@example.com,true,+12065550100,true,,false,+12065550100",
            vec!["username-is-duplicated"],
        ),
        (
            "b@example.com,true,+12065550100,true,,false,b@example.com",
            vec!["alias-already-taken"],
        ),
        (
            "a@example.com,true,+12065550101,true,,false,+12065550101",
            vec!["alias-already-taken"],
        ),
        (
            "b@example.com,true,+12065550101,true,,false,+12065550101",
            Vec::new(),
        ),
    ] {
        let found = rules(&schema, &[ana, second]);
        assert_eq!(found, [Vec::new(), expected], "{second}");
    }
}
