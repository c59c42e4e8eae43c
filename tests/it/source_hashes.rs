//! Password hashes of a source through the command line: what a mapping says of them, what is written and printed, and
//! what is never.

use serde_json::Value;

use crate::sandbox::{Sandbox, text};

const HEADER: &str =
    "[\"cognito:username\",\"email\",\"email_verified\",\"password_hash\",\"cognito:mfa_enabled\"]";
const MAPPING: &str =
    "columns.email = 'mail'\ncolumns.email_verified.value = 'true'\nusername.from = 'mail'\n";

const BCRYPT: &str = "$2b$12$rR.H7eceURji8aRKsNWaDOqaaDy7GJ.E9jJkI/u6yhJs82IDNtpdm";
const PBKDF2: &str =
    "$pbkdf2-sha256$1000$qBWC0Lr3nrNWCgFg7D3nnA$rwavLP4roTGgr360GfW9vkDv98B.9UXhNpA7tN/oAZQ";

struct Ran {
    sandbox: Sandbox,
    status: i32,
    printed: String,
}

/// Cleans users with these hashes, by a mapping with these lines about them.
fn clean(hashes: &[&str], mapping: &str, more: &str) -> Ran {
    clean_with_header(hashes, mapping, HEADER, more)
}

fn clean_with_header(hashes: &[&str], mapping: &str, header: &str, more: &str) -> Ran {
    let sandbox = Sandbox::new();
    let users: String = hashes
        .iter()
        .enumerate()
        .map(|(number, hash)| {
            let user = serde_json::json!({"mail": format!("u{number}@example.com"), "hash": hash});
            format!("{user}\n")
        })
        .collect();
    sandbox.write("users.ndjson", users);
    sandbox.write("header.json", header);
    sandbox.write("mapping.toml", format!("{MAPPING}{mapping}\n"));
    let output = sandbox.run(&format!(
        "clean users.ndjson --mapping mapping.toml --csv-header header.json -o out.csv \
         --plan plan.jsonl --report report.jsonl {more}"
    ));
    let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
    Ran {
        status: output.status.code().unwrap_or(-1),
        printed,
        sandbox,
    }
}

impl Ran {
    /// The rules that the report has for each record.
    fn rules(&self) -> Vec<String> {
        let report = self.sandbox.read("report.jsonl");
        report
            .lines()
            .map(|line| {
                let record: Value = serde_json::from_str(line).unwrap();
                let findings = record["findings"].as_array().unwrap().iter();
                let rules = findings.map(|finding| finding["rule"].as_str().unwrap());
                rules.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }
}

const FROM: &str = "password_hash = [{ from = 'hash' }]";

#[test]
fn each_reason_has_a_finding_with_a_page_of_its_own() {
    let reasons = [
        (
            "$2b$13$yjI0Adrt0Crt.7bDfBAKdOeAjWm8/hb3Na9wfrpfKrIMQqYVxxkMy",
            "source-hash-over-limit",
        ),
        (
            "9cc2ae8a1ba7a93da39b46fc1019c481",
            "source-hash-of-another-function",
        ),
        (
            "$wp$2y$10$V6V7QwBFTk6k2CHMqUqRme71YD2IwjtM02a/RcUA4o4M1V.1j.8de",
            "source-hash-is-prehashed",
        ),
        ("$fbscrypt$v=1$salt$hash", "source-hash-is-keyed"),
        ("00112233:44556677", "source-hash-is-ambiguous"),
        ("bcrypt$$2b$12$short", "source-hash-is-malformed"),
        (
            "$2b$10$.X/ECv6MAAHEzL44ieInhfeKJvPODBbdsnF9in/6/1pKoMYI1ZRhW",
            "source-hash-never-verifies",
        ),
        ("{noop}Tr0ub4dor", "source-hash-is-clear-text"),
        ("Tr0ub4dor", "source-hash-is-unknown"),
    ];
    let hashes: Vec<&str> = reasons.iter().map(|(hash, _)| *hash).collect();
    let ran = clean(&hashes, FROM, "--show-values");
    assert_eq!(ran.status, 0, "{}", ran.printed);
    let rules: Vec<&str> = reasons.iter().map(|(_, rule)| *rule).collect();
    assert_eq!(ran.rules(), rules);
    for rule in rules {
        let page = ran.sandbox.run(&format!("explain {rule}"));
        assert!(text(&page.stdout).contains(rule), "{rule}");
    }
    // Neither a hash nor a password is anywhere.
    for file in ["out.csv", "plan.jsonl", "report.jsonl", "out.rejected.csv"] {
        let written = ran.sandbox.read(file);
        for hash in &hashes {
            assert!(!written.contains(hash), "{file} {hash}");
        }
    }
    assert!(!ran.printed.contains("Tr0ub4dor"), "{}", ran.printed);
    // Each of them is to reset the password.
    let plan = ran.sandbox.read("plan.jsonl");
    assert_eq!(
        plan.matches("\"ForgotPassword\"").count(),
        hashes.len(),
        "{plan}"
    );
}

#[test]
fn users_whose_hash_is_refused_are_rejected_on_demand() {
    let ran = clean(&[BCRYPT, "Tr0ub4dor", ""], FROM, "--unusable-hash reject");
    assert_eq!(ran.status, 1, "{}", ran.printed);
    assert_eq!(
        ran.rules(),
        ["source-hash-is-unknown password-hash-is-demanded"]
    );
    assert_eq!(ran.sandbox.read("out.csv").lines().count(), 3);
    assert_eq!(ran.sandbox.read("plan.jsonl"), "");
}

#[test]
fn a_peppered_source_gives_no_hash() {
    let ran = clean(&[BCRYPT], FROM, "--peppered");
    assert_eq!(ran.rules(), ["source-hash-is-keyed"]);
    assert!(!ran.sandbox.read("out.csv").contains("$2b$"));
}

#[test]
fn hashes_of_the_faulty_bcrypt_are_written_with_a_warning() {
    let ran = clean(&[&BCRYPT.replace("$2b$", "$2x$")], FROM, "");
    assert_eq!(ran.rules(), ["source-hash-of-faulty-bcrypt"]);
    assert!(ran.sandbox.read("out.csv").contains("$2x$12$"));
}

#[test]
fn the_share_that_the_alphabet_concerns_is_printed() {
    let plain =
        "$pbkdf2-sha256$600000$K8mQBZRzRI5uvUQqoWv6oA$GOWMAO1Qe3SCb6usZMh2E39A7qaxM97MW1Mx6c0GXok";
    let ran = clean(&[PBKDF2, plain, plain], FROM, "");
    assert!(
        ran.printed
            .contains("1 of 3 hashes of PBKDF2 (33 %) have a `.`"),
        "{}",
        ran.printed
    );
    assert!(
        ran.printed.contains("--pbkdf2-alphabet plus"),
        "{}",
        ran.printed
    );
    let ran = clean(&[PBKDF2], FROM, "--pbkdf2-alphabet plus");
    assert!(ran.sandbox.read("out.csv").contains("98B+9UXh"));
    assert!(
        ran.printed.contains("--pbkdf2-alphabet dot"),
        "{}",
        ran.printed
    );
    let ran = clean(&[plain], FROM, "");
    assert!(
        !ran.printed.contains("--pbkdf2-alphabet"),
        "{}",
        ran.printed
    );
}

#[test]
fn a_header_without_a_column_for_hashes_is_said() {
    let header = "[\"cognito:username\",\"email\",\"email_verified\",\"cognito:mfa_enabled\"]";
    let ran = clean_with_header(&[BCRYPT, PBKDF2, ""], FROM, header, "");
    assert_eq!(ran.status, 0, "{}", ran.printed);
    assert!(
        ran.printed
            .contains("2 users have a password hash that a job could import"),
        "{}",
        ran.printed
    );
}

#[test]
fn the_manifest_lists_the_jobs_with_their_algorithms() {
    let scrypt = "16384$8$1$00112233445566778899aabbccddeeff$bbe9314a10a9ef86";
    let hashes = ["", PBKDF2, scrypt, BCRYPT, BCRYPT];
    let ran = clean(&hashes, FROM, "--split");
    assert_eq!(ran.status, 0, "{}", ran.printed);
    let manifest: Value = serde_json::from_str(&ran.sandbox.read("out.manifest.json")).unwrap();
    let jobs = manifest["jobs"].as_array().unwrap();
    let jobs: Vec<(Option<&str>, u64)> = jobs
        .iter()
        .map(|job| {
            let algorithm = job["password_hashing_algorithm"].as_str();
            (algorithm, job["users"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        jobs,
        [
            (Some("BCRYPT"), 2),
            (Some("SCRYPT"), 1),
            (Some("PBKDF2_SHA256"), 1),
            (None, 1)
        ]
    );
    let ran = clean(&hashes, FROM, "");
    assert_eq!(ran.status, 2, "{}", ran.printed);
    assert!(
        ran.printed.contains("BCRYPT 2, SCRYPT 1, PBKDF2_SHA256 1"),
        "{}",
        ran.printed
    );
}

#[test]
fn a_mapping_says_what_the_text_does_not() {
    let salt = "00112233445566778899aabbccddeeff";
    let key = "ab".repeat(32);
    let of_text = |key: &str| format!("16384$8$1${}${key}", hex::encode(salt));
    let scrypt = "format = 'scrypt', n = 16384, r = 8, p = 1, key = 'hex'";
    for (hash, mapping, expected) in [
        (format!("{salt}:{key}"), format!("{scrypt}, salt = 'text'"), of_text(&key)),
        (
            format!("{salt}:{key}"),
            format!("{scrypt}, salt = 'hex'"),
            format!("16384$8$1${salt}${key}"),
        ),
        (
            format!("{key}.{salt}"),
            format!("{scrypt}, salt = 'text', order = 'hash-salt'"),
            of_text(&key),
        ),
        (
            format!("{salt}|{key}"),
            format!("{scrypt}, salt = 'text', separator = '|'"),
            of_text(&key),
        ),
        (
            format!("{{pbkdf2}}{salt}{key}"),
            "format = 'pbkdf2', digest = 'sha256', iterations = 5000, strip = '{pbkdf2}', \
             salt_bytes = 16, salt_suffix = 'secret', key = 'hex'"
                .to_owned(),
            "$pbkdf2-sha256$5000$ABEiM0RVZneImaq7zN3u/3NlY3JldA$q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s"
                .to_owned(),
        ),
    ] {
        let ran = clean(&[&hash], &format!("password_hash = [{{ from = 'hash', {mapping} }}]"), "");
        assert_eq!(ran.status, 0, "{mapping}: {}", ran.printed);
        assert!(
            ran.sandbox.read("out.csv").contains(&expected),
            "{mapping}: {} {:?}",
            ran.sandbox.read("out.csv"),
            ran.rules()
        );
    }
}
