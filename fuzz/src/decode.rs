//! Arbitrary bytes in any declared encoding.

use cognito_preflight::{
    dialect::Encoding,
    engine::Mode,
    schema::{CsvHeader, Schema},
};

use crate::engine::{options, run as collect};

const ENCODINGS: [&str; 8] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "iso-8859-2",
    "shift_jis",
    "gb18030",
    "euc-kr",
];

/// No byte is lost, and what is decoded says where it is not text.
pub fn run(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let name = ENCODINGS[usize::from(*first) % ENCODINGS.len()];
    let encoding: Encoding = name.parse().expect("a known encoding");
    match encoding.decode(rest) {
        Ok(text) => assert!(text.len() <= 3 * rest.len() + 3),
        Err(place) => {
            assert!(place < rest.len().max(1), "{place} of {}", rest.len());
            // In an encoding without memory everything before is text.
            if name.starts_with("utf-") || name.starts_with("windows") || name.starts_with("iso") {
                let before = place - place % encoding.unit();
                assert!(
                    encoding.decode(&rest[..before]).is_ok(),
                    "{name} before {place}"
                );
            }
        }
    }
    let _ = encoding.decode_lossy(rest);
    let header = CsvHeader::parse("email,cognito:username").expect("a header");
    let schema = Schema::new(Some(header), None).expect("a schema");
    let mut names = Vec::new();
    encoding.encode_ascii("email,cognito:username\n", &mut names);
    let file = [names.as_slice(), rest].concat();
    let clean = |batch| {
        let mut options = options(Mode::Clean, 2, batch);
        options.encoding = Some(encoding);
        collect(&schema, options, &file, 7)
    };
    let (Some((one, summary)), Some((other, _))) = (clean(1), clean(1 << 18)) else {
        return;
    };
    assert_eq!(one, other, "blocks change nothing");
    let aside = one.rows.iter().filter(|row| row.is_rejected()).count() as u64;
    assert_eq!(summary.counts.rejected, aside);
    assert_eq!(summary.counts.cleaned + aside, one.rows.len() as u64);
    assert!(
        std::str::from_utf8(&one.cleaned).is_ok(),
        "what is cleaned is UTF-8"
    );
    for row in &one.rows {
        let start = row.byte as usize;
        assert!(
            file[start..start + row.raw.len()] == row.raw,
            "a row's own bytes"
        );
    }
}
