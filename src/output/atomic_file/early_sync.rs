//! A file that is brought to the disk while it is still being written, so that its end does not have
//! to wait for all of it.

use std::{
    fs::File,
    io::{self, Write},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

use tempfile::NamedTempFile;

use crate::output::faults::Faults;

/// After how many bytes the disk is asked for again. A smaller file never starts a thread.
const STRETCH: usize = 8 * 1024 * 1024;

/// A temporary file that a thread of its own brings to the disk stretch by stretch. Where the file is
/// given up, the thread ends by itself.
#[derive(Debug)]
pub(super) struct EarlySync {
    file: NamedTempFile,
    since: usize,
    helper: Option<Helper>,
    faults: Faults,
}

#[derive(Debug)]
struct Helper {
    /// Dropped to end the thread.
    requests: SyncSender<()>,
    thread: JoinHandle<io::Result<()>>,
}

impl EarlySync {
    pub(super) const fn new(file: NamedTempFile, faults: Faults) -> Self {
        Self {
            file,
            since: 0,
            helper: None,
            faults,
        }
    }

    /// Brings the rest to the disk.
    ///
    /// # Errors
    ///
    /// Whatever went wrong now or earlier: the system reports a lost page only once.
    pub(super) fn complete(mut self) -> io::Result<NamedTempFile> {
        let helped = self.end_helper();
        self.faults.check()?;
        self.file.as_file().sync_all()?;
        helped?;
        Ok(self.file)
    }

    fn end_helper(&mut self) -> io::Result<()> {
        let Some(Helper { requests, thread }) = self.helper.take() else {
            return Ok(());
        };
        drop(requests);
        thread
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the thread that syncs the file is gone")))
    }

    fn request(&mut self) -> io::Result<()> {
        if self.helper.is_none() {
            let file = self.file.as_file().try_clone()?;
            // One that waits is enough: it covers whatever has been written when it is served.
            let (requests, received) = sync_channel(1);
            let thread = thread::Builder::new()
                .name("sync".to_owned())
                .spawn(move || sync_on_request(&file, &received))?;
            self.helper = Some(Helper { requests, thread });
        }
        if let Some(helper) = &self.helper {
            // It is still busy with an earlier one, or has failed, which `complete` will tell.
            let _ = helper.requests.try_send(());
        }
        Ok(())
    }
}

fn sync_on_request(file: &File, requests: &Receiver<()>) -> io::Result<()> {
    while requests.recv().is_ok() {
        file.sync_data()?;
    }
    Ok(())
}

impl Write for EarlySync {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.faults.check()?;
        let written = self.file.as_file_mut().write(bytes)?;
        self.since += written;
        if self.since >= STRETCH {
            self.since = 0;
            self.request()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_comes_through_whole() {
        let mut file = EarlySync::new(NamedTempFile::new().unwrap(), Faults::none());
        let piece = vec![b'x'; 1024 * 1024];
        for number in 0..20 {
            file.write_all(&piece).unwrap();
            assert_eq!(file.helper.is_some(), number >= 7, "{number}");
        }
        let file = file.complete().unwrap();
        assert_eq!(file.as_file().metadata().unwrap().len(), 20 * 1024 * 1024);
    }
}
