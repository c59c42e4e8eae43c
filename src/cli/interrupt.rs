//! What happens when somebody presses Ctrl-C.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI32, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::{
    consts::{SIGINT, SIGTERM},
    iterator::Signals,
};

use crate::output::Outputs;

use super::failure::Failure;

/// How long a run may take to end by itself: enough for a window of batches, not for a pipe on
/// which nothing arrives.
const PATIENCE: Duration = Duration::from_millis(400);

/// Watches for signals during a run. Whatever the run has written and not named is removed when this
/// is dropped.
#[derive(Debug)]
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
    signal: Arc<AtomicI32>,
    outputs: Outputs,
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.outputs.discard();
    }
}

impl Interrupt {
    /// Watches for signals. A run that does not end by itself soon after one is ended, and what it
    /// has written is removed.
    pub(super) fn watch(outputs: &Outputs) -> Result<Self, Failure> {
        let interrupt = Self {
            flag: Arc::default(),
            signal: Arc::default(),
            outputs: outputs.clone(),
        };
        let mut signals = Signals::new([SIGINT, SIGTERM]).map_err(|error: io::Error| {
            Failure::Io(format!("cannot watch for signals: {error}"))
        })?;
        let (flag, signal_number) = (interrupt.flag(), Arc::clone(&interrupt.signal));
        let outputs = outputs.clone();
        thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    signal_number.store(signal, Ordering::Relaxed);
                    flag.store(true, Ordering::Release);
                    thread::sleep(PATIENCE);
                    outputs.discard();
                    let failure = Failure::Signal(signal);
                    failure.print();
                    std::process::exit(failure.status().into());
                }
            })
            .map_err(|error| Failure::Io(format!("cannot watch for signals: {error}")))?;
        Ok(interrupt)
    }

    /// The flag that ends the run.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.flag)
    }

    /// The failure that a signal is, where one arrived.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.flag
            .load(Ordering::Acquire)
            .then(|| Failure::Signal(self.signal.load(Ordering::Relaxed)))
    }
}
