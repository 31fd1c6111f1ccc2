//! Files being written: hashed and counted on the way, and on the disk before anyone says so.

use crate::hash::{Sha256Stream, hex};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use utsushi_findings::Problem;

/// Small writes are gathered up to this many bytes; larger ones go straight through.
const BUFFER: usize = 64 * 1024;

/// A file of a run folder being written. It counts only once [`finish`](OutputFile::finish)ed: a run folder with
/// an unfinished file does not appear.
#[derive(Debug)]
pub struct OutputFile {
    file: File,
    path: PathBuf,
    shown: PathBuf,
    relative: String,
    buffer: Vec<u8>,
    hash: Sha256Stream,
    bytes: u64,
    /// A write failed before: what is on the disk has a hole or an end that is missing.
    failed: Option<io::ErrorKind>,
    account: Arc<Account>,
}

/// A file written and on the disk: a line of the manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// Relative to the run folder, with forward slashes.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub sha256: [u8; 32],
}

impl Written {
    /// The digest as 64 lower-case hexadecimal digits.
    pub fn sha256_hex(&self) -> String {
        hex(&self.sha256)
    }
}

/// What all files of one run folder share.
#[derive(Debug)]
pub(crate) struct Account {
    /// Bytes that may still be written.
    room: AtomicU64,
    /// Files begun and not finished.
    unfinished: AtomicUsize,
    /// Nanoseconds of writing, of hashing what is written, and of waiting for the disk.
    spent: [AtomicU64; 3],
}

/// How long the files of a folder have kept their threads, so far.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spent {
    /// Handing bytes to the system.
    pub writing: Duration,
    /// SHA-256 of what is written.
    pub hashing: Duration,
    /// Waiting until the disk has a file.
    pub syncing: Duration,
}

const WRITING: usize = 0;
const HASHING: usize = 1;
const SYNCING: usize = 2;

impl Default for Account {
    fn default() -> Self {
        Account { room: AtomicU64::new(u64::MAX), unfinished: AtomicUsize::new(0), spent: Default::default() }
    }
}

impl Account {
    pub(crate) fn limit(&self, bytes: u64) {
        self.room.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn unfinished(&self) -> usize {
        self.unfinished.load(Ordering::Acquire)
    }

    fn timed<T>(&self, what: usize, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.spent[what].fetch_add(begun.elapsed().as_nanos() as u64, Ordering::Relaxed);
        done
    }

    pub(crate) fn spent(&self) -> Spent {
        let of = |what: usize| Duration::from_nanos(self.spent[what].load(Ordering::Relaxed));
        Spent { writing: of(WRITING), hashing: of(HASHING), syncing: of(SYNCING) }
    }

    pub(crate) fn take_room(&self, bytes: u64) -> io::Result<()> {
        self.room
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(bytes))
            .map(drop)
            .map_err(|_| io::ErrorKind::StorageFull.into())
    }
}

impl OutputFile {
    pub(crate) fn new(
        file: File,
        path: PathBuf,
        shown: PathBuf,
        relative: &str,
        account: Arc<Account>,
    ) -> Self {
        account.unfinished.fetch_add(1, Ordering::AcqRel);
        OutputFile {
            file,
            path,
            shown,
            relative: relative.to_owned(),
            buffer: Vec::new(),
            hash: Sha256Stream::new(),
            bytes: 0,
            failed: None,
            account,
        }
    }

    /// The path relative to the run folder.
    pub fn relative(&self) -> &str {
        &self.relative
    }

    /// Bytes taken so far, written or still gathered.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The problem that a failed write is, with the path under which the user would have found the file.
    pub fn problem(&self, error: &io::Error) -> Problem {
        Problem::io(&self.shown, error)
    }

    /// Writes what is gathered, waits until the disk has it, and closes the file.
    ///
    /// # Errors
    /// This or an earlier write failed. The run folder can then no longer be finished.
    pub fn finish(mut self) -> Result<Written, Problem> {
        let synced = self.flush().and_then(|()| self.account.timed(SYNCING, || self.file.sync_data()));
        synced.map_err(|error| self.problem(&error))?;
        self.account.unfinished.fetch_sub(1, Ordering::AcqRel);
        Ok(Written { path: self.relative, bytes: self.bytes, sha256: self.hash.finish() })
    }

    /// Removes the file: the run folder appears without it.
    ///
    /// # Errors
    /// The system refuses to remove it. The run folder can then no longer be finished.
    pub fn discard(self) -> Result<(), Problem> {
        drop(self.file);
        fs::remove_file(&self.path).map_err(|error| Problem::io(&self.shown, &error))?;
        self.account.unfinished.fetch_sub(1, Ordering::AcqRel);
        Ok(())
    }

    /// Hashes and writes `bytes`; after a failure nothing is ever written again.
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sound()?;
        let (account, file) = (&self.account, &mut self.file);
        let room = account.take_room(bytes.len() as u64);
        let written = room.and_then(|()| account.timed(WRITING, || file.write_all(bytes)));
        match &written {
            Ok(()) => account.timed(HASHING, || self.hash.update(bytes)),
            Err(error) => self.failed = Some(error.kind()),
        }
        written
    }

    fn put_gathered(&mut self) -> io::Result<()> {
        let gathered = std::mem::take(&mut self.buffer);
        let written = if gathered.is_empty() { self.sound() } else { self.put(&gathered) };
        self.buffer = gathered;
        self.buffer.clear();
        written
    }

    fn sound(&self) -> io::Result<()> {
        self.failed.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() + bytes.len() > BUFFER {
            self.put_gathered()?;
        }
        if bytes.len() >= BUFFER {
            self.put(bytes)?;
        } else {
            self.sound()?;
            if self.buffer.capacity() == 0 {
                self.buffer.reserve_exact(BUFFER);
            }
            self.buffer.extend_from_slice(bytes);
        }
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.put_gathered()
    }
}

/// A new file at `path` for `relative`, shown to people as a file below `shown`.
pub(crate) fn create(
    path: &Path,
    shown: &Path,
    relative: &str,
    account: &Arc<Account>,
) -> Result<OutputFile, Problem> {
    let shown = shown.join(relative);
    let file = crate::permissions::create_file(path).map_err(|error| Problem::io(&shown, &error))?;
    Ok(OutputFile::new(file, path.to_owned(), shown, relative, Arc::clone(account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(root: &tempfile::TempDir, name: &str, account: &Arc<Account>) -> OutputFile {
        create(&root.path().join(name), Path::new("out"), name, account).unwrap()
    }

    #[test]
    fn what_is_counted_and_hashed_is_what_lies_on_the_disk() {
        let root = tempfile::tempdir().unwrap();
        let account = Arc::default();
        let all: Vec<u8> = (0..5_000_000u32).map(|n| (n % 251) as u8).collect();
        for (index, size) in [3, 1000, BUFFER - 1, BUFFER, BUFFER + 1, 1 << 20].into_iter().enumerate() {
            let name = format!("f{index}");
            let mut file = output(&root, &name, &account);
            for (at, piece) in all.chunks(size).enumerate() {
                file.write_all(piece).unwrap();
                if at % 7 == 0 {
                    file.write_all(b"x").unwrap();
                }
            }
            let counted = file.bytes();
            let written = file.finish().unwrap();
            let read = fs::read(root.path().join(&name)).unwrap();
            let mut hash = Sha256Stream::new();
            hash.update(&read);
            assert_eq!((written.bytes, counted), (read.len() as u64, read.len() as u64), "{size}");
            assert_eq!(written.sha256, hash.finish(), "{size}");
            assert_eq!(written.path, name);
        }
    }

    #[test]
    fn the_digest_of_a_file_is_sha_256() {
        let root = tempfile::tempdir().unwrap();
        let mut file = output(&root, "a", &Arc::default());
        file.write_all(b"abc").unwrap();
        let written = file.finish().unwrap();
        // FIPS 180-4, the first example.
        assert_eq!(written.sha256_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn a_full_disk_names_the_file_as_the_user_would() {
        let root = tempfile::tempdir().unwrap();
        let account: Arc<Account> = Arc::default();
        account.limit(100_000);
        let mut file = output(&root, "a.csv", &account);
        file.write_all(&[0; 70_000]).unwrap();
        let error = file.write_all(&[0; 70_000]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        let problem = file.problem(&error).to_string();
        assert!(problem.starts_with(&Path::new("out").join("a.csv").display().to_string()), "{problem}");
        assert!(problem.contains("no space left"), "{problem}");
    }

    #[test]
    fn a_failed_write_is_not_forgotten() {
        let root = tempfile::tempdir().unwrap();
        let account: Arc<Account> = Arc::default();
        account.limit(10);
        let mut file = output(&root, "a", &account);
        file.write_all(b"12345678901").unwrap();
        assert!(file.flush().is_err());
        account.limit(1000);
        assert!(file.write_all(b"1").is_err(), "the bytes before it are lost");
        assert!(file.finish().is_err());
        assert_eq!(account.unfinished(), 1);
    }

    #[test]
    fn a_disk_that_fills_with_the_last_bytes_is_noticed_by_finish() {
        let root = tempfile::tempdir().unwrap();
        let account: Arc<Account> = Arc::default();
        account.limit(3);
        let mut file = output(&root, "a", &account);
        file.write_all(b"1234").unwrap();
        assert!(file.finish().unwrap_err().to_string().contains("no space left"));
    }

    #[test]
    fn a_discarded_file_is_gone_and_settled() {
        let root = tempfile::tempdir().unwrap();
        let account: Arc<Account> = Arc::default();
        let file = output(&root, "a", &account);
        assert_eq!(account.unfinished(), 1);
        file.discard().unwrap();
        assert_eq!(account.unfinished(), 0);
        assert!(!root.path().join("a").exists());
    }
}
