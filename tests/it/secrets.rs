//! Values stay where they are: a token planted in every column is looked for in every output.

use quick_xml::events::Event;

use crate::sandbox::{Sandbox, text};

const COLUMNS: [&str; 8] = [
    "name",
    "email",
    "email_verified",
    "birthdate",
    "phone_number",
    "custom:note",
    "cognito:username",
    "password_hash",
];

/// Text that means something to a terminal, a browser, a spreadsheet or a parser.
const HOSTILE: [&str; 9] = [
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "<script>alert(1)</script>&\"'",
    "=cmd|' /C calc'!A0",
    "\u{202e}moc.elpmaxe\u{2066}",
    "nul\0byte",
    "]]>--><!--",
    "+1+2",
    "@SUM(A1)",
    "\u{200b}\u{feff}\u{2028}",
];

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

#[test]
fn a_token_in_every_column_is_in_no_output_unasked() {
    let sandbox = Sandbox::new();
    sandbox.write("h.csv", COLUMNS.join(","));
    let tokens: Vec<String> = (0..COLUMNS.len())
        .map(|number| format!("tok{number}en{}", number * 7919))
        .collect();
    let mut file = COLUMNS.join(",") + "\n";
    for hostile in HOSTILE {
        let row: Vec<String> = tokens
            .iter()
            .map(|token| quoted(&format!("{token} {hostile}")))
            .collect();
        file += &row.join(",");
        file += "\n";
    }
    sandbox.write("in.csv", &file);
    let common = "--csv-header h.csv --password-hashing-algorithm BCRYPT --force --sarif s.json --junit j.xml --html p.html";
    for command in [
        "check in.csv",
        "clean in.csv -o out.csv --rejected rej.csv --from rfc4180",
    ] {
        for report in ["r.jsonl", "r.csv"] {
            for format in ["human", "json"] {
                let output = sandbox.run(&format!(
                    "{command} {common} --report {report} --format {format}"
                ));
                let (out, err) = (text(&output.stdout), text(&output.stderr));
                assert_eq!(output.status.code(), Some(1), "{out}{err}");
                let mut outputs = vec![out.to_owned(), err.to_owned()];
                for name in [report, "s.json", "j.xml", "p.html"] {
                    outputs.push(sandbox.read(name));
                }
                for text in &outputs {
                    for token in &tokens {
                        assert!(!text.contains(token), "{command} {report}: {token}\n{text}");
                    }
                    assert!(
                        !text.contains('\u{1b}')
                            && !text.contains('\0')
                            && !text.contains('\u{202e}')
                    );
                }
            }
        }
    }
    // Nothing is lost: the rejected file has all of them.
    let rejected = sandbox.read("rej.csv");
    assert!(tokens.iter().all(|token| rejected.contains(token)));
}

#[test]
fn even_when_asked_for_no_hash_is_shown_and_nothing_acts() {
    let sandbox = Sandbox::new();
    sandbox.write("h.csv", COLUMNS.join(","));
    let mut file = COLUMNS.join(",") + "\n";
    // A letter under half a million combining marks: a megabyte in one value.
    let marks = format!("a{}", "\u{301}".repeat(500_000));
    for hostile in HOSTILE.into_iter().chain([marks.as_str()]) {
        let row: Vec<String> = COLUMNS
            .iter()
            .map(|column| match *column {
                "password_hash" => quoted(" secret-hash "),
                // One value of a megabyte is enough for a row.
                column if hostile.len() > 1000 && column != "name" => String::new(),
                _ => quoted(&format!(" {hostile}")),
            })
            .collect();
        file += &row.join(",");
        file += "\n";
    }
    // A name may be as hostile as a value.
    let name = "in<\u{1b}[31m>&\"]]>\u{202e}.csv";
    sandbox.write(name, &file);
    let common = &format!(
        "clean {name} -o out.csv --rejected rej.csv --from rfc4180 --csv-header h.csv --force --show-values --password-hashing-algorithm BCRYPT"
    );
    for report in ["r.jsonl", "r.csv"] {
        let output = sandbox.run(&format!(
            "{common} --report {report} --sarif s.json --junit j.xml --html p.html"
        ));
        let (out, err) = (text(&output.stdout), text(&output.stderr));
        let report_text = sandbox.read(report);
        let sarif = sandbox.read("s.json");
        let junit = sandbox.read("j.xml");
        let page = sandbox.read("p.html");
        for text in [out, err, &report_text, &sarif, &junit, &page] {
            assert!(!text.contains("secret-hash"), "{text}");
            assert!(!text.contains('\u{1b}') && !text.contains('\0') && !text.contains('\u{202e}'));
        }
        if report == "r.jsonl" {
            for line in report_text.lines() {
                let record: serde_json::Value = serde_json::from_str(line).unwrap();
                assert!(record["line"].is_u64());
            }
        } else {
            let mut reader = csv::Reader::from_reader(report_text.as_bytes());
            for record in reader.records() {
                for cell in &record.unwrap() {
                    assert!(
                        !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                        "{cell}"
                    );
                }
            }
        }
        assert!(serde_json::from_str::<serde_json::Value>(&sarif).unwrap()["runs"].is_array());
        assert!(rules_in(&junit) > 100);
    }
}

/// How many test cases a `JUnit` document has, which has to be well-formed.
fn rules_in(junit: &str) -> usize {
    let mut reader = quick_xml::Reader::from_str(junit);
    let mut cases = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
                cases += usize::from(tag.name().as_ref() == b"testcase");
            }
            Event::Eof => return cases,
            _ => {}
        }
    }
}
