//! Replacing one small file of the user's: the new one is there whole, or the old one still is.

use crate::{permissions, sync};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use utsushi_findings::Problem;

/// Writes `bytes` beside `path`, readable by their owner only, and renames them over it.
///
/// # Errors
/// The system would not let us; `path` is then as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.utsushi-partial"));
    // Left by a run that was killed: never anything to keep.
    let _ = fs::remove_file(&beside);
    let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if let Err(error) = written {
        let _ = fs::remove_file(&beside);
        return Err(Problem::io(path, &error));
    }
    // The rename is done: a name that is not yet on the disk is no failure to tell.
    if let Some(folder) = path.parent() {
        let _ = sync::folder(folder);
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = permissions::create_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("gaiji.csv");
        replace_file(&path, b"old").unwrap();
        replace_file(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
        assert!(replace_file(&root.path().join("no/where"), b"x").is_err());
    }
}
