//! Free room on a disk.

use std::path::Path;
use utsushi_findings::Problem;

/// Bytes that this user may still write where `path` is, or will be: on the disk of the nearest folder that is there.
///
/// # Errors
/// The system does not say.
pub fn free_room(path: &Path) -> Result<u64, Problem> {
    let whole = std::path::absolute(path).map_err(|error| Problem::io(path, &error))?;
    let there = whole.ancestors().find(|folder| folder.is_dir()).unwrap_or(&whole);
    fs4::available_space(there).map_err(|error| Problem::io(there, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_yet_has_the_room_of_the_one_above() {
        let root = tempfile::tempdir().unwrap();
        assert!(free_room(root.path()).unwrap() > 0);
        assert!(free_room(&root.path().join("not/there")).unwrap() > 0);
    }
}
