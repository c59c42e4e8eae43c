//! What each stage costs, and the whole, beside `csv::ByteRecord` in the same run.
#![expect(
    clippy::expect_used,
    reason = "a benchmark whose setting is wrong has to stop"
)]

use std::{fs, hint::black_box, io::Write};

use cognito_preflight::{
    engine::{Mode, Options, Preflight, Sink},
    output::{Cleaned, Rejected, ReportJsonl, ReportOptions},
    record::Record,
    schema::{CsvHeader, NameIndex, Presence, Schema, SignInNames, UserPool},
    values::{email, phone_number},
};
use divan::{Bencher, counter::BytesCount, counter::ItemsCount};

mod users;

use users::{COLUMNS, Users, Written};

/// Divan then names the benchmarks that allocate, and how much.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// The pool, as DescribeUserPool writes it.
const POOL: &str = r#"{"AutoVerifiedAttributes":["email"],"MfaConfiguration":"OFF"}"#;

const ROWS: u64 = 50_000;

fn file(written: Written, broken: u64) -> Vec<u8> {
    let users = Users {
        rows: ROWS,
        broken,
        written,
        seed: 7,
    };
    let mut bytes = Vec::new();
    users.write(&mut bytes).expect("memory can be written");
    bytes
}

fn schema() -> Schema {
    let header = CsvHeader::parse(&COLUMNS.join(",")).expect("the header is a constant");
    let pool = UserPool::parse(POOL).expect("the pool is a constant");
    Schema::new(Some(header), Some(pool)).expect("they fit one another")
}

fn preflight(mode: Mode, threads: usize) -> Preflight {
    let mut options = Options::default();
    options.mode = mode;
    options.threads = Some(threads);
    Preflight::new(schema(), options).expect("the schema is a constant")
}

fn run(preflight: &Preflight, file: &[u8], sinks: &mut [&mut dyn Sink]) {
    let mut run = preflight.run();
    run.file("users.csv", file, sinks)
        .expect("memory can be read");
    run.finish(sinks).expect("sinks can write");
}

/// The yardstick: splitting alone, on one core.
#[divan::bench]
fn yardstick_csv_byte_record(bencher: Bencher<'_, '_>) {
    let file = file(Written::Cognito, 0);
    bencher.counter(BytesCount::new(file.len())).bench(|| {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(&file[..]);
        let mut record = csv::ByteRecord::new();
        let mut fields = 0;
        while reader
            .read_byte_record(&mut record)
            .expect("it is flexible")
        {
            fields += record.len();
        }
        fields
    });
}

#[divan::bench]
fn stage_find_lines(bencher: Bencher<'_, '_>) {
    let file = file(Written::Cognito, 0);
    bencher
        .counter(BytesCount::new(file.len()))
        .bench(|| memchr::memchr_iter(b'\n', black_box(&file)).count());
}

#[divan::bench]
fn stage_utf_8(bencher: Bencher<'_, '_>) {
    let file = file(Written::Cognito, 0);
    bencher
        .counter(BytesCount::new(file.len()))
        .bench(|| std::str::from_utf8(black_box(&file)).is_ok());
}

#[divan::bench(args = [1, 2])]
fn whole_check(bencher: Bencher<'_, '_>, threads: usize) {
    let file = file(Written::Cognito, 0);
    let preflight = preflight(Mode::Check, threads);
    bencher
        .counter(BytesCount::new(file.len()))
        .bench_local(|| run(&preflight, &file, &mut []));
}

#[divan::bench]
fn whole_check_every_row_broken_with_report(bencher: Bencher<'_, '_>) {
    let file = file(Written::Cognito, 1000);
    let preflight = preflight(Mode::Check, 2);
    bencher
        .counter(BytesCount::new(file.len()))
        .bench_local(|| {
            let mut report = ReportJsonl::new(std::io::sink(), ReportOptions::default());
            run(&preflight, &file, &mut [&mut report]);
        });
}

#[divan::bench]
fn whole_clean_to_disk(bencher: Bencher<'_, '_>) {
    let file = file(Written::Quoted, 0);
    let preflight = preflight(Mode::Clean, 2);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    bencher
        .counter(BytesCount::new(file.len()))
        .bench_local(|| {
            let create =
                |name: &str| fs::File::create(folder.path().join(name)).expect("there is room");
            let mut cleaned = Cleaned::new(create("users.csv"));
            let mut rejected = Rejected::new(create("rejected.csv"));
            let mut report = ReportJsonl::new(create("report.jsonl"), ReportOptions::default());
            run(
                &preflight,
                &file,
                &mut [&mut cleaned, &mut rejected, &mut report],
            );
            cleaned.into_inner().sync_all().expect("the disk works");
        });
}

#[divan::bench]
fn stage_write_and_sync(bencher: Bencher<'_, '_>) {
    let file = file(Written::Quoted, 0);
    let folder = tempfile::tempdir().expect("there is room for a folder");
    bencher
        .counter(BytesCount::new(file.len()))
        .bench_local(|| {
            let mut out = fs::File::create(folder.path().join("users.csv")).expect("there is room");
            out.write_all(&file).expect("there is room");
            out.sync_all().expect("the disk works");
        });
}

/// A value of each kind of column through the rules that look at it.
#[divan::bench(args = ["name", "email", "email_verified", "birthdate", "phone_number", "updated_at", "cognito:username"])]
fn rules_of_column(bencher: Bencher<'_, '_>, column: &str) {
    let preflight = preflight(Mode::Check, 1);
    // The apostrophe sends the record past the fast path, to the rules.
    let values: Vec<Option<&str>> = COLUMNS
        .iter()
        .map(|name| match *name {
            "nickname" => Some("'x"),
            "email_verified" => Some("true"),
            "cognito:username" => Some("ana"),
            "email" => Some("ana@example.com"),
            name if name != column => None,
            "name" => Some("Ana Lopez"),
            "birthdate" => Some("01/31/1990"),
            "phone_number" => Some("+16502530000"),
            "updated_at" => Some("1700000000"),
            _ => None,
        })
        .collect();
    bencher.bench(|| preflight.record(black_box(&Record::from_values(&values))));
}

#[divan::bench]
fn one_record(bencher: Bencher<'_, '_>) {
    let preflight = preflight(Mode::Check, 1);
    let values: Vec<Option<&str>> = COLUMNS
        .iter()
        .map(|name| match *name {
            "email" => Some("ana@example.com"),
            "email_verified" => Some("true"),
            "phone_number_verified" | "cognito:mfa_enabled" => Some("false"),
            "phone_number" => Some("+16502530000"),
            "birthdate" => Some("01/31/1990"),
            "name" => Some("Ana Lopez"),
            "cognito:username" => Some("ana"),
            _ => None,
        })
        .collect();
    bencher.bench(|| preflight.record(black_box(&Record::from_values(&values))));
}

#[divan::bench]
fn stage_dialability(bencher: Bencher<'_, '_>) {
    let numbers = [
        "+16502530000",
        "+442079460018",
        "+4930123456",
        "+81312345678",
        "+5511987654321",
    ];
    bencher.counter(ItemsCount::new(numbers.len())).bench(|| {
        black_box(&numbers)
            .iter()
            .map(|number| phone_number::dialability(number))
            .filter(|answer| *answer == phone_number::Dialability::Dialable)
            .count()
    });
}

#[divan::bench]
fn yardstick_phonenumber_is_valid(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        phonenumber::parse(None, black_box("+16502530000"))
            .is_ok_and(|number| phonenumber::is_valid(&number))
    });
}

#[divan::bench]
fn stage_national_number(bencher: Bencher<'_, '_>) {
    let region = "US".parse().expect("there is such a region");
    bencher.bench(|| phone_number::to_e164(black_box("(650) 253-0000"), region));
}

#[divan::bench]
fn stage_email(bencher: Bencher<'_, '_>) {
    bencher.bench(|| email::surely_plain(black_box(b"ana.lopez@mail.example.com")));
}

#[divan::bench]
fn stage_uniqueness(bencher: Bencher<'_, '_>) {
    let names = SignInNames::new(&UserPool::assumed()).expect("the system has random numbers");
    let users: Vec<String> = (0..ROWS).map(|number| format!("user{number}")).collect();
    bencher.counter(ItemsCount::new(users.len())).bench(|| {
        let mut index = NameIndex::new();
        for user in &users {
            index.claim(names.username(user), Presence::InFile);
        }
        index.len()
    });
}
