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

/// The values of a file, by their keys.
pub(crate) struct JoinTable {
    name: String,
    wanted: Vec<String>,
    /// For each key of the mapping, sorted.
    keys: Vec<Vec<Key>>,
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
            keys: vec![Vec::new(); plan.join.keys.len()],
            starts: Starts::default(),
            values: Vec::new(),
            used: Vec::new(),
            without: AtomicU64::new(0),
            hasher,
        };
        Self {
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
        for (all, keys) in self.table.keys.iter_mut().zip(part.keys) {
            all.extend(keys.into_iter().map(|key| Key {
                record: records + key.record,
                ..key
            }));
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> JoinTable {
        self.table.keys.par_iter_mut().for_each(|keys| {
            keys.sort_unstable();
            keys.shrink_to_fit();
        });
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
            let from = lower_bound(keys, hash);
            let found: Vec<u32> = keys
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|key| key.hash == hash)
                .filter(|key| key.check == check)
                .map(|key| key.record)
                .collect();
            if join.single && found.len() > 1 {
                break;
            }
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

/// The place of the first key that is not less. Hashes are spread evenly, so that the place is guessed, not halved for.
fn lower_bound(keys: &[Key], hash: u64) -> usize {
    let (mut low, mut high) = (0, keys.len());
    for _ in 0..4 {
        if high - low < 64 {
            break;
        }
        let window = keys.get(low..high).unwrap_or_default();
        let (Some(first), Some(last)) = (window.first(), window.last()) else {
            break;
        };
        let (first, last) = (first.hash, last.hash);
        if hash <= first || hash > last {
            break;
        }
        let share =
            (u128::from(hash - first) * (high - low) as u128) / u128::from(last - first + 1);
        let guess = low + usize::try_from(share).unwrap_or(0).min(high - low - 1);
        if keys.get(guess).is_some_and(|key| key.hash < hash) {
            low = guess + 1;
        } else {
            high = guess + 1;
        }
    }
    low + keys
        .get(low..high)
        .unwrap_or_default()
        .partition_point(|key| key.hash < hash)
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
    fn a_lower_bound_is_that_of_a_search_by_halves() {
        let mut keys: Vec<Key> = (0..5_000_u64)
            .map(|n| Key {
                hash: n.wrapping_mul(0x9E37_79B9_7F4A_7C15),
                check: 0,
                record: 0,
            })
            .collect();
        keys.extend_from_within(..100);
        keys.sort_unstable();
        for key in &keys {
            for hash in [key.hash, key.hash.wrapping_add(1), key.hash.wrapping_sub(1)] {
                assert_eq!(
                    lower_bound(&keys, hash),
                    keys.partition_point(|key| key.hash < hash)
                );
            }
        }
        assert_eq!(lower_bound(&[], 7), 0);
    }
}
