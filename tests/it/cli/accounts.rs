//! What columns that the pool does not have say about an account is heard before they are left out.

use crate::sandbox::{Sandbox, json};

fn sandbox(header: &str, rows: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("header.csv", "email,email_verified,cognito:username");
    sandbox.write("in.csv", format!("{header}\n{}\n", rows.join("\n")));
    sandbox.with_arguments("--csv-header header.csv")
}

const CLEAN: &str = "clean in.csv -o out.csv --rejected rej.csv --force --drop-unknown-columns";

#[test]
fn a_comma_too_many_does_not_hide_who_is_locked_out() {
    let sandbox = sandbox(
        "email,email_verified,cognito:username,disabled",
        &["\"ana@example.com\",true,ana,true,"],
    );
    let summary = sandbox.ends_with(CLEAN, 1);
    assert!(
        summary.contains("1 read, 0 cleaned, 1 rejected"),
        "{summary}"
    );
}

#[test]
fn users_who_are_locked_out_are_rejected_and_counted() {
    for (name, value) in [
        ("Enabled", "false"),
        ("disabled", "true"),
        ("blocked", "1"),
        ("accountEnabled", "0"),
        ("is_active", "no"),
        ("Status", "suspended"),
        ("deleted_at", "2024-01-01"),
    ] {
        let sandbox = sandbox(
            &format!("email,email_verified,cognito:username,{name}"),
            &[
                "ana@example.com,true,ana,",
                &format!("bo@example.com,true,bo,{value}"),
                &format!("\"cy@example.com\",true,cy,\"{value}\""),
            ],
        );
        let summary = sandbox.ends_with(&format!("{CLEAN} --all"), 1);
        assert!(
            summary.contains("3 read, 1 cleaned, 2 rejected"),
            "{summary}"
        );
        assert!(
            summary.contains(&format!("Dropped columns: “{name}”")),
            "{summary}"
        );
        assert!(
            summary.contains("dropped-column-locks-user-out                    2"),
            "{summary}"
        );
        assert!(
            summary.contains(&format!("(field 4, “{name}”)")),
            "{summary}"
        );
        let rejected = sandbox.read("rej.csv");
        assert!(
            rejected.contains(",IMPORTED,dropped-column-locks-user-out"),
            "{rejected}"
        );
        assert!(rejected.contains("bo@example.com") && rejected.contains("cy@example.com"));

        sandbox.ends_with(&format!("{CLEAN} --keep-federated"), 1);
        sandbox.ends_with(&format!("{CLEAN} --keep-disabled"), 0);
        assert_eq!(sandbox.read("out.csv").lines().count(), 4);
    }
}

#[test]
fn users_of_another_provider_are_rejected_and_counted() {
    let sandbox = sandbox(
        "email,email_verified,cognito:username,UserStatus",
        &[
            "ana@example.com,true,ana,CONFIRMED",
            "bo@example.com,true,bo,EXTERNAL_PROVIDER",
        ],
    );
    let summary = sandbox.ends_with(&format!("{CLEAN} --all"), 1);
    assert!(
        summary.contains("2 read, 1 cleaned, 1 rejected"),
        "{summary}"
    );
    sandbox.ends_with(&format!("{CLEAN} --keep-disabled"), 1);
    sandbox.ends_with(&format!("{CLEAN} --keep-federated"), 0);
}

#[test]
fn a_check_reports_them() {
    let sandbox = sandbox(
        "email,email_verified,cognito:username,Enabled",
        &[
            "ana@example.com,true,ana,true",
            "bo@example.com,true,bo,false",
        ],
    );
    let document = json(sandbox.run("check in.csv --format json").stdout);
    assert_eq!(document["rules"]["dropped-column-locks-user-out"], 1);
    // The header fails this job, whoever is in it.
    assert_eq!(document["rows"]["failed"], 2);
}

#[test]
fn a_column_that_is_kept_is_not_one_that_is_dropped() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "header.csv",
        "email,email_verified,custom:status,cognito:username",
    );
    sandbox.write(
        "in.csv",
        "email,email_verified,Status,cognito:username\nana@example.com,true,suspended,ana\n",
    );
    sandbox.ends_with(
        "clean in.csv -o out.csv --csv-header header.csv --rename Status=custom:status",
        0,
    );
}
