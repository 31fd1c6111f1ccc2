//! Files and folders that only their owner can read: what a run writes is the most private data there is.
//!
//! On Unix files are 0600 and folders 0700. On Windows they inherit the rights of the folder they are in.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes `path`, which must not exist yet, open for writing and reading back.
pub(crate) fn create_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    owner_only(&mut options).open(path)
}

/// Makes the folder `path`, which must not exist yet; its parent must.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Whether `path` is a folder, and no link, that nobody but its owner can have written into, where the system tells.
pub(crate) fn is_ours(path: &Path) -> bool {
    let Ok(metadata) = std::fs::symlink_metadata(path) else { return false };
    #[cfg(unix)]
    let private = {
        use std::os::unix::fs::MetadataExt;
        metadata.mode() & 0o077 == 0
    };
    #[cfg(not(unix))]
    let private = true;
    metadata.is_dir() && private
}

/// Adds the mode of a file that only its owner can read.
pub(crate) fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_exists_is_not_written_over() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        create_file(&path).unwrap();
        assert_eq!(create_file(&path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read() {
        use std::os::unix::fs::MetadataExt;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("folder");
        let file = folder.join("file");
        create_folder(&folder).unwrap();
        create_file(&file).unwrap();
        assert_eq!(std::fs::metadata(folder).unwrap().mode() & 0o777, 0o700);
        assert_eq!(std::fs::metadata(file).unwrap().mode() & 0o777, 0o600);
    }
}
