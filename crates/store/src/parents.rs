//! The folders above an output that did not exist: made when needed, taken back when the run fails.

use crate::permissions::create_folder;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use utsushi_findings::Problem;

/// Folders made by us, outermost first. Dropped without [`keep`](Parents::keep), those still empty are removed.
#[derive(Debug, Default)]
pub(crate) struct Parents(Vec<PathBuf>);

impl Parents {
    /// Makes `folder` and what is missing above it.
    pub(crate) fn create(&mut self, folder: &Path) -> Result<(), Problem> {
        let missing: Vec<&Path> = folder.ancestors().take_while(|path| !path.is_dir()).collect();
        for path in missing.into_iter().rev() {
            match create_folder(path) {
                Ok(()) => self.0.push(path.to_owned()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
                Err(error) => return Err(Problem::io(path, &error)),
            }
        }
        Ok(())
    }

    /// They stay, and the disk knows it.
    pub(crate) fn keep(&mut self) {
        for folder in self.0.drain(..).rev() {
            if let Some(above) = folder.parent() {
                let _ = crate::sync::folder(above);
            }
        }
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        for folder in self.0.drain(..).rev() {
            // Refused by the system where another has put something into it.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_not_kept_are_taken_back_but_never_what_others_use() {
        let root = tempfile::tempdir().unwrap();
        let mut parents = Parents::default();
        parents.create(&root.path().join("a/b/c")).unwrap();
        fs::write(root.path().join("a/other"), "").unwrap();
        drop(parents);
        assert!(!root.path().join("a/b").exists());
        assert!(root.path().join("a/other").exists());
    }

    #[test]
    fn kept_parents_stay() {
        let root = tempfile::tempdir().unwrap();
        let mut parents = Parents::default();
        parents.create(&root.path().join("a/b")).unwrap();
        parents.keep();
        drop(parents);
        assert!(root.path().join("a/b").is_dir());
    }

    #[test]
    fn a_file_where_a_parent_should_be_is_named() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a"), "").unwrap();
        let problem = Parents::default().create(&root.path().join("a/b")).unwrap_err();
        assert!(problem.place().unwrap().path.ends_with('a'), "{problem}");
    }
}
