//! What every page keeps to, whatever the file holds.

use std::{collections::BTreeSet, fmt::Write as _};

use regex::Regex;

use super::*;
use crate::{
    engine::{Mode, Options, Preflight},
    output::{Files, Invocation, ShowValues},
    schema::{CsvHeader, Schema, UserPool},
};

const HEADER: &str = "name,email,email_verified,phone_number,birthdate,address,custom:<b>,cognito:mfa_enabled,cognito:username";
const POOL: &str = r#"{"UserPool":{"Id":"eu-west-1_EXAMPLE01","Name":"shop <i>","AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}}"#;

fn page(rows: &str, mode: Mode, show_values: ShowValues) -> String {
    let header = CsvHeader::parse(HEADER).unwrap();
    let schema = Schema::new(Some(header), Some(UserPool::parse(POOL).unwrap())).unwrap();
    let options = Options {
        mode,
        ..Options::default()
    };
    let preflight = Preflight::new(schema, options).unwrap();
    let mut facts = PageFacts::new(show_values);
    let mut run = preflight.run();
    let file = format!("{HEADER}\n{rows}");
    let name = "users <script>\u{202e}.csv";
    run.file(name, file.as_bytes(), &mut [&mut facts]).unwrap();
    let summary = run.finish(&mut [&mut facts]).unwrap();
    let invocation = Invocation::new(vec![name.to_owned()]);
    let files = Files::default();
    let notes = ["a <note>\u{7}".to_owned()];
    let page = Page::new(&preflight, &summary, &facts, &files, &invocation).notes(&notes);
    let mut bytes = Vec::new();
    page.write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn bad_rows(rows: usize) -> String {
    let mut text = String::new();
    for row in 0..rows {
        writeln!(
            text,
            "planted{row}a\u{1b}[31m,planted{row}b<script>,plantedc,06planted{row}d,planted{row}e,\\planted{row}f,planted{row}<img>,plantedh,planted{row} i"
        )
        .unwrap();
    }
    text
}

const GOOD: &str = "Ana,ana@example.com,true,+12065550100,01/02/1990,1 Road,x,false,ana\n";

fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for rows in [
        String::new(),
        GOOD.to_owned(),
        format!("{GOOD}{}", bad_rows(50)),
    ] {
        for mode in [Mode::Check, Mode::Clean] {
            for show_values in [ShowValues::No, ShowValues::Yes] {
                pages.push(page(&rows, mode, show_values));
            }
        }
    }
    pages
}

fn all<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    let pattern = Regex::new(pattern).unwrap();
    pattern
        .captures_iter(text)
        .map(|found| found.get(1).unwrap().as_str())
        .collect()
}

#[test]
fn a_page_runs_nothing_and_loads_nothing() {
    for page in pages() {
        for forbidden in [
            "<script",
            "<img",
            "<link",
            "<iframe",
            " src=",
            " style=",
            "@import",
            "url(",
            "http-equiv=\"refresh",
        ] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(all(r"<[^>]*\s(on[a-z]+)=", &page), Vec::<&str>::new());
        let style = all(r"(?s)<style>(.*)</style>", &page);
        let hash = STANDARD.encode(Sha256::digest(style[0].as_bytes()));
        assert!(page.contains(&format!("style-src 'sha256-{hash}'")));
    }
}

#[test]
fn each_id_is_there_once_and_each_link_finds_one() {
    for page in pages() {
        let ids = all(r#"\sid="([^"]*)""#, &page);
        let distinct: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{ids:?}");
        let links = all(r##"href="#([^"]*)""##, &page);
        assert!(links.len() > 5);
        for link in links
            .iter()
            .chain(&all(r#"aria-labelledby="([^"]*)""#, &page))
        {
            assert!(distinct.contains(link), "{link}");
        }
    }
}

#[test]
fn no_value_is_on_a_page_unless_it_was_asked_for() {
    let rows = bad_rows(50);
    for mode in [Mode::Check, Mode::Clean] {
        let hidden = page(&rows, mode, ShowValues::No);
        assert!(!hidden.contains("planted"), "{hidden}");
        let shown = page(&rows, mode, ShowValues::Yes);
        assert!(shown.contains("planted") && shown.contains("This page holds personal data"));
    }
}

#[test]
fn nothing_of_a_file_or_a_pool_acts_on_a_page() {
    for page in pages() {
        for hostile in ["<i>", "<b>\"", "<note>", "\u{1b}", "\u{7}", "\u{202e}"] {
            assert!(!page.contains(hostile), "{hostile:?}");
        }
    }
}

#[test]
fn the_size_of_a_page_does_not_depend_on_the_rows() {
    let few = page(&bad_rows(100), Mode::Check, ShowValues::No).len();
    let many = page(&bad_rows(20_000), Mode::Check, ShowValues::No).len();
    assert!(few < 100_000 && many < few + 8000, "{few} {many}");
}

/// The relative luminance of a colour, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let digits: String = match colour.len() {
        3 => colour.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => colour.to_owned(),
    };
    let channel = |place: usize| {
        let value = f64::from(u8::from_str_radix(&digits[place..place + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn text_and_bars_have_contrast_in_light_and_dark() {
    let themes = all(
        r":root\{(color-scheme:light dark;[^}]*|--paper:#1[^}]*)\}",
        STYLE,
    );
    assert_eq!(themes.len(), 2);
    for theme in themes {
        let colour = |name: &str| {
            let found = all(&format!("--{name}:#([0-9a-f]+)"), theme);
            luminance(found[0])
        };
        let contrast = |one: &str, two: &str| {
            let (one, two) = (colour(one), colour(two));
            (one.max(two) + 0.05) / (one.min(two) + 0.05)
        };
        for text in ["ink", "quiet", "link", "good-text", "bad-text", "care-text"] {
            for ground in ["paper", "card"] {
                let is = contrast(text, ground);
                assert!(is >= 4.5, "{text} on {ground}: {is:.2}");
            }
        }
        for bar in ["ready", "unsure", "held", "skipped", "failed", "focus"] {
            for ground in ["paper", "card"] {
                let is = contrast(bar, ground);
                assert!(is >= 3.0, "{bar} on {ground}: {is:.2}");
            }
        }
    }
}
