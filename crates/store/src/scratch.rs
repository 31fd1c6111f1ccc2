//! A place for what a run needs only while it runs: spooled input, sorted runs, fingerprints.

use crate::output::Account;
use crate::permissions;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use utsushi_findings::{Problem, problem};

/// A folder inside an unfinished run folder; it never becomes part of what is handed over.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    account: Arc<Account>,
}

/// A scratch file that is written from its front, and counts as the run's other files do.
#[derive(Debug)]
pub struct ScratchFile {
    file: File,
    path: PathBuf,
    account: Arc<Account>,
}

impl ScratchFile {
    /// The problem that a failed write is.
    pub fn problem(&self, error: &io::Error) -> Problem {
        Problem::io(&self.path, error)
    }

    /// Waits until the disk has what was written.
    ///
    /// # Errors
    /// The system refuses.
    pub fn sync(&self) -> Result<(), Problem> {
        self.file.sync_data().map_err(|error| self.problem(&error))
    }
}

impl Write for ScratchFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.account.take_room(bytes.len() as u64)?;
        self.file.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Scratch {
    pub(crate) fn at(path: PathBuf) -> Result<Scratch, Problem> {
        permissions::create_folder(&path).map_err(|error| Problem::io(&path, &error))?;
        Ok(Scratch { path, account: Arc::default() })
    }

    /// The place that an earlier run left.
    pub(crate) fn again(path: PathBuf) -> Scratch {
        Scratch { path, account: Arc::default() }
    }

    /// Counts what is written against the same room as the files of `account`.
    pub(crate) fn counted_by(self, account: Arc<Account>) -> Self {
        Scratch { account, ..self }
    }

    #[cfg(test)]
    pub(crate) fn limit(&self, bytes: u64) {
        self.account.limit(bytes);
    }

    /// A new file for writing only; read it with [`Scratch::open`].
    ///
    /// # Errors
    /// The name is no plain name or is taken, or the system refuses.
    pub fn write(&self, name: &str) -> Result<ScratchFile, Problem> {
        let path = self.file_path(name)?;
        let file = permissions::create_file(&path).map_err(|error| Problem::io(&path, &error))?;
        Ok(ScratchFile { file, path, account: Arc::clone(&self.account) })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A new file, for writing and, after a seek to the front, for reading; only its owner can read it. Close it
    /// before the run folder is finished.
    ///
    /// # Errors
    /// The name is no plain name or is taken, or the system refuses.
    pub fn create(&self, name: &str) -> Result<File, Problem> {
        let path = self.file_path(name)?;
        permissions::create_file(&path).map_err(|error| Problem::io(&path, &error))
    }

    /// A file made before, for reading from its front.
    ///
    /// # Errors
    /// There is none of that name, or the system refuses.
    pub fn open(&self, name: &str) -> Result<File, Problem> {
        let path = self.file_path(name)?;
        File::open(&path).map_err(|error| Problem::io(&path, &error))
    }

    /// Removes a file that is no longer needed, so that its space is free again.
    ///
    /// # Errors
    /// There is none of that name, or the system refuses.
    pub fn remove(&self, name: &str) -> Result<(), Problem> {
        let path = self.file_path(name)?;
        fs::remove_file(&path).map_err(|error| Problem::io(&path, &error))
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.file_path(name).is_ok_and(|path| path.is_file())
    }

    /// Removes every file but those whose name is to stay.
    ///
    /// # Errors
    /// The system refuses.
    pub fn retain(&self, stays: impl Fn(&str) -> bool) -> Result<(), Problem> {
        let io = |path: &Path, error: io::Error| Problem::io(path, &error);
        for entry in fs::read_dir(&self.path).map_err(|error| io(&self.path, error))? {
            let entry = entry.map_err(|error| io(&self.path, error))?;
            if !entry.file_name().to_str().is_some_and(&stays) {
                crate::place::remove(&entry.path()).map_err(|error| io(&entry.path(), error))?;
            }
        }
        Ok(())
    }

    pub(crate) fn clear(&self) -> Result<(), Problem> {
        fs::remove_dir_all(&self.path).map_err(|error| Problem::io(&self.path, &error))
    }

    fn file_path(&self, name: &str) -> Result<PathBuf, Problem> {
        crate::relative::check(name)?;
        if name.contains('/') {
            return Err(problem!(
                "作業ファイルの名前「{name}」にフォルダーは付けられません",
                "the scratch file name \"{name}\" must not contain a folder"
            ));
        }
        Ok(self.path.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Seek, Write};

    fn scratch() -> (tempfile::TempDir, Scratch) {
        let root = tempfile::tempdir().unwrap();
        let scratch = Scratch::at(root.path().join("scratch")).unwrap();
        (root, scratch)
    }

    #[test]
    fn what_is_written_can_be_read_back_from_the_same_handle_or_another() {
        let (_root, scratch) = scratch();
        let mut file = scratch.create("keys").unwrap();
        file.write_all(b"123").unwrap();
        file.rewind().unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        scratch.open("keys").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "123123");
    }

    #[test]
    fn one_name_is_one_file_until_removed() {
        let (_root, scratch) = scratch();
        scratch.create("keys").unwrap();
        assert!(scratch.create("keys").is_err());
        scratch.remove("keys").unwrap();
        assert!(scratch.open("keys").is_err());
        assert!(scratch.create("keys").is_ok());
    }

    #[test]
    fn names_lead_nowhere_else() {
        let (_root, scratch) = scratch();
        for name in ["../a", "/a", "a/b", ""] {
            assert!(scratch.create(name).is_err(), "{name}");
        }
    }
}
