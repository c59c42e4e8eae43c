//! Records that hide rows, and rows that are cut: no user vanishes in a quotation mark or a line break.

use cognito_preflight::{
    engine::{Mode, Options, Summary},
    outcome::Outcome,
    schema::{CsvHeader, Schema, UserPool},
};

use crate::collect::{Collected, CollectedRow, collect, options};
use crate::sandbox::Sandbox;

const HEADER: &str = "name,address,email,email_verified,cognito:mfa_enabled,cognito:username";

const POOL: &str = r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#;

fn run(options: Options, file: &str) -> (Collected, Summary) {
    let header = CsvHeader::parse(HEADER).unwrap();
    let pool = UserPool::parse(POOL);
    let schema = Schema::new(Some(header), Some(pool.unwrap())).unwrap();
    collect(&schema, options, file.as_bytes()).unwrap()
}

fn cleaning() -> Options {
    let mut options = options(Mode::Clean);
    options.repairs.renames = vec![("Username".to_owned(), "cognito:username".to_owned())];
    options.repairs.drop_unknown_columns = true;
    options.repairs.newlines_to_space = true;
    options
}

fn cleaned(collected: &Collected) -> String {
    String::from_utf8(collected.cleaned.clone()).unwrap()
}

#[test]
fn a_quotation_mark_in_a_dropped_column_hides_no_user() {
    let file = "Username,email,email_verified,Notes\n\
                a1,a1@example.com,true,\"call back\n\
                a2,a2@example.com,true,VIP\"\n\
                a3,a3@example.com,true,\"x, y\"\n";
    let (collected, summary) = run(cleaning(), file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (1, 1));
    assert_eq!(summary.counts.held_back, 1);
    let row = &collected.rows[0];
    assert_eq!(row.rules, ["line-break-hides-a-row"]);
    assert_eq!(row.outcome, Outcome::Imported);
    assert_eq!(
        row.bytes(),
        file.lines()
            .skip(1)
            .take(2)
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .as_bytes()
    );
    assert!(cleaned(&collected).contains("a3@example.com"));
    assert!(!cleaned(&collected).contains("a1@example.com"));
    // A rejected row that the job would import is not a failed user.
    assert_eq!(summary.prediction.failed_users, Some(0));
}

#[test]
fn every_line_inside_the_record_is_counted() {
    let rows: String = (0..200)
        .map(|number| format!("u{number},u{number}@example.com,true,x\n"))
        .collect();
    let file = format!(
        "Username,email,email_verified,Notes\na,a@example.com,true,\"open\n{rows}z,z@example.com,true,y\"\n"
    );
    let (collected, _) = run(cleaning(), &file);
    let message = collected.rows[0].findings[0].detail.to_string();
    assert_eq!(message, "201 lines, the first is line 2 of the record");
}

#[test]
fn a_value_of_several_lines_is_no_row() {
    let file = "Username,email,email_verified,address\n\
                a1,a1@example.com,true,\"1 Main St\nApt 2\"\n\
                a2,a2@example.com,true,\"1, 2\n3, 4\"\n";
    let (collected, summary) = run(cleaning(), file);
    assert_eq!((summary.counts.cleaned, summary.counts.rejected), (2, 0));
    assert!(cleaned(&collected).contains("1 Main St Apt 2"));
}

/// For each row its line, whether a cleaning rejects it, and whether it is called cut.
fn fates(collected: &Collected) -> Vec<(u64, bool, bool)> {
    let is_cut = |rules: &[&str]| rules.contains(&"line-break-cuts-a-row");
    let rows = collected.rows.iter();
    rows.map(|row| (row.line, row.is_rejected(), is_cut(&row.rules)))
        .collect()
}

const CUT: (bool, bool) = (true, true);
const WHOLE: (bool, bool) = (false, false);

/// What becomes of the lines of a file under a header of six columns.
fn fates_of(rows: &[(&str, (bool, bool))], mut options: Options) {
    let header = "Username,email,email_verified,address,nickname,note";
    let mut file = format!("{header}\n");
    let mut expected = Vec::new();
    for ((row, (is_rejected, is_cut)), line) in rows.iter().zip(2..) {
        file += &format!("{row}\n");
        expected.push((line, *is_rejected, *is_cut));
    }
    for (threads, batch_bytes) in [(1, None), (2, Some(1)), (3, Some(50)), (2, Some(90))] {
        options.threads = Some(threads);
        options.batch_bytes = batch_bytes;
        let (collected, summary) = run(options.clone(), &file);
        let how = format!("{threads} {batch_bytes:?}\n{file}");
        assert_eq!(fates(&collected), expected, "{how}");
        let kept = expected.iter().filter(|(_, is_rejected, _)| !is_rejected);
        assert_eq!(summary.counts.cleaned, kept.count() as u64, "{how}");
        let bytes: Vec<u8> = collected
            .rows
            .iter()
            .flat_map(CollectedRow::bytes)
            .collect();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(format!("{header}\n{text}"), file, "{how}");
    }
}

#[test]
fn a_row_that_a_line_break_cuts_is_rejected_in_all_its_pieces() {
    let whole = "a,a@example.com,true,1 Main St,A,x";
    let other = "z,z@example.com,true,,,";
    let good = |row| (row, WHOLE);
    for pieces in [
        // The first piece looks whole.
        &["b,b@example.com,true,2 Mill Rd,B,first line", "second line"][..],
        // Every piece has too few fields.
        &["b,b@example.com,true,2 Mill Rd", "Springfield,B,x"],
        &[
            "b,b@example.com,true,2 Mill Rd",
            "Springfield,B,first",
            "second",
        ],
        &["b,b@example.com,true,2 Mill Rd", "Apt 3", "Springfield,B,"],
        // They come to no row together either.
        &["b,b@example.com,true", "Springfield"],
        &["b,b@example.com,true,2 Mill Rd,B,x, y", "z, w, v"],
    ] {
        let cut = pieces.iter().map(|piece| (*piece, CUT));
        let rows: Vec<_> = [good(whole)]
            .into_iter()
            .chain(cut)
            .chain([good(other)])
            .collect();
        fates_of(&rows, cleaning());
    }
}

#[test]
fn rows_that_only_lack_their_last_values_are_not_cut() {
    fates_of(
        &[
            ("a,a@example.com,true", WHOLE),
            ("b,b@example.com,true,2 Mill Rd", WHOLE),
            ("c,c@example.com,true,3 Mill Rd,C,x", WHOLE),
            ("d,d@example.com,yes", WHOLE),
            ("e,,false", (true, false)),
            ("f,f@example.com,true,,F", WHOLE),
        ],
        cleaning(),
    );
}

#[test]
fn a_piece_before_a_row_is_of_that_row_where_the_one_before_cannot_have_lost_it() {
    let a = "a,a@example.com,true,1 Main St,A,x";
    let blank = "b,b@example.com,true,2 Main St,B,";
    let c = "c,c@example.com,true,3 Main St,C,y";
    let last = "d,d@example.com,true,4 Main St,D,z";
    fates_of(&[("Lopez", CUT), (a, CUT), (last, WHOLE)], cleaning());
    fates_of(
        &[(blank, CUT), ("c", CUT), (c, CUT), (last, WHOLE)],
        cleaning(),
    );
    fates_of(
        &[(a, CUT), ("second line", CUT), (c, WHOLE), (last, WHOLE)],
        cleaning(),
    );
}

#[test]
fn a_check_predicts_the_pieces_as_the_job_would_and_warns() {
    let file = format!(
        "{HEADER}\nAna,1 Main St,a@example.com,true,false,a\n\
         Bo,2 Mill Rd,b@example.com,true,false,b\nLopez\n\
         Cy,3 Oak St,c@example.com,true,false,c\n"
    );
    let (collected, summary) = run(options(Mode::Check), &file);
    let outcomes = collected.rows.iter().map(|row| row.outcome);
    let (imported, failed) = (Outcome::Imported, Outcome::Failed);
    assert!(outcomes.eq([imported, imported, failed, imported]));
    let cut = ["line-break-cuts-a-row"];
    let rules = collected.rows.iter().map(|row| &row.rules[..]);
    let rules: Vec<_> = rules.collect();
    assert_eq!((rules[0], rules[1], rules[3]), (&[][..], &cut[..], &[][..]));
    assert!(rules[2].contains(&cut[0]), "{rules:?}");
    assert_eq!(summary.counts.held_back, 1);
}

#[test]
fn lines_of_a_report_cut_no_row() {
    let header = "Username|email|email_verified|note";
    let row = |name: &str| format!("{name}|{name}@example.com|true|x");
    let (a, b) = (row("a"), row("b"));
    for end in [
        "(2 rows)",
        "Total: 2 users",
        "+----+----+",
        "---|---|---|---",
        "Generated by Report Writer",
    ] {
        let file = format!("{header}\n---|---|---|---\n{a}\n{b}\n{end}\n");
        let (collected, summary) = run(cleaning(), &file);
        assert_eq!(summary.counts.cleaned, 2, "{end}");
        let last = collected.rows.last().unwrap();
        assert_eq!(last.rules, ["line-is-a-footer"], "{end}");
    }
}

#[test]
fn pieces_that_nobody_joined_are_rejected_again() {
    let sandbox = Sandbox::new();
    let header = "Username,email,email_verified,address,nickname,note";
    let row = |name: &str, rest: &str| format!("{name},{name}@example.com,true,{rest}");
    let (a, d) = (row("a", "1 Main St"), row("d", "4 Main St,D,y"));
    let (b, c) = (row("b", "2 Main St,B,x"), row("c", "3 Main St,C,first"));
    let pieces = ["Lopez", &b, &c, "second line", &a, "Springfield,A,"];
    let file = [&[header][..], &pieces, &[&d, ""]].concat().join("\n");
    sandbox.write("users.csv", &file);
    sandbox.write("header.csv", HEADER);
    sandbox.write("pool.json", POOL);
    let clean = |input: &str, rejected: &str| {
        sandbox
            .command(
                "clean --output cleaned.csv --force --drop-unknown-columns --csv-header header.csv \
                 --user-pool pool.json",
            )
            .args([
                input,
                "--rejected",
                rejected,
                "--rename",
                "Username=cognito:username",
            ])
            .output()
            .unwrap();
        (sandbox.read("cleaned.csv"), sandbox.read(rejected))
    };
    let (cleaned, first) = clean("users.csv", "first.csv");
    assert_eq!(cleaned.lines().count(), 2, "{cleaned}");
    let (cleaned, second) = clean("first.csv", "second.csv");
    assert_eq!(cleaned.lines().count(), 1, "{cleaned}");
    assert_eq!(second.lines().count(), 7, "{second}");
    // Whoever corrects a row leaves the reason where it is.
    let joined = first.replace("first,", "\"first\nsecond line\",");
    let corrected: Vec<_> = joined
        .lines()
        .filter(|line| !line.starts_with("second line,,"))
        .collect();
    sandbox.write("corrected.csv", &(corrected.join("\n") + "\n"));
    let (cleaned, _) = clean("corrected.csv", "third.csv");
    assert!(cleaned.contains("c@example.com"), "{cleaned}");
    assert_eq!(cleaned.lines().count(), 2, "{cleaned}");
}
