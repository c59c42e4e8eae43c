//! The corpus of every target, and many small changes to it, on any toolchain.

use std::{fs, path::PathBuf};

use cognito_preflight_fuzz::TARGETS;

/// How many changed inputs each target gets beside its corpus, unless `REPLAY_CHANGED` says otherwise.
const CHANGED: usize = 400;

/// The inputs of a target, each with the name of its file.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    let mut paths: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect()
}

/// Says which input it was if the target does not hold on it.
struct Input<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl Drop for Input<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: b\"{}\"", self.name, self.bytes.escape_ascii());
        }
    }
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % limit.max(1)
    }
}

fn changed(random: &mut Random, seeds: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].1.clone();
    for _ in 0..=random.below(4) {
        let place = random.below(bytes.len() + 1);
        match random.below(4) {
            0 => bytes.insert(place, b"\0\n\r\",\\ =+@\xff\xc2"[random.below(12)]),
            1 if place < bytes.len() => bytes[place] = u8::try_from(random.below(256)).unwrap(),
            2 => bytes.truncate(place),
            _ => {
                let (_, other) = &seeds[random.below(seeds.len())];
                bytes.extend_from_slice(&other[random.below(other.len() + 1)..]);
            }
        }
    }
    bytes.truncate(4096);
    bytes
}

#[test]
fn every_target_holds_on_its_corpus_and_near_it() {
    let number = |name: &str| std::env::var(name).ok()?.parse().ok();
    let changed_inputs = number("REPLAY_CHANGED").unwrap_or(CHANGED);
    let start = number("REPLAY_START").unwrap_or(0) as u64;
    let only = std::env::var("REPLAY_TARGET").ok();
    for (name, run) in TARGETS {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let seeds = corpus(name);
        assert!(!seeds.is_empty(), "{name} has no corpus");
        let tried = |name: &str, bytes: &[u8]| {
            let _input = Input { name, bytes };
            run(bytes);
        };
        for (path, bytes) in &seeds {
            tried(path, bytes);
        }
        let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ start);
        for _ in 0..changed_inputs {
            tried(name, &changed(&mut random, &seeds));
        }
    }
}
