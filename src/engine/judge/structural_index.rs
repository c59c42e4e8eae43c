//! Finds the fields and lines of Cognito's dialect, 64 bytes at a time.
//!
//! A field has about eight bytes. A search that starts anew for each of them, however fast it runs
//! over long stretches, spends its time on starting and on branches that cannot be predicted. So many
//! lines are looked at first, without asking what comes where: vector comparisons make a bit of every
//! byte, and the bits are turned into places a dozen at a time.

use fearless_simd::{Level, Simd, dispatch, prelude::*, u8x32};

use crate::bug::{self, narrow};

/// The places of a run of lines at which something begins or ends.
#[derive(Debug)]
pub(super) struct StructuralIndex {
    level: Level,
    /// Where fields end, in order: the commas that no backslash escapes, and the line ends.
    ends: Vec<u32>,
    /// For each line, which of `ends` is its line end.
    lines: Vec<u32>,
    /// Where something is that the fast path leaves to the rules: a control character, a quotation mark, the
    /// first byte of U+0080 to U+00BF, and a comma after two backslashes.
    suspicious: Vec<u32>,
    /// Where the blocks begin in which not all is ASCII.
    beyond_ascii: Vec<u32>,
}

/// The bits of 64 bytes, the first byte's the lowest.
#[derive(Clone, Copy, Default)]
struct Bits {
    commas: u64,
    line_ends: u64,
    backslashes: u64,
    /// What is visible ASCII or a space, and no quotation mark.
    printable: u64,
}

const BLOCK: usize = 64;
/// For how many blocks the bits are made before they are turned into places. What makes bits runs on
/// the widest vectors; what turns them into places is slower there.
const SOME_BLOCKS: usize = 32;
/// How many bits are turned into places at once.
const AT_ONCE: usize = 12;

impl Default for StructuralIndex {
    fn default() -> Self {
        Self {
            level: Level::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            suspicious: Vec::new(),
            beyond_ascii: Vec::new(),
        }
    }
}

impl StructuralIndex {
    /// Indexes the lines that begin at `from`, at least `lines` of them where there are as many.
    pub(super) fn find(&mut self, bytes: &[u8], from: usize, line_end: u8, lines: usize) {
        self.ends.clear();
        self.lines.clear();
        self.suspicious.clear();
        self.beyond_ascii.clear();
        let (blocks, rest) = bug::slice(bytes, from..).as_chunks::<BLOCK>();
        let mut base = from;
        // Whether the last two bytes of the block before are backslashes, as the lowest bits.
        let mut before = 0;
        let mut bits = [Bits::default(); SOME_BLOCKS];
        for some in blocks.chunks(SOME_BLOCKS) {
            if self.lines.len() >= lines {
                return;
            }
            dispatch!(self.level, simd => bits_of(simd, some, line_end, &mut bits));
            for (block, bits) in some.iter().zip(&bits) {
                before = self.add(block, *bits, base, before);
                base += BLOCK;
            }
        }
        if !rest.is_empty() {
            // Filled up with what means nothing.
            let mut block = [b' '; BLOCK];
            for (to, byte) in block.iter_mut().zip(rest) {
                *to = *byte;
            }
            dispatch!(self.level, simd => bits_of(simd, &[block], line_end, &mut bits));
            self.add(&block, bits[0], base, before);
        }
        if bytes.len() > from && bytes.last() != Some(&line_end) {
            // The last line has no line end.
            self.lines.push(narrow(self.ends.len()));
            self.ends.push(narrow(bytes.len()));
        }
    }

    /// Adds the index of one block; says which of its last two bytes are backslashes.
    #[inline]
    fn add(&mut self, block: &[u8; BLOCK], bits: Bits, base: usize, before: u64) -> u64 {
        let backslashes = bits.backslashes;
        // The bits of the bytes that have one backslash before them, and two.
        let after_one = (backslashes << 1) | (before >> 1);
        let after_two = after_one & ((backslashes << 2) | before);
        let ends = (bits.commas & !after_one) | bits.line_ends;
        let mut suspicious = bits.commas & after_two;
        let first = self.ends.len();
        let base = narrow(base);
        places(ends, base, &mut self.ends);
        let mut line_ends = bits.line_ends;
        while line_ends != 0 {
            let up_to = line_ends ^ (line_ends - 1);
            self.lines
                .push(narrow(first) + (ends & up_to).count_ones() - 1);
            line_ends &= line_ends - 1;
        }
        if !(bits.printable | bits.line_ends) != 0 {
            let (more, beyond_ascii) = unprintable(block, !bits.printable & !bits.line_ends);
            suspicious |= more;
            if beyond_ascii {
                self.beyond_ascii.push(base);
            }
        }
        if suspicious != 0 {
            places(suspicious, base, &mut self.suspicious);
        }
        backslashes >> (BLOCK - 2)
    }

    /// The lines in order: where the fields of each of them end, its line end last.
    pub(super) fn lines(&self) -> Lines<'_> {
        Lines {
            ends: &self.ends,
            left: self.lines.iter(),
            suspicious: &self.suspicious,
            beyond_ascii: &self.beyond_ascii,
            first: 0,
            start: 0,
        }
    }
}

/// The lines of a run, one after the other.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    ends: &'a [u32],
    left: std::slice::Iter<'a, u32>,
    suspicious: &'a [u32],
    beyond_ascii: &'a [u32],
    first: usize,
    start: u32,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Where its fields end. After the last of them is the line end.
    pub(super) ends: &'a [u32],
    /// Where something is in it that is left to the rules, be it the carriage return of its
    /// line end.
    pub(super) suspicious: &'a [u32],
    /// Whether it is surely all ASCII. False says nothing.
    pub(super) is_ascii: bool,
}

impl<'a> Line<'a> {
    /// What is suspicious before the line end begins.
    #[inline]
    pub(super) fn suspicious_before(&self, end: usize) -> &'a [u32] {
        match self.suspicious {
            [before @ .., last] if *last as usize >= end => before,
            all => all,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    #[inline]
    fn next(&mut self) -> Option<Line<'a>> {
        let last = *self.left.next()? as usize;
        let ends = self.ends.get(self.first..=last)?;
        self.first = last + 1;
        let line_end = *ends.last()?;
        let own = self
            .suspicious
            .iter()
            .take_while(|at| **at < line_end)
            .count();
        let (suspicious, after) = self.suspicious.split_at_checked(own)?;
        self.suspicious = after;
        while let [block, after @ ..] = self.beyond_ascii
            && *block + narrow(BLOCK) <= self.start
        {
            self.beyond_ascii = after;
        }
        let is_ascii = self.beyond_ascii.first().is_none_or(|at| *at >= line_end);
        self.start = line_end;
        Some(Line {
            ends,
            suspicious,
            is_ascii,
        })
    }
}

/// Appends the places of all bits that are set.
#[inline]
fn places(bits: u64, base: u32, places: &mut Vec<u32>) {
    let end = places.len() + bits.count_ones() as usize;
    let mut left = bits;
    while left != 0 {
        // Always so many, and what was too many is taken back: one branch instead of one for each.
        let mut some = [0; AT_ONCE];
        for place in &mut some {
            // A word that is surely not zero is counted in one instruction.
            *place = base.wrapping_add((left | 1 << (BLOCK - 1)).trailing_zeros());
            left &= left.wrapping_sub(1);
        }
        places.extend_from_slice(&some);
    }
    places.truncate(end);
}

/// The bits of some blocks.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "only what is inlined is compiled for the processor's own instructions"
)]
fn bits_of<S: Simd>(simd: S, blocks: &[[u8; BLOCK]], line_end: u8, bits: &mut [Bits; SOME_BLOCKS]) {
    for (block, bits) in blocks.iter().zip(bits) {
        *bits = Bits::default();
        for (half, shift) in block
            .as_chunks::<{ BLOCK / 2 }>()
            .0
            .iter()
            .zip([0, BLOCK / 2])
        {
            let bytes: u8x32<S> = (*half).simd_into(simd);
            let is = |byte: u8| bytes.simd_eq(byte).to_bitmask();
            // From the space to the tilde.
            let is_visible = (bytes - b' ').simd_le(b'~' - b' ').to_bitmask();
            bits.commas |= is(b',') << shift;
            bits.line_ends |= is(line_end) << shift;
            bits.backslashes |= is(b'\\') << shift;
            bits.printable |= (is_visible & !is(b'"')) << shift;
        }
    }
}

/// Of the bytes that are not printable: which are left to the rules, and whether any is not ASCII.
fn unprintable(block: &[u8; BLOCK], mut left: u64) -> (u64, bool) {
    let mut suspicious = 0;
    let mut beyond_ascii = false;
    while left != 0 {
        let place = left.trailing_zeros() as usize;
        let byte = *bug::slice(block, place);
        beyond_ascii |= byte > 0x7F;
        if byte <= 0x7F || byte == 0xC2 {
            suspicious |= 1 << place;
        }
        left &= left - 1;
    }
    (suspicious, beyond_ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fast_path::is_unsuspicious;

    /// The reference implementation: one byte after the other.
    fn index_by_bytes(bytes: &[u8], from: usize, line_end: u8) -> StructuralIndex {
        let mut index = StructuralIndex::default();
        for (place, byte) in bytes.iter().enumerate().skip(from) {
            let before = &bytes[from..place];
            if *byte == line_end {
                index.lines.push(narrow(index.ends.len()));
                index.ends.push(narrow(place));
            } else if *byte == b',' && before.ends_with(b"\\\\") {
                index.suspicious.push(narrow(place));
            } else if *byte == b',' && !before.ends_with(b"\\") {
                index.ends.push(narrow(place));
            } else if byte.is_ascii_control() || matches!(byte, b'"' | 0xC2) {
                index.suspicious.push(narrow(place));
            }
        }
        if bytes.len() > from && bytes.last() != Some(&line_end) {
            index.lines.push(narrow(index.ends.len()));
            index.ends.push(narrow(bytes.len()));
        }
        index
    }

    fn assert_same(bytes: &[u8], from: usize, line_end: u8) {
        let expected = index_by_bytes(bytes, from, line_end);
        let mut found = StructuralIndex::default();
        found.find(bytes, from, line_end, usize::MAX);
        assert_eq!(found.ends, expected.ends, "{bytes:?}");
        assert_eq!(found.lines, expected.lines, "{bytes:?}");
        assert_eq!(found.suspicious, expected.suspicious, "{bytes:?}");
    }

    #[test]
    fn every_byte_is_marked_for_what_it_is_at_every_place() {
        for length in [1, 2, 63, 64, 65, 130] {
            for place in 0..length {
                for byte in 0..=u8::MAX {
                    let mut bytes = vec![b'x'; length];
                    bytes[place] = byte;
                    assert_same(&bytes, 0, b'\n');
                }
            }
        }
    }

    #[test]
    fn what_is_odd_is_what_the_gate_finds_suspicious() {
        for byte in (0..=u8::MAX).filter(|byte| *byte != b'\n') {
            let mut index = StructuralIndex::default();
            index.find(&[byte], 0, b'\n', usize::MAX);
            assert_eq!(
                index.suspicious.is_empty(),
                is_unsuspicious(&[byte]),
                "{byte}"
            );
        }
    }

    #[test]
    fn a_block_with_nothing_printable_in_it_is_looked_at() {
        for byte in [b'"', b'\0', 0x7F, 0xC2, 0xE9, b'\n'] {
            for length in [BLOCK, 2 * BLOCK + 1] {
                assert_same(&vec![byte; length], 0, b'\n');
            }
        }
    }

    #[test]
    fn dense_lines_are_marked_as_one_byte_after_the_other_would_be() {
        // A simple generator: which bytes come matters less than that all neighbours do.
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24
        };
        for length in 0..400 {
            let bytes: Vec<u8> = (0..length)
                .map(|_| b",,,\\\\\\\n\nx\r\"\xC2"[next() as usize % 12])
                .collect();
            for line_end in [b'\n', b'\r'] {
                assert_same(&bytes, 0, line_end);
                assert_same(&bytes, length / 3, line_end);
            }
        }
    }

    #[test]
    fn no_more_blocks_are_looked_at_than_the_lines_need() {
        let bytes = vec![b'\n'; 3 * BLOCK * SOME_BLOCKS];
        let mut index = StructuralIndex::default();
        index.find(&bytes, 0, b'\n', BLOCK * SOME_BLOCKS + 1);
        assert_eq!(index.lines.len(), 2 * BLOCK * SOME_BLOCKS);
        assert_eq!(index.lines().count(), 2 * BLOCK * SOME_BLOCKS);
    }

    #[test]
    fn a_line_knows_what_is_its_own() {
        let mut index = StructuralIndex::default();
        let text = format!(
            "a,b\r\n\"c\nd\\\\,e\nf\n{}\u{e9}\n{}\nz",
            "x".repeat(64),
            "y".repeat(128)
        );
        index.find(text.as_bytes(), 0, b'\n', usize::MAX);
        let lines: Vec<Line<'_>> = index.lines().collect();
        let ends: Vec<&[u32]> = lines.iter().map(|line| line.ends).collect();
        assert_eq!(ends[..4], [&[1, 4][..], &[7], &[13], &[15]]);
        let suspicious: Vec<&[u32]> = lines.iter().map(|line| line.suspicious).collect();
        assert_eq!(suspicious[..4], [&[3][..], &[5], &[11], &[]]);
        assert!(
            suspicious[4..]
                .iter()
                .all(|suspicious| suspicious.is_empty())
        );
        assert!(lines[..4].iter().all(|line| line.is_ascii));
        assert!(!lines[4].is_ascii);
        // Its beginning shares a block with what is not.
        assert!(!lines[5].is_ascii);
        assert!(lines[6].is_ascii);
    }
}
