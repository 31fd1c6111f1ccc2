//! Making sure that names, not only contents, are on the disk. Only Unix lets a program ask for that.

use std::io;
use std::path::Path;

/// Puts the names in `path` on the disk.
#[cfg(unix)]
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    match std::fs::File::open(path)?.sync_all() {
        // Some network and user-space file systems do not know the request.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        other => other,
    }
}

/// Nothing to ask for.
#[cfg(not(unix))]
pub(crate) fn folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Puts the names in `path` and in every folder below it on the disk.
pub(crate) fn tree(path: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            tree(&entry.path())?;
        }
    }
    folder(path)
}
