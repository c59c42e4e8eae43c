//! Cells of the rejected file that a spreadsheet would take for formulas.

use crate::sandbox::Sandbox;

use super::{P, sandbox};

const GUARD: &str = "--guard-formulas";
const STATEMENT: &str = " guards=formulas";

/// A header of a file, and rows that are rejected because no flag is true.
const EXPORT: &str = "\
email,email_verified,phone_number,=note,cognito:username
a@example.com,false,+12065550100,=HYPERLINK(\"http://x\"),=a
b@example.com,false,,@SUM(A1),@b
c@example.com,false,,-1+1,+c
d@example.com,false,,-5,-d
e@example.com,false,,'=kept,'@e
f@example.com,false,,\"=1,2\",f
";

/// Cleans a file; returns what was rejected and what was printed.
fn rejected(sandbox: &Sandbox, name: &str, options: &str) -> (Vec<u8>, String) {
    let words = format!("clean {name} -o out.csv --force --drop-unknown-columns {options} {P}");
    let printed = sandbox.ends_with(&words, 1);
    (sandbox.read_bytes("out.rejected.csv"), printed)
}

#[test]
fn cells_that_begin_like_a_formula_are_counted() {
    let sandbox = sandbox();
    sandbox.write("in.csv", EXPORT);
    let (file, printed) = rejected(&sandbox, "in.csv", "");
    assert!(
        printed.contains("9 cells of the rejected file begin like a formula"),
        "{printed}"
    );
    assert!(printed.contains(GUARD));
    assert!(!String::from_utf8(file).unwrap().contains(STATEMENT));
    sandbox.write("in.csv", EXPORT.replace(['=', '@', '-', '+'], ""));
    let (_, printed) = rejected(&sandbox, "in.csv", "--rename email=name");
    assert!(!printed.contains("formula"), "{printed}");
}

#[test]
fn guarded_cells_are_text_and_the_file_says_so() {
    let sandbox = sandbox();
    sandbox.write("in.csv", EXPORT);
    let (file, printed) = rejected(&sandbox, "in.csv", GUARD);
    assert!(!printed.contains("like a formula"), "{printed}");
    let file = String::from_utf8(file).unwrap();
    let mut lines = file.lines();
    let header = lines.next().unwrap();
    assert!(header.contains(",'=note,"), "{header}");
    assert!(header.ends_with(STATEMENT), "{header}");
    let expected = [
        "a@example.com,false,+12065550100,'=HYPERLINK(\"http://x\"),'=a,",
        "b@example.com,false,,'@SUM(A1),'@b,",
        "c@example.com,false,,'-1+1,'+c,",
        "d@example.com,false,,-5,'-d,",
        "e@example.com,false,,''=kept,''@e,",
        "f@example.com,false,,\"'=1,2\",f,",
    ];
    for (line, expected) in lines.zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
}

/// The files in which guards are tried: each dialect, another delimiter, UTF-16.
fn exports() -> [(Vec<u8>, &'static str); 4] {
    let semicolons = EXPORT.replace(',', ";");
    let utf_16: Vec<u8> = format!("\u{feff}{EXPORT}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cognito = EXPORT.replace("\"=1,2\"", "a\\,=1\\,2");
    [
        (EXPORT.into(), "--from rfc4180"),
        (semicolons.into(), ""),
        (utf_16, ""),
        (cognito.into(), "--from cognito"),
    ]
}

#[test]
fn the_next_round_takes_off_these_guards_and_no_others() {
    for (export, options) in exports() {
        let sandbox = sandbox();
        sandbox.write("in.csv", &export);
        let (bare, _) = rejected(&sandbox, "in.csv", options);
        let (guarded, _) = rejected(&sandbox, "in.csv", &format!("{options} {GUARD}"));
        assert_ne!(bare, guarded);
        // Rejected again: with guards as before, without them as if there had been none.
        sandbox.write("again.csv", &guarded);
        let again = format!("{options} {GUARD}");
        assert!(
            rejected(&sandbox, "again.csv", &again).0 == guarded,
            "{options}"
        );
        assert!(
            rejected(&sandbox, "again.csv", options).0 == bare,
            "{options}"
        );
        // Corrected: the users are the same, whether their cells were guarded or not.
        let cleaned = |file: &[u8]| {
            sandbox.write("corrected.csv", corrected(file));
            let words = "clean corrected.csv -o users.csv --force --drop-unknown-columns";
            sandbox.ends_with(&format!("{words} {options} {P}"), 0);
            sandbox.read("users.csv")
        };
        let users = cleaned(&bare);
        assert_eq!(cleaned(&guarded), users, "{options}");
        for name in ["=a", "@b", "+c", "-d", "f"] {
            assert!(users.contains(&format!(",{name}\n")), "{users}");
        }
    }
}

/// The file with every flag true, in its own encoding.
fn corrected(file: &[u8]) -> Vec<u8> {
    let wide = |text: &str| text.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<u8>>();
    let is_wide = file.starts_with(b"\xFF\xFE");
    let (wrong, right) = if is_wide {
        (wide("false"), wide("true"))
    } else {
        (b"false".to_vec(), b"true".to_vec())
    };
    let mut corrected = Vec::new();
    let mut rest = file;
    while let Some(place) = rest.windows(wrong.len()).position(|part| part == wrong) {
        corrected.extend_from_slice(&rest[..place]);
        corrected.extend_from_slice(&right);
        rest = &rest[place + wrong.len()..];
    }
    corrected.extend_from_slice(rest);
    corrected
}
