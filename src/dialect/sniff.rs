//! Sniffing: what kind of file it is that holds no table of users, by its first bytes.

use super::Compression;

/// What a file looks like that is not text: a spreadsheet or another archive, or a PDF.
pub fn sniff_bytes(start: &[u8]) -> Option<&'static str> {
    if start.starts_with(b"PK\x03\x04") {
        Some("it looks like a spreadsheet file (.xlsx) or another ZIP archive; export it as CSV")
    } else if start.starts_with(b"\x1F\x8B") {
        Some("it looks like a file that gzip has compressed; unpack it first")
    } else if Compression::of(start).is_some() {
        Some("it looks like a file that Zstandard has compressed; unpack it first")
    } else if start.starts_with(b"%PDF-") {
        Some("it looks like a PDF; export the users as CSV")
    } else {
        None
    }
}

/// What a text looks like that begins as only JSON, HTML or XML does: no table of users.
pub fn sniff_document(start: &[u8]) -> Option<&'static str> {
    let start = start.trim_ascii_start();
    let (first, rest) = start.split_first()?;
    let next = rest.trim_ascii_start().first();
    let is_json = match first {
        b'{' => matches!(next, Some(b'"' | b'}')),
        // A column's name may be in square brackets.
        b'[' => matches!(next, Some(b'{' | b'[' | b'"' | b']')),
        _ => false,
    };
    let begins = |tag: &str| {
        let head = start.get(..tag.len()).unwrap_or_default();
        head.eq_ignore_ascii_case(tag.as_bytes())
    };
    if is_json || begins("<!doctype") || begins("<html") || begins("<?xml") {
        sniff_text(start)
    } else {
        None
    }
}

/// What a text looks like that is not a table.
pub fn sniff_text(start: &[u8]) -> Option<&'static str> {
    match start.trim_ascii_start().first() {
        Some(b'[' | b'{') => Some("it looks like JSON, which is read by a mapping"),
        Some(b'<') => Some("it looks like HTML or XML; export the users as CSV"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        for (start, word) in [
            (&b"PK\x03\x04\x14\0"[..], ".xlsx"),
            (b"\x1F\x8B\x08", "gzip"),
            (b"\x28\xB5\x2F\xFD\x24", "Zstandard"),
            (b"%PDF-1.7", "PDF"),
        ] {
            assert!(sniff_bytes(start).is_some_and(|says| says.contains(word)));
        }
        for (start, word) in [
            (&b" [{\"a\":1}]"[..], "JSON"),
            (b"\r\n{}", "JSON"),
            (b"<!doctype html>", "HTML"),
        ] {
            assert!(sniff_text(start).is_some_and(|says| says.contains(word)));
            assert_eq!(sniff_bytes(start), None);
        }
        for start in [&b""[..], b"email,name", b"PK,name", b"\"[a\""] {
            assert_eq!(sniff_bytes(start).or_else(|| sniff_text(start)), None);
        }
    }

    #[test]
    fn a_name_in_brackets_is_not_json() {
        for start in [
            &b"[id],[name]"[..],
            b"{id},{name}",
            b"<id>,<name>",
            b"",
            b"[",
            b"{",
        ] {
            assert_eq!(sniff_document(start), None);
        }
        for start in [
            &b"[{\"a\":1}]"[..],
            b"\n{ \"Users\": []}",
            b"{}",
            b"[ ]",
            b"<HTML>",
            b"<?xml version",
        ] {
            assert!(sniff_document(start).is_some());
        }
    }
}
