//! The lock of a run folder: a file beside it, locked as long as the run lives, gone when it ends.
//!
//! The system drops the lock of a killed process, so a lock file that is not locked means nothing. Removing a
//! lock file is the delicate part: another process may have opened it just before and would then lock a file that
//! nobody else can see. On Unix whoever locks therefore looks whether the path still leads to what was locked, and
//! only the holder removes. On Windows the file is opened so that it cannot be removed while anyone has it open.

use crate::permissions::owner_only;
use crate::stamp::Stamp;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Held until dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    file: Option<File>,
}

impl Lock {
    /// Takes the lock, or says at once that another has it (`WouldBlock`).
    pub(crate) fn take(path: &Path) -> Result<Lock, TryLockError> {
        // Each turn lost means that another run ended between our opening and our locking.
        for _ in 0..100 {
            let file = open(path).map_err(TryLockError::Error)?;
            file.try_lock()?;
            if leads_to(path, &file) {
                return Ok(Lock { path: path.to_owned(), file: Some(file) });
            }
        }
        Err(TryLockError::WouldBlock)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let ours = self.file.as_ref().is_some_and(|file| leads_to(&self.path, file));
        if cfg!(windows) {
            // Not removable while open; should another run take it before the next line, the removal fails.
            self.file = None;
        }
        if ours {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(windows)]
    {
        const FILE_SHARE_READ: u32 = 1;
        const FILE_SHARE_WRITE: u32 = 2;
        std::os::windows::fs::OpenOptionsExt::share_mode(&mut options, FILE_SHARE_READ | FILE_SHARE_WRITE);
    }
    owner_only(&mut options).open(path)
}

fn leads_to(path: &Path, file: &File) -> bool {
    match (fs::metadata(path), file.metadata()) {
        (Ok(there), Ok(ours)) => Stamp::of(&there).id == Stamp::of(&ours).id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_lock_is_held_once_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        let lock = Lock::take(&path).unwrap();
        assert!(matches!(Lock::take(&path), Err(TryLockError::WouldBlock)));
        assert!(path.exists(), "a refused run must not remove the lock of the other");
        drop(lock);
        assert!(!path.exists());
    }

    #[test]
    fn a_lock_file_left_by_a_killed_run_is_no_obstacle() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        fs::write(&path, "").unwrap();
        assert!(Lock::take(&path).is_ok());
        assert!(!path.exists());
    }

    #[test]
    fn however_many_try_at_once_never_two_hold_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("lock");
        let (holders, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..2_000 {
                        if let Ok(_lock) = Lock::take(&path) {
                            assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                            taken.fetch_add(1, Ordering::SeqCst);
                            holders.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert!(taken.load(Ordering::SeqCst) > 0);
        assert!(!path.exists());
    }
}
