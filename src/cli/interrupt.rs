//! What happens when a signal ends a run, such as that of Ctrl-C.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use signal_hook::flag;

use crate::output::{Outputs, UnsyncedFolder};

use super::{exit::Exit, failure::Failure, print, signals};

/// How long a run may take to end by itself: enough for a window of batches, not for a pipe on
/// which nothing arrives.
const PATIENCE: Duration = Duration::from_millis(400);

/// How often the watcher looks. Short enough not to be noticed.
const INTERVAL: Duration = Duration::from_millis(50);

/// Watches for signals during a run. Whatever the run has written and not named is removed when this
/// is dropped.
#[derive(Debug)]
pub(super) struct Interrupt {
    flag: Arc<AtomicBool>,
    /// The number of the signal that arrived; set before the flag.
    signal: Arc<AtomicUsize>,
    /// Whether the outputs are complete. The thread that holds it decides what becomes of them: the run,
    /// which names them, or the watcher, which removes them.
    is_complete: Arc<Mutex<bool>>,
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
            is_complete: Arc::default(),
            outputs: outputs.clone(),
        };
        let cannot = |error: io::Error| Failure::Io(format!("cannot watch for signals: {error}"));
        for signal in signals::to_watch() {
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&interrupt.signal), number).map_err(cannot)?;
            flag::register(signal, interrupt.flag()).map_err(cannot)?;
        }
        let (flag, is_complete) = (interrupt.flag(), Arc::clone(&interrupt.is_complete));
        let signal = Arc::clone(&interrupt.signal);
        let outputs = outputs.clone();
        thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                while !flag.load(Ordering::Acquire) {
                    thread::sleep(INTERVAL);
                }
                thread::sleep(PATIENCE);
                end(&is_complete, &outputs, exit(&signal));
            })
            .map_err(cannot)?;
        Ok(interrupt)
    }

    /// The flag that ends the run.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.flag)
    }

    /// Gives every output its name, unless a signal arrived before. Returns the folders that could not
    /// be synchronised.
    pub(super) fn commit(&self) -> Result<Vec<UnsyncedFolder>, Failure> {
        let mut is_complete = lock(&self.is_complete);
        if self.has_arrived() {
            return Err(Failure::Interrupted(exit(&self.signal)));
        }
        let unsynced = self.outputs.commit()?;
        *is_complete = true;
        Ok(unsynced)
    }

    /// The failure that a run ended with: the signal's, where one arrived, since whatever failed then
    /// may have failed because of it.
    pub(super) fn or(&self, failure: Failure) -> Failure {
        if self.has_arrived() {
            Failure::Interrupted(exit(&self.signal))
        } else {
            failure
        }
    }

    fn has_arrived(&self) -> bool {
        self.flag.load(Ordering::Acquire)
    }
}

/// Ends a run that did not end by itself: one that waits for input, or for somebody to read what it
/// prints.
fn end(is_complete: &Mutex<bool>, outputs: &Outputs, exit: Exit) -> ! {
    let is_complete = lock(is_complete);
    if *is_complete {
        print::error("interrupted; the files are complete");
    } else {
        outputs.discard();
        print::error(&Failure::Interrupted(exit).message());
    }
    std::process::exit(i32::from(exit.code()))
}

/// The exit status after the signal that arrived.
fn exit(signal: &AtomicUsize) -> Exit {
    Exit::Signal(u8::try_from(signal.load(Ordering::Acquire)).unwrap_or(0))
}

/// A thread that panicked while it held the lock has changed nothing.
fn lock(mutex: &Mutex<bool>) -> MutexGuard<'_, bool> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::output::Existing;

    #[test]
    fn outputs_are_named_unless_a_signal_came_before() {
        for comes in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("users.csv");
            let outputs = Outputs::new(Existing::Refuse, std::iter::empty::<&str>());
            let interrupt = Interrupt {
                flag: Arc::new(AtomicBool::new(comes)),
                signal: Arc::default(),
                is_complete: Arc::default(),
                outputs: outputs.clone(),
            };
            let mut file = outputs.create(&path).unwrap();
            file.write_all(b"x").unwrap();
            assert_eq!(interrupt.commit().is_err(), comes);
            drop(interrupt);
            let left = std::fs::read_dir(folder.path()).unwrap().count();
            assert_eq!((path.exists(), left), (!comes, usize::from(!comes)));
        }
    }
}
