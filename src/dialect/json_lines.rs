//! JSON of any shape as one record a line.

use std::io::{self, Read};

use super::json_framing::{JsonFrame, JsonFramer};

/// How many bytes are asked of the reader at once.
const READ_BYTES: usize = 256 * 1024;

/// The longest record that is kept. What is longer is no user.
const RECORD_BYTES: usize = 16 * 1024 * 1024;

/// A reader that puts each record of a JSON file on a line of its own and changes nothing else: line ends inside a
/// record, which are only ever between its tokens, become spaces, and so does what is around the records. The bytes
/// keep their places, unless records follow one another without anything between them.
#[derive(Debug)]
pub(crate) struct JsonLines<R> {
    reader: R,
    framer: JsonFramer,
    /// What was read and is in no line yet.
    input: Vec<u8>,
    /// How much of `input` is in a line already. It is dropped when more is read, not after each record.
    begin: usize,
    /// Where after that the next look begins.
    start: usize,
    /// Lines that were not handed on yet.
    lines: Vec<u8>,
    handed_on: usize,
    /// How many bytes of the file precede what is in no line yet.
    offset: u64,
    has_record: bool,
    at_end: bool,
}

impl<R: Read> JsonLines<R> {
    /// Reads `start`, which was read before, and then the reader. `paths` lead to the records inside an object.
    pub(crate) fn new(reader: R, start: Vec<u8>, offset: u64, paths: &[String]) -> Self {
        Self {
            reader,
            framer: JsonFramer::new(paths),
            input: start,
            begin: 0,
            start: 0,
            lines: Vec::new(),
            handed_on: 0,
            offset,
            has_record: false,
            at_end: false,
        }
    }

    /// Whether the file is one record a line already, as far as its first line shows.
    pub(crate) fn are_there(start: &[u8], is_whole: bool, paths: &[String]) -> bool {
        let line = match memchr::memchr(b'\n', start) {
            Some(end) => start.get(..end).unwrap_or_default(),
            None if is_whole => start,
            None => return false,
        };
        let mut framer = JsonFramer::new(paths);
        match framer.frame(line, 0, true) {
            JsonFrame::Record(record) => {
                let rest = line.get(record.end..).unwrap_or_default();
                line.get(record.start) == Some(&b'{')
                    && !framer.is_inside()
                    && rest.trim_ascii().is_empty()
                    && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
            }
            _ => false,
        }
    }

    fn next_line(&mut self) -> io::Result<bool> {
        loop {
            let input = self.input.get(self.begin..).unwrap_or_default();
            match self.framer.frame(input, self.start, self.at_end) {
                JsonFrame::Record(record) => {
                    let gap = input.get(..record.start).unwrap_or_default();
                    if self.has_record && gap.is_empty() {
                        self.lines.push(b'\n');
                    }
                    for place in 0..gap.len() {
                        let is_first = place == 0 && self.has_record;
                        self.lines.push(if is_first { b'\n' } else { b' ' });
                    }
                    let record_bytes = input.get(record.start..record.end);
                    self.lines
                        .extend(record_bytes.unwrap_or_default().iter().map(|byte| {
                            if matches!(byte, b'\n' | b'\r') {
                                b' '
                            } else {
                                *byte
                            }
                        }));
                    self.begin += record.end;
                    self.offset += record.end as u64;
                    self.start = 0;
                    self.has_record = true;
                    if self.lines.len() >= READ_BYTES {
                        return Ok(true);
                    }
                }
                JsonFrame::NeedsMore(done) if !self.at_end => {
                    if input.len() - done > RECORD_BYTES {
                        return Err(io::Error::new(
                            io::ErrorKind::InvalidData,
                            format!(
                                "the record that begins at byte {} is longer than {RECORD_BYTES} bytes",
                                self.offset + done as u64
                            ),
                        ));
                    }
                    self.start = done;
                    self.input.drain(..self.begin);
                    self.begin = 0;
                    let before = self.input.len();
                    let wanted = READ_BYTES.max(before / 2) as u64;
                    let read = (&mut self.reader)
                        .take(wanted)
                        .read_to_end(&mut self.input)?;
                    self.at_end = read == 0;
                }
                JsonFrame::NeedsMore(_) => {
                    if self.framer.is_inside() {
                        return Err(io::Error::new(
                            io::ErrorKind::UnexpectedEof,
                            "the file ends before its array of records does: it is cut off",
                        ));
                    }
                    self.lines.extend(input.iter().map(|_| b' '));
                    self.input.clear();
                    self.begin = 0;
                    self.start = 0;
                    return Ok(!self.lines.is_empty());
                }
                JsonFrame::Broken(at) => {
                    return Err(io::Error::new(
                        io::ErrorKind::InvalidData,
                        format!("at byte {} is no JSON", self.offset + at as u64),
                    ));
                }
            }
        }
    }
}

impl<R: Read> Read for JsonLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.handed_on == self.lines.len() {
            self.lines.clear();
            self.handed_on = 0;
            if !self.next_line()? {
                return Ok(0);
            }
        }
        let ready = self.lines.get(self.handed_on..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(ready) {
            *to = *from;
        }
        self.handed_on += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> io::Result<String> {
        let paths = ["users".to_owned()];
        let mut read = String::new();
        JsonLines::new(text.as_bytes(), Vec::new(), 0, &paths).read_to_string(&mut read)?;
        Ok(read)
    }

    #[test]
    fn each_record_is_on_a_line_and_every_byte_at_its_place() {
        for text in [
            "{\"a\":1}\n{\"a\":\n 2}\n",
            "[\n {\"a\":1},\n {\"a\":2}\n]\n",
            "{\"total\":2,\"users\":[{\"a\":1},{\"a\":2}],\"next\":null}",
        ] {
            let read = lines(text).unwrap();
            assert_eq!(read.len(), text.len(), "{text}");
            let records: Vec<&str> = read.lines().map(str::trim).collect();
            assert_eq!(records.len(), 2, "{read:?}");
            for record in records {
                assert!(
                    read.find(record)
                        .is_some_and(|at| text[at..].starts_with(&record[..4])),
                    "{read:?}"
                );
            }
        }
        assert_eq!(lines("{\"a\":1}{\"a\":2}").unwrap(), "{\"a\":1}\n{\"a\":2}");
        assert_eq!(lines("").unwrap(), "");
    }

    #[test]
    fn a_file_that_is_cut_off_is_an_error() {
        let error = lines("[{\"a\":1},").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[test]
    fn records_on_lines_are_recognised() {
        let paths = ["users".to_owned()];
        for (text, expected) in [
            ("{\"a\":1}\n{\"a\":2}\n", true),
            ("{\"a\":1}", true),
            ("{\"a\":\n1}\n", false),
            ("[{\"a\":1}]\n", false),
            ("{\"users\":[]}\n", false),
            ("{\"users\":[{\"a\":1}]}\n", false),
        ] {
            let are_there = JsonLines::<&[u8]>::are_there(text.as_bytes(), true, &paths);
            assert_eq!(are_there, expected, "{text}");
        }
    }
}
