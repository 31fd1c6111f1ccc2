//! A folder that appears whole or not at all.

use crate::lock::Lock;
use crate::output::{self, Account, OutputFile, Written};
use crate::parents::Parents;
use crate::place::{Place, remove};
use crate::scratch::Scratch;
use crate::{permissions, relative, sync};
use std::fs::TryLockError;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use utsushi_findings::{Problem, problem};

/// Where [`Scratch`] is inside the partial folder.
pub(crate) const SCRATCH: &str = ".scratch";

/// A folder being written. All of it lies in a hidden folder beside the final path, until
/// [`finish`](RunFolder::finish) moves it there; dropped before, it leaves nothing, unless it was told to
/// [`keep`](RunFolder::keep) what another run may go on with.
///
/// Files may be made and written from several threads at once.
#[derive(Debug)]
pub struct RunFolder {
    // Dropped in this order: the lock is held until the partial folder is gone.
    pub(crate) partial: Partial,
    lock: Lock,
    parents: Parents,
    pub(crate) place: Place,
    pub(crate) scratch: Scratch,
    overwrite: bool,
    pub(crate) account: Arc<Account>,
    /// Whether it is one that an earlier run left.
    pub(crate) left_over: bool,
}

/// The partial folder, removed when dropped unless it is to be kept. After it was moved to the final path there is none.
#[derive(Debug)]
pub(crate) struct Partial {
    pub(crate) path: PathBuf,
    pub(crate) kept: AtomicBool,
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !*self.kept.get_mut() {
            let _ = remove(&self.path);
        }
    }
}

impl RunFolder {
    /// Begins a folder that will appear at `final_path`; missing parents are made. What a killed run left there is
    /// cleared or, if it was just being replaced, put back.
    ///
    /// With `overwrite`, a folder that holds a file `marker` (`manifest.json` for a run) is replaced at the end;
    /// until then it stays as it is. An empty folder is always replaced.
    ///
    /// # Errors
    /// There is something at `final_path` that may not be replaced, another run is writing there, or the system
    /// refuses. Nothing is left behind.
    pub fn create(final_path: &Path, overwrite: bool, marker: &str) -> Result<RunFolder, Problem> {
        Self::begin(final_path, overwrite, marker, false)
    }

    pub(crate) fn begin(
        final_path: &Path,
        overwrite: bool,
        marker: &str,
        resume: bool,
    ) -> Result<RunFolder, Problem> {
        let place = Place::of(final_path, marker)?;
        place.refuse_unmovable()?;
        let mut parents = Parents::default();
        let lock = take_lock(&place, &mut parents)?;
        let left_over = place.recover(resume)?;
        place.check(overwrite)?;
        if !left_over {
            permissions::create_folder(&place.partial).map_err(|error| Problem::io(&place.shown, &error))?;
        }
        let partial = Partial { path: place.partial.clone(), kept: AtomicBool::new(left_over) };
        let account: Arc<Account> = Arc::default();
        let path = place.partial.join(SCRATCH);
        // Killed between the two, a run leaves a folder without it.
        let scratch = if permissions::is_ours(&path) { Scratch::again(path) } else { Scratch::at(path)? };
        let scratch = scratch.counted_by(Arc::clone(&account));
        Ok(RunFolder { partial, lock, parents, place, scratch, overwrite, account, left_over })
    }

    /// Lets writes to output files fail with "no space left" once they exceed `bytes` together: for tests.
    #[doc(hidden)]
    pub fn with_disk_limit(self, bytes: u64) -> Self {
        self.account.limit(bytes);
        self
    }

    /// A new file at `relative` (forward slashes) in the folder; the folders above it are made.
    ///
    /// # Errors
    /// The path leaves the folder, would be another file on Windows, or is taken; or the system refuses.
    pub fn file(&self, relative: &str) -> Result<OutputFile, Problem> {
        relative::check(relative)?;
        let mut path = self.partial.path.clone();
        let mut parts = relative.split('/').peekable();
        let mut outermost = true;
        while let Some(part) = parts.next() {
            if std::mem::take(&mut outermost) && part.eq_ignore_ascii_case(SCRATCH) {
                return Err(problem!(
                    "「{SCRATCH}」は作業用の名前です",
                    "\"{SCRATCH}\" is the name of the scratch place"
                ));
            }
            path.push(part);
            if parts.peek().is_some() {
                match permissions::create_folder(&path) {
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
                    other => other.map_err(|error| Problem::io(&self.place.shown.join(relative), &error))?,
                }
            }
        }
        output::create(&path, &self.place.shown, relative, &self.account)
    }

    /// A place for what is needed only while the run lives.
    pub fn scratch(&self) -> &Scratch {
        &self.scratch
    }

    /// How long its files have kept their threads so far.
    pub fn spent(&self) -> crate::Spent {
        self.account.spent()
    }

    /// Where the folder is for now.
    pub fn path(&self) -> &Path {
        &self.partial.path
    }

    /// Removes the scratch place, waits until the disk has everything, and moves the folder to its final path.
    ///
    /// The folder it replaces is removed after the move. Should the system refuse that (on Windows, because one of
    /// its files is open), it stays hidden beside the new one until the next run there clears it.
    ///
    /// # Errors
    /// A file was begun and not finished, the final path was taken meanwhile, or the system refuses. The final
    /// path is then as it was before.
    pub fn finish(self) -> Result<(), Problem> {
        let unfinished = self.account.unfinished();
        if unfinished > 0 {
            return Err(problem!(
                "書き終えていないファイルが {unfinished} 個あるため、出力を完成させません",
                "{unfinished} files were begun and not finished; the output is not complete"
            )
            .at(&self.place.shown));
        }
        // What remains from here on is of no use to another run.
        self.keep(false);
        self.scratch.clear()?;
        sync::tree(&self.partial.path).map_err(|error| Problem::io(&self.place.shown, &error))?;
        self.place.replace(self.overwrite)?;
        let RunFolder { partial, lock, mut parents, place, .. } = self;
        // It is there: whatever the disk says now must not be told as "nothing was written".
        let _ = sync::folder(&place.parent);
        parents.keep();
        // Once the lock is gone, the partial folder may be another run's.
        drop(partial);
        drop(lock);
        Ok(())
    }
}

fn take_lock(place: &Place, parents: &mut Parents) -> Result<Lock, Problem> {
    let mut tries = 0;
    loop {
        parents.create(&place.parent)?;
        match Lock::take(&place.lock) {
            Ok(lock) => return Ok(lock),
            // Another run that failed took its parents back between our two steps.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::NotFound && tries < 10 => {
                tries += 1
            }
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Err(problem!(
                    "この場所ではファイルをロックできません ({error})",
                    "files cannot be locked in this place ({error})"
                )
                .at(&place.parent)
                .help("--out で別のディスクを指定してください", "name another disk with --out"));
            }
            Err(TryLockError::Error(error)) => {
                let there = if place.lock.exists() { &place.lock } else { &place.parent };
                return Err(Problem::io(there, &error));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(problem!(
                    "別の実行がこのフォルダーに書き込んでいます",
                    "another run is writing to this folder"
                )
                .at(&place.shown)
                .help(
                    "それが終わるのを待つか、--out で別のフォルダーを指定してください",
                    "wait until it ends, or name another folder with --out",
                ));
            }
        }
    }
}

/// Writes a file whose bytes are all there.
///
/// # Errors
/// As [`RunFolder::file`] and [`OutputFile::finish`].
pub fn write_small(folder: &RunFolder, relative: &str, bytes: &[u8]) -> Result<Written, Problem> {
    let mut file = folder.file(relative)?;
    file.write_all(bytes).map_err(|error| file.problem(&error))?;
    file.finish()
}

/// Begins a project folder: as [`RunFolder::create`], where `migration.toml` marks what may be replaced.
///
/// # Errors
/// As [`RunFolder::create`].
pub fn write_project(dir: &Path, overwrite: bool) -> Result<RunFolder, Problem> {
    RunFolder::create(dir, overwrite, "migration.toml")
}
