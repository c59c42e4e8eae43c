//! Makes the automaton that says which phone numbers can be dialled, and compares it with the
//! `phonenumber` crate.
//!
//! The crate is asked, never reimplemented. For each country code its patterns are walked so that
//! every state of every pattern is entered and left by every digit; those numbers, and random ones,
//! tell where a prefix still matters. A prefix below which only the length matters is a leaf.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
    iter,
};

use phonenumber::{
    Metadata,
    metadata::{DATABASE, Descriptor},
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use regex_automata::{
    Anchored, Input,
    dfa::{Automaton, dense},
    util::{primitives::StateID, syntax},
};

use cognito_preflight::values::phone_number::{Dialability, E164_DIGITS as DIGITS, dialability};

/// Where the library reads the automaton.
const PATH: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/src/values/phone_number/automaton.bin"
);
/// Marks an entry of a node as the number of a mask.
const LEAF: u16 = 0x8000;

fn oracle(number: &str) -> bool {
    phonenumber::parse(None, number).is_ok_and(|number| phonenumber::is_valid(&number))
}

/// Random numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.next() % 10).unwrap()))
            .collect()
    }
}

fn codes() -> Vec<u16> {
    (1..=999)
        .filter(|code| DATABASE.by_code(code).is_some())
        .collect()
}

/// Every kind of number that a region has.
pub(crate) fn kinds(meta: &Metadata) -> impl Iterator<Item = &Descriptor> {
    let kinds = meta.descriptors();
    [
        kinds.fixed_line(),
        kinds.mobile(),
        kinds.toll_free(),
        kinds.premium_rate(),
        kinds.shared_cost(),
        kinds.personal_number(),
        kinds.voip(),
        kinds.pager(),
        kinds.uan(),
        kinds.voicemail(),
    ]
    .into_iter()
    .flatten()
}

/// What a region says of all its numbers, and of those of each kind.
fn descriptors(meta: &Metadata) -> impl Iterator<Item = &Descriptor> {
    iter::once(meta.descriptors().general()).chain(kinds(meta))
}

/// The lengths that national numbers of a region have.
fn lengths(meta: &Metadata) -> BTreeSet<usize> {
    let lengths = descriptors(meta).flat_map(|kind| kind.possible_length().iter());
    lengths.map(|length| usize::from(*length)).collect()
}

/// The patterns of every kind of number of a country code, and those of its prefixes.
fn patterns(code: u16) -> BTreeSet<String> {
    let mut patterns = BTreeSet::new();
    for meta in DATABASE.by_code(&code).into_iter().flatten() {
        for descriptor in descriptors(meta) {
            patterns.insert(descriptor.national_number().as_str().to_owned());
        }
        if let Some(leading) = meta.leading_digits() {
            patterns.insert(leading.as_str().to_owned());
        }
        if let Some(prefix) = meta.national_prefix_for_parsing() {
            patterns.insert(prefix.as_str().to_owned());
        }
    }
    patterns
}

/// What leads through a pattern.
#[derive(Default)]
struct Ways {
    /// Prefixes that enter every state of the pattern and leave it by every digit.
    prefixes: BTreeSet<String>,
    /// Each of these prefixes with the shortest rest that the pattern takes.
    whole: BTreeSet<String>,
}

/// The shortest digits that lead from a state to the end of a match.
fn completion(dfa: &dense::DFA<Vec<u32>>, from: StateID) -> Option<String> {
    let mut seen = BTreeSet::from([from]);
    let mut waiting = VecDeque::from([(from, String::new())]);
    while let Some((state, text)) = waiting.pop_front() {
        if dfa.is_match_state(dfa.next_eoi_state(state)) {
            return Some(text);
        }
        for digit in b'0'..=b'9' {
            let next = dfa.next_state(state, digit);
            if !dfa.is_dead_state(next) && seen.insert(next) {
                waiting.push_back((next, format!("{text}{}", char::from(digit))));
            }
        }
    }
    None
}

fn ways(pattern: &str) -> Ways {
    let plain: String = pattern.split_whitespace().collect();
    let bytes = syntax::Config::new().unicode(false).utf8(false);
    let dfa = dense::Builder::new()
        .syntax(bytes)
        .build(&format!("(?:{plain})"))
        .unwrap();
    let start = dfa
        .start_state_forward(&Input::new("").anchored(Anchored::Yes))
        .unwrap();
    let mut access: BTreeMap<StateID, String> = BTreeMap::from([(start, String::new())]);
    let mut rests: HashMap<StateID, Option<String>> = HashMap::new();
    let mut waiting = VecDeque::from([start]);
    let mut ways = Ways::default();
    while let Some(state) = waiting.pop_front() {
        let before = access[&state].clone();
        for digit in b'0'..=b'9' {
            let next = dfa.next_state(state, digit);
            let text = format!("{before}{}", char::from(digit));
            if text.len() > DIGITS {
                continue;
            }
            let rest = rests.entry(next).or_insert_with(|| completion(&dfa, next));
            if let Some(rest) = rest {
                ways.whole.insert(format!("{text}{rest}"));
            }
            if !dfa.is_dead_state(next) && !access.contains_key(&next) {
                access.insert(next, text.clone());
                waiting.push_back(next);
            }
            ways.prefixes.insert(text);
        }
    }
    ways
}

/// What is known about the numbers of one country code.
struct Known {
    code: String,
    answers: BTreeMap<String, bool>,
    lengths: BTreeSet<usize>,
    random: Random,
}

impl Known {
    fn ask(&mut self, number: &str) -> bool {
        if let Some(answer) = self.answers.get(number) {
            return *answer;
        }
        let answer = oracle(&format!("+{number}"));
        self.answers.insert(number.to_owned(), answer);
        answer
    }

    fn new(code: u16) -> Self {
        let mut known = Self {
            code: code.to_string(),
            answers: BTreeMap::new(),
            lengths: BTreeSet::new(),
            random: Random(u64::from(code) * 7919 + 1),
        };
        let mut starts: BTreeSet<String> = BTreeSet::from([String::new()]);
        for pattern in patterns(code) {
            let ways = ways(&pattern);
            starts.extend(ways.prefixes);
            starts.extend(ways.whole);
        }
        for meta in DATABASE.by_code(&code).into_iter().flatten() {
            let lengths = lengths(meta);
            assert!(!lengths.is_empty(), "{code}");
            // A region may put digits before a shorter number.
            let fewer = if meta.national_prefix_transform_rule().is_some() {
                4
            } else {
                0
            };
            for length in lengths {
                // A national prefix may stand before it.
                for other in length.saturating_sub(fewer).max(2)..=length + 3 {
                    known.lengths.insert(known.code.len() + other);
                }
            }
        }
        known.lengths.retain(|length| *length <= DIGITS);
        let lengths: Vec<usize> = known.lengths.iter().copied().collect();
        for start in &starts {
            for length in &lengths {
                let Some(rest) = length.checked_sub(known.code.len() + start.len()) else {
                    continue;
                };
                for _ in 0..2 {
                    let tail = known.random.digits(rest);
                    let number = format!("{}{start}{tail}", known.code);
                    known.ask(&number);
                }
            }
        }
        known
    }

    /// The lengths that can be dialled behind a prefix, or `None` where more than the length
    /// matters.
    fn mask(&mut self, prefix: &str) -> Option<u16> {
        let mut mask = 0;
        let mut end = prefix.to_owned();
        end.push(':');
        let mut seen = [None; DIGITS + 1];
        for (number, answer) in self.answers.range(prefix.to_owned()..end) {
            if *seen[number.len()].get_or_insert(*answer) != *answer {
                return None;
            }
        }
        let lengths: Vec<usize> = self.lengths.iter().copied().collect();
        for length in lengths {
            let Some(rest) = length.checked_sub(prefix.len()) else {
                continue;
            };
            // Every position takes every digit at least once, in random company.
            let samples = if rest == 0 { 1 } else { 10 * rest.max(3) };
            let mut expected = seen[length];
            for sample in 0..samples {
                let mut tail = self.random.digits(rest).into_bytes();
                if rest > 0
                    && let Some(digit) = tail.get_mut(sample / 10 % rest)
                {
                    *digit = b'0' + u8::try_from(sample % 10).unwrap();
                }
                let number = format!("{prefix}{}", String::from_utf8(tail).unwrap());
                let answer = oracle(&format!("+{number}"));
                if *expected.get_or_insert(answer) != answer {
                    return None;
                }
            }
            if expected == Some(true) {
                mask |= 1 << length;
            }
        }
        Some(mask)
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Tree {
    Leaf(u16),
    Node(Box<[Tree; 10]>),
}

impl Tree {
    fn node(children: impl Iterator<Item = Self>) -> Self {
        let children: Vec<Self> = children.collect();
        let children: [Self; 10] = children.try_into().ok().unwrap();
        match &children[0] {
            Self::Leaf(_) if children.iter().all(|child| child == &children[0]) => {
                children[0].clone()
            }
            _ => Self::Node(Box::new(children)),
        }
    }

    fn of(known: &mut Known, prefix: &str) -> Self {
        match known.mask(prefix) {
            Some(mask) => Self::Leaf(mask),
            None if prefix.len() == DIGITS => Self::Leaf(0),
            None => Self::node((b'0'..=b'9').map(|digit| {
                let mut longer = prefix.to_owned();
                longer.push(char::from(digit));
                Self::of(known, &longer)
            })),
        }
    }

    fn of_codes(trees: &BTreeMap<String, Self>, prefix: &str) -> Self {
        if let Some(tree) = trees.get(prefix) {
            return tree.clone();
        }
        if !trees.keys().any(|code| code.starts_with(prefix)) {
            return Self::Leaf(0);
        }
        Self::node(('0'..='9').map(|digit| Self::of_codes(trees, &format!("{prefix}{digit}"))))
    }
}

#[derive(Default)]
struct Table {
    masks: Vec<u16>,
    nodes: Vec<[u16; 10]>,
    known: HashMap<Tree, u16>,
}

impl Table {
    fn add(&mut self, tree: &Tree) -> u16 {
        if let Some(entry) = self.known.get(tree) {
            return *entry;
        }
        let entry = match tree {
            Tree::Leaf(mask) => {
                self.masks.push(*mask);
                LEAF | u16::try_from(self.masks.len() - 1).unwrap()
            }
            Tree::Node(children) => {
                let place = self.nodes.len();
                self.nodes.push([0; 10]);
                let entries: Vec<u16> = children.iter().map(|child| self.add(child)).collect();
                self.nodes[place] = entries.try_into().unwrap();
                u16::try_from(place).unwrap()
            }
        };
        self.known.insert(tree.clone(), entry);
        entry
    }

    fn bytes(&self) -> Vec<u8> {
        let count = u16::try_from(self.masks.len()).unwrap();
        let numbers = iter::once(count)
            .chain(self.masks.iter().copied())
            .chain(self.nodes.iter().flatten().copied());
        numbers.flat_map(u16::to_le_bytes).collect()
    }
}

#[test]
#[ignore = "takes minutes; run it with UPDATE=1 when the phonenumber crate has new metadata"]
fn the_automaton_is_made_anew() {
    let mut codes = codes();
    // The largest by far comes first, so that it does not run alone at the end.
    codes.sort_by_key(|code| *code != 86);
    let trees: BTreeMap<String, Tree> = codes
        .into_par_iter()
        .map(|code| {
            let start = std::time::Instant::now();
            let mut known = Known::new(code);
            let prefix = known.code.clone();
            let known_numbers = known.answers.len();
            let tree = Tree::of(&mut known, &prefix);
            println!("{code}: {known_numbers} numbers, {:?}", start.elapsed());
            (prefix, tree)
        })
        .collect();
    let mut table = Table::default();
    let root = table.add(&Tree::of_codes(&trees, ""));
    assert_eq!(root, 0);
    let bytes = table.bytes();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, &bytes).unwrap();
        return;
    }
    assert!(
        bytes == std::fs::read(PATH).unwrap(),
        "automaton.bin is out of date"
    );
}

/// Numbers of every country code: the examples of every kind, each with every digit changed, and
/// random ones of every length.
fn numbers(each: usize) -> impl Iterator<Item = String> {
    let mut random = Random(20_261_123);
    codes().into_iter().flat_map(move |code| {
        let mut numbers = Vec::new();
        for meta in DATABASE.by_code(&code).into_iter().flatten() {
            for example in descriptors(meta).filter_map(Descriptor::example) {
                let number = format!("{code}{example}");
                for place in 0..number.len() {
                    let mut other = number.clone().into_bytes();
                    other[place] = b'0' + u8::try_from(random.next() % 10).unwrap();
                    numbers.push(String::from_utf8(other).unwrap());
                }
                numbers.push(number);
            }
            for length in lengths(meta) {
                for _ in 0..each {
                    numbers.push(format!("{code}{}", random.digits(length)));
                }
            }
        }
        for _ in 0..each {
            let length = usize::try_from(random.next() % 12).unwrap();
            numbers.push(format!("{code}{}", random.digits(length)));
        }
        numbers.retain(|number| number.len() <= DIGITS && !number.starts_with('0'));
        numbers
    })
}

#[test]
fn the_automaton_says_what_the_library_says() {
    let each = std::env::var("SAMPLES").map_or(6, |each| each.parse().unwrap());
    let mut asked = 0;
    let mut wrong = Vec::new();
    for number in numbers(each) {
        let number = format!("+{number}");
        let ours = match dialability(&number) {
            Dialability::Dialable => true,
            Dialability::NotDialable => false,
            // The crate does not know these from others.
            Dialability::Reserved => continue,
        };
        asked += 1;
        if ours != oracle(&number) {
            wrong.push(number);
        }
    }
    assert!(asked > 5_000, "only {asked}");
    let rest: Vec<_> = wrong
        .iter()
        .filter(|number| !DISAGREEMENTS.contains(&number.as_str()))
        .collect();
    // A larger sample than usual may find more, in the proportion that is documented.
    let usual = std::env::var_os("SAMPLES").is_none();
    assert!(
        rest.is_empty() || (!usual && rest.len() < asked / 20_000),
        "{} of {asked}: {rest:?}",
        rest.len(),
    );
    if usual {
        assert_eq!(wrong.len(), DISAGREEMENTS.len(), "{wrong:?}");
    }
}

/// The numbers of the usual sample that the automaton judges otherwise than the crate.
const DISAGREEMENTS: [&str; 1] = ["+86771123456"];
