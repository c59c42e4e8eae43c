//! The sign-in names that are taken, a few bytes each.

use super::sign_in_names::SignInName;

/// Whether a sign-in name is taken, and by whom. The order is that of strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the index keeps these states in two bits, and a duplicate is judged by each"
)]
pub enum Presence {
    /// No user has it.
    Absent,
    /// An earlier row of the file has it, but that row may not have been imported.
    PossiblyInFile,
    /// An earlier row of the file has it, and was imported.
    InFile,
    /// A user has it who was in the pool before the import.
    InPool,
}

/// The low bits of a slot, which hold the presence; a name's own are zero.
pub(super) const FLAGS: u128 = 0b11;

impl Presence {
    const fn of_slot(slot: u128) -> Self {
        match slot & FLAGS {
            0 => Self::Absent,
            1 => Self::PossiblyInFile,
            2 => Self::InFile,
            _ => Self::InPool,
        }
    }

    const fn bits(self) -> u128 {
        match self {
            Self::Absent => 0,
            Self::PossiblyInFile => 1,
            Self::InFile => 2,
            Self::InPool => 3,
        }
    }
}

/// How many tables share the names, by the first bits of the hash. Each grows alone, so that only a
/// small part of the memory is ever held twice.
const SHARDS: usize = 256;
/// The bits that choose the table.
const SHARD_BITS: u32 = SHARDS.trailing_zeros();

/// Which sign-in names are taken: those of the pool's users and of the rows before.
///
/// Holds at most 20 bytes for each name, or 20 MiB where that is more. It keeps keyed hashes and
/// cannot give a name back.
///
/// # Example
///
/// ```
/// use cognito_preflight::schema::{NameIndex, Presence, SignInNames, UserPool};
///
/// let names = SignInNames::new(&UserPool::assumed())?;
/// let mut index = NameIndex::new();
/// index.insert(names.username("ana"), Presence::InFile);
/// assert_eq!(index.get(names.username("ana")), Presence::InFile);
/// assert_eq!(index.get(names.username("bo")), Presence::Absent);
/// # Ok::<(), cognito_preflight::schema::SchemaError>(())
/// ```
#[derive(Clone)]
pub struct NameIndex {
    shards: Vec<Shard>,
    len: usize,
}

impl NameIndex {
    /// An index without names.
    pub fn new() -> Self {
        Self {
            shards: vec![Shard::default(); SHARDS],
            len: 0,
        }
    }

    /// Whether this name is taken.
    pub fn get(&self, name: SignInName) -> Presence {
        let Some(shard) = self.shards.get(shard_of(name.bits())) else {
            return Presence::Absent;
        };
        match shard.find(name.bits()) {
            Ok(at) => Presence::of_slot(shard.slot(at)),
            Err(_) => Presence::Absent,
        }
    }

    /// Notes that this name is taken, and says what was known of it before. What is known never
    /// becomes weaker, and [`Presence::Absent`] changes nothing.
    pub fn insert(&mut self, name: SignInName, presence: Presence) -> Presence {
        let Some(shard) = self.shards.get_mut(shard_of(name.bits())) else {
            return Presence::Absent;
        };
        match shard.find(name.bits()) {
            Ok(at) => {
                let before = Presence::of_slot(shard.slot(at));
                if presence > before
                    && let Some(slot) = shard.slots.get_mut(at)
                {
                    *slot = name.bits() | presence.bits();
                }
                before
            }
            Err(at) => {
                if presence != Presence::Absent {
                    shard.add(name.bits() | presence.bits(), at);
                    self.len += 1;
                }
                Presence::Absent
            }
        }
    }

    /// Takes a name that is free, or says who has it and changes nothing.
    pub fn claim(&mut self, name: SignInName, presence: Presence) -> Presence {
        let Some(shard) = self.shards.get_mut(shard_of(name.bits())) else {
            return Presence::Absent;
        };
        match shard.find(name.bits()) {
            Ok(at) => Presence::of_slot(shard.slot(at)),
            Err(at) => {
                if presence != Presence::Absent {
                    shard.add(name.bits() | presence.bits(), at);
                    self.len += 1;
                }
                Presence::Absent
            }
        }
    }

    /// Brings the places of these names into the processor's cache, so that it waits for all of them
    /// at once and not for one after the other. Changes nothing.
    pub(crate) fn look_ahead(&self, names: impl Iterator<Item = SignInName>) {
        let mut seen = 0;
        for name in names {
            if let Some(shard) = self.shards.get(shard_of(name.bits())) {
                seen |= shard.slot(home(name.bits(), shard.slots.len()));
            }
        }
        std::hint::black_box(seen);
    }

    /// How many names are taken.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether no name is taken.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The memory that the index holds, in bytes.
    pub fn memory_bytes(&self) -> usize {
        let slots: usize = self
            .shards
            .iter()
            .map(|shard| shard.slots.capacity() * size_of::<u128>())
            .sum();
        size_of::<Self>() + self.shards.capacity() * size_of::<Shard>() + slots
    }
}

impl Default for NameIndex {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for NameIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NameIndex")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

fn shard_of(name: u128) -> usize {
    usize::try_from(name >> (u128::BITS - SHARD_BITS)).unwrap_or(0)
}

/// How many slots a table may have and be half empty: 16 MiB for all tables together.
const ROOMY_SLOTS: usize = 4096;
/// Up to how many slots a table doubles: 1 MiB for all tables together. The next size is
/// [`ROOMY_SLOTS`], because every size between would be filled only to be copied.
const SMALL_SLOTS: usize = 256;

/// One open table, whose entries are in ascending order with gaps between them.
///
/// A name's home is where its hash would fall if the table were spread evenly. Two things hold: the
/// entries are sorted, and all slots between an entry and its home are taken. So a search starts at
/// the home, goes one way only and ends at the first gap or at the first entry beyond; and a table
/// that grows is copied in one pass from front to back. Nothing is ever taken out.
#[derive(Clone, Default)]
struct Shard {
    /// A name with its presence in the low bits; 0 is a gap, since no entry is `Absent`.
    slots: Vec<u128>,
    len: usize,
}

impl Shard {
    fn slot(&self, at: usize) -> u128 {
        self.slots.get(at).copied().unwrap_or(0)
    }

    /// Where the name is, or before which slot it belongs.
    fn find(&self, name: u128) -> Result<usize, usize> {
        let home = home(name, self.slots.len());
        let (before, from_home) = self.slots.split_at_checked(home).unwrap_or_default();
        let Some((&slot, rest)) = from_home.split_first() else {
            return Err(home);
        };
        if slot == 0 {
            return Err(home);
        }
        match (slot & !FLAGS).cmp(&name) {
            std::cmp::Ordering::Equal => Ok(home),
            std::cmp::Ordering::Less => {
                let mut at = home + 1;
                for &slot in rest {
                    if slot & !FLAGS >= name {
                        return if slot & !FLAGS == name {
                            Ok(at)
                        } else {
                            Err(at)
                        };
                    }
                    if slot == 0 {
                        break;
                    }
                    at += 1;
                }
                Err(at)
            }
            std::cmp::Ordering::Greater => {
                let mut at = home;
                for &slot in before.iter().rev() {
                    if slot & !FLAGS <= name {
                        // A gap is less than any name.
                        return if slot & !FLAGS == name && slot != 0 {
                            Ok(at - 1)
                        } else {
                            Err(at)
                        };
                    }
                    at -= 1;
                }
                Err(at)
            }
        }
    }

    /// Adds an entry that is not there yet, before the slot that `find` named.
    fn add(&mut self, entry: u128, at: usize) {
        // A small table stays half empty, so that a look seldom goes beyond the home. In a large one
        // at most 9 of 10 slots are taken: denser, the way to a gap grows long.
        let limit = if self.slots.len() <= ROOMY_SLOTS {
            self.slots.len() / 2
        } else {
            self.slots.len() - self.slots.len() / 10
        };
        let at = if self.len >= limit {
            self.grow();
            match self.find(entry & !FLAGS) {
                Ok(at) | Err(at) => at,
            }
        } else {
            at
        };
        self.place(entry, at);
        self.len += 1;
    }

    /// Puts the entry before the slot `at`, moving the entries between there and the nearest gap.
    fn place(&mut self, entry: u128, at: usize) {
        let slots = self.slots.len();
        let (before, from) = self.slots.split_at_mut_checked(at).unwrap_or_default();
        let mut left = before.iter().rev();
        let mut right = from.iter();
        for distance in 0..slots {
            if right.next() == Some(&0) {
                // So many entries are between `at` and the gap: they move one slot up.
                if let Some(moved) = from.get_mut(..=distance) {
                    moved.copy_within(..distance, 1);
                    if let Some(first) = moved.first_mut() {
                        *first = entry;
                    }
                }
                return;
            }
            if left.next() == Some(&0) {
                let gap = before.len() - distance - 1;
                if let Some(moved) = before.get_mut(gap..) {
                    moved.copy_within(1.., 0);
                    if let Some(last) = moved.last_mut() {
                        *last = entry;
                    }
                }
                return;
            }
        }
    }

    /// Spreads the entries over a larger table: as large as costs hardly any memory, later by a
    /// ninth, of which 81 in 100 slots are then taken: less would cost more than 20 bytes a name.
    fn grow(&mut self) {
        let slots = if self.slots.len() < SMALL_SLOTS {
            (self.slots.len() * 2).max(8)
        } else if self.slots.len() < ROOMY_SLOTS {
            ROOMY_SLOTS
        } else {
            self.slots.len() + self.slots.len() / 9 + 1
        };
        let mut grown = vec![0_u128; slots];
        let mut free = 0;
        let mut left = self.len;
        for &entry in self.slots.iter().filter(|&&slot| slot != 0) {
            // The last entries must still find room after one another.
            let at = home(entry, slots).min(slots - left).max(free);
            if let Some(slot) = grown.get_mut(at) {
                *slot = entry;
            }
            free = at + 1;
            left -= 1;
        }
        self.slots = grown;
    }
}

/// Where a name falls in a table of so many slots: its bits after those of the shard, as a
/// fraction of the table.
fn home(name: u128, slots: usize) -> usize {
    let fraction = (name << SHARD_BITS) >> 64;
    let slots = u128::try_from(slots).unwrap_or(0);
    usize::try_from((fraction * slots) >> 64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// Names spread as hashes are.
    fn spread(seed: u64) -> impl FnMut() -> SignInName {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        };
        move || SignInName::of_bits(u128::from(next()) << 64 | u128::from(next()))
    }

    fn holds_its_invariants(shard: &Shard) {
        let entries: Vec<(usize, u128)> = (0..)
            .zip(shard.slots.iter().copied())
            .filter(|(_, slot)| *slot != 0)
            .collect();
        assert_eq!(entries.len(), shard.len);
        assert!(entries.is_sorted_by_key(|(_, slot)| *slot));
        for (at, slot) in entries {
            let home = home(slot, shard.slots.len());
            let between = at.min(home)..=at.max(home);
            // Only the home itself may not be empty where the entry is elsewhere.
            assert!(shard.slots[between].iter().all(|&slot| slot != 0));
        }
    }

    /// A number as 19 pairs of letters that the usual hash by 31 cannot distinguish, whatever it is
    /// taken modulo.
    fn flooding(number: usize) -> String {
        (0..19)
            .map(|bit| if number >> bit & 1 == 0 { "Aa" } else { "BB" })
            .collect()
    }

    fn hash_by_31(name: &str) -> u32 {
        let next = |hash: u32, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte));
        name.bytes().fold(0, next)
    }

    /// How many slots lie between the entries and their homes, all together.
    fn steps(names: impl Iterator<Item = String>) -> usize {
        use crate::schema::{SignInNames, UserPool};

        let pool = UserPool {
            case_sensitive: true,
            ..UserPool::default()
        };
        let keyed = SignInNames::with_key(&pool, *b"fedcba9876543210");
        let mut index = NameIndex::new();
        for name in names {
            let taken = index.claim(keyed.username(&name), Presence::InFile);
            assert_eq!(taken, Presence::Absent);
        }
        let mut steps = 0;
        for shard in &index.shards {
            for (at, slot) in shard.slots.iter().enumerate() {
                if *slot != 0 {
                    steps += at.abs_diff(home(*slot, shard.slots.len()));
                }
            }
        }
        steps
    }

    #[test]
    fn names_that_collide_in_an_unkeyed_hash_cost_no_more_than_others() {
        const NAMES: usize = 500_000;
        assert_eq!(hash_by_31(&flooding(0)), hash_by_31(&flooding(NAMES - 1)));
        let ordinary = steps((0..NAMES).map(|number| format!("user{number}")));
        let flooding = steps((0..NAMES).map(flooding));
        assert!(flooding < 2 * ordinary, "{flooding} against {ordinary}");
    }

    #[test]
    fn an_index_answers_as_a_map_does() {
        let mut index = NameIndex::new();
        let mut map: HashMap<u128, Presence> = HashMap::new();
        let mut next = spread(1);
        let known: Vec<SignInName> = (0..20_000).map(|_| next()).collect();
        let states = [
            Presence::Absent,
            Presence::PossiblyInFile,
            Presence::InFile,
            Presence::InPool,
        ];
        for _ in 0..60_000 {
            let dice = next().bits() >> 8;
            let name = known[usize::try_from(dice % 20_000).unwrap()];
            let presence = states[usize::try_from((dice >> 64) % 4).unwrap()];
            let before = map.get(&name.bits()).copied().unwrap_or(Presence::Absent);
            assert_eq!(index.get(name), before);
            assert_eq!(index.insert(name, presence), before);
            if presence.max(before) != Presence::Absent {
                map.insert(name.bits(), presence.max(before));
            }
        }
        assert_eq!(index.len(), map.len());
        for name in &known {
            let expected = map.get(&name.bits()).copied().unwrap_or(Presence::Absent);
            assert_eq!(index.get(*name), expected);
        }
        for _ in 0..20_000 {
            assert_eq!(index.get(next()), Presence::Absent);
        }
        index.shards.iter().for_each(holds_its_invariants);
    }

    #[test]
    fn names_at_the_ends_and_side_by_side_are_kept_apart() {
        let all = !FLAGS;
        for base in [0_u128, all, all >> SHARD_BITS, 1 << 127, 0x7f << 120] {
            let mut index = NameIndex::new();
            let near: Vec<SignInName> = (0..200_u128)
                .map(|n| SignInName::of_bits(if base == 0 { n << 2 } else { base - (n << 2) }))
                .collect();
            for (count, name) in near.iter().enumerate() {
                assert_eq!(index.insert(*name, Presence::InFile), Presence::Absent);
                assert_eq!(index.len(), count + 1);
                index.shards.iter().for_each(holds_its_invariants);
            }
            assert!(near.iter().all(|name| index.get(*name) == Presence::InFile));
        }
    }

    #[test]
    fn what_is_known_never_becomes_weaker() {
        let mut index = NameIndex::new();
        let name = SignInName::of_bits(1 << 90);
        assert!(index.is_empty());
        assert_eq!(index.insert(name, Presence::Absent), Presence::Absent);
        assert!(index.is_empty());
        index.insert(name, Presence::InFile);
        assert_eq!(
            index.insert(name, Presence::PossiblyInFile),
            Presence::InFile
        );
        assert_eq!(index.insert(name, Presence::Absent), Presence::InFile);
        assert_eq!(index.get(name), Presence::InFile);
        assert_eq!(index.insert(name, Presence::InPool), Presence::InFile);
        assert_eq!(index.insert(name, Presence::InFile), Presence::InPool);
        assert_eq!(index.get(name), Presence::InPool);
        assert_eq!(index.len(), 1);
    }

    #[test]
    fn a_name_costs_at_most_20_bytes_at_any_size() {
        // Tables that grow by a ninth are not all of one size.
        const ROOMY: usize = 20 << 20;
        let mut index = NameIndex::new();
        let mut next = spread(2);
        for count in 1..=1_500_000_usize {
            index.insert(next(), Presence::InPool);
            if count.is_multiple_of(997) {
                let bytes = index.memory_bytes();
                assert!(bytes <= (20 * count).max(ROOMY), "{bytes} for {count}");
            }
        }
        assert_eq!(index.len(), 1_500_000);
    }

    #[test]
    fn an_index_shows_no_hash() {
        let mut index = NameIndex::new();
        index.insert(SignInName::of_bits(1 << 90), Presence::InPool);
        assert_eq!(format!("{index:?}"), "NameIndex { len: 1, .. }");
    }
}
