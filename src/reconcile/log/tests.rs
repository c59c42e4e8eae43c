//! Tests of the log's shapes, beyond the samples that `tests/it/reconcile.rs` reads.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use super::*;

const LINE: &str = "[SUCCEEDED] Line Number 2 - The import succeeded.";

fn read(bytes: impl AsRef<[u8]>) -> Result<Log, ReconcileError> {
    let mut log = Log::default();
    log.read("log", bytes.as_ref())?;
    Ok(log)
}

fn lines(log: &Log, job: Option<&str>) -> Vec<u32> {
    let log = log.of_job(job).unwrap();
    log.rows().map(|row| row.line).collect()
}

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_log_may_be_compressed_in_pieces_and_again() {
    let mut bytes = compressed(LINE.as_bytes());
    bytes.extend(compressed(b"\n[FAILED] Line Number 3 - No.\n"));
    assert_eq!(lines(&read(&bytes).unwrap(), None), [2, 3]);
    assert_eq!(lines(&read(compressed(&bytes)).unwrap(), None), [2, 3]);
    let mut bomb = bytes;
    for _ in 0..5 {
        bomb = compressed(&bomb);
    }
    assert!(matches!(read(bomb), Err(ReconcileError::Log { .. })));
}

#[test]
fn a_log_that_breaks_off_is_refused() {
    let bytes = compressed(LINE.as_bytes());
    for cut in [
        bytes.get(..bytes.len() - 12).unwrap(),
        br#"{"events":[{"message":"[SUCCEEDED] Line Number 2 - The import succeeded."}"#,
        br#"{"events":[}"#,
    ] {
        assert!(matches!(read(cut), Err(ReconcileError::Log { .. })));
    }
}

#[test]
fn a_log_in_utf_16_or_with_a_byte_order_mark_is_read() {
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(LINE.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(lines(&read(utf_16).unwrap(), None), [2]);
    assert_eq!(lines(&read(format!("\u{feff}{LINE}")).unwrap(), None), [2]);
    assert!(read("").unwrap().entries.is_empty());
}

#[test]
fn streams_tell_jobs_apart_wherever_they_are_named() {
    let text = format!(
        r#"[{{"message":"{LINE}","logStreamName":"import-a/x"}},
            {{"logStreamName":"import-b/x","message":"[FAILED] Line Number 2 - No."}}]"#
    );
    let log = read(text).unwrap();
    assert_eq!(log.jobs().collect::<Vec<_>>(), ["import-a", "import-b"]);
    assert_eq!(lines(&log, Some("import-a")), [2]);
    assert!(matches!(
        log.of_job(None),
        Err(ReconcileError::LogOfAnotherJob { .. })
    ));
    assert!(matches!(
        log.of_job(Some("import-c")),
        Err(ReconcileError::LogOfAnotherJob { .. })
    ));
    // The rows of Logs Insights name fields, the stream after the message.
    let results = format!(
        r#"{{"results":[[{{"field":"@message","value":"{LINE}"}},
            {{"field":"@logStream","value":"import-a/x"}}],
            [{{"field":"@message","value":"[FAILED] Line Number 2 - No."}},
            {{"field":"@logStream","value":"import-b/x"}}]]}}"#
    );
    let log = read(results).unwrap();
    assert_eq!(lines(&log, Some("import-b")), [2]);
}

#[test]
fn two_lines_about_one_row_are_of_two_jobs() {
    let log = read(format!("{LINE}\n[FAILED] Line Number 2 - No.\n")).unwrap();
    assert!(matches!(
        log.of_job(None),
        Err(ReconcileError::MixedLog { line: 2 })
    ));
    let again = read(format!("{LINE}\n{LINE}\n")).unwrap();
    let job = again.of_job(None).unwrap();
    assert_eq!((job.len(), job.repeated()), (1, 1));
}

#[test]
fn events_that_are_about_no_row_are_counted() {
    let log = read(format!(
        r#"{{"events":[{{"message":"{TEST_EVENT}"}},{{"message":"{TEST_EVENT}"}}],"nextForwardToken":"f/1"}}"#
    ))
    .unwrap();
    assert_eq!(log.other_lines(), 2);
    assert_eq!(log.other().get(TEST_EVENT), Some(&2));
}
