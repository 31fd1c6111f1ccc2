//! Single files outside run folders: working files of people, and files of a project that are changed.

use crate::{permissions, sync};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, problem};

fn sibling(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

/// A file beside `path` with these bytes, on the disk.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let new = sibling(path, ".utsushi-new");
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = permissions::create_file(&new)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
    written.inspect_err(|_| drop(fs::remove_file(&new))).map(|()| new)
}

fn settled(path: &Path) {
    if let Some(parent) = path.parent() {
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let _ = sync::folder(parent);
    }
}

/// Writes a working file that only its owner can read: whole or not at all.
///
/// # Errors
/// There is one already and it may not be replaced, or the system refuses.
pub fn write_file(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), Problem> {
    let io = |error: io::Error| Problem::io(path, &error);
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(problem!("ファイルはすでにあります", "the file exists").at(path).help(
            "--overwrite を付けるか、--out で別の名前を指定してください",
            "add --overwrite, or name another file with --out",
        ));
    }
    let new = beside(path, bytes).map_err(io)?;
    fs::rename(&new, path).inspect_err(|_| drop(fs::remove_file(&new))).map_err(io)?;
    settled(path);
    Ok(())
}

/// Makes a folder that only its owner can read, and those above it, where it is not there yet.
///
/// # Errors
/// The system refuses, or something else has its name.
pub fn make_folder(path: &Path) -> Result<(), Problem> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    match permissions::create_folder(path) {
        Err(error) if !(error.kind() == io::ErrorKind::AlreadyExists && path.is_dir()) => {
            Err(Problem::io(path, &error))
        }
        _ => Ok(()),
    }
}

/// Replaces a file by these bytes, with the rights that it had; the old one is kept beside it as `<name>.bak`, in place
/// of an earlier one. A kill at any moment leaves a whole file at `path`. Returns the path of the old one.
///
/// # Errors
/// The system refuses; `path` is then as it was.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<PathBuf, Problem> {
    let io = |error: io::Error| Problem::io(path, &error);
    let rights = fs::metadata(path).map_err(io)?.permissions();
    let kept = sibling(path, ".bak");
    let old = fs::read(path).map_err(io)?;
    let copy = beside(&kept, &old).map_err(io)?;
    fs::set_permissions(&copy, rights.clone()).and_then(|()| fs::rename(&copy, &kept)).map_err(io)?;
    let new = beside(path, bytes).map_err(io)?;
    let replaced = fs::set_permissions(&new, rights).and_then(|()| fs::rename(&new, path));
    replaced.inspect_err(|_| drop(fs::remove_file(&new))).map_err(io)?;
    settled(path);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_is_kept_and_a_working_file_is_not_overwritten_unasked() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("m.toml");
        write_file(&path, b"one", false).unwrap();
        assert!(write_file(&path, b"two", false).is_err());
        let kept = replace_file(&path, b"two").unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read(&kept).unwrap()), (b"two".to_vec(), b"one".to_vec()));
        replace_file(&path, b"three").unwrap();
        assert_eq!(fs::read(&kept).unwrap(), b"two");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2, "nothing else is left");
    }
}
