//! Where the records of a JSON file begin and end, found without reading what is in them.
//!
//! Three shapes hold records: values one after the other, with or without line ends between them; an array; and an
//! object with an array at a path. Several of them may follow one another, as pages of an API do. Only brackets,
//! quotation marks and the names on the way to the array are looked at, so a record may be of any size that the reader
//! keeps, and one that is not valid JSON inside does not hide those after it.

/// One record in a block of bytes; offsets are into that block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct JsonRecord {
    /// Its first byte.
    pub(crate) start: usize,
    /// The first byte after it.
    pub(crate) end: usize,
}

/// What lies ahead in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonFrame {
    /// A whole record.
    Record(JsonRecord),
    /// The block ends before the next record does. All before this offset is done with.
    NeedsMore(usize),
    /// What follows this offset is no JSON: nothing after it can be told apart.
    Broken(usize),
}

/// Finds records in a file that is offered in blocks.
#[derive(Debug, Clone)]
pub(crate) struct JsonFramer {
    /// Paths to the array inside an object; the first that is there counts.
    paths: Vec<Vec<String>>,
    /// The containers that are open, from the outermost. An object has the length of the path that led to it.
    open: Vec<Container>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Container {
    /// Its elements are records.
    Records,
    /// A member of it may lead to the records; these are the names so far.
    Towards(Vec<String>),
}

impl JsonFramer {
    /// A framer for files whose records are at one of these paths, such as `data.users`, or at the top.
    pub(crate) fn new(paths: &[String]) -> Self {
        let paths = paths
            .iter()
            .map(|path| path.split('.').map(str::to_owned).collect())
            .collect();
        Self {
            paths,
            open: Vec::new(),
        }
    }

    /// Whether a container is open: at the end of a file, then, the file is cut off.
    pub(crate) fn is_inside(&self) -> bool {
        !self.open.is_empty()
    }

    /// Finds the next record from `start` on. With `is_last`, the block holds all that is left of the file.
    pub(crate) fn frame(&mut self, block: &[u8], start: usize, is_last: bool) -> JsonFrame {
        let mut place = start;
        loop {
            while let Some(byte) = block.get(place) {
                match byte {
                    b' ' | b'\t' | b'\n' | b'\r' => {}
                    // Between elements and members. That there is one, and one only, does not change what a record is.
                    b',' if !self.open.is_empty() => {}
                    _ => break,
                }
                place += 1;
            }
            let Some(byte) = block.get(place) else {
                return JsonFrame::NeedsMore(place);
            };
            match self.open.last() {
                None if *byte == b'[' => {
                    self.open.push(Container::Records);
                    place += 1;
                }
                None if *byte == b'{' => match self.enter_object(block, place, is_last) {
                    Entered::Record => return Self::whole(block, place, is_last),
                    Entered::Container => place += 1,
                    Entered::NeedsMore => return JsonFrame::NeedsMore(place),
                },
                None | Some(Container::Records) => {
                    if *byte == b']' && self.open.pop().is_some() {
                        place += 1;
                        continue;
                    }
                    return Self::whole(block, place, is_last);
                }
                Some(Container::Towards(_)) => match self.next_member(block, place, is_last) {
                    Ok(next) => place = next,
                    Err(frame) => return frame,
                },
            }
        }
    }

    /// Whether the object at `place` holds the records or is one.
    fn enter_object(&mut self, block: &[u8], place: usize, is_last: bool) -> Entered {
        if self.paths.is_empty() {
            return Entered::Record;
        }
        let mut scan = Members::new(block, place + 1);
        loop {
            match scan.next() {
                Member::At { name, value } => {
                    let leads =
                        |path: &Vec<String>| path.first().is_some_and(|first| *first == name);
                    let is_container = match block.get(value) {
                        Some(b'[') => self.paths.iter().any(|path| path.len() == 1 && leads(path)),
                        Some(b'{') => self.paths.iter().any(|path| path.len() > 1 && leads(path)),
                        _ => false,
                    };
                    if is_container {
                        self.open.push(Container::Towards(Vec::new()));
                        return Entered::Container;
                    }
                    if !scan.skip(value) {
                        return if is_last {
                            Entered::Record
                        } else {
                            Entered::NeedsMore
                        };
                    }
                }
                Member::End | Member::Broken => return Entered::Record,
                Member::NeedsMore if is_last => return Entered::Record,
                Member::NeedsMore => return Entered::NeedsMore,
            }
        }
    }

    /// Passes over the next member of an object that leads to the records, or enters it.
    fn next_member(
        &mut self,
        block: &[u8],
        place: usize,
        is_last: bool,
    ) -> Result<usize, JsonFrame> {
        let mut scan = Members::new(block, place);
        let Some(Container::Towards(names)) = self.open.last() else {
            return Err(JsonFrame::Broken(place));
        };
        let needs_more = if is_last {
            JsonFrame::Broken(place)
        } else {
            JsonFrame::NeedsMore(place)
        };
        match scan.next() {
            Member::End => {
                self.open.pop();
                Ok(scan.place)
            }
            Member::At { name, value } => {
                let mut here = names.clone();
                here.push(name);
                let is_whole = self.paths.contains(&here);
                let leads = self.paths.iter().any(|path| path.starts_with(&here));
                match block.get(value) {
                    Some(b'[') if is_whole => {
                        self.open.push(Container::Records);
                        Ok(value + 1)
                    }
                    Some(b'{') if leads => {
                        self.open.push(Container::Towards(here));
                        Ok(value + 1)
                    }
                    _ if scan.skip(value) => Ok(scan.place),
                    _ => Err(needs_more),
                }
            }
            Member::NeedsMore => Err(needs_more),
            Member::Broken => Err(JsonFrame::Broken(place)),
        }
    }

    /// The value at `place` as a record.
    fn whole(block: &[u8], place: usize, is_last: bool) -> JsonFrame {
        match value_end(block, place) {
            Some(end) if end > place => JsonFrame::Record(JsonRecord { start: place, end }),
            Some(_) => JsonFrame::Broken(place),
            // What is cut off at the end is a record of its own, so that it is reported and not lost.
            None if is_last => JsonFrame::Record(JsonRecord {
                start: place,
                end: block.len(),
            }),
            None => JsonFrame::NeedsMore(place),
        }
    }
}

enum Entered {
    Record,
    Container,
    NeedsMore,
}

enum Member {
    /// A name, and where its value begins.
    At {
        name: String,
        value: usize,
    },
    /// The object ends; the place is after it.
    End,
    NeedsMore,
    Broken,
}

/// The members of an object, one after the other.
struct Members<'b> {
    block: &'b [u8],
    place: usize,
}

impl<'b> Members<'b> {
    const fn new(block: &'b [u8], place: usize) -> Self {
        Self { block, place }
    }

    fn pass(&mut self, separator: Option<u8>) {
        while let Some(byte) = self.block.get(self.place) {
            if !byte.is_ascii_whitespace() && Some(*byte) != separator {
                break;
            }
            self.place += 1;
        }
    }

    fn next(&mut self) -> Member {
        self.pass(Some(b','));
        match self.block.get(self.place) {
            None => return Member::NeedsMore,
            Some(b'}') => {
                self.place += 1;
                return Member::End;
            }
            Some(b'"') => {}
            Some(_) => return Member::Broken,
        }
        let Some(end) = string_end(self.block, self.place) else {
            return Member::NeedsMore;
        };
        let text = self.block.get(self.place..end).unwrap_or_default();
        self.place = end;
        self.pass(None);
        match self.block.get(self.place) {
            None => return Member::NeedsMore,
            Some(b':') => self.place += 1,
            Some(_) => return Member::Broken,
        }
        self.pass(None);
        if self.place >= self.block.len() {
            return Member::NeedsMore;
        }
        let name = serde_json::from_slice(text).unwrap_or_default();
        Member::At {
            name,
            value: self.place,
        }
    }

    /// Passes over the value at `value`. False where the block ends in it.
    fn skip(&mut self, value: usize) -> bool {
        match value_end(self.block, value) {
            // A number at the very end may go on.
            Some(end) if end < self.block.len() && end > value => {
                self.place = end;
                true
            }
            _ => false,
        }
    }
}

/// The end of the string whose quotation mark is at `place`.
fn string_end(block: &[u8], place: usize) -> Option<usize> {
    let mut from = place + 1;
    loop {
        let rest = block.get(from..)?;
        let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        match rest.get(at) {
            Some(b'"') => return Some(from + at + 1),
            _ => from += at + 2,
        }
    }
}

/// The end of the value that begins at `place`; `None` where the block ends in it. Of what begins no value, the end is
/// the place itself.
fn value_end(block: &[u8], place: usize) -> Option<usize> {
    match block.get(place)? {
        b'"' => string_end(block, place),
        b'{' | b'[' => {
            let mut depth = 0_usize;
            let mut from = place;
            loop {
                let rest = block.get(from..)?;
                let at = rest
                    .iter()
                    .position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))?;
                let byte = rest.get(at)?;
                from += at;
                match byte {
                    b'"' => from = string_end(block, from)?,
                    b'{' | b'[' => {
                        depth += 1;
                        from += 1;
                    }
                    _ => {
                        depth -= 1;
                        from += 1;
                        if depth == 0 {
                            return Some(from);
                        }
                    }
                }
            }
        }
        _ => {
            let rest = block.get(place..)?;
            let at = rest.iter().position(|byte| {
                byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b']' | b'}' | b'{' | b'[' | b'"')
            })?;
            Some(place + at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame_in_pieces(text: &str, paths: &[&str], piece: usize) -> (Vec<String>, bool) {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        let mut framer = JsonFramer::new(&paths);
        let mut found = Vec::new();
        let (mut block, mut read) = (Vec::new(), 0);
        let mut start = 0;
        loop {
            let is_last = read == text.len();
            match framer.frame(&block, start, is_last) {
                JsonFrame::Record(record) => {
                    found
                        .push(String::from_utf8(block[record.start..record.end].to_vec()).unwrap());
                    start = record.end;
                }
                JsonFrame::NeedsMore(done) if !is_last => {
                    block.drain(..done);
                    start = 0;
                    let end = (read + piece).min(text.len());
                    block.extend_from_slice(&text.as_bytes()[read..end]);
                    read = end;
                }
                JsonFrame::NeedsMore(_) => return (found, framer.is_inside()),
                JsonFrame::Broken(_) => return (found, true),
            }
        }
    }

    fn records(text: &str, paths: &[&str]) -> (Vec<String>, bool) {
        let whole = frame_in_pieces(text, paths, text.len().max(1));
        for piece in [1, 2, 3, 5, 7] {
            assert_eq!(
                frame_in_pieces(text, paths, piece),
                whole,
                "{piece} of {text}"
            );
        }
        whole
    }

    #[test]
    fn records_are_found_in_each_shape() {
        let expected = (
            vec![r#"{"a":"]}\""}"#.to_owned(), r#"{"a":[1,{}]}"#.to_owned()],
            false,
        );
        for text in [
            "{\"a\":\"]}\\\"\"}\n{\"a\":[1,{}]}\n",
            "{\"a\":\"]}\\\"\"} {\"a\":[1,{}]}",
            "[{\"a\":\"]}\\\"\"},{\"a\":[1,{}]}]",
            " [ {\"a\":\"]}\\\"\"}\n,\n{\"a\":[1,{}]} ] \n",
            "[{\"a\":\"]}\\\"\"}]\n[{\"a\":[1,{}]}]",
            "{\"total\":2,\"users\":[{\"a\":\"]}\\\"\"},{\"a\":[1,{}]}],\"next\":null}",
            "{\"users\":[{\"a\":\"]}\\\"\"}]}{\"users\":[{\"a\":[1,{}]}]}",
            "{\"roles\":{\"users\":[1,2]},\"users\":[{\"a\":\"]}\\\"\"},{\"a\":[1,{}]}]}",
        ] {
            assert_eq!(records(text, &["users"]), expected, "{text}");
        }
    }

    #[test]
    fn an_array_may_be_deeper() {
        let text = r#"{"meta":{"n":1},"data":{"page":1,"users":[{"a":1}]}}"#;
        assert_eq!(
            records(text, &["data.users"]),
            (vec![r#"{"a":1}"#.to_owned()], false)
        );
    }

    #[test]
    fn an_object_without_the_array_is_a_record() {
        let text = "{\"Username\":\"ana\"}\n{\"Username\":\"ben\"}";
        assert_eq!(records(text, &["Users"]).0.len(), 2);
    }

    #[test]
    fn a_file_that_is_cut_off_is_known_as_such_and_its_last_piece_is_a_record() {
        let (found, is_cut) = records("[{\"a\":1},{\"a\":", &[]);
        assert_eq!(found, ["{\"a\":1}", "{\"a\":"]);
        assert!(is_cut);
    }

    #[test]
    fn what_is_no_object_is_a_record_all_the_same() {
        assert_eq!(
            records("[1, \"x\", null, {\"a\":1}]", &[]).0,
            ["1", "\"x\"", "null", "{\"a\":1}"]
        );
        assert_eq!(records("oops\n{\"a\":1}\n", &[]).0, ["oops", "{\"a\":1}"]);
    }
}
