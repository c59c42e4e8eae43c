//! What is told about a pool, and what is assumed without it.

use super::{GOOD, P, POOL, rows, sandbox};

#[test]
fn without_a_pool_the_assumptions_are_printed_and_can_be_changed() {
    let sandbox = sandbox();
    rows(
        &sandbox,
        "phone.csv",
        &["ana@example.com,false,+12065550100,,,true,ana"],
    );
    let text = sandbox.ends_with("check phone.csv --csv-header header.json", 1);
    assert!(text.contains("no user pool was given"), "{text}");
    sandbox.write(
        "h.csv",
        "email,phone_number,phone_number_verified,cognito:mfa_enabled,cognito:username",
    );
    sandbox.write("p.csv", "email,phone_number,phone_number_verified,cognito:mfa_enabled,cognito:username\n,+12065550100,true,true,ana\n");
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified phone_number --mfa ON",
        0,
    );
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified phone_number --mfa OFF",
        1,
    );
    sandbox.ends_with(
        "check p.csv --csv-header h.csv --auto-verified email --mfa ON",
        1,
    );
}

#[test]
fn existing_users_come_in_every_form() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    sandbox.write("list.json", r#"{"Users":[{"Username":"ana"}]}"#);
    sandbox.write("names.txt", "zoe\nana\n");
    rows(&sandbox, "old.csv", &[GOOD]);
    for list in ["list.json", "names.txt", "old.csv"] {
        let text = sandbox.ends_with(&format!("check good.csv {P} --existing-users {list}"), 1);
        assert!(text.contains("username-already-exists"), "{list}: {text}");
    }
    sandbox.write(
        "aliases.json",
        POOL.replace(
            "\"MfaConfiguration\"",
            "\"AliasAttributes\":[\"email\"],\"MfaConfiguration\"",
        ),
    );
    let text = sandbox.ends_with("check good.csv --csv-header header.json --user-pool aliases.json --existing-users names.txt", 1);
    assert!(text.contains("clashes of aliases"), "{text}");
    sandbox.write("broken.json", "{\"Users\":[{\"Username\":");
    sandbox.ends_with(
        &format!("check good.csv {P} --existing-users broken.json"),
        2,
    );
    sandbox.ends_with(
        &format!("check good.csv {P} --existing-users nowhere.json"),
        3,
    );
}

#[test]
fn wrong_documents_are_refused_in_one_sentence() {
    let sandbox = sandbox();
    rows(&sandbox, "good.csv", &[GOOD]);
    for (name, text) in [
        ("empty.json", ""),
        ("null.json", "null\n"),
        ("object.json", "{}"),
        (
            "users.json",
            r#"[{"username":"ana","email":"ana@example.com"}]"#,
        ),
        ("state.json", r#"{"version":4,"terraform_version":"1.9.0"}"#),
        (
            "page.json",
            r#"{"Users":[{"Username":"zoe"}],"PaginationToken":"t"}"#,
        ),
        ("last.json", r#"{"Users":[{"Username":"yan"}]}"#),
        (
            "nobody.csv",
            "email,email_verified,phone_number,phone_number_verified,birthdate,cognito:mfa_enabled,cognito:username\n",
        ),
    ] {
        sandbox.write(name, text);
    }
    let with = "--csv-header header.json";
    for command in [
        format!("check users.json {P}"),
        format!("clean users.json {P} -o cleaned.csv"),
        format!("check good.csv {with} --user-pool object.json"),
        format!("check good.csv {with} --user-pool state.json"),
        "check good.csv --csv-header pool.json --user-pool header.json".to_owned(),
        format!("check good.csv {with} --user-pool header.json"),
        format!("check good.csv {P} --existing-users empty.json"),
        format!("check good.csv {P} --existing-users null.json"),
        format!("check good.csv {P} --existing-users page.json"),
    ] {
        let text = sandbox.ends_with(&command, 2);
        assert_eq!(text.trim_end().lines().count(), 1, "{command}: {text}");
    }
    sandbox.ends_with(
        &format!("check good.csv {P} --existing-users page.json --existing-users last.json"),
        0,
    );
    let text = sandbox.ends_with(
        &format!("check good.csv {P} --existing-users page.json --existing-users-incomplete --all"),
        0,
    );
    assert!(text.contains("existing-users-are-incomplete"), "{text}");
    assert!(text.contains("cannot be predicted"), "{text}");
}
