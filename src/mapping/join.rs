//! Records of other files that belong to users, in little memory: keys as keyed hashes, and of each record only the
//! values that the mapping names.

use std::{
    collections::BTreeSet,
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::{
    condition::Condition,
    document::{Join, Mapping},
    expression::{Columns, Context, Joined, NothingJoined, Words},
    path::Path,
    record::{Record, is_between},
};

/// What one join of a mapping takes from its file.
pub(crate) struct JoinPlan<'m> {
    name: &'m str,
    join: &'m Join,
    /// What is kept of each record: paths, or the names of named rows.
    wanted: Vec<Path>,
}

impl<'m> JoinPlan<'m> {
    /// The plan of the join of this name; `paths` are all paths of the mapping.
    pub(crate) fn new(name: &'m str, mapping: &'m Mapping, paths: &[&Path]) -> Option<Self> {
        let join = mapping.join.get(name)?;
        let wanted: BTreeSet<String> = paths
            .iter()
            .filter(|path| path.first() == name)
            .filter_map(|path| path.rest().map(str::to_owned))
            .collect();
        Some(Self {
            name,
            join,
            wanted: wanted.iter().map(|path| Path::lenient(path)).collect(),
        })
    }
}

impl JoinPlan<'_> {
    /// The names by which its records are found.
    pub(crate) fn keys(&self) -> Vec<String> {
        let mut paths = Vec::new();
        for key in &self.join.keys {
            key.joined.paths(&mut paths);
        }
        paths.iter().map(|path| path.first().to_owned()).collect()
    }

    /// The columns of a file without a header.
    pub(crate) fn columns(&self) -> &[String] {
        &self.join.columns
    }
}

/// The key of one joined record: 96 bits of a keyed hash, and the record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    hash: u64,
    check: u32,
    record: u32,
}

/// Keys in the order of their hashes, found by the first bits of a hash: what is looked for is in one or two lines of the
/// processor's cache.
#[derive(Default)]
struct Keys {
    sorted: Vec<Key>,
    /// Where the keys begin whose hashes have these first bits; one more for the end.
    begins: Vec<u32>,
    /// How many bits of a hash follow those.
    shift: u32,
}

/// How many keys have the same first bits, on average.
const KEYS_A_BUCKET: usize = 8;

impl Keys {
    fn new(mut sorted: Vec<Key>) -> Self {
        sorted.sort_unstable();
        sorted.shrink_to_fit();
        let bits = (sorted.len() / KEYS_A_BUCKET).max(1).ilog2();
        let shift = u64::BITS - bits;
        let mut begins = Vec::with_capacity((1 << bits) + 1);
        for (place, key) in (0_u32..).zip(&sorted) {
            while begins.len() <= bucket(key.hash, shift) {
                begins.push(place);
            }
        }
        let end = u32::try_from(sorted.len()).unwrap_or(u32::MAX);
        begins.resize((1 << bits) + 1, end);
        Self {
            sorted,
            begins,
            shift,
        }
    }

    /// The records of the keys with this hash.
    fn find(&self, hash: u64, check: u32) -> impl Iterator<Item = u32> {
        let bucket = bucket(hash, self.shift);
        let bound = |place: usize| {
            let place = self.begins.get(place).copied();
            place.map_or(0, |place| place as usize)
        };
        let keys = self.sorted.get(bound(bucket)..bound(bucket + 1));
        keys.unwrap_or_default()
            .iter()
            .filter(move |key| key.hash == hash && key.check == check)
            .map(|key| key.record)
    }
}

/// The first bits of a hash.
fn bucket(hash: u64, shift: u32) -> usize {
    usize::try_from(hash.checked_shr(shift).unwrap_or(0)).unwrap_or(usize::MAX)
}

/// The values of a file, by their keys.
pub(crate) struct JoinTable {
    name: String,
    wanted: Vec<String>,
    /// For each key of the mapping.
    keys: Vec<Keys>,
    /// Where each record's values begin.
    starts: Starts,
    /// The values: for each that is there, the place of its path in `wanted`, its length, and itself.
    values: Vec<u8>,
    /// Which records found a user.
    used: Vec<AtomicU64>,
    /// How many users found no record.
    without: AtomicU64,
    hasher: Keyed,
}

/// A hash with a key of this process's own, so that no file can be made that collides.
#[derive(Clone, Copy)]
struct Keyed((u64, u64));

impl Keyed {
    fn hash(&self, text: &str) -> (u64, u32) {
        let mut hasher = SipHasher13::new_with_keys(self.0.0, self.0.1);
        hasher.write(text.as_bytes());
        let hash = hasher.finish128();
        (hash.h1, u32::try_from(hash.h2 >> 32).unwrap_or_default())
    }
}

/// What is asked of each record of a joined file. Threads share it.
pub(crate) struct JoinReading<'m> {
    plan: JoinPlan<'m>,
    words: Words,
    hasher: Keyed,
}

/// The records of one piece of a joined file.
#[derive(Default)]
pub(crate) struct JoinPart {
    /// For each key of the mapping; their records are numbered from 0.
    keys: Vec<Vec<Key>>,
    /// Where each record's values end.
    ends: Vec<usize>,
    values: Vec<u8>,
}

/// Collects the records of a joined file.
pub(crate) struct JoinBuilder<'m> {
    pub(crate) reading: JoinReading<'m>,
    /// For each key of the mapping, in the order of the records.
    keys: Vec<Vec<Key>>,
    table: JoinTable,
}

/// More records than a table can number, or more values than it can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyRecords;

impl JoinPart {
    /// How many records it has.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

impl JoinReading<'_> {
    /// Takes one record. One without any key is left out.
    pub(crate) fn add(&self, record: &Record<'_>, part: &mut JoinPart) {
        let context = Context {
            record,
            joined: &NothingJoined,
            mapped: Columns::default(),
            words: &self.words,
            now: 0,
            item: None,
        };
        let when: Option<&Condition> = self.plan.join.when.as_ref();
        if !when.is_none_or(|when| when.holds(&context)) {
            return;
        }
        let start = part.values.len();
        if let Some(rows) = &self.plan.join.rows {
            let name = context.first(&rows.name).unwrap_or_default();
            let is_meant = |own: &Path| {
                let own = own.as_str();
                own == name
                    || own
                        .split_once('*')
                        .is_some_and(|(before, after)| is_between(&name, before, after))
            };
            let Some(place) = self.plan.wanted.iter().position(is_meant) else {
                return;
            };
            context.each(&rows.value, &mut |value| {
                push(&mut part.values, place, value);
            });
        } else {
            for (place, path) in self.plan.wanted.iter().enumerate() {
                context.each(path, &mut |value| {
                    push(&mut part.values, place, value);
                });
            }
        }
        let Ok(record) = u32::try_from(part.ends.len()) else {
            return;
        };
        part.keys.resize_with(self.plan.join.keys.len(), Vec::new);
        let mut has_key = false;
        for (keys, key) in part.keys.iter_mut().zip(&self.plan.join.keys) {
            let text = key.joined.value(&context);
            let counts = key
                .joined_when
                .as_ref()
                .is_none_or(|when| when.holds(&context));
            if counts && !text.trim().is_empty() {
                let (hash, check) = self.hasher.hash(text.trim());
                keys.push(Key {
                    hash,
                    check,
                    record,
                });
                has_key = true;
            }
        }
        if has_key {
            part.ends.push(part.values.len());
        } else {
            part.values.truncate(start);
        }
    }
}

impl<'m> JoinBuilder<'m> {
    pub(crate) fn new(plan: JoinPlan<'m>, words: Words) -> Self {
        let state = RandomState::new();
        let hasher = Keyed((state.hash_one(0_u8), state.hash_one(1_u8)));
        let table = JoinTable {
            name: plan.name.to_owned(),
            wanted: plan
                .wanted
                .iter()
                .map(|path| path.as_str().to_owned())
                .collect(),
            keys: Vec::new(),
            starts: Starts::default(),
            values: Vec::new(),
            used: Vec::new(),
            without: AtomicU64::new(0),
            hasher,
        };
        Self {
            keys: vec![Vec::new(); plan.join.keys.len()],
            reading: JoinReading {
                plan,
                words,
                hasher,
            },
            table,
        }
    }

    /// Appends the records of the next piece of the file.
    pub(crate) fn append(&mut self, part: JoinPart) -> Result<(), TooManyRecords> {
        let records = u32::try_from(self.table.starts.len()).map_err(|_| TooManyRecords)?;
        let values = self.table.values.len();
        let mut start = 0;
        for end in part.ends {
            self.table.starts.push(values + start)?;
            start = end;
        }
        u32::try_from(self.table.starts.len()).map_err(|_| TooManyRecords)?;
        self.table.values.extend_from_slice(&part.values);
        for (all, keys) in self.keys.iter_mut().zip(part.keys) {
            all.extend(keys.into_iter().map(|key| Key {
                record: records + key.record,
                ..key
            }));
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> JoinTable {
        self.table.keys = self.keys.into_par_iter().map(Keys::new).collect();
        self.table.values.shrink_to_fit();
        self.table.starts.shrink_to_fit();
        let words = self.table.len().div_ceil(64);
        self.table.used = (0..words).map(|_| AtomicU64::new(0)).collect();
        self.table
    }
}

/// Where each record's values begin, in four bytes a record.
#[derive(Default)]
struct Starts {
    /// Where the first record of each block begins.
    blocks: Vec<usize>,
    /// How far after that each record begins.
    after: Vec<u32>,
}

/// Records of one block.
const BLOCK_RECORDS: usize = 1024;

impl Starts {
    fn len(&self) -> usize {
        self.after.len()
    }

    fn push(&mut self, start: usize) -> Result<(), TooManyRecords> {
        if self.after.len().is_multiple_of(BLOCK_RECORDS) {
            self.blocks.push(start);
        }
        let block = self.blocks.last().copied().unwrap_or_default();
        let after = u32::try_from(start - block).map_err(|_| TooManyRecords)?;
        self.after.push(after);
        Ok(())
    }

    fn get(&self, record: usize) -> Option<usize> {
        let block = self.blocks.get(record / BLOCK_RECORDS)?;
        Some(block + *self.after.get(record)? as usize)
    }

    fn shrink_to_fit(&mut self) {
        self.blocks.shrink_to_fit();
        self.after.shrink_to_fit();
    }
}

/// Appends a value: the place of its path, its length as seven bits a byte, and its bytes.
fn push(values: &mut Vec<u8>, place: usize, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    push_number(values, place);
    push_number(values, value.len());
    values.extend_from_slice(value.as_bytes());
}

/// Appends a number in groups of seven bits, the least first.
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let [group, ..] = number.to_le_bytes();
        number >>= 7;
        let more = u8::from(number > 0) << 7;
        bytes.push(group & 0x7F | more);
        if number == 0 {
            return;
        }
    }
}

/// The number with which packed bytes begin, and the rest.
fn pop_number(packed: &[u8]) -> Option<(usize, &[u8])> {
    let (mut number, mut shift, mut rest) = (0_usize, 0, packed);
    loop {
        let (byte, after) = rest.split_first()?;
        rest = after;
        number |= usize::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return Some((number, rest));
        }
    }
}

/// The first value of packed ones: the place of its path, its text, and the rest.
fn pop(packed: &[u8]) -> Option<(usize, &str, &[u8])> {
    let (place, rest) = pop_number(packed)?;
    let (length, rest) = pop_number(rest)?;
    let (text, rest) = rest.split_at_checked(length)?;
    Some((place, std::str::from_utf8(text).ok()?, rest))
}

impl fmt::Debug for JoinTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JoinTable({} records)", self.len())
    }
}

impl JoinTable {
    /// The name of the join.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many records it holds.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// How many users found no record.
    pub(crate) fn without(&self) -> u64 {
        self.without.load(Ordering::Relaxed)
    }

    /// How many records found no user.
    pub(crate) fn unused(&self) -> u64 {
        let used: u64 = self
            .used
            .iter()
            .map(|word| u64::from(word.load(Ordering::Relaxed).count_ones()))
            .sum();
        self.len() as u64 - used
    }

    /// The records of a user, by the first key that finds any.
    pub(crate) fn find(&self, join: &Join, context: &Context<'_, '_>) -> Vec<u32> {
        for (keys, key) in self.keys.iter().zip(&join.keys) {
            let text = key.user.value(context);
            let counts = key
                .user_when
                .as_ref()
                .is_none_or(|when| when.holds(context));
            if !counts || text.trim().is_empty() {
                continue;
            }
            let (hash, check) = self.hasher.hash(text.trim());
            let found: Vec<u32> = keys.find(hash, check).collect();
            if !found.is_empty() {
                for record in &found {
                    if let Some(word) = self.used.get(*record as usize / 64) {
                        word.fetch_or(1 << (record % 64), Ordering::Relaxed);
                    }
                }
                return found;
            }
        }
        self.without.fetch_add(1, Ordering::Relaxed);
        Vec::new()
    }

    /// Calls `found` for each value of a path in a record.
    fn each(&self, record: u32, path: &str, found: &mut dyn FnMut(&str)) {
        let record = record as usize;
        let Some(start) = self.starts.get(record) else {
            return;
        };
        let end = self.starts.get(record + 1).unwrap_or(self.values.len());
        let mut rest = self.values.get(start..end).unwrap_or_default();
        while let Some((place, text, after)) = pop(rest) {
            if self.wanted.get(place).is_some_and(|own| own == path) {
                found(text);
            }
            rest = after;
        }
    }
}

/// The tables of a run, and what they have for one record.
pub(crate) struct JoinedRecord<'t> {
    pub(crate) tables: Vec<(&'t JoinTable, Vec<u32>)>,
}

impl Joined for JoinedRecord<'_> {
    fn each(&self, join: &str, path: &str, found: &mut dyn FnMut(&str)) -> bool {
        let Some((table, records)) = self.tables.iter().find(|(table, _)| table.name == join)
        else {
            return false;
        };
        for record in records {
            table.each(*record, path, found);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_however_many_there_are() {
        for count in [0, 1, 2, 7, 8, 16, 17, 5_000] {
            let key = |n: u32| Key {
                hash: u64::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15),
                check: n % 3,
                record: n,
            };
            let mut all: Vec<Key> = (0..count).map(key).collect();
            // The first bits are the same, and so is one whole key.
            all.extend([key(0), Key { check: 9, ..key(1) }]);
            let keys = Keys::new(all.clone());
            for wanted in &all {
                let expected = all
                    .iter()
                    .filter(|own| (own.hash, own.check) == (wanted.hash, wanted.check));
                let mut expected: Vec<u32> = expected.map(|own| own.record).collect();
                let mut found: Vec<u32> = keys.find(wanted.hash, wanted.check).collect();
                expected.sort_unstable();
                found.sort_unstable();
                assert_eq!(found, expected, "{count}");
                assert_eq!(keys.find(wanted.hash ^ 1, wanted.check).count(), 0);
            }
        }
    }
}
