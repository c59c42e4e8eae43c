//! How files of sources are read: as JSON of any shape, compressed, joined.

use std::{fs, io::Write, path::Path};

use super::{COLUMNS, folder, run};
use crate::sandbox::{Sandbox, printed};

#[test]
fn what_is_cut_off_or_no_object_is_said() {
    let sandbox = Sandbox::new();
    let user = "{\"user_id\":\"auth0|1\",\"email\":\"ana@example.com\",\"email_verified\":true}";
    sandbox.write("cut.json", format!("[{user},"));
    let ended = run(
        &sandbox,
        &["clean", "cut.json", "--source", "auth0", "-o", "users.csv"],
    );
    assert_eq!(ended.status, 3, "{ended:?}");
    assert!(ended.stderr.contains("cut off"), "{ended:?}");
    sandbox.write("bad.json", format!("[{user},oops,{{\"a\":}}]"));
    let ended = run(
        &sandbox,
        &[
            "clean",
            "bad.json",
            "--source",
            "auth0",
            "-o",
            "users.csv",
            "--quiet",
        ],
    );
    assert_eq!(ended.status, 1, "{ended:?}");
    let rejected = sandbox.read("users.rejected.csv");
    assert_eq!(rejected.lines().count(), 2, "{rejected}");
    assert!(
        rejected.contains("\"preflight:record\":\"oops\""),
        "{rejected}"
    );
}

#[test]
fn an_array_and_lines_give_the_same_file() {
    let text = fs::read_to_string(folder("auth0").join("users.ndjson")).unwrap();
    let sandbox = Sandbox::new();
    let array = format!("[\n{}\n]\n", text.trim_end().replace('\n', ",\n"));
    let inside = format!(
        "{{\"start\":0,\"users\":[{}],\"total\":6}}",
        text.trim_end().replace('\n', ",")
    );
    let mapping = format!(
        "{}\n[input]\nrecords = ['users']\n",
        fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mapping/presets/auth0.toml")
        )
        .unwrap()
    );
    sandbox.write("mapping.toml", mapping);
    let mut written = Vec::new();
    for (place, text) in [text, array, inside].into_iter().enumerate() {
        sandbox.write("users.json", text);
        let output = format!("users-{place}.csv");
        let ended = run(
            &sandbox,
            &[
                "clean",
                "users.json",
                "--mapping",
                "mapping.toml",
                "-o",
                &output,
                "--quiet",
                "--keep-disabled",
            ],
        );
        assert_eq!(ended.status, 1, "{ended:?}");
        written.push(sandbox.read(&output));
    }
    assert!(written[0].lines().count() > 1);
    assert_eq!(written[0], written[1]);
    assert_eq!(written[0], written[2]);
}

/// gzip and Zstandard, each in two parts.
fn compressed(text: &str) -> [Vec<u8>; 2] {
    let half = text.len() / 2;
    let parts = [&text.as_bytes()[..half], &text.as_bytes()[half..]];
    let gzip = parts.map(|part| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(part).unwrap();
        encoder.finish().unwrap()
    });
    let zstandard = parts.map(|part| {
        ruzstd::encoding::compress_to_vec(part, ruzstd::encoding::CompressionLevel::Fastest)
    });
    [gzip.concat(), zstandard.concat()]
}

#[test]
fn what_is_compressed_is_cleaned_as_what_is_in_it() {
    const CLEAN: &str = "--source auth0 --keep-disabled --quiet --join hashes=";
    let user = "{\"user_id\":\"auth0|1\",\"email\":\"ana@example.com\",\"email_verified\":true}";
    let hash = "{\"_id\":{\"$oid\":\"1\"},\"passwordHash\":\"$2b$10$KeKldIszfMUJfKPiE4oAk.c01kXIri.c.yNYUa5ptwtoUBZ.vNAwq\"}\n";
    let names: Vec<&str> = COLUMNS.split(',').collect();
    let clean = |file: &[u8], join: &[u8], from_stdin: bool| {
        let sandbox = Sandbox::new();
        sandbox.write("header.json", serde_json::to_string(&names).unwrap());
        sandbox.write("users", file);
        sandbox.write("hashes", join);
        let input = if from_stdin { "-" } else { "users" };
        let arguments = format!(
            "clean {input} {CLEAN}hashes --csv-header header.json --password-hashing-algorithm BCRYPT -o users.csv"
        );
        let output = sandbox.run_with_input(&arguments, if from_stdin { file } else { b"" });
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        sandbox.read("users.csv")
    };
    for text in [
        format!("{user}\n"),
        format!("[{user}]"),
        "user_id,email,email_verified\nauth0|1,ana@example.com,true\n".to_owned(),
        "user_id\temail\temail_verified\nauth0|1\tana@example.com\ttrue\n".to_owned(),
    ] {
        let plain = clean(text.as_bytes(), hash.as_bytes(), false);
        assert!(
            plain.contains("ana@example.com,true") && plain.contains("$2b$10$"),
            "{plain}"
        );
        for (file, join) in compressed(&text).iter().zip(compressed(hash)) {
            assert_eq!(clean(file, &join, false), plain, "{text}");
            assert_eq!(clean(file, hash.as_bytes(), true), plain, "{text}");
        }
    }
}

#[test]
fn a_compressed_file_that_is_cut_off_publishes_nothing() {
    let mut text = String::from("email,email_verified,cognito:username,cognito:mfa_enabled\n");
    for number in 0..40_000 {
        text.push_str(&format!(
            "user{number}@example.com,true,user{number},false\n"
        ));
    }
    for file in compressed(&text) {
        for end in [20, file.len() / 3, file.len() - 3] {
            let sandbox = Sandbox::new();
            sandbox.write("users.csv.gz", &file[..end]);
            sandbox.write("users.csv", "email\n");
            for arguments in [
                "clean users.csv.gz -o cleaned.csv --report report.jsonl",
                "clean users.csv --source spring --join authorities=users.csv.gz -o cleaned.csv",
            ] {
                let said = sandbox.run(arguments);
                assert_ne!(said.status.code(), Some(0));
                let said = printed(&said);
                assert!(
                    said.contains(&format!("the file ends at byte {end}, inside the ")),
                    "{said}"
                );
                assert_eq!(sandbox.names(), ["users.csv", "users.csv.gz"]);
            }
        }
    }
}

#[test]
fn a_check_reads_a_compressed_file_as_the_job_would() {
    let sandbox = Sandbox::new();
    for (file, word) in compressed("email\n").iter().zip(["gzip", "Zstandard"]) {
        sandbox.write("users.csv", file);
        let said = printed(&sandbox.run("check users.csv"));
        assert!(said.contains(word) && said.contains("compressed"), "{said}");
    }
}

/// Cleans a file by a preset, or by a mapping where the text is one; returns the cleaned lines without the header.
fn rows(mapping: &str, file: &str, more: &str) -> (Vec<String>, String) {
    let sandbox = Sandbox::new();
    sandbox.write("users", file);
    let source = if mapping.contains('\n') {
        sandbox.write("mapping.toml", mapping);
        "--mapping mapping.toml".to_owned()
    } else {
        format!("--source {mapping}")
    };
    let output = sandbox.run(&format!("clean users {source} -o users.csv {more}"));
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        printed(&output)
    );
    let cleaned = sandbox
        .read("users.csv")
        .lines()
        .skip(1)
        .map(str::to_owned)
        .collect();
    (cleaned, sandbox.read("users.rejected.csv"))
}

#[test]
fn lines_before_the_header_are_comments_or_counted() {
    let table = "id,username,primary_email_address,verified_email_addresses\nuser_1,ana,ana@example.com,ana@example.com\n";
    for comments in ["", "# exported by Clerk\n", "# a\n\n  # b, \"c\n"] {
        let (cleaned, rejected) = rows("clerk", &format!("{comments}{table}"), "");
        assert_eq!(cleaned.len(), 1, "{comments:?} {rejected}");
        assert!(cleaned[0].contains("ana@example.com,true"), "{cleaned:?}");
    }
    let mapping =
        "[input]\nskip_lines = 2\n[columns]\nemail = 'mail'\nemail_verified = { value = 'true' }\n";
    let (cleaned, _) = rows(mapping, "Users\n2024\nmail\nana@example.com\n", "");
    assert_eq!(cleaned.len(), 1);
    let (cleaned, _) = rows(mapping, "Users\nmail\nana@example.com\n", "--skip-lines 1");
    assert_eq!(cleaned.len(), 1, "what the caller says is stronger");
}

#[test]
fn the_mapping_says_how_lines_are_written() {
    let mapping = |input: &str| {
        format!(
            "[input]\n{input}\n[columns]\nemail = 'mail'\nname = 'name'\nemail_verified = {{ value = 'true' }}\n"
        )
    };
    for (input, file, name) in [
        ("format = 'tsv'", "mail\tname\na@example.com\tAna\n", "Ana"),
        (
            "delimiter = '|'",
            "mail|name\na@example.com|Ana;B\n",
            "Ana;B",
        ),
        (
            "delimiter = 'tab'\nquote = \"'\"",
            "mail\tname\na@example.com\t'An''a'\n",
            "An'a",
        ),
        (
            "escape = 'backslash'\ndelimiter = 'tab'",
            "mail\tname\na@example.com\tAn\\\\a\n",
            "An\\a",
        ),
        (
            "format = 'csv'\ncolumns = ['mail', 'name']",
            "a@example.com,\"Ana, B\"\n",
            "Ana\\, B",
        ),
        (
            "format = 'ndjson'",
            "{\"mail\":\"a@example.com\",\"name\":\"Ana\"}\n",
            "Ana",
        ),
        (
            "encoding = 'utf-16le'",
            "m\0a\0i\0l\0,\0n\0a\0m\0e\0\n\0a\0@\0b\0.\0c\0o\0,\0A\0n\0a\0\n\0",
            "Ana",
        ),
    ] {
        let (cleaned, rejected) = rows(&mapping(input), file, "");
        assert_eq!(cleaned.len(), 1, "{input} {rejected}");
        assert!(cleaned[0].contains(name), "{input} {cleaned:?}");
    }
}

#[test]
fn a_line_of_firebase_with_a_comma_too_many_is_rejected() {
    let file = fs::read_to_string(folder("firebase").join("users-52-columns.csv")).unwrap();
    let (cleaned, _) = rows("firebase", &file, "--keep-disabled");
    let shifted = file.replacen(
        "https://example.com/p/1.jpg",
        "https://example.com/p?a=1,2",
        1,
    );
    let (fewer, rejected) = rows("firebase", &shifted, "--keep-disabled");
    assert_eq!(fewer.len(), cleaned.len() - 1);
    assert!(rejected.contains("row-has-too-many-fields"), "{rejected}");
    // What is fixed in the rejected file is read again, with the header that it has.
    let fixed: String = rejected
        .lines()
        .filter(|line| line.contains("ana.silva") || line.contains("preflight:file"))
        .map(|line| format!("{}\n", line.replace("p?a=1,2", "p?a=1%2C2")))
        .collect();
    let (again, rejected) = rows("firebase", &fixed, "");
    assert_eq!(again.len(), 1, "{rejected}");
    assert!(
        again[0].contains("https://example.com/p?a=1%2C2"),
        "{again:?}"
    );
}

#[test]
fn marks_that_firebase_left_single_are_read() {
    let json = r#""{""plan"":""team"",""t"":""say \"hi\"""}""#;
    let file = fs::read_to_string(folder("firebase").join("users-52-columns.csv")).unwrap();
    let quoted = r#""{""plan"":""team"",""roles"":[""admin"",""billing""]}""#;
    assert!(file.contains(quoted));
    let (cleaned, rejected) = rows("firebase", &file.replace(quoted, json), "--keep-disabled");
    assert_eq!(cleaned.len(), 2, "{rejected}");
}

#[test]
fn a_header_that_comes_again_is_no_user() {
    let header = "user_id,status,emails,phone_numbers";
    let user = r#"user-1,active,"[{""email"":""ana@example.com"",""verified"":true}]","#;
    let (cleaned, rejected) = rows(
        "stytch",
        &format!(
            "{header}\n{user}\n{header}\n{}\n",
            user.replace("ana", "bo")
        ),
        "",
    );
    assert_eq!(cleaned.len(), 2, "{rejected}");
    assert!(rejected.contains("row-repeats-header"), "{rejected}");
}

#[test]
fn pages_of_an_api_follow_one_another() {
    let page = |name: &str| {
        format!(
            "{{\n  \"Users\": [{{\"Username\": \"{name}\", \"Attributes\": [{{\"Name\": \"email\", \"Value\": \"{name}@example.com\"}}, {{\"Name\": \"email_verified\", \"Value\": \"true\"}}], \"Enabled\": true, \"UserStatus\": \"CONFIRMED\"}}]\n}}\n"
        )
    };
    let (cleaned, _) = rows("cognito", &format!("{}{}", page("ana"), page("bo")), "");
    assert_eq!(cleaned.len(), 2);
    let one = page("ana");
    let user = &one[one.find('[').unwrap() + 1..one.rfind(']').unwrap()];
    for text in [
        format!("[{user},{}]", user.replace("ana", "bo")),
        format!("{user}\n{}\n", user.replace("ana", "bo")),
    ] {
        assert_eq!(rows("cognito", &text, "").0, cleaned, "{text}");
    }
    let own = user.replace("\"Attributes\"", "\"UserAttributes\"");
    assert_eq!(rows("cognito", &own, "").0, cleaned[..1]);
}
