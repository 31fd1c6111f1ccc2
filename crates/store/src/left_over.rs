//! What a run that failed or was killed left of its folder, for another run to go on with.
//!
//! It keeps its hidden name, so that it never looks finished, and is taken over under the lock. A run that does not ask
//! for it clears it, as [`RunFolder::create`] says.

use crate::output::Written;
use crate::place::remove;
use crate::run_folder::{RunFolder, SCRATCH};
use crate::{hash::Sha256Stream, permissions, relative};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::Ordering;
use utsushi_findings::Problem;

/// Bytes of a file that are read back at once.
const PIECE: usize = 256 << 10;

impl RunFolder {
    /// As [`RunFolder::create`], but what an earlier run left stays and becomes this run's folder, if there is anything:
    /// see [`is_left_over`](RunFolder::is_left_over). It stays after this run too, until it is told otherwise.
    ///
    /// # Errors
    /// As [`RunFolder::create`]; what is there then stays.
    pub fn resume(final_path: &Path, overwrite: bool, marker: &str) -> Result<RunFolder, Problem> {
        RunFolder::begin(final_path, overwrite, marker, true)
    }

    /// Whether an earlier run left it.
    pub fn is_left_over(&self) -> bool {
        self.left_over
    }

    /// Says whether the folder stays, under its hidden name, if it is dropped unfinished: for another run to go on with.
    pub fn keep(&self, keep: bool) {
        self.partial.kept.store(keep, Ordering::Release);
    }

    /// Whether it stays if it is dropped unfinished.
    pub fn is_kept(&self) -> bool {
        self.partial.kept.load(Ordering::Acquire)
    }

    /// A finished file of an earlier run, if it is still there as it was written; it is read back as a whole.
    ///
    /// # Errors
    /// It is there, and the system refuses to read it.
    pub fn adopt(&self, relative: &str, bytes: u64, sha256: &str) -> Result<Option<Written>, Problem> {
        if relative::check(relative).is_err() {
            return Ok(None);
        }
        // No link on the way leads elsewhere.
        let mut path = self.partial.path.clone();
        for part in relative.split('/') {
            if !permissions::is_ours(&path) {
                return Ok(None);
            }
            path.push(part);
        }
        if !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file() && found.len() == bytes) {
            return Ok(None);
        }
        let (mut hash, mut read) = (Sha256Stream::new(), 0);
        let mut piece = vec![0; PIECE];
        let shown = self.place.shown.join(relative);
        let io = |error: io::Error| Problem::io(&shown, &error);
        let mut file = File::open(&path).map_err(io)?;
        loop {
            match file.read(&mut piece).map_err(io)? {
                0 => break,
                some => {
                    hash.update(&piece[..some]);
                    read += some as u64;
                }
            }
        }
        let written = Written { path: relative.to_owned(), bytes: read, sha256: hash.finish() };
        Ok((read == bytes && written.sha256_hex() == sha256).then_some(written))
    }

    /// Removes every file but those whose path in the folder is to stay, and the folders that are empty then. The
    /// scratch place is not looked at.
    ///
    /// # Errors
    /// The system refuses.
    pub fn retain(&self, stays: &dyn Fn(&str) -> bool) -> Result<(), Problem> {
        retain_in(&self.partial.path, "", stays)
    }
}

fn retain_in(folder: &Path, above: &str, stays: &dyn Fn(&str) -> bool) -> Result<(), Problem> {
    let io = |path: &Path, error: io::Error| Problem::io(path, &error);
    for entry in fs::read_dir(folder).map_err(|error| io(folder, error))? {
        let entry = entry.map_err(|error| io(folder, error))?;
        let path = entry.path();
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.is_empty()) else {
            remove(&path).map_err(|error| io(&path, error))?;
            continue;
        };
        let relative = format!("{above}{name}");
        if above.is_empty() && name == SCRATCH {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            retain_in(&path, &format!("{relative}/"), stays)?;
            // Refused where something stays in it.
            let _ = fs::remove_dir(&path);
        } else if !stays(&relative) {
            remove(&path).map_err(|error| io(&path, error))?;
        }
    }
    Ok(())
}
