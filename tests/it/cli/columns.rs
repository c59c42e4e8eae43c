//! What the values of a column show by themselves: the order of its dates, and apostrophes that guard its values.
//! Where in the file they show it changes nothing.

use crate::sandbox::{Sandbox, printed, text};

const HEADER: &str = "name,email,email_verified,birthdate,cognito:username";

fn sandbox(rows: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("header.csv", HEADER);
    write(&sandbox, rows);
    sandbox.with_arguments("--csv-header header.csv --auto-verified email")
}

/// A file that is surely not in Cognito's dialect: it has other columns and quotes.
fn write(sandbox: &Sandbox, rows: &[&str]) {
    let header = "id,cognito:username,email,email_verified,birthdate,name";
    sandbox.write("in.csv", format!("{header}\n{}\n", rows.join("\n")));
}

/// One user whose birthdate is this.
fn born(username: &str, birthdate: &str) -> String {
    format!("\"1\",{username},{username}@example.com,true,{birthdate},\"Lopez, A\"")
}

const CLEAN: &str =
    "clean in.csv -o out.csv --rejected rej.csv --force --drop-unknown-columns --all";

/// The birthdates of a cleaned file.
fn birthdates(sandbox: &Sandbox) -> Vec<String> {
    let cleaned = sandbox.read("out.csv");
    let rows = cleaned.lines().skip(1);
    // Before the birthdate is a name with an escaped comma.
    rows.map(|row| row.split(',').nth(4).unwrap().to_owned())
        .collect()
}

fn four(extra: &[&str]) -> Sandbox {
    let rows = [
        born("a", "03/04/1990"),
        born("b", "25/12/1985"),
        born("c", "5/5/1990"),
        born("d", "06/07/1991"),
        born("e", "31.1.1970"),
    ];
    let rows: Vec<&str> = rows
        .iter()
        .map(String::as_str)
        .chain(extra.iter().copied())
        .collect();
    sandbox(&rows)
}

#[test]
fn dates_that_can_be_read_in_two_ways_are_held_back_where_others_can_only_be_day_first() {
    let sandbox = four(&[]);
    let summary = sandbox.ends_with(CLEAN, 1);
    let counts = "2 of 4 can only be day first, none only month first";
    assert!(
        summary.contains("5 read, 3 cleaned, 2 rejected"),
        "{summary}"
    );
    assert!(
        summary.contains("birthdate-can-be-read-two-ways"),
        "{summary}"
    );
    assert!(summary.contains(counts), "{summary}");
    assert_eq!(
        birthdates(&sandbox),
        ["12/25/1985", "05/05/1990", "01/31/1970"]
    );
    let rejected = sandbox.read("rej.csv");
    assert!(
        rejected.contains(",IMPORTED,birthdate-can-be-read-two-ways"),
        "{rejected}"
    );
    assert!(rejected.contains(" dates=open"), "{rejected}");

    for (order, dates) in [
        (
            "dmy",
            &[
                "04/03/1990",
                "12/25/1985",
                "05/05/1990",
                "07/06/1991",
                "01/31/1970",
            ][..],
        ),
        (
            "from-column",
            &[
                "04/03/1990",
                "12/25/1985",
                "05/05/1990",
                "07/06/1991",
                "01/31/1970",
            ],
        ),
        ("mdy", &["03/04/1990", "05/05/1990", "06/07/1991"]),
    ] {
        let output = sandbox.run(&format!("{CLEAN} --date-order {order}"));
        assert_eq!(birthdates(&sandbox), dates, "{order}\n{}", printed(&output));
        let is_contradicted = printed(&output).contains("birthdates-contradict-date-order");
        assert_eq!(is_contradicted, order == "mdy", "{}", printed(&output));
    }
}

#[test]
fn without_such_a_date_they_are_month_first() {
    let rows = [born("a", "3/4/1990"), born("b", "12/25/1985")];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let sandbox = sandbox(&rows);
    for options in ["", "--date-order mdy", "--date-order from-column"] {
        sandbox.ends_with(&format!("{CLEAN} {options}"), 0);
        assert_eq!(
            birthdates(&sandbox),
            ["03/04/1990", "12/25/1985"],
            "{options}"
        );
    }
    let summary = sandbox.ends_with(&format!("{CLEAN} --date-order dmy"), 0);
    assert!(
        summary.contains("birthdates-contradict-date-order"),
        "{summary}"
    );
    assert!(
        summary.contains("none of 2 can only be day first, 1 only month first"),
        "{summary}"
    );
}

#[test]
fn a_column_that_shows_no_order_or_two_is_not_guessed_at() {
    let last = born("f", "12/31/1999");
    let sandbox = four(&[&last]);
    let summary = sandbox.ends_with(&format!("{CLEAN} --date-order from-column"), 1);
    assert!(
        summary.contains("birthdates-contradict-date-order"),
        "{summary}"
    );
    assert!(
        summary.contains("2 of 5 can only be day first, 1 only month first"),
        "{summary}"
    );
    let certain = ["12/25/1985", "05/05/1990", "01/31/1970", "12/31/1999"];
    assert_eq!(birthdates(&sandbox), certain);

    write(
        &sandbox,
        &[&born("a", "03/04/1990"), &born("b", "5/5/1990")],
    );
    sandbox.ends_with(&format!("{CLEAN} --date-order from-column"), 1);
    assert_eq!(birthdates(&sandbox), ["05/05/1990"]);
}

#[test]
fn a_check_counts_what_a_cleaning_would_hold_back() {
    let sandbox = sandbox(&[]);
    let file = format!(
        "{HEADER}\nA,a@example.com,true,25/12/1985,a\nB,b@example.com,true,03/04/1990,b\n\
         C,c@example.com,true,12/31/1990,c\n D,d@example.com,true, 05/06/1990,d\n"
    );
    sandbox.write("in.csv", file);
    let summary = sandbox.ends_with("check in.csv --all", 1);
    let counts = "1 of 4 can only be day first, 1 only month first";
    assert!(summary.contains("birthdates-are-day-first"), "{summary}");
    assert!(summary.contains(counts), "{summary}");
    assert!(
        summary.contains("ImportedUsers 3   SkippedUsers 0   FailedUsers 1"),
        "{summary}"
    );
}

#[test]
fn what_is_left_of_a_file_is_read_as_the_file_was() {
    let sandbox = four(&[]);
    sandbox.ends_with(CLEAN, 1);
    // The dates that showed the order are cleaned, and the others are still open.
    sandbox.write("in.csv", sandbox.read("rej.csv"));
    sandbox.ends_with(CLEAN, 1);
    assert!(birthdates(&sandbox).is_empty());
    sandbox.ends_with(&format!("{CLEAN} --date-order mdy"), 0);
    assert_eq!(birthdates(&sandbox), ["03/04/1990", "06/07/1991"]);

    // A row that is rejected for another reason is read in the order that the column showed.
    let bad = born("f", "08/09/2000").replace("f@example.com", "f at example.com");
    let sandbox = four(&[&bad]);
    sandbox.ends_with(&format!("{CLEAN} --date-order from-column"), 1);
    let corrected = sandbox.read("rej.csv").replace(" at ", "@");
    assert!(corrected.contains(" dates=dmy"), "{corrected}");
    sandbox.write("in.csv", &corrected);
    sandbox.ends_with(CLEAN, 0);
    assert_eq!(birthdates(&sandbox), ["09/08/2000"]);
}

#[test]
fn day_first_is_not_left_out_in_silence_where_a_file_looks_cleaned() {
    let sandbox = sandbox(&[]);
    let row = "A,a@example.com,true,03/04/1990,a\n";
    sandbox.write("in.csv", format!("{HEADER}\n{row}"));
    let summary = sandbox.ends_with(&format!("{CLEAN} --date-order dmy"), 0);
    assert!(summary.contains("date-order-is-not-applied"), "{summary}");
    assert!(summary.contains("1 of 1 values"), "{summary}");
    assert_eq!(sandbox.read("out.csv"), format!("{HEADER}\n{row}"));
    // With the dialect named it is applied.
    let summary = sandbox.ends_with(&format!("{CLEAN} --date-order dmy --from rfc4180"), 0);
    assert!(!summary.contains("date-order-is-not-applied"), "{summary}");
    assert!(sandbox.read("out.csv").contains("04/03/1990"));
    // A date that can only be month first shows that nothing is lost.
    sandbox.write(
        "in.csv",
        format!("{HEADER}\n{row}B,b@example.com,true,12/31/1990,b\n"),
    );
    let summary = sandbox.ends_with(&format!("{CLEAN} --date-order dmy"), 0);
    assert!(!summary.contains("date-order-is-not-applied"), "{summary}");
}

#[test]
fn a_file_that_only_looks_cleaned_is_not_bent() {
    let sandbox = sandbox(&[]);
    let either = "A,a@example.com,true,03/04/1990,a\n";
    sandbox.write("in.csv", format!("{HEADER}\n{either}"));
    sandbox.ends_with(&format!("{CLEAN} --date-order from-column"), 0);
    assert_eq!(sandbox.read("out.csv"), format!("{HEADER}\n{either}"));

    let day_first = "B,b@example.com,true,25/12/1985,b\n";
    sandbox.write("in.csv", format!("{HEADER}\n{either}{day_first}"));
    for options in ["", "--from cognito"] {
        sandbox.ends_with(&format!("{CLEAN} {options}"), 1);
        let cleaned = sandbox.read("out.csv");
        assert_eq!(
            cleaned,
            format!("{HEADER}\nB,b@example.com,true,12/25/1985,b\n")
        );
    }
    for options in [
        "--date-order from-column",
        "--from cognito --date-order dmy",
    ] {
        sandbox.ends_with(&format!("{CLEAN} {options}"), 0);
        let cleaned = sandbox.read("out.csv");
        assert!(
            cleaned.contains("04/03/1990") && cleaned.contains("12/25/1985"),
            "{cleaned}"
        );
    }
}

/// Rows of more than the first MiB, in which each of these is the row of its place.
fn long(rows: &[(usize, String)], usual: impl Fn(usize) -> String) -> Vec<String> {
    (0..700)
        .map(|number| {
            let own = rows.iter().find(|(place, _)| *place == number);
            let row = own.map_or_else(|| usual(number), |(_, row)| row.clone());
            row.replace("\"Lopez, A\"", &format!("\"{}, A\"", "x".repeat(1900)))
        })
        .collect()
}

#[test]
fn it_does_not_matter_where_the_evidence_is_nor_who_reads_it() {
    for (place, threads) in [(0, 1), (350, 2), (699, 7), (699, 1)] {
        let rows = long(&[(place, born("b", "25/12/1985"))], |number| {
            let date = if number % 2 == 0 {
                "03/04/1990"
            } else {
                "12/31/1990"
            };
            born(&format!("a{number}"), date)
        });
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let sandbox = sandbox(&rows);
        let either = 350 - usize::from(place % 2 == 0);
        let summary = sandbox.ends_with(&format!("{CLEAN} --threads {threads}"), 1);
        let read = format!("700 read, {} cleaned, {either} rejected", 700 - either);
        assert!(summary.contains(&read), "{place}: {summary}");
        let counts = format!(
            "1 of 700 can only be day first, {} only month first",
            699 - either
        );
        assert!(summary.contains(&counts), "{place}: {summary}");
        assert_eq!(
            sandbox.names(),
            ["header.csv", "in.csv", "out.csv", "rej.csv"]
        );
    }
}

#[test]
fn what_cannot_be_read_again_ends_with_the_option_to_pass() {
    let rows = long(&[(699, born("b", "25/12/1985"))], |number| {
        born(&format!("a{number}"), "03/04/1990")
    });
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let sandbox = sandbox(&rows);
    let input = sandbox.read("in.csv");
    let piped = CLEAN.replace("in.csv", "-");
    let output = sandbox.run_with_input(&piped, &input);
    assert_eq!(output.status.code(), Some(3));
    let message = text(&output.stderr);
    assert!(message.contains("nothing was written"), "{message}");
    assert!(message.contains("--date-order dmy or mdy"), "{message}");
    assert_eq!(sandbox.names(), ["header.csv", "in.csv"]);

    let output = sandbox.run(&CLEAN.replace("out.csv", "-"));
    assert_eq!(output.status.code(), Some(3));
    let message = text(&output.stderr);
    assert!(message.contains("must be thrown away"), "{message}");
    assert_eq!(sandbox.names(), ["header.csv", "in.csv"]);

    let output = sandbox.run_with_input(&format!("{piped} --date-order dmy"), &input);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    assert_eq!(sandbox.read("out.csv").lines().count(), 701);
}

/// One user with these values of three columns.
fn user(username: &str, email: &str, name: &str) -> String {
    format!("1,{username},{email},true,,\"{name}\"")
}

#[test]
fn apostrophes_before_every_value_of_a_column_are_taken_off() {
    let rows = [
        user("'7001", "'a@example.com", "'t Hart"),
        user("'7002", "'b@example.com", "Bo"),
    ];
    let sandbox = sandbox(&rows.each_ref().map(String::as_str));
    let summary = sandbox.ends_with(CLEAN, 0);
    let columns = "without the apostrophe before every value of email, cognito:username";
    assert!(summary.contains(columns), "{summary}");
    assert!(
        summary.contains("remove-apostrophe-guard                          4"),
        "{summary}"
    );
    let cleaned = sandbox.read("out.csv");
    let expected = "'t Hart,a@example.com,true,,7001\nBo,b@example.com,true,,7002\n";
    assert_eq!(cleaned, format!("{HEADER}\n{expected}"));

    // What was guarded twice keeps one, whatever follows.
    let rows = [
        user("u1", "a@example.com", "''t Hart"),
        user("u2", "b@example.com", "'=Bo"),
        user("u3", "c@example.com", "'Cy"),
    ];
    write(&sandbox, &rows.each_ref().map(String::as_str));
    sandbox.ends_with(CLEAN, 0);
    let cleaned = sandbox.read("out.csv");
    let names: Vec<&str> = cleaned
        .lines()
        .skip(1)
        .map(|row| row.split(',').next().unwrap())
        .collect();
    assert_eq!(names, ["'t Hart", "=Bo", "Cy"]);
}

#[test]
fn apostrophes_before_some_values_stay() {
    let rows = [
        user("'7001", "'a@example.com", "'t Hart"),
        user("'7002", "'b@example.com", "'s Gravesande"),
        user("7003", "c@example.com", ""),
    ];
    let sandbox = sandbox(&rows.each_ref().map(String::as_str));
    let summary = sandbox.ends_with(CLEAN, 0);
    assert!(!summary.contains("without the apostrophe"), "{summary}");
    assert!(
        summary.contains("name-begins-with-apostrophe                      4"),
        "{summary}"
    );
    let cleaned = sandbox.read("out.csv");
    assert!(
        cleaned.contains("'t Hart,'a@example.com,true,,'7001"),
        "{cleaned}"
    );
    // Two names are not enough to tell.
    assert!(cleaned.contains("'s Gravesande"), "{cleaned}");
}

#[test]
fn apostrophes_around_every_value_are_a_quote_character_that_has_to_be_named() {
    let rows = [
        user("u1", "a@example.com", "'Siri Bo'"),
        user("u2", "b@example.com", "'Ana'"),
        user("u3", "c@example.com", "'Cy'"),
    ];
    let sandbox = sandbox(
        &rows
            .each_ref()
            .map(|row| row.replace('"', ""))
            .each_ref()
            .map(String::as_str),
    );
    let summary = sandbox.ends_with(CLEAN, 0);
    assert!(summary.contains("values-are-in-apostrophes"), "{summary}");
    assert!(summary.contains("in name (3 of 3 values)"), "{summary}");
    assert!(sandbox.read("out.csv").contains("'Siri Bo',"));
    let summary = sandbox.ends_with(&format!("{CLEAN} --quote '"), 0);
    assert!(!summary.contains("values-are-in-apostrophes"), "{summary}");
    assert!(sandbox.read("out.csv").contains("\nSiri Bo,"));
}

#[test]
fn one_value_without_an_apostrophe_at_the_end_of_a_long_file_counts() {
    let guarded = |number: usize| born(&format!("'{number}"), "").replace("'@", "@");
    let bare = born("a", "");
    for (place, expected) in [(None, "\\, A,"), (Some(699), "\\, A,"), (Some(0), "\\, A,")] {
        let own: Vec<(usize, String)> = place.iter().map(|place| (*place, bare.clone())).collect();
        let rows = long(&own, guarded);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let sandbox = sandbox(&rows);
        let summary = sandbox.ends_with(CLEAN, 0);
        assert_eq!(
            summary.contains("every value of email, cognito:username"),
            place.is_none(),
            "{place:?} {summary}"
        );
        let cleaned = sandbox.read("out.csv");
        let row = cleaned.lines().nth(2).unwrap();
        assert!(row.contains(expected), "{row}");
        let username = row.rsplit(',').next().unwrap();
        assert_eq!(username, if place.is_none() { "1" } else { "'1" });
    }
}

#[test]
fn rejected_rows_say_which_columns_are_guarded() {
    let rows = [
        user("'7001", "'a@example.com", "'Ana"),
        user("'7002", "'b at example.com", "'t Hart"),
        user("'7003", "'c@example.com", "'Cy"),
    ];
    let sandbox = sandbox(&rows.each_ref().map(String::as_str));
    sandbox.ends_with(CLEAN, 1);
    let rejected = sandbox.read("rej.csv");
    assert!(rejected.contains(" apostrophes=email "), "{rejected}");
    sandbox.write("in.csv", rejected.replace(" at ", "@"));
    sandbox.ends_with(CLEAN, 0);
    let cleaned = sandbox.read("out.csv");
    assert!(
        cleaned.ends_with("\nt Hart,b@example.com,true,,7002\n"),
        "{cleaned}"
    );
}
