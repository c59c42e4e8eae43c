//! Records of other files that belong to users, in little memory: keys as keyed hashes, and of each record only the
//! values that the mapping names.

use std::{
    collections::BTreeSet,
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
};

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
    /// Where each record's values begin; one more for the end.
    starts: Vec<u64>,
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

/// Collects the records of a joined file.
pub(crate) struct JoinBuilder<'m> {
    plan: JoinPlan<'m>,
    table: JoinTable,
    words: Words,
    /// Records without any key.
    pub(crate) without_key: u64,
}

/// More records than a table can number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyRecords;

impl<'m> JoinBuilder<'m> {
    pub(crate) fn new(plan: JoinPlan<'m>, words: Words) -> Self {
        let state = RandomState::new();
        let key = (state.hash_one(0_u8), state.hash_one(1_u8));
        let table = JoinTable {
            name: plan.name.to_owned(),
            wanted: plan
                .wanted
                .iter()
                .map(|path| path.as_str().to_owned())
                .collect(),
            keys: vec![Vec::new(); plan.join.keys.len()],
            starts: vec![0],
            values: Vec::new(),
            used: Vec::new(),
            without: AtomicU64::new(0),
            hasher: Keyed(key),
        };
        Self {
            plan,
            table,
            words,
            without_key: 0,
        }
    }

    /// Takes one record.
    pub(crate) fn add(&mut self, record: &Record<'_>) -> Result<(), TooManyRecords> {
        let context = Context {
            record,
            joined: &NothingJoined,
            mapped: Columns::default(),
            words: &self.words,
            now: 0,
            item: None,
        };
        if !self
            .plan
            .join
            .when
            .as_ref()
            .is_none_or(|when: &Condition| when.holds(&context))
        {
            return Ok(());
        }
        let start = self.table.values.len();
        if let Some(rows) = &self.plan.join.rows {
            let name = context.first(&rows.name).unwrap_or_default();
            let is_meant = |own: &String| {
                *own == name
                    || own
                        .split_once('*')
                        .is_some_and(|(before, after)| is_between(&name, before, after))
            };
            let Some(place) = self.table.wanted.iter().position(is_meant) else {
                return Ok(());
            };
            context.each(&rows.value, &mut |value| {
                push(&mut self.table.values, place, value);
            });
        } else {
            for (place, path) in self.plan.wanted.iter().enumerate() {
                context.each(path, &mut |value| {
                    push(&mut self.table.values, place, value);
                });
            }
        }
        let record = u32::try_from(self.table.starts.len() - 1).map_err(|_| TooManyRecords)?;
        let mut has_key = false;
        for (keys, key) in self.table.keys.iter_mut().zip(&self.plan.join.keys) {
            let text = key.joined.value(&context);
            let counts = key
                .joined_when
                .as_ref()
                .is_none_or(|when| when.holds(&context));
            if counts && !text.trim().is_empty() {
                let (hash, check) = self.table.hasher.hash(text.trim());
                keys.push(Key {
                    hash,
                    check,
                    record,
                });
                has_key = true;
            }
        }
        if has_key {
            self.table.starts.push(self.table.values.len() as u64);
        } else {
            self.table.values.truncate(start);
            self.without_key += 1;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> JoinTable {
        for keys in &mut self.table.keys {
            keys.sort_unstable();
            keys.shrink_to_fit();
        }
        self.table.values.shrink_to_fit();
        self.table.starts.shrink_to_fit();
        let words = self.table.len().div_ceil(64);
        self.table.used = (0..words).map(|_| AtomicU64::new(0)).collect();
        self.table
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
        self.starts.len() - 1
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
        let bound = |place: usize| {
            let start = self.starts.get(place).copied().unwrap_or_default();
            usize::try_from(start).unwrap_or(usize::MAX)
        };
        let place = record as usize;
        let mut rest = self
            .values
            .get(bound(place)..bound(place + 1))
            .unwrap_or_default();
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
