//! Options of the command line beside a mapping, and the same in the mapping: entries of one structure.

use super::run;
use crate::sandbox::{Sandbox, printed};

const CSV: &str = "user_id,mail,country,born,phone,confirmed\n\
    u1,Ana@Example.com,US,31.12.1990,(206) 555-0101,ja\n\
    u2,bo@example.com,PT,01.02.1990,-,nein\n";

const NDJSON: &str = "{\"user_id\":\"u1\",\"mail\":\"Ana@Example.com\",\"country\":\"US\",\"born\":\"31.12.1990\",\"phone\":\"(206) 555-0101\",\"confirmed\":\"ja\"}\n\
    {\"user_id\":\"u2\",\"mail\":\"bo@example.com\",\"country\":\"PT\",\"born\":\"01.02.1990\",\"phone\":\"-\",\"confirmed\":\"nein\"}\n";

const MAPPING: &str = "[columns]\n'cognito:username' = 'user_id'\nemail = 'mail'\nbirthdate = 'born'\nphone_number = 'phone'\nemail_verified = 'confirmed'\n";

/// Cleans both files; what they become, and the rejected rows' rules.
fn cleaned(mapping: &str, more: &str) -> Vec<(String, String)> {
    [CSV, NDJSON]
        .into_iter()
        .map(|file| {
            let sandbox = Sandbox::new();
            sandbox.write("users", file);
            sandbox.write("mapping.toml", format!("{MAPPING}\n{mapping}"));
            let output = sandbox.run(&format!(
                "clean users --mapping mapping.toml -o users.csv {more}"
            ));
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{}",
                printed(&output)
            );
            (
                sandbox.read("users.csv"),
                sandbox.read("users.rejected.csv"),
            )
        })
        .collect()
}

#[test]
fn an_option_and_its_entry_in_the_mapping_do_the_same() {
    let both = "--true ja --false nein --set email_verified=true";
    for (option, entry, says) in [
        (
            "--lower-case email",
            "[repairs]\nlower_case = ['email']",
            "ana@example.com",
        ),
        (
            "--default-region US",
            "[repairs]\ndefault_region = 'US'",
            "+12065550101",
        ),
        (
            "--date-order dmy",
            "[repairs]\ndate_order = 'dmy'",
            "12/31/1990",
        ),
        (
            "--set locale=en",
            "[repairs]\nset = { locale = 'en' }",
            ",en,",
        ),
        (
            "--override gender=x",
            "[repairs]\noverride = { gender = 'x' }",
            ",x,",
        ),
        ("--null -", "[input]\nnull = ['-']", "ana"),
        (
            "--only country=US",
            "[only]\ncountry = ['US']",
            "Ana@Example.com",
        ),
        (
            "--except country=PT",
            "[except]\ncountry = ['PT']",
            "Ana@Example.com",
        ),
        (
            "--blank-invalid phone_number",
            "[repairs]\nblank_invalid = ['phone_number']",
            "Ana@Example.com",
        ),
    ] {
        let common = format!("{both} --blank-invalid phone_number --blank-invalid birthdate");
        let by_option = cleaned("", &format!("{common} {option}"));
        let by_entry = cleaned(entry, &common);
        assert_eq!(by_option, by_entry, "{option}");
        for (users, rejected) in by_option {
            assert!(
                users.to_lowercase().contains(&says.to_lowercase()),
                "{option}: {users}"
            );
            let leaves_out = option.contains("country");
            assert_eq!(
                rejected.contains("row-is-left-out"),
                leaves_out,
                "{option}: {rejected}"
            );
        }
    }
}

#[test]
fn a_rename_beside_a_mapping_fills_the_column() {
    let more = "--true ja --false nein --blank-invalid phone_number --blank-invalid birthdate";
    for option in ["--rename country=nickname", "--copy country=nickname"] {
        for (users, _) in cleaned("", &format!("{more} {option}")) {
            assert!(users.contains(",US,"), "{option}: {users}");
        }
        for (users, _) in cleaned(
            "[columns.nickname]\nvalue = 'none'",
            &format!("{more} {option}"),
        ) {
            assert!(
                users.contains(",US,") && !users.contains("none"),
                "{option}: {users}"
            );
        }
    }
    for option in ["--rename cuntry=nickname", "--only cuntry=US"] {
        let sandbox = Sandbox::new();
        sandbox.write("users", CSV);
        sandbox.write("mapping.toml", MAPPING);
        let arguments = format!("clean users --mapping mapping.toml -o users.csv {option}");
        let ended = run(&sandbox, &arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(ended.status, 2, "{ended:?}");
        assert!(ended.stderr.contains("cuntry"), "{ended:?}");
    }
}

#[test]
fn what_the_caller_says_is_stronger_than_the_mapping() {
    let more = "--true ja --false nein --blank-invalid phone_number --blank-invalid birthdate --set locale=pt";
    for (users, _) in cleaned("[repairs]\nset = { locale = 'en', gender = 'x' }", more) {
        assert!(
            users.contains(",pt,") && users.contains(",x,") && !users.contains(",en,"),
            "{users}"
        );
    }
}
