//! Files that gzip or Zstandard has compressed, read as what is in them.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Read},
};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{
    BlockDecodingStrategy, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};

/// How many bytes are asked of the reader at once.
const READ_BYTES: usize = 256 * 1024;

/// How many bytes show how a file is compressed.
const MAGIC_BYTES: usize = 4;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Compression {
    /// gzip, RFC 1952.
    Gzip,
    /// Zstandard, RFC 8878.
    Zstandard,
}

impl Compression {
    /// How a file is compressed that begins so.
    ///
    /// ```
    /// use cognito_preflight::dialect::Compression;
    ///
    /// assert_eq!(Compression::of(b"\x1F\x8B\x08\0"), Some(Compression::Gzip));
    /// assert_eq!(Compression::of(b"email,name\n"), None);
    /// ```
    pub fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            // A frame, or one that is to be skipped, with which some programs begin.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => {
                Some(Self::Zstandard)
            }
            _ => None,
        }
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
        }
    }
}

/// A reader of what is in a file: the file itself, or what it holds where its first bytes say that it is compressed.
///
/// All members of a gzip file and all frames of a Zstandard file are read, and their checksums are compared. Data that
/// is cut off or damaged, and anything else after it, is an error with its place in the file.
pub struct Decompressed<R>(Inner<R>);

enum Inner<R> {
    Plain {
        /// What was read of the file to look at.
        start: Vec<u8>,
        handed_on: usize,
        reader: R,
    },
    Gzip(Box<Parts<R, GzipMember<R>>>),
    Zstandard(Box<Parts<R, ZstandardFrame<R>>>),
}

impl<R> fmt::Debug for Decompressed<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decompressed({:?})", self.compression())
    }
}

impl<R> Decompressed<R> {
    /// The file as it is, compressed or not.
    pub const fn as_it_is(reader: R) -> Self {
        Self(Inner::Plain {
            start: Vec::new(),
            handed_on: 0,
            reader,
        })
    }

    /// How the file is compressed, if it is.
    pub const fn compression(&self) -> Option<Compression> {
        match self.0 {
            Inner::Plain { .. } => None,
            Inner::Gzip(_) => Some(Compression::Gzip),
            Inner::Zstandard(_) => Some(Compression::Zstandard),
        }
    }
}

impl<R: Read> Decompressed<R> {
    /// Looks at the first bytes of a file.
    ///
    /// # Errors
    ///
    /// Whatever prevents them from being read.
    ///
    /// ```
    /// use std::io::Read;
    /// use cognito_preflight::dialect::Decompressed;
    ///
    /// let mut text = String::new();
    /// Decompressed::new(&b"email,name\n"[..])?.read_to_string(&mut text)?;
    /// assert_eq!(text, "email,name\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn new(mut reader: R) -> io::Result<Self> {
        let mut start = Vec::with_capacity(MAGIC_BYTES);
        (&mut reader)
            .take(MAGIC_BYTES as u64)
            .read_to_end(&mut start)?;
        Ok(Self(match Compression::of(&start) {
            None => Inner::Plain {
                start,
                handed_on: 0,
                reader,
            },
            Some(Compression::Gzip) => Inner::Gzip(Box::new(Parts::new(start, reader))),
            Some(Compression::Zstandard) => Inner::Zstandard(Box::new(Parts::new(start, reader))),
        }))
    }
}

impl<R: Read> Read for Decompressed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Inner::Plain {
                start,
                handed_on,
                reader,
            } => {
                let mut rest = start.get(*handed_on..).unwrap_or_default();
                if rest.is_empty() {
                    return reader.read(buffer);
                }
                let count = rest.read(buffer)?;
                *handed_on += count;
                Ok(count)
            }
            Inner::Gzip(parts) => parts.read(buffer),
            Inner::Zstandard(parts) => parts.read(buffer),
        }
    }
}

/// A compressed file: it counts what was read of it, and remembers how reading ended.
struct Packed<R> {
    reader: BufReader<io::Chain<io::Cursor<Vec<u8>>, R>>,
    offset: u64,
    at_end: bool,
    failed: Option<io::Error>,
}

impl<R: Read> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // Decoders wrap the error of their reader in one of their own.
        match self.reader.fill_buf() {
            Ok(bytes) => {
                self.at_end = bytes.is_empty();
                Ok(bytes)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.failed = Some(error);
                Err(kind.into())
            }
        }
    }

    fn consume(&mut self, count: usize) {
        self.offset += count as u64;
        self.reader.consume(count);
    }
}

impl<R: Read> Read for Packed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> Packed<R> {
    /// The next byte of the file, which stays unread.
    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.fill_buf() {
                Ok(bytes) => return Ok(bytes.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed.take().unwrap_or(error)),
            }
        }
    }
}

/// One of the parts that follow one another in a compressed file.
trait Part<R>: Sized {
    /// What the format is called, and such a part.
    const NAMES: (&'static str, &'static str);

    /// The first byte of a part.
    fn begins_with(byte: u8) -> bool;

    /// Begins a part. The error comes with the file, of which the place is asked.
    fn begin(packed: Packed<R>) -> Result<Self, (Packed<R>, Problem)>;

    /// Reads what is in it; nothing at its end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Problem>;

    fn packed(&mut self) -> &mut Packed<R>;

    fn end(self) -> Packed<R>;
}

/// What a decoder says.
type Problem = Box<dyn std::error::Error + Send + Sync>;

/// Where a compressed file is in its parts.
struct Parts<R, P> {
    state: State<R, P>,
    /// Where the part begins.
    begins: u64,
}

enum State<R, P> {
    Between(Packed<R>),
    Inside(P),
    /// The file is at its end, or was cut off or damaged.
    Ended(Result<(), (io::ErrorKind, String)>),
}

impl<R: Read, P: Part<R>> Parts<R, P> {
    fn new(start: Vec<u8>, reader: R) -> Self {
        let whole = io::Cursor::new(start).chain(reader);
        Self {
            state: State::Between(Packed {
                reader: BufReader::with_capacity(READ_BYTES, whole),
                offset: 0,
                at_end: false,
                failed: None,
            }),
            begins: 0,
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Ended(Ok(()))) {
                State::Ended(Ok(())) => return Ok(0),
                State::Ended(Err((kind, problem))) => return self.fail(kind, problem),
                State::Between(packed) => self.begin(packed)?,
                State::Inside(mut part) => match part.read(buffer) {
                    Ok(0) => self.state = State::Between(part.end()),
                    Ok(count) => {
                        self.state = State::Inside(part);
                        return Ok(count);
                    }
                    Err(problem) => return self.refuse(part.packed(), &problem),
                },
            }
        }
    }

    /// Begins the next part, if there is one.
    fn begin(&mut self, mut packed: Packed<R>) -> io::Result<()> {
        self.begins = packed.offset;
        match packed.next_byte()? {
            None => self.state = State::Ended(Ok(())),
            // Tapes and some programs fill the last block with zeros.
            Some(0) if self.begins > 0 => {
                while packed.next_byte()? == Some(0) {
                    packed.consume(1);
                }
                if packed.next_byte()?.is_some() {
                    return self.refuse_rest(&packed).map(|_| ());
                }
                self.state = State::Ended(Ok(()));
            }
            Some(byte) if P::begins_with(byte) => match P::begin(packed) {
                Ok(part) => self.state = State::Inside(part),
                Err((mut packed, problem)) => {
                    return self.refuse(&mut packed, &problem).map(|_| ());
                }
            },
            Some(_) => return self.refuse_rest(&packed).map(|_| ()),
        }
        Ok(())
    }

    fn refuse_rest(&mut self, packed: &Packed<R>) -> io::Result<usize> {
        let (format, part) = P::NAMES;
        let problem = format!(
            "byte {} is after the last {format} {part} and begins no other",
            packed.offset
        );
        self.fail(io::ErrorKind::InvalidData, problem)
    }

    fn refuse(&mut self, packed: &mut Packed<R>, problem: &Problem) -> io::Result<usize> {
        if let Some(error) = packed.failed.take() {
            self.state = State::Ended(Err((error.kind(), error.to_string())));
            return Err(error);
        }
        let (format, part) = P::NAMES;
        let (end, begins) = (packed.offset, self.begins);
        if packed.at_end {
            self.fail(
                io::ErrorKind::UnexpectedEof,
                format!(
                    "it is cut off: the file ends at byte {end}, inside the {format} {part} that begins at byte {begins}"
                ),
            )
        } else {
            self.fail(
                io::ErrorKind::InvalidData,
                format!(
                    "the {format} {part} that begins at byte {begins} of the file is damaged before byte {end}: {problem}"
                ),
            )
        }
    }

    /// Ends with a problem, which every later read has again: an end would be taken for that of the file.
    fn fail(&mut self, kind: io::ErrorKind, problem: String) -> io::Result<usize> {
        self.state = State::Ended(Err((kind, problem.clone())));
        Err(io::Error::new(kind, problem))
    }
}

struct GzipMember<R>(GzDecoder<Packed<R>>);

impl<R: Read> Part<R> for GzipMember<R> {
    const NAMES: (&'static str, &'static str) = ("gzip", "member");

    fn begins_with(byte: u8) -> bool {
        byte == 0x1F
    }

    fn begin(packed: Packed<R>) -> Result<Self, (Packed<R>, Problem)> {
        Ok(Self(GzDecoder::new(packed)))
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Problem> {
        loop {
            match self.0.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return Ok(read?),
            }
        }
    }

    fn packed(&mut self) -> &mut Packed<R> {
        self.0.get_mut()
    }

    fn end(self) -> Packed<R> {
        self.0.into_inner()
    }
}

struct ZstandardFrame<R> {
    packed: Packed<R>,
    /// `None` where the frame is one that is to be skipped.
    decoder: Option<FrameDecoder>,
}

impl<R: Read> Part<R> for ZstandardFrame<R> {
    const NAMES: (&'static str, &'static str) = ("Zstandard", "frame");

    fn begins_with(byte: u8) -> bool {
        matches!(byte, 0x28 | 0x50..=0x5F)
    }

    fn begin(mut packed: Packed<R>) -> Result<Self, (Packed<R>, Problem)> {
        let mut decoder = FrameDecoder::new();
        match decoder.reset(&mut packed) {
            Ok(()) => Ok(Self {
                packed,
                decoder: Some(decoder),
            }),
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                let mut skipped = (&mut packed).take(u64::from(length));
                match io::copy(&mut skipped, &mut io::sink()) {
                    Ok(count) if count == u64::from(length) => Ok(Self {
                        packed,
                        decoder: None,
                    }),
                    Ok(_) => Err((packed, "it is cut off".into())),
                    Err(error) => Err((packed, error.into())),
                }
            }
            Err(error) => Err((packed, error.into())),
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Problem> {
        let Some(decoder) = &mut self.decoder else {
            return Ok(0);
        };
        while decoder.can_collect() == 0 && !decoder.is_finished() {
            decoder.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1))?;
        }
        let count = decoder.read(buffer)?;
        let written = decoder.get_checksum_from_data();
        if count == 0 && written.is_some() && written != decoder.get_calculated_checksum() {
            return Err("its checksum is another one".into());
        }
        Ok(count)
    }

    fn packed(&mut self) -> &mut Packed<R> {
        &mut self.packed
    }

    fn end(self) -> Packed<R> {
        self.packed
    }
}

#[cfg(test)]
mod tests;
