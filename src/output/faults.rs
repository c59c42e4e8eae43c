//! Failures for tests: an error at the n-th call.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Counts calls, and fails some of them. Copies count together.
#[derive(Debug, Clone, Default)]
pub struct Faults(Option<Arc<Counter>>);

#[derive(Debug)]
struct Counter {
    calls: AtomicU64,
    first: u64,
    count: u64,
    kind: io::ErrorKind,
}

impl Faults {
    /// No call fails.
    pub const fn none() -> Self {
        Self(None)
    }

    /// From the call `first` on, counted from 0, `count` calls fail in this way.
    pub fn at(first: u64, count: u64, kind: io::ErrorKind) -> Self {
        Self(Some(Arc::new(Counter {
            calls: AtomicU64::new(0),
            first,
            count,
            kind,
        })))
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.0
            .as_ref()
            .map_or(0, |counter| counter.calls.load(Ordering::Relaxed))
    }

    /// Counts a call.
    ///
    /// # Errors
    ///
    /// Where this call is one of those that fail.
    pub fn check(&self) -> io::Result<()> {
        let Some(counter) = &self.0 else {
            return Ok(());
        };
        let call = counter.calls.fetch_add(1, Ordering::Relaxed);
        if (counter.first..counter.first.saturating_add(counter.count)).contains(&call) {
            return Err(counter.kind.into());
        }
        Ok(())
    }
}
